"""The text of a notice out of its kind's lines and what was answered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.dialogue.chat import Chat
from handlers.notices.spans import Span
from models.audiences.expressions import (
    Both,
    Either,
    Expression,
    Family,
    InBuildings,
    InEstates,
    InPlaces,
)
from models.clocks import to_town
from models.town.local import Local
from models.town.notices import NoticeKind
from models.town.schema import Town

_SPOTS = (InPlaces, InBuildings, InEstates)
_EMPTY = Local("", "")
_TONIGHT = Local("今晚", "tonight")
_EVE = Local("头天晚上", "the evening before")
_BEFORE = Local("", "in time")


@dataclass(frozen=True, slots=True)
class Gaps:
    """What a kind's lines have gaps for."""

    when: Local = _EMPTY
    where: Local = _EMPTY
    what: Local = _EMPTY
    who: Local = _EMPTY
    before: Local = _BEFORE


def compose(kind: NoticeKind, gaps: Gaps) -> Local:
    """The kind's lines with their gaps filled; a line of which nothing is left is left out."""
    lines = [
        line.fill(
            when=gaps.when, where=gaps.where, what=gaps.what, who=gaps.who, before=gaps.before
        )
        for line in kind.text
    ]
    english = _joined([one.en for one in lines])
    return Local(_joined([one.zh for one in lines]), english[:1].upper() + english[1:])


def _joined(lines: list[str]) -> str:
    return "\n".join(line.strip() for line in lines if line.strip())


def who_sends(town: Town, place_id: str) -> Local:
    """富华社区 0432-000-0016."""
    place, duty = town.place(place_id), town.duty_contact(place_id)
    if duty is None:
        return place.name
    return Local(f"{place.name.zh} {duty.phone}", f"{place.name.en} {duty.phone}")


def where_in(town: Town, expression: Expression, place_id: str) -> Local:
    """3 号楼、5 号楼: the places that an expression names, as those read it who live there; the whole
    place where it names none. Never what people are."""
    named = [one for part in _parts(expression) for one in _named(town, part, place_id)]
    if not named:
        return town.place(place_id).name
    return Local("、".join(one.zh for one in named), ", ".join(one.en for one in named))


def _parts(expression: Expression) -> Sequence[Expression]:
    if isinstance(expression, Family):
        return _parts(expression.of)
    if isinstance(expression, Either):
        places = [_parts(part) for part in expression.parts]
        return [one for parts in places for one in parts]
    if isinstance(expression, Both):
        return [one for one in expression.parts if isinstance(one, _SPOTS)][:1]
    return [expression]


def _named(town: Town, spot: Expression, place_id: str) -> list[Local]:
    match spot:
        case InPlaces(places):
            return [town.place(one).name for one in places]
        case InEstates(estates):
            return [town.estate(one).name for one in estates]
        case InBuildings(estate, buildings):
            alone = len(town.estates_of(place_id)) == 1
            of = Local("", "") if alone else town.estate(estate).name
            return [_buildings(of, sorted(set(buildings)))]
    return []


def _buildings(of: Local, numbers: Sequence[int]) -> Local:
    """3 号楼、5 号楼; buildings 3 and 5."""
    zh = "、".join(f"{of.zh} {number} 号楼".strip() for number in numbers)
    *some, last = map(str, numbers)
    en = f"buildings {', '.join(some)} and {last}" if some else f"building {last}"
    return Local(zh, f"{of.en} {en}".strip())


def read_on(chat: Chat, later: datetime | None) -> date | None:
    """The day on which people read it, at once or ``later``; None where that is not sure: then
    nothing says "tomorrow"."""
    sent = later or chat.started_at
    day = to_town(sent).date()
    return day if to_town(chat.work.calendar.next_loud(sent)).date() == day else None


def before(span: Span, today: date | None) -> Local:
    """When there is time to get ready: 今晚 for what begins tomorrow morning."""
    if span.begins is None or today is None:
        return _BEFORE
    first = to_town(span.begins)
    away = (first.date() - today).days
    if away < 1 or first.hour >= 12:
        return _BEFORE
    return _TONIGHT if away == 1 else _EVE
