"""[讲座活动]: for whom, which, when, yes. And another time for what is booked."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from bot.dialogue.asking import Choice
from bot.dialogue.book import Entry, Reply, flow
from bot.dialogue.chat import Chat
from bot.dialogue.say import Sayable
from handlers import when
from handlers.bookings import texts
from handlers.bookings.words import as_it_stands, booking_screen, soon, what
from models.bookings.commands import PLACES, Booked, BookPlace, ChangePlace
from models.bookings.mine import clash, my_booking
from models.bookings.queries import Activity, Slot, activities, other_times, slot_of, times_of
from models.bookings.refusals import NoOtherTime, NothingNear
from models.gate import Command
from models.numbers import show
from models.programmes.refusals import SessionGone

_ONE, _SEVERAL = "s", "p"
"""Before the id of a session, where an activity has only this one; of a programme otherwise. So the
answer itself says whether a time is still to be asked for."""


# -- booking -----------------------------------------------------------------------------------------
def _booked(chat: Chat, booked: Booked) -> Reply:
    one = my_booking(chat.work, booked.booking_id)
    line = texts.BOOKED(number=show(one.number)) if one.state == "booked" else ""
    return booking_screen(chat, one, line)


@flow("book_place", say=texts.ACTIVITIES, then=_booked, purpose=PLACES)
def book_place(chat: Chat) -> Command[Booked]:
    """Two taps for oneself: which, and yes; one more where there are several times."""
    chat.for_whom(PLACES, texts.FOR_WHOM)
    which = chat.ask(
        "which", texts.WHICH, choices=partial(_activities, chat), what=texts.SHORT_WHICH
    )
    if which.startswith(_ONE):
        session_id = int(which.removeprefix(_ONE))
    else:
        times = partial(_times, chat, int(which.removeprefix(_SEVERAL)))
        session_id = int(
            chat.ask("session", texts.WHICH_TIME, choices=times, what=texts.SHORT_TIME)
        )
    slot = slot_of(chat.work, session_id)
    if slot is None:
        raise SessionGone(session_id, "over")
    yes = texts.YES_BOOK if slot.left > 0 else texts.YES_QUEUE
    chat.confirm(*_summary(chat, slot), yes=yes)
    return BookPlace(session_id)


def _activities(chat: Chat) -> Sequence[Choice]:
    found = activities(chat.work)
    if not found:
        raise NothingNear
    return [_activity(chat, one) for one in found]


def _activity(chat: Chat, one: Activity) -> Choice:
    several = len(one.slots) > 1
    line = texts.ACTIVITY_SEVERAL if several else texts.ACTIVITY
    label = line(title=one.title, where=one.where, when=soon(one.next_at, chat.work.now))
    key = f"{_SEVERAL}{one.programme_id}" if several else f"{_ONE}{one.slots[0].session_id}"
    return Choice(key, label)


def _times(chat: Chat, programme_id: int) -> Sequence[Choice]:
    slots = times_of(chat.work, programme_id)
    if not slots:
        raise NoOtherTime
    return [Choice(str(slot.session_id), _time(chat, slot)) for slot in slots]


def _time(chat: Chat, slot: Slot) -> Sayable:
    said = soon(slot.begins_at, chat.work.now)
    return texts.ROOM(when=said, left=slot.left) if slot.left > 0 else texts.FULL(when=said)


def _summary(chat: Chat, slot: Slot, but: int = 0) -> list[Sayable]:
    said = when.at(slot.begins_at)
    room = texts.ROOM(when=said, left=slot.left)
    if slot.left <= 0:
        room = texts.WHEN_FULL(when=said, waiting=slot.waiting)
    lines: list[Sayable] = [texts.WHAT_WHERE(title=slot.title, where=slot.where), room]
    other = clash(chat.work, slot.begins_at, slot.ends_at, but=but)
    if other is not None:
        lines.append(texts.CLASH(what=what(other), when=when.at(other.begins_at)))
    return lines


# -- another time --------------------------------------------------------------------------------------
def _changed(chat: Chat, booked: Booked) -> Reply:
    one = my_booking(chat.work, booked.booking_id)
    line = texts.CHANGED(number=show(one.number))
    return booking_screen(chat, one, line if one.state == "booked" else as_it_stands(chat, one))


@flow("change_place", say=texts.CHANGE_TIME, then=_changed, purpose=PLACES)
def change_place(chat: Chat, booking_id: str) -> Command[Booked]:
    """The number stays, and so does the old time until the new one is had."""
    one = my_booking(chat.work, int(booking_id))
    choices = partial(_other_times, chat, one.programme_id, one.session_id)
    session_id = int(chat.ask("session", texts.WHICH_TIME, choices=choices, what=texts.SHORT_TIME))
    slot = slot_of(chat.work, session_id)
    if slot is None:
        raise SessionGone(session_id, "over")
    chat.confirm(*_summary(chat, slot, but=one.id), yes=texts.YES_CHANGE)
    return ChangePlace(one.id, session_id)


def _other_times(chat: Chat, programme_id: int, but: int) -> Sequence[Choice]:
    slots = other_times(chat.work, programme_id, but)
    if not slots:
        raise NoOtherTime
    return [Choice(str(slot.session_id), _time(chat, slot)) for slot in slots]


ENTRIES: tuple[Entry, ...] = (book_place, change_place)
