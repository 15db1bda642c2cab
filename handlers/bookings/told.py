"""What people hear of their bookings by itself, as long as it is true when it is read.

A reminder whose session was moved or called off, or whose booking is gone, is dropped here once more:
it may have waited over a night.
"""

from __future__ import annotations

from bot.dialogue.book import Entry, says
from bot.dialogue.chat import Chat
from bot.dialogue.say import Sayable
from bot.dialogue.screen import Button, Screen
from handlers import when
from handlers.bookings import texts
from handlers.bookings.words import HOME, soon, token, what
from handlers.family.names import relative
from models.bookings.messages import (
    BookingRefused,
    NotThisTime,
    OfferLapsed,
    PlaceOffered,
    Remind,
)
from models.bookings.mine import VISITS, Mine, booked_by_me, my_booking, reminds_of
from models.refusals import NotFound

_AGAIN = Button(texts.AGAIN, "f.book_place")


def _mine(chat: Chat, booking_id: int, *states: str) -> Mine | None:
    try:
        one = my_booking(chat.work, booking_id)
    except NotFound:
        return None
    return one if one.state in states else None


@says(PlaceOffered)
def offered(chat: Chat, message: PlaceOffered) -> Screen | None:
    one = _mine(chat, message.booking_id, "offered")
    now = chat.work.now
    if one is None or one.offer_until is None or one.offer_until <= now:
        return None
    line = texts.TOLD_OFFER(title=what(one), when=soon(one.begins_at, now), where=one.where)
    until = texts.KEPT_UNTIL(until=soon(one.offer_until, now))
    yes = Button(texts.I_GO, token(one, "take"), style="main")
    return Screen((line, until), (yes, Button(texts.NOT_GOING, token(one, "cancel"))), keeps=True)


@says(OfferLapsed)
def lapsed(chat: Chat, message: OfferLapsed) -> Screen | None:
    one = _mine(chat, message.booking_id, "lapsed")
    if one is None or one.begins_at <= chat.work.now:
        return None
    ways = () if one.purpose == VISITS else (_AGAIN,)
    return Screen((texts.TOLD_LAPSED(title=what(one)),), (*ways, HOME), keeps=True)


@says(NotThisTime)
def not_this_time(chat: Chat, message: NotThisTime) -> Screen | None:
    one = _mine(chat, message.booking_id, "left_out")
    if one is None:
        return None
    return Screen((texts.TOLD_LEFT_OUT(title=what(one)),), (HOME,), keeps=True)


@says(BookingRefused)
def refused(chat: Chat, message: BookingRefused) -> Screen | None:
    """To whoever booked."""
    try:
        one = booked_by_me(chat.work, message.booking_id)
    except NotFound:
        return None
    if one.state != "refused":
        return None
    line = texts.TOLD_REFUSED(
        who=relative(chat, one.person_id), when=when.at(one.begins_at), what=one.kind.name
    )
    return Screen((line,), (HOME,), keeps=True)


@says(Remind)
def remind(chat: Chat, message: Remind) -> Screen | None:
    one = _mine(chat, message.booking_id, "booked")
    if one is None or not reminds_of(chat.work, message.reminder_id, one.id):
        return None
    step = next((step for step in one.kind.reminders if step.id == message.step), None)
    link = one.link if step is not None and step.carries_link else None
    now = chat.work.now
    if now >= (one.ends_at if link else one.begins_at):
        return None
    if link:
        line = texts.REMIND_LINK(title=what(one), when=soon(one.begins_at, now))
        enter = Button(texts.ENTER, url=link, style="main")
        return Screen((line,), (enter, Button(texts.I_CANNOT, token(one, "cancel"))), keeps=True)
    lines: list[Sayable] = [_when_what_where(chat, one)]
    if one.kind.bring is not None:
        lines.append(texts.BRING(bring=one.kind.bring))
    yes = () if one.said == "comes" else (Button(texts.I_GO, token(one, "coming"), style="main"),)
    no = Button(texts.I_CANNOT, token(one, "cancel"))
    return Screen(
        tuple(lines), (*yes, no, Button(texts.CHANGE_TIME, token(one, "change"))), keeps=True
    )


def _when_what_where(chat: Chat, one: Mine) -> Sayable:
    said = {"when": soon(one.begins_at, chat.work.now), "title": what(one), "where": one.where}
    if one.place and one.kind.slot_minutes and one.kind.places > 1:
        return texts.REMIND_NUMBER(place=one.place, **said)
    return texts.REMIND(**said)


ENTRIES: tuple[Entry, ...] = (offered, lapsed, not_this_time, refused, remind)
