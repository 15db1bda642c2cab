"""How times, bookings and their buttons are said. Knows nothing of the flows: others use it too."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.dialogue.book import tap_token
from bot.dialogue.chat import Chat
from bot.dialogue.say import Sayable
from bot.dialogue.screen import Button, Screen
from handlers import when
from handlers.bookings import texts
from handlers.tasks.words import total
from models.bookings.calendar_links import calendar_path
from models.bookings.mine import PLACES, VISITS, Mine, my_booking
from models.clocks import to_town
from models.numbers import show
from models.town.local import Local

HOME = Button(texts.HOME, "g.menu", style="small")
MINE = Button(texts.LOOK, "t.bookings", style="small")
_NEAR = (Local("今天", "today"), Local("明天", "tomorrow"), Local("后天", "in two days"))


@dataclass(frozen=True, slots=True)
class Ways:
    """The taps on a booking of one purpose."""

    coming: str
    cancel: str
    change: str
    open: str
    take: str


WAYS = {
    PLACES: Ways("coming", "cancel_place", "change_place", "booking", "take_offer"),
    VISITS: Ways("coming_visit", "visit_off", "visit_move", "booked_visit", "take_visit_offer"),
}
"""Those of visits that do something more than here are theirs (``handlers.visits``)."""


# -- times -------------------------------------------------------------------------------------------
def soon(moment: datetime, now: datetime) -> Local:
    """明天 周四 9:00; further off with its date."""
    away = (to_town(moment).date() - to_town(now).date()).days
    if not 0 <= away < len(_NEAR):
        return when.at(moment)
    day = when.day(moment)
    near, hour = _NEAR[away], when.clock(moment)
    return Local(f"{near.zh} {day.zh[-2:]} {hour}", f"{near.en}, {day.en[:3]}, {hour}")


# -- one booking -------------------------------------------------------------------------------------
def calendar_link(chat: Chat, booking_id: int) -> Button:
    """A file for the calendar of one's phone."""
    one = my_booking(chat.work, booking_id)
    return Button(texts.CALENDAR, url=calendar_path(one.id, one.ends_at))


def what(one: Mine) -> Local:
    """看大夫 for a visit, else the title."""
    return one.kind.name if one.purpose == VISITS else one.title


def token(one: Mine, way: str) -> str:
    """The token of a tap on this booking."""
    return tap_token(getattr(WAYS[one.purpose], way), one.id)


def ways(chat: Chat, one: Mine) -> tuple[Button, ...]:
    """What can be done with a booking that stands."""
    if one.state == "offered":
        take = Button(texts.I_GO, token(one, "take"), style="main")
        return (take, Button(texts.NOT_GOING, token(one, "cancel")), HOME)
    change = Button(texts.CHANGE_TIME, token(one, "change"))
    if one.state == "waiting":
        return (change, Button(texts.NO_QUEUE, token(one, "cancel")), HOME)
    return (
        calendar_link(chat, one.id), change, Button(texts.NOT_GOING, token(one, "cancel")), HOME,
    )  # fmt: skip


def too_late(minutes: int, *, at_home: bool) -> Sayable:
    """What whoever calls off so near to the beginning is told before the tap, and not scolded."""
    return (texts.LATE_HOME if at_home else texts.LATE)(span=total(minutes))


def where_and_when(chat: Chat, one: Mine) -> Sayable:
    """With the number where numbers are called up."""
    said = soon(one.begins_at, chat.work.now)
    if one.place and one.kind.slot_minutes and one.kind.places > 1:
        return texts.WHEN_WHERE_NUMBER(when=said, where=one.where, place=one.place)
    return texts.WHEN_WHERE(when=said, where=one.where)


def as_it_stands(chat: Chat, one: Mine) -> Sayable:
    """One line, with the number."""
    number = show(one.number)
    if one.state == "waiting":
        if one.position > 1:
            return texts.QUEUED(before=one.position - 1, number=number)
        return (texts.QUEUED_NEXT_THEIR if chat.whom else texts.QUEUED_NEXT)(number=number)
    if one.state == "offered" and one.offer_until is not None:
        until = soon(one.offer_until, chat.work.now)
        return texts.OFFERED(until=until, number=number)
    return texts.STANDS(number=number)


def booking_screen(chat: Chat, one: Mine, line: Sayable = "") -> Screen:
    """One booking: how it stands (or ``line``: what was just done), when and where, what to bring."""
    if not one.live:
        return Screen((texts.ENDED.get(one.state, texts.ENDED["off"]),), (MINE, HOME), keeps=True)
    if chat.work.now >= one.begins_at:
        return Screen((texts.ENDED["begun"], where_and_when(chat, one)), (MINE, HOME), keeps=True)
    lines = [line or as_it_stands(chat, one), where_and_when(chat, one)]
    if one.state == "waiting":
        lines.append(texts.IF_FREE)
    elif one.kind.bring is not None:
        lines.append(texts.BRING(bring=one.kind.bring))
    elif one.state == "booked" and one.kind.reminders:
        lines.append(texts.WILL_REMIND)
    return Screen(tuple(lines), ways(chat, one), keeps=True)
