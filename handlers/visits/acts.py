"""How a visit reads to the one it was booked for, and what it comes to in the list of such acts."""

from __future__ import annotations

from typing import Any

from bot.dialogue.book import tap_token
from bot.dialogue.chat import Chat
from bot.dialogue.say import Sayable, Text
from bot.dialogue.screen import Button, Screen
from handlers.family import names
from handlers.family.done import Phrase, phrase, shown_as
from handlers.visits import texts, times
from handlers.visits.words import leader, station
from models.bookings.commands import BookVisit, CancelVisit, ChangeVisit
from models.family.tables import Act
from models.gate import Command
from models.refusals import NotFound
from models.visits.commands import BookDoctor, CallOffVisit, MoveVisit
from models.visits.finding import Visit, visit_of

STANDS = "booked"


def _visit(chat: Chat, act: Act) -> Visit | None:
    """What came of it: a move has made a new booking, which its undo names."""
    undo = act.undo["args"] if act.undo else {}
    booking_id = undo.get("booking_id") or act.about.get("booking_id")
    if not isinstance(booking_id, int):
        return None
    try:
        found = visit_of(chat.work, booking_id)
    except NotFound:
        return None
    return found if found.person_id == act.person_id else None


def _says(sentence: Text) -> Phrase:
    def run(chat: Chat, act: Act) -> Sayable:
        found = _visit(chat, act)
        if found is None:
            return texts.DID_SOMETHING
        time = times.spoken(found.begins_at, chat.work.now)
        return sentence(leader=leader(found), time=time)

    return run


_BOOKS: tuple[type[Command[Any]], ...] = (BookDoctor, BookVisit)
_MOVES: tuple[type[Command[Any]], ...] = (MoveVisit, ChangeVisit)
_CALLS_OFF: tuple[type[Command[Any]], ...] = (CallOffVisit, CancelVisit)
for _commands, _sentence in (
    (_BOOKS, texts.DID_BOOK),
    (_MOVES, texts.DID_MOVE),
    (_CALLS_OFF, texts.DID_CALL_OFF),
):
    for _command in _commands:
        phrase(_command)(_says(_sentence))


# -- the whole screen ----------------------------------------------------------------------------------
def _booked_for(chat: Chat, act: Act) -> Screen | None:
    return _screen(chat, act, moved=False)


def _moved_for(chat: Chat, act: Act) -> Screen | None:
    return _screen(chat, act, moved=True)


def _screen(chat: Chat, act: Act, *, moved: bool) -> Screen | None:
    """None once it does not stand any more: then half a sentence is enough."""
    found = _visit(chat, act)
    if found is None or found.state != STANDS or act.state == "unwanted":
        return None
    buttons = (
        Button(texts.KNOWN, tap_token("act_seen", act.id)),
        Button(texts.NOT_MY_WISH, tap_token("not_my_wish", act.id)),
        Button(texts.OTHER_TIME, tap_token("visit_move", found.booking_id)),
    )
    line = for_you(chat, found, act.by_person, moved=moved)
    return Screen((line, *bring(found)), buttons, keeps=True)


def for_you(chat: Chat, visit: Visit, by_id: int, *, moved: bool = False) -> Sayable:
    """王姨，闺女李芳给您约了何大夫，后天（周五）下午 2 点，阳光卫生服务站。"""
    called = chat.reader.address
    plain, named = texts.BOOKED_FOR, texts.BOOKED_FOR_NAMED
    if moved:
        plain, named = texts.MOVED_FOR, texts.MOVED_FOR_NAMED
    elif visit.at_home:
        plain, named = texts.HOME_FOR, texts.HOME_FOR_NAMED
    filled = (named if called else plain)(
        who=names.relative(chat, by_id),
        leader=leader(visit),
        time=times.spoken(visit.begins_at, chat.work.now),
        station=station(visit),
    )
    return filled(called=called) if called else filled


def bring(visit: Visit) -> tuple[Sayable, ...]:
    return () if visit.kind.bring is None else (texts.BRING(bring=visit.kind.bring),)


for _command in _BOOKS:
    shown_as(_command)(_booked_for)
for _command in _MOVES:
    shown_as(_command)(_moved_for)
