"""[找人]: words, then who of those found, then their record. A reason where one is owed.

A list shows name and place and nothing else. Which of them need a reason is known when the list is
made and goes into the answer, so that the talk reads the same when it is run again.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from bot.dialogue.asking import Choice, Wrong
from bot.dialogue.book import Do, Entry, Reply, Start, flow, tap
from bot.dialogue.chat import Chat
from bot.dialogue.say import Sayable, say
from handlers.duty.names import full_name, whereabouts
from handlers.people import texts
from handlers.people.record import record_screen
from models.gate import Command
from models.people.finding import FINDERS, Found, find_people
from models.people.opening import OpenRecord
from models.people.record import may_read
from models.people.refusals import SayMore

SHOWN = 12
_GUARDED = "r"
"""Before the id of somebody whose record opens with a reason."""
_LEFT = ("走了", "搬走", "搬走了", "gone")
_REASONS = {"visit": texts.WHY_VISIT, "asked": texts.WHY_ASKED, "urgent": texts.WHY_URGENT}
_OTHER = "other"


def _opened(chat: Chat, person_id: int) -> Reply:
    return record_screen(chat, person_id)


@flow("find", say=texts.FIND, then=_opened)
def find(chat: Chat) -> Command[int]:
    """Two questions for somebody of one's own places, one more for anybody else."""
    words = chat.ask(
        "whom",
        (texts.WHOM, texts.HOW_TO_SAY),
        parse=partial(somebody, chat),
        what=texts.SHORT_WHO,
    )
    person = chat.ask(
        "person", texts.WHICH_ONE, choices=partial(_guarded, chat, words), what=texts.SHORT_WHICH
    )
    if person.startswith(_GUARDED):
        why = _ask_why(chat)
        return OpenRecord(int(person.removeprefix(_GUARDED)), why, split(words)[0])
    return OpenRecord(int(person))


@flow("open_record", say=texts.FIND, then=_opened)
def open_record(chat: Chat, person_id: str) -> Command[int]:
    """The reason, for a record that one came to another way."""
    return OpenRecord(int(person_id), _ask_why(chat))


def _ask_why(chat: Chat) -> str:
    reasons = [Choice(key, label) for key, label in _REASONS.items()]
    question = (texts.WHY_CHILD_OR_ELSEWHERE, texts.WHY)
    why = chat.ask(
        "why", question, choices=[*reasons, Choice(_OTHER, texts.WHY_OTHER)], what=texts.SHORT_WHY
    )
    if why == _OTHER:
        return chat.ask("why_words", texts.WHICH_REASON)
    return say(_REASONS[why], "zh")


@tap("record")
def record(chat: Chat, person_id: str) -> Reply:
    """Somebody's record from anywhere: at once, or with a reason first."""
    if may_read(chat.work, int(person_id)):
        return Do(OpenRecord(int(person_id)), then=_opened)
    return Start("open_record", (person_id,))


# -- lists of people ----------------------------------------------------------------------------------
def split(typed: str) -> tuple[str, bool]:
    """What was typed, and whether those who are no longer here are meant."""
    words = typed.strip()
    for ending in _LEFT:
        if words.endswith(f" {ending}"):
            return words.removesuffix(ending).strip(), True
    return words, False


def somebody(chat: Chat, typed: str, roles: Sequence[str] = FINDERS) -> str:
    """The words again, if they find anybody; Wrong with the way on if not."""
    words, gone = split(typed)
    try:
        if find_people(chat.work, words, roles=roles, gone=gone, most=1):
            return typed
        if not gone and find_people(chat.work, words, roles=roles, gone=True, most=1):
            raise Wrong(texts.AMONG_GONE(words=words[:SHOWN]))
    except SayMore as more:
        raise Wrong(MORE[more.what]) from more
    raise Wrong(texts.NOBODY(words=words[:SHOWN]))


MORE: dict[str, Sayable] = {
    "building": texts.SAY_BUILDING,
    "estate": texts.SAY_ESTATE,
    "more": texts.SAY_MORE,
}


def people(chat: Chat, typed: str, roles: Sequence[str] = FINDERS) -> Sequence[Choice]:
    """Whom the words find, by id."""
    words, gone = split(typed)
    found = find_people(chat.work, words, roles=roles, gone=gone)
    return [Choice(str(one.person.id), line_of(chat, one)) for one in found]


def _guarded(chat: Chat, typed: str) -> Sequence[Choice]:
    words, gone = split(typed)
    return [
        Choice(_key(chat, one), line_of(chat, one))
        for one in find_people(chat.work, words, gone=gone)
    ]


def _key(chat: Chat, found: Found) -> str:
    guarded = found.outside or found.person.minor
    if guarded and may_read(chat.work, found.person.id):
        guarded = False
    return f"{_GUARDED if guarded else ''}{found.person.id}"


def line_of(chat: Chat, found: Found) -> Sayable:
    """Name and place: all that stands in a list."""
    who = full_name(found.person)
    if found.outside:
        return texts.ELSEWHERE(who=who)
    grid = found.home.grid_id if found.home else None
    return texts.PLACED(who=who, where=whereabouts(chat, found.home, grid))


ENTRIES: tuple[Entry, ...] = (find, open_record, record)
