"""[点名]: who came, one tap a name. A page of six stays where it is; what a tap says is chosen once.

Names of children stand here: the page is for whoever runs the session, and for nobody else.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from bot.dialogue.asking import Choice, Wrong
from bot.dialogue.book import Do, Entry, Reply, Start, flow, tap, tap_token
from bot.dialogue.chat import Chat
from bot.dialogue.say import Sayable, private
from bot.dialogue.screen import Button, Screen
from handlers import when
from handlers.bookings import texts
from handlers.bookings.words import HOME, soon
from handlers.people.finding import MORE, line_of
from handlers.tasks.words import listed
from models.bookings.attendance import MARKS, Tick, TickRest, WalkIn, finders
from models.bookings.roll import Roll, RollLine, roll_of, sessions_to_tick
from models.gate import Command
from models.people.finding import find_people
from models.people.refusals import SayMore
from models.refusals import NotFound
from models.town.local import Local

PAGE = 6
PRESENT = "present"
SHOWN = 12


# -- which session -------------------------------------------------------------------------------------
@tap("rolls")
def rolls(chat: Chat) -> Reply:
    return _rolls(chat, 0)


@tap("rolls_from")
def rolls_from(chat: Chat, page: str) -> Reply:
    return _rolls(chat, int(page))


def _rolls(chat: Chat, page: int) -> Screen:
    found = sessions_to_tick(chat.work, PAGE, page * (PAGE - 1))
    if not found:
        return Screen((texts.NONE_TODAY,), (HOME,))
    buttons = []
    for one in found[: PAGE - 1]:
        roll = roll_of(chat.work, one.id, most=0)
        label = texts.ROLL_ENTRY(when=when.clock(one.begins_at), title=_title(roll))
        buttons.append(Button(label, tap_token("roll", one.id, 0, PRESENT)))
    if len(found) == PAGE:
        buttons.append(Button(texts.MORE_OF_IT, tap_token("rolls_from", page + 1)))
    return Screen((texts.TODAY,), (*buttons, HOME))


# -- the roll ------------------------------------------------------------------------------------------
@tap("roll")
def roll(chat: Chat, session_id: str, page: str, mode: str) -> Reply:
    return _page(chat, int(session_id), int(page), mode)


def _page(chat: Chat, session_id: int, page: int, mode: str) -> Screen:
    """``mode``: what a tap on a name says; ``tick`` buttons carry it along."""
    if mode not in texts.HOW:
        raise NotFound("mode")
    found = roll_of(chat.work, session_id, page * PAGE, PAGE)
    said = {"title": _title(found), "when": soon(found.session.begins_at, chat.work.now)}
    if not found.lines and not page:
        return Screen(
            (texts.ROLL_EMPTY(**said), *_said_late(found)),
            (*_more(session_id, page, mode, found), HOME),
        )
    head = texts.ROLL_HEAD(present=found.present, open=found.open, **said)
    names = [_name(session_id, page, mode, line) for line in found.lines]
    return Screen(
        (head, *_said_late(found), texts.HOW[mode]),
        (*names, *_more(session_id, page, mode, found), HOME),
    )


def _said_late(found: Roll) -> tuple[Sayable, ...]:
    """Who called off so late that their chair stays empty: nobody waits for them at the door."""
    if not found.late:
        return ()
    who = listed([private("name", name) or texts.SOMEBODY for name in found.late])
    if found.late_count > len(found.late):
        return (texts.WHO_SAID_LATE_MORE(who=who, count=found.late_count),)
    return (texts.WHO_SAID_LATE(who=who),)


def _title(found: Roll) -> Local:
    return Local(found.programme.title_zh, found.programme.title_en)


def _name(session_id: int, page: int, mode: str, line: RollLine) -> Button:
    """A tap marks; a second one takes the mark off."""
    name = private("name", line.name) or texts.SOMEBODY
    label: Sayable = texts.MARKED[line.attended](name=name) if line.attended else name
    mark = "off" if line.attended == mode else mode
    token = tap_token("tick", session_id, page, mode, line.booking_id, mark)
    return Button(label, token, ticked=line.attended == PRESENT)


def _more(session_id: int, page: int, mode: str, found: Roll) -> tuple[Button, ...]:
    """To the next names, the rest in one go, what else a tap may say, somebody who had not booked."""
    buttons = []
    if page:
        buttons.append(_small(texts.PREVIOUS, "roll", session_id, page - 1, mode))
    if found.more:
        buttons.append(_small(texts.MORE_OF_IT, "roll", session_id, page + 1, mode))
    if found.open:
        buttons.append(_small(texts.ALL_HERE, "tick_rest", session_id, page))
    buttons += [
        _small(label, "roll", session_id, page, one)
        for one, label in texts.MODES.items()
        if one != mode and found.lines
    ]
    buttons.append(_small(texts.WALK_IN, "walk_in", session_id))
    return tuple(buttons)


def _small(label: Sayable, name: str, *args: int | str) -> Button:
    return Button(label, tap_token(name, *args), style="small")


@tap("tick")
def tick(chat: Chat, session_id: str, page: str, mode: str, booking_id: str, mark: str) -> Reply:
    """And the same page again."""
    said = "" if mark == "off" else mark
    if said not in MARKS:
        raise NotFound("mark")
    command = Tick(int(session_id), int(booking_id), said)
    return Do(command, lambda chat, _id: _page(chat, int(session_id), int(page), mode))


@tap("tick_rest")
def tick_rest(chat: Chat, session_id: str, page: str) -> Reply:
    command = TickRest(int(session_id))
    return Do(command, lambda chat, _count: _page(chat, int(session_id), int(page), PRESENT))


# -- somebody who had not booked ------------------------------------------------------------------------
@tap("walk_in")
def start_walk_in(chat: Chat, session_id: str) -> Reply:
    roll_of(chat.work, int(session_id), most=0)
    return Start("walk_in", (session_id,))


def _walked_in(chat: Chat, booking_id: int) -> Reply:
    return Screen((texts.WALKED_IN,), (_small(texts.OTHERS_TODAY, "rolls"), HOME), keeps=True)


@flow("walk_in", say=texts.WALK_IN, then=_walked_in)
def walk_in(chat: Chat, session_id: str) -> Command[int]:
    """A part of the name, the door, four digits; then who of those found."""
    roles = finders(roll_of(chat.work, int(session_id), most=0).kind)
    words = chat.ask(
        "whom",
        (texts.WHOM, texts.HOW_TO_SAY),
        parse=partial(_somebody, chat, roles),
        what=texts.SHORT_WHO,
    )
    person = chat.ask(
        "person",
        texts.WHICH_ONE,
        choices=partial(_people, chat, roles, words),
        what=texts.SHORT_WHICH_ONE,
    )
    return WalkIn(int(session_id), int(person), words)


def _somebody(chat: Chat, roles: Sequence[str], words: str) -> str:
    try:
        if find_people(chat.work, words, roles=roles, most=1):
            return words
    except SayMore as more:
        raise Wrong(MORE[more.what]) from more
    raise Wrong(texts.NOBODY_LIKE_IT(words=words[:SHOWN]))


def _people(chat: Chat, roles: Sequence[str], words: str) -> Sequence[Choice]:
    found = find_people(chat.work, words, roles=roles)
    return [Choice(str(one.person.id), line_of(chat, one)) for one in found]


ENTRIES: tuple[Entry, ...] = (
    rolls, rolls_from, roll, tick, tick_rest, start_walk_in, walk_in,
)  # fmt: skip
