"""What a screen must be like in either language: short, one question, few choices, no shouting.

Everything is rendered as it would go out, so that lengths are those of filled-in sentences.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from sqlalchemy import bindparam, select

from bot.dialogue.book import Book, Reply
from bot.dialogue.chat import Chat
from bot.dialogue.messages import Option, Outgoing
from bot.dialogue.reader import Reader
from bot.dialogue.say import LANGUAGES, NOTHING, Language
from bot.dialogue.screen import Screen, render
from bot.dialogue.talk import Talk
from handlers.book import book
from models.duty.queries import my_roles
from models.prepared import Prepared
from models.register.tables import Person
from models.work import Work
from tests.permissions.town import WORDS
from tests.words.texts import FORBIDDEN, HAN, han

BOOK: Book = book()
CHOICES, LINE = 6, 60
BUTTON_ZH, BUTTON_EN = 12, 28
ENTRY = 60
"""A button that is a line of a list: what, where, how long."""
_ENTRIES = ("t.duty_case.", "t.alarm.", "t.talk.", "t.call.", "t.duty_volunteer.", "t.resident.",
            "t.role.", "t.case.", "t.task.", "t.offer.", "t.record.", "t.doctor_house.",
            "t.signing_rate.", "t.meeting.", "t.booking.", "t.booked_visit.", "t.care_open.", "t.roll.", "tel:")  # fmt: skip
_FOR_SOMEBODY = re.compile(r"^w\.\d+\.")
_QUOTED = re.compile(r"“[^”]*”")
_DOOR_WORD = re.compile(r"[\u3400-\u9fff]+(?= \([^()\u3400-\u9fff]+\))")
_SIX = re.compile(r"(?<!\d)\d{6}(?!\d)")


_person = Prepared(
    select(
        Person.id, Person.name, Person.called, Person.consent, Person.household_id,
        Person.verified_at,
    ).where(Person.id == bindparam("id"))
)  # fmt: skip
"""Asked for before every screen: as the engine does, not by way of the ORM."""


def chat_of(
    work: Work, language: Language, talk: Talk | None = None, hides: frozenset[str] = NOTHING
) -> Chat:
    """The acting person in front of their screen."""
    work.session.flush()
    person = _person.first(work.connection, {"id": work.actor.person_id})
    reader = Reader(
        account_id=work.actor.account_id,
        person_id=person.id,
        channel="memory",
        language=language,
        name=person.name,
        called=person.called,
        consent=person.consent,
        household_id=person.household_id,
        verified=person.verified_at is not None,
        hides=hides,
    )
    blank = Talk("", 1, 1, work.town_number, work.now)
    return Chat(talk or blank, reader, work)


def screens_in(reply: Reply | None) -> Iterator[Screen]:
    if isinstance(reply, Screen):
        yield reply
    elif isinstance(reply, tuple):
        for part in reply:
            yield from screens_in(part)


def in_both(screen: Screen, hides: frozenset[str] = NOTHING) -> Iterator[tuple[Language, Outgoing]]:
    for language in LANGUAGES:
        yield language, render(screen, language, hides)


def faults(
    screen: Screen,
    work: Work,
    *,
    list_of: Iterable[str] = (),
    lines: int = 4,
    hides: frozenset[str] = NOTHING,
) -> list[str]:
    """What is wrong with a screen, in either language. ``list_of``: long choices that are told
    apart by what they say, like people and times."""
    names = _names(work)
    found: list[str] = []
    for language, shown in in_both(screen, hides):
        said = replace(shown, lines=tuple(_bare(line, names) for line in shown.lines))
        found += [f"{language}: {fault}" for fault in _faults(said, language, names, list_of)]
        if len(shown.lines) > lines and not shown.read_aloud:
            found.append(f"{language}: {len(shown.lines)} lines: {shown.text}")
    return found


_PATTERNS: dict[bool, re.Pattern[str]] = {}


def _names(work: Work) -> re.Pattern[str]:
    """What people are called and what they said is theirs, whatever its language and length."""
    staff = bool(my_roles(work))
    if staff not in _PATTERNS:
        rows = work.session.execute(select(Person.name, Person.called).where(Person.name != ""))
        known = {word for row in rows for word in row if word} | {WORDS, WORDS[:23] + "…"}
        if staff:
            # Only staff read where a case stands, and what somebody is in the ledger, in the words
            # of an office.
            known |= {stage.label.zh for flow in work.town.workflows for stage in flow.stages}
            known |= {one.label.zh for one in work.town.categories}
        longest_first = sorted(known, key=len, reverse=True)
        _PATTERNS[staff] = re.compile("|".join(map(re.escape, longest_first)))
    return _PATTERNS[staff]


def _bare(text: str, names: re.Pattern[str]) -> str:
    return names.sub("N", text)


def _faults(
    shown: Outgoing, language: Language, names: re.Pattern[str], list_of: Iterable[str]
) -> Iterator[str]:
    if not shown.lines:
        yield "says nothing"
    choices = [one.label for one in shown.options if one.number and not _way_on(one)]
    if len(choices) > CHOICES:
        yield f"{choices}: too many choices"
    questions = sum(len(re.findall(r"[？?]", _QUOTED.sub("", line))) for line in shown.lines)
    if questions > 1:
        yield f"{questions} questions: {shown.text}"
    for line in shown.lines:
        if han(line) > LINE and not shown.read_aloud:
            yield f"{han(line)} characters: {line}"
        yield from _wording(line, language)
    for option in shown.options:
        yield from _button(option, language, names, tuple(list_of))


def _way_on(option: Option) -> bool:
    """Done and the turning of a page choose nothing; talk F has them beside its choices."""
    return option.tap.endswith((".~next", ".~prev", ".~done"))


def _wording(text: str, language: Language) -> Iterator[str]:
    if "！" in text or "!" in text:
        yield f"shouts: {text}"
    if _SIX.search(text):
        yield f"a case number in one group: {text}"
    if re.search(r"\{\w*\}|\bNone\b(?! of)|<|\bmodels\b", text):
        yield f"an open gap: {text}"
    if re.search(r"。。|，，|，。|：。|\.\.|, ,", text):
        yield f"two marks in a row: {text}"
    if language == "en" and HAN.search(_DOOR_WORD.sub("", text)):
        yield f"Chinese in English: {text}"
    yield from (f"{word!r} in: {text}" for word in FORBIDDEN if word in text)


def _button(
    option: Option, language: Language, names: re.Pattern[str], list_of: tuple[str, ...]
) -> Iterator[str]:
    label = _bare(option.label, names)
    tap = _FOR_SOMEBODY.sub("", option.tap)
    entry = tap.startswith((*_ENTRIES, *list_of)) or option.url.startswith(_ENTRIES)
    most = ENTRY if entry else BUTTON_ZH if language == "zh" else BUTTON_EN
    length = han(label) if language == "zh" else len(label)
    if length > (most if not entry or language == "zh" else 2 * ENTRY):
        yield f"a long button ({length}): {option.label}"
    if not label.strip():
        yield "an empty button"
    if label != "中文":
        yield from _wording(label, language)


def every_button(screen: Screen) -> Iterator[str]:
    """The push buttons on a screen."""
    yield from (button.tap for button in screen.buttons if button.tap)


def say_of(work: Work, message: Any, hides: frozenset[str] = NOTHING) -> Screen | None:
    """A telling as it reads for the acting person."""
    return BOOK.put_into_words(chat_of(work, "zh", hides=hides), message)
