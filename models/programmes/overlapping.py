"""Nobody leads two sessions at once, and no room holds two.

Whoever plans something first takes the row of its leader, then the row of its place: so two who
plan at once come one after the other, in this order always. What is compared are sessions, and what
rules of others will want on days whose sessions are not made yet.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, select

from models.clocks import to_town
from models.programmes.recurrence import Plan, occurrences
from models.programmes.refusals import Overlaps
from models.programmes.tables import Programme, Session
from models.refusals import NotFound
from models.register.tables import Person
from models.town.tables import Place
from models.work import Work

LONGEST = timedelta(minutes=720)
"""No session is longer (``ProgrammeKind.minutes``)."""
_DAY = timedelta(days=1)
Span = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class Needs:
    """Who and what a session needs for itself. A room has its name within its place."""

    leader_id: int | None
    place_id: str
    room: str


def take_turns(work: Work, needs: Needs) -> None:
    """Nobody else plans for this leader or this place until the end of the transaction. NotFound
    for a leader who is not there."""
    if needs.leader_id is not None:
        leader = select(Person.id).where(Person.id == needs.leader_id, Person.gone == "")
        if work.session.execute(leader.with_for_update(key_share=True)).first() is None:
            raise NotFound("person")
    if needs.room:
        place = select(Place.id).where(Place.id == needs.place_id)
        work.session.execute(place.with_for_update(key_share=True))


def refuse_overlaps(work: Work, needs: Needs, spans: Sequence[Span], *, but: int = 0) -> None:
    """Overlaps for the first of ``spans`` (in order) that is taken. ``but``: the session that moves,
    which is not in its own way."""
    if not spans:
        return
    for what, of_sessions, of_programmes in _claims(needs):
        for begin, end, programme_id, session_id in (
            *_sessions(work, of_sessions, spans, but), *_to_come(work, of_programmes, spans),
        ):  # fmt: skip
            clash = _first_clash(spans, begin, end)
            if clash is not None:
                raise Overlaps(what, programme_id, session_id, begin)


_Claim = tuple[str, ColumnElement[bool], ColumnElement[bool]]


def _claims(needs: Needs) -> Iterator[_Claim]:
    if needs.leader_id is not None:
        yield "leader", Session.leader_id == needs.leader_id, Programme.leader_id == needs.leader_id
    if needs.room:
        here = Programme.place_id == needs.place_id
        yield "room", here & (Session.room == needs.room), here & (Programme.room == needs.room)


def _sessions(
    work: Work, claim: ColumnElement[bool], spans: Sequence[Span], but: int
) -> list[tuple[datetime, datetime, int, int]]:
    found = (
        select(Session.begins_at, Session.ends_at, Session.programme_id, Session.id)
        .join(Programme, Programme.id == Session.programme_id)
        .where(
            claim,
            Session.state == "planned",
            Session.begins_at > spans[0][0] - LONGEST,
            Session.begins_at < spans[-1][1],
            Session.id != but,
        )
        .order_by(Session.begins_at)
    )
    return [
        (row.begins_at, row.ends_at, row.programme_id, row.id)
        for row in work.connection.execute(found)
    ]


def _to_come(
    work: Work, claim: ColumnElement[bool], spans: Sequence[Span]
) -> Iterator[tuple[datetime, datetime, int, int]]:
    """What rules want after the day up to which their sessions are made."""
    first, last = to_town(spans[0][0]).date(), to_town(spans[-1][1]).date()
    rows: Any = work.session.scalars(
        select(Programme)
        .where(claim, Programme.state == "open", Programme.rule != "", Programme.made_until < last)
        .order_by(Programme.id)
    )
    for programme in rows:
        if _never_at_once(programme, spans):
            continue
        length = timedelta(minutes=programme.minutes)
        since = max(first - _DAY, programme.made_until + _DAY)
        for begin in occurrences(Plan.of(programme), work.town, since, last, guess=True):
            yield begin, begin + length, programme.id, 0


def _never_at_once(programme: Programme, spans: Sequence[Span]) -> bool:
    """By the clock alone, which spares reading most rules day by day."""
    if "BYHOUR" in programme.rule or "BYMINUTE" in programme.rule:
        return False
    starts = timedelta(hours=programme.starts.hour, minutes=programme.starts.minute)
    ends = starts + timedelta(minutes=programme.minutes)
    for begin, end in spans:
        here = to_town(begin)
        at = timedelta(hours=here.hour, minutes=here.minute)
        if at < ends and at + (end - begin) > starts:
            return False
        if ends > _DAY or at + (end - begin) > _DAY:  # past midnight
            return False
    return True


def _first_clash(spans: Sequence[Span], begin: datetime, end: datetime) -> Span | None:
    """The one of ``spans``, which do not overlap each other, that this one runs into."""
    number = bisect_left(spans, (begin, begin))
    for span in spans[max(number - 1, 0) : number + 1]:
        if span[0] < end and begin < span[1]:
            return span
    return None
