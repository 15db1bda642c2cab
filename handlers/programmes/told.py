"""What whoever booked hears of a session that moved or does not take place, and what they do then.

A time with the doctor and everything else are two purposes, so each tap is there twice: a proxy for
the one is none for the other.
"""

from __future__ import annotations

from bot.dialogue.book import Do, Entry, Reply, TapRun, says, tap, tap_token
from bot.dialogue.chat import Chat
from bot.dialogue.screen import Button, Screen
from handlers import when
from handlers.programmes import texts
from handlers.programmes.words import HOME
from models.bookings.answering import SayComing, SayComingToVisit
from models.bookings.commands import (
    FORGIVEN,
    Booked,
    BookPlace,
    BookVisit,
    CancelPlace,
    CancelVisit,
    ChangePlace,
    ChangeVisit,
)
from models.bookings.mine import PLACES, VISITS, Mine, my_booking
from models.programmes.instead import instead_of, said_before
from models.programmes.messages import SessionCancelled, SessionMoved, YearNotPublished
from models.refusals import NotFound

MOST = 4
_VISIT = "visit_"


def _token(mine: Mine, name: str, *args: int) -> str:
    return tap_token(f"{_VISIT if mine.purpose == VISITS else ''}{name}", *args)


def _booking(chat: Chat, booking_id: int) -> Mine | None:
    try:
        return my_booking(chat.work, booking_id)
    except NotFound:
        return None


# -- another time ------------------------------------------------------------------------------------
@says(SessionMoved)
def moved(chat: Chat, message: SessionMoved) -> Screen | None:
    mine = _booking(chat, message.booking_id)
    if mine is None or not mine.live or mine.changes != message.moves:
        return None
    line = texts.MOVED_WAITS if mine.state == "waiting" else texts.MOVED
    lines = [line(title=mine.title, when=when.at(mine.begins_at))]
    if mine.where.zh:
        lines.append(texts.PLACE(where=mine.where))
    buttons = (
        Button(texts.KEEP, _token(mine, "moved_keep", mine.id), style="main"),
        Button(texts.CHANGE, _token(mine, "moved_change", mine.id)),
        Button(texts.GIVE_UP, _token(mine, "moved_off", mine.id)),
    )
    return Screen(tuple(lines), buttons, keeps=True)


def _keep(chat: Chat, booking_id: str) -> Reply:
    mine = my_booking(chat.work, int(booking_id))
    if mine.state == "waiting":
        return Screen((texts.STILL_WAITS,), (HOME,), keeps=True)
    comes = SayComingToVisit if mine.purpose == VISITS else SayComing
    return Do(comes(mine.id), _kept)


def _kept(chat: Chat, booking_id: int) -> Reply:
    mine = my_booking(chat.work, booking_id)
    return Screen((texts.KEPT(when=when.at(mine.begins_at)),), (HOME,), keeps=True)


def _change(chat: Chat, booking_id: str) -> Reply:
    mine = my_booking(chat.work, int(booking_id))
    slots = instead_of(chat.work, mine.id)[:MOST]
    keep = Button(texts.KEEP, _token(mine, "moved_keep", mine.id))
    off = Button(texts.GIVE_UP, _token(mine, "moved_off", mine.id))
    days = tuple(
        Button(when.at(slot.begins_at), _token(mine, "moved_to", mine.id, slot.session_id))
        for slot in slots
    )
    line = texts.OTHER_DAYS if days else texts.NO_OTHER
    return Screen((line,), (*days, keep, off))


def _to(chat: Chat, booking_id: str, session_id: str) -> Reply:
    mine = my_booking(chat.work, int(booking_id))
    change = ChangeVisit if mine.purpose == VISITS else ChangePlace
    return Do(change(mine.id, int(session_id)), _changed)


def _changed(chat: Chat, booked: Booked) -> Reply:
    mine = my_booking(chat.work, booked.booking_id)
    line = texts.CHANGED_WAITS if booked.position else texts.CHANGED
    said = line(title=mine.title, when=when.at(mine.begins_at))
    return Screen((said,), (HOME,), keeps=True)


def _give_up(chat: Chat, booking_id: str) -> Reply:
    mine = my_booking(chat.work, int(booking_id))
    cancel = CancelVisit if mine.purpose == VISITS else CancelPlace
    return Do(cancel(mine.id, FORGIVEN), _given_up)  # it was not they who moved it


def _given_up(_chat: Chat, _booking_id: int) -> Reply:
    return Screen((texts.GIVEN_UP,), (HOME,), keeps=True)


# -- not at all --------------------------------------------------------------------------------------
@says(SessionCancelled)
def cancelled(chat: Chat, message: SessionCancelled) -> Screen | None:
    """The next one of the same programme is one tap away, if there is room."""
    mine = _booking(chat, message.booking_id)
    if mine is None or mine.live or mine.ends_at <= chat.work.now:
        return None
    lines = [texts.CANCELLED(title=mine.title, when=when.at(mine.begins_at))]
    slots = instead_of(chat.work, mine.id)[:1]
    if not slots:
        return Screen(tuple(lines), (Button(texts.KNOW, "t.off_known"),), keeps=True)
    lines.append(texts.NEXT_ONE(when=when.at(slots[0].begins_at)))
    book = Button(
        texts.INSTEAD(when=when.at(slots[0].begins_at)),
        _token(mine, "off_to", mine.id, slots[0].session_id),
        style="main",
    )
    return Screen(tuple(lines), (book, Button(texts.NO_NEED, "t.off_known")), keeps=True)


def _instead(chat: Chat, booking_id: str, session_id: str) -> Reply:
    mine = my_booking(chat.work, int(booking_id))
    book = BookVisit if mine.purpose == VISITS else BookPlace
    return Do(book(int(session_id), said_before(chat.work, mine.id)), _booked)


def _booked(chat: Chat, booked: Booked) -> Reply:
    mine = my_booking(chat.work, booked.booking_id)
    said = texts.CHANGED_WAITS(title=mine.title, when=when.at(mine.begins_at))
    if not booked.position:
        said = texts.BOOKED_INSTEAD(
            number=f"{booked.number[:3]} {booked.number[3:]}", title=mine.title,
            when=when.at(mine.begins_at),
        )  # fmt: skip
    return Screen((said,), (HOME,), keeps=True)


@tap("off_known", purpose=PLACES)
def off_known(_chat: Chat) -> Reply:
    return Screen((texts.KNOWN,), (HOME,), keeps=True)


# -- the calendar ------------------------------------------------------------------------------------
@says(YearNotPublished)
def year_not_published(_chat: Chat, message: YearNotPublished) -> Screen:
    line = texts.HOLIDAYS_UNKNOWN(year=str(message.year))
    return Screen((line, texts.PUT_THEM_IN), (HOME,), keeps=True)


_TAPS: dict[str, TapRun] = {
    "moved_keep": _keep,
    "moved_change": _change,
    "moved_to": _to,
    "moved_off": _give_up,
    "off_to": _instead,
}
ENTRIES: tuple[Entry, ...] = (
    moved, cancelled, off_known, year_not_published,
    *(tap(name, purpose=PLACES)(run) for name, run in _TAPS.items()),
    *(tap(f"{_VISIT}{name}", purpose=VISITS)(run) for name, run in _TAPS.items()),
)  # fmt: skip
