"""Another time, more places, one more, not at all: each a short talk that says who will hear of it."""

from __future__ import annotations

from bot.dialogue.asking import Choice
from bot.dialogue.book import Entry, Reply, flow
from bot.dialogue.chat import Chat
from bot.dialogue.say import Sayable
from bot.dialogue.screen import Screen
from handlers import when
from handlers.programmes import texts
from handlers.programmes.asking import ask_day, ask_places, ask_time, at
from handlers.programmes.words import BACK, HOME, span
from models.clocks import to_town
from models.gate import Command
from models.programmes.commands import EndProgramme, MakeSession
from models.programmes.moving import CancelDay, CancelSession, ChangePlaces, MoveSession
from models.programmes.queries import Meeting, meeting_of, one_session, still_to_come


def _said(*lines: Sayable) -> Screen:
    return Screen(lines, (BACK, HOME), keeps=True)


def _hear(one: Meeting) -> Sayable:
    count = one.taken + one.waiting
    return texts.WILL_HEAR(count=count) if count else texts.NOBODY_YET


# -- another time ------------------------------------------------------------------------------------
def _moved(_chat: Chat, _moves: int) -> Reply:
    return _said(texts.IS_MOVED)


@flow("move_session", say=texts.MOVE, then=_moved)
def move_session(chat: Chat, session_id: int) -> Command[int]:
    one = one_session(chat.work, session_id)
    day = ask_day(chat, texts.TO_WHICH_DAY(title=one.title))
    local = to_town(one.begins_at)
    begins_at = at(day, ask_time(chat, local.time()))
    line = texts.FROM_TO(title=one.title, old=when.at(one.begins_at), new=when.at(begins_at))
    chat.confirm(line, _hear(one), yes=texts.YES_MOVE)
    return MoveSession(session_id, begins_at)


# -- more places -------------------------------------------------------------------------------------
def _counted(_chat: Chat, places: int) -> Reply:
    return _said(texts.PLACES_ARE(places=places))


@flow("more_places", say=texts.PLACES, then=_counted)
def more_places(chat: Chat, session_id: int) -> Command[int]:
    one = one_session(chat.work, session_id)
    question = texts.HOW_MANY_NOW(places=one.places, taken=one.taken)
    return ChangePlaces(session_id, ask_places(chat, question))


# -- one more ----------------------------------------------------------------------------------------
def _added(chat: Chat, session_id: int) -> Reply:
    one = one_session(chat.work, session_id)
    return _said(texts.IS_ADDED(title=one.title, when=when.at(one.begins_at)))


@flow("extra_session", say=texts.EXTRA, then=_added)
def extra_session(chat: Chat, session_id: int) -> Command[int]:
    """One more day of the programme that this session is of."""
    one = meeting_of(chat.work, session_id)
    day = ask_day(chat, texts.EXTRA_DAY(title=one.title))
    begins_at = at(day, ask_time(chat, to_town(one.begins_at).time()))
    chat.confirm(texts.EXTRA_AT(title=one.title, when=when.at(begins_at)), yes=texts.YES_EXTRA)
    return MakeSession(one.programme_id, begins_at)


# -- not at all --------------------------------------------------------------------------------------
_SURE = (Choice("yes", texts.YES_OFF), Choice("no", texts.NO_OFF))


def _off(_chat: Chat, _count: int) -> Reply:
    return _said(texts.IS_OFF)


@flow("cancel_session", say=texts.OFF, then=_off)
def cancel_session(chat: Chat, session_id: int, scope: str) -> Command[int] | None:
    """One session, or with ``scope`` "day" all of its programme on that day."""
    one = (
        one_session(chat.work, session_id) if scope == "one" else meeting_of(chat.work, session_id)
    )
    line = texts.SURE_OFF(title=one.title, when=span(one.begins_at, one.ends_at))
    if chat.ask("sure", (line, _hear(one)), choices=_SURE) == "no":
        return None
    return CancelSession(session_id) if scope == "one" else CancelDay(session_id)


def _ended(_chat: Chat, _count: int) -> Reply:
    return _said(texts.IS_ENDED)


@flow("end_programme", say=texts.END, then=_ended)
def end_programme(chat: Chat, session_id: int) -> Command[int] | None:
    one = meeting_of(chat.work, session_id)
    times, taken = still_to_come(chat.work, one.programme_id)
    line = texts.SURE_END(title=one.title, times=times, count=taken)
    if chat.ask("sure", line, choices=_SURE) == "no":
        return None
    return EndProgramme(one.programme_id)


ENTRIES: tuple[Entry, ...] = (
    move_session, more_places, extra_session, cancel_session, end_programme,
)  # fmt: skip
