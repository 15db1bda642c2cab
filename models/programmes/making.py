"""Sessions out of rules: some weeks ahead, a week at a time, each once.

``made_until`` is both how far a programme has got and the order in which they are due, so what is
to do is found by one index and a stop at any point loses nothing. A year whose holidays nobody has
published is a wall: sessions are made up to it, and those who run the town are told.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, ClassVar

from sqlalchemy import bindparam, select, text

from models.base import insert_new
from models.clocks import to_town, town_instant
from models.duty.people import admins
from models.gate import Command, May
from models.prepared import Prepared
from models.programmes.days import known_until
from models.programmes.kinds import kind_of
from models.programmes.messages import YearNotPublished
from models.programmes.recurrence import Plan, occurrences, slots
from models.programmes.tables import Programme, Session
from models.town.schema import Town
from models.work import Work
from models.worktime import YearUnknown

CHUNK = 100
"""Sessions; a chunk is over when it has as many."""
AT_A_TIME = timedelta(days=7)
ALL_MADE = date.max
_DAY = timedelta(days=1)
# As the partial index has it, word for word: else SQLite does not see that it serves.
_TO_MAKE = text("state = 'open' AND rule <> ''")


@dataclass(frozen=True)
class MakeSessions(Command[int]):
    """A chunk of what is due. Returns how many programmes it was."""

    may: ClassVar[May] = May(clock=True)

    def run(self, work: Work) -> int:
        done = made = 0
        for programme_id, reached in due_programmes(work):
            made += make(work, programme_id, reached + AT_A_TIME)
            done += 1
            if made >= CHUNK:
                break
        return done


def wanted_until(work: Work) -> date:
    """Everything that can be booked today has its session: the kind that opens earliest counts."""
    ahead = max((kind.opens_days for kind in work.town.programme_kinds), default=0)
    return to_town(work.now).date() + timedelta(days=ahead)


def due_programmes(work: Work, most: int = 10) -> list[tuple[int, date]]:
    """Those that have too few sessions, the furthest behind first, and up to when they have them."""
    until = wanted_until(work)
    known = known_until(work.town, to_town(work.now).date())
    found = _rows(work, _behind, until=min(until, known), most=most)
    if not found and known < until:
        found = _rows(work, _behind_free, known=known, until=until, most=most)
    return found


_BEHIND = (
    select(Programme.id, Programme.made_until)
    .where(_TO_MAKE, Programme.made_until < bindparam("until"))
    .order_by(Programme.made_until)
    .limit(bindparam("most"))
)
_behind = Prepared(_BEHIND)
_behind_free = Prepared(
    _BEHIND.where(Programme.made_until >= bindparam("known"), Programme.on_holidays.is_(True))
)


def _rows(work: Work, behind: Prepared, **values: Any) -> list[tuple[int, date]]:
    return [(row.id, row.made_until) for row in behind.all(work.connection, values)]


_LEAST = select(Programme.made_until).where(_TO_MAKE).order_by(Programme.made_until).limit(1)
_least_made, _least_made_free = Prepared(_LEAST), Prepared(_LEAST.where(Programme.on_holidays))


def next_making(work: Work) -> datetime | None:
    """When a programme has too few sessions next; None if never, or not before a year is known."""
    known = known_until(work.town, to_town(work.now).date())
    least = work.first(_least_made)
    if least is not None and least >= known:
        least = work.first(_least_made_free)
    if least is None or least == ALL_MADE:
        return None
    ahead = wanted_until(work) - to_town(work.now).date()
    return town_instant(least - ahead + _DAY, time(0))


def make(work: Work, programme_id: int, until: date) -> int:
    """The sessions of one programme up to a day; returns how many are new."""
    programme = work.session.execute(
        select(Programme)
        .where(Programme.id == programme_id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    ).scalar_one()
    if programme.state != "open" or not programme.rule or programme.made_until is None:
        return 0
    begins, reached = _ahead(work, programme, programme.made_until + _DAY, until)
    made = add_sessions(work, programme, [begin for begin in begins if begin > work.now])
    programme.made_until = ALL_MADE if reached >= programme.last else reached
    work.session.flush()
    return made


def _ahead(
    work: Work, programme: Programme, since: date, until: date
) -> tuple[list[datetime], date]:
    """When it meets, and up to which day that is known."""
    begins: list[datetime] = []
    try:
        begins.extend(occurrences(Plan.of(programme), work.town, since, until))
    except YearUnknown as unknown:
        wall = date(unknown.year, 1, 1) - _DAY
        begins = list(occurrences(Plan.of(programme), work.town, since, wall))
        for person_id in admins(work):
            key = f"holidays:{unknown.year}:{person_id}"
            work.tell(person_id, YearNotPublished(unknown.year), key=key)
        return begins, max(wall, since - _DAY)
    return begins, until


def add_sessions(work: Work, programme: Programme, begins: Sequence[datetime]) -> int:
    """One session, or one for each numbered time, for each of these instants; those that are there
    already are left as they are. Returns how many are new."""
    kind = kind_of(work, programme)
    rows = [
        {
            "programme_id": programme.id, "rule_at": start, "begins_at": start, "ends_at": end,
            "places": programme.places, "taken": 0, "queue": 0, "state": "planned",
            "leader_id": programme.leader_id, "room": programme.room, "moves": 0, "news": "",
            "news_after": 0,
        }
        for begin in begins
        for start, end in slots(kind, begin, programme.minutes)
    ]  # fmt: skip
    if not rows:
        return 0
    insert: Any = insert_new(work.session, Session)
    once = insert.on_conflict_do_nothing(index_elements=[Session.programme_id, Session.rule_at])
    return int(work.connection.execute(once, rows).rowcount)


def make_sessions(work: Work, until: date) -> int:
    """All sessions of all programmes up to a day, in one go: for a demo's first morning and for
    tests. The clock does the same in chunks."""
    found = select(Programme.id).where(_TO_MAKE, Programme.made_until < until)
    return sum(make(work, one, until) for one in work.session.scalars(found).all())


def unknown_year(town: Town, plan: Plan, today: date) -> int | None:
    """The first year of which it cannot be said yet when this meets; None if all is known."""
    if not plan.asks_calendar:
        return None
    known = known_until(town, max(today, plan.first))
    return known.year + 1 if plan.last > known else None
