"""A year of a town, day by day: the clock does its work, people do what they are reminded of.

People do nothing by themselves. So a check that came in time proves that its item was made in time
and spoken of in time; and whoever never comes must have been asked on every rung.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from itertools import count
from time import perf_counter, thread_time
from typing import Any, TypeVar

from sqlalchemy import func, insert, select, text, update
from sqlalchemy.orm import Session

from models.care.doing import finish, rule_of
from models.care.tables import DueItem, PersonCondition
from models.clocks import FixedClock, town_instant
from models.register.tables import Person
from models.sample.loading import load_sample
from models.sample.people import SampleTown
from models.store import Store
from models.town.apply import apply_town
from models.town.schema import Town
from models.work import CLOCK, Work
from scheduler.care import Care

T = TypeVar("T")
BEGINS = date(2026, 12, 8)
ACTS_AT_ONCE = 25


@dataclass
class Cost:
    """Of the clock: seconds that passed on each day, seconds that the writer worked on each, and on
    each single piece."""

    days: list[float] = field(default_factory=list)
    busy: list[float] = field(default_factory=list)
    pieces: list[float] = field(default_factory=list)


@dataclass
class Year:
    store: Store
    town: Town
    wall: FixedClock
    cost: Cost = field(default_factory=Cost)
    deeds: list[tuple[int, str, date, date, str]] = field(default_factory=list)
    """(person, rule, due, done, result) of everything people did."""
    _keys: count[int] = field(default_factory=count)

    # -- the town ------------------------------------------------------------------------------------
    def settle(self, chunks: Iterator[SampleTown], *, chronic: int) -> None:
        """People with their homes, and so many who have an illness that is followed up."""
        self._goes_to(BEGINS, time(1))
        people_come(self.store, self.town, chunks, self.wall.now())
        self.store.write_now(lambda session: fall_ill(session, chronic))

    # -- acting ----------------------------------------------------------------------------------------
    def work(self, session: Session) -> Work:
        key = f"year{next(self._keys)}"
        return Work(session, self.wall.now(), self.town, 1, CLOCK, key)

    def write(self, job: Callable[[Work], T]) -> T:
        return self.store.write_now(lambda session: job(self.work(session)))

    def read(self, job: Callable[[Work], T]) -> T:
        return self.store.read_now(lambda session: job(self.work(session)))

    def _goes_to(self, day: date, hour: time) -> None:
        self.wall.advance(town_instant(day, hour) - self.wall.now())

    def clock_works(self) -> int:
        """What is due now, piece by piece; each timed on the writer."""
        total = 0
        while True:
            spent = 0.0

            def piece(work: Work) -> int:
                nonlocal spent
                began = thread_time()
                done = Care().run(work)
                work.session.flush()
                spent = thread_time() - began
                return done

            done = self.write(piece)
            self.cost.pieces.append(spent)
            total += done
            if not done:
                return total

    # -- the days ------------------------------------------------------------------------------------
    def lives_through(self, day: date) -> None:
        """The night's round, the morning's words, and what people do on that day."""
        began, before = perf_counter(), len(self.cost.pieces)
        for hour in (time(2), time(9)):
            self._goes_to(day, hour)
            self.clock_works()
        self.cost.days.append(perf_counter() - began)
        self.cost.busy.append(sum(self.cost.pieces[before:]))
        self._goes_to(day, time(15))
        self._people_act(day)
        self._life_goes_on(day)

    def _people_act(self, day: date) -> None:
        asked = self.read(lambda work: work.connection.execute(_ASKED).all())
        ready = [row for row in asked if acts_on(row.person_id, row.due_on, row.rung, day)]
        for at in range(0, len(ready), ACTS_AT_ONCE):
            some = ready[at : at + ACTS_AT_ONCE]
            self.write(partial(self._do, rows=some, day=day))

    def _do(self, work: Work, rows: list[Any], day: date) -> None:
        for row in rows:
            item = work.session.get_one(DueItem, row.id)
            result = result_of(row.person_id, row.rule, row.due_on)
            finish(work, item, rule_of(work, row.rule), day, result, by=None)
            self.deeds.append((row.person_id, row.rule, row.due_on, day, result))

    def _life_goes_on(self, day: date) -> None:
        """Some are born, some die, some fall ill, some are well again."""
        self.write(lambda work: life(work, day))


_ASKED = select(DueItem.id, DueItem.person_id, DueItem.rule, DueItem.due_on, DueItem.rung).where(
    text("due_items.state IN ('open','booked')"), DueItem.rung >= 1
)


# -- the town ----------------------------------------------------------------------------------------
def people_come(store: Store, town: Town, chunks: Iterator[SampleTown], now: datetime) -> None:
    """The town as it is in force, and its people."""
    store.write_now(lambda session: apply_town(session, town, now=now, by="test"))
    for chunk in chunks:
        store.write_now(partial(load_sample, town=town, sample=chunk, now=now))


def fall_ill(session: Session, chronic: int) -> None:
    """So many have an illness that is followed up: half of them the one, half the other."""
    old = select(Person.id).where(Person.born < date(1985, 1, 1)).order_by(Person.id)
    people = list(session.scalars(old))
    step = max(len(people) // max(chronic, 1), 1)
    for at, condition in ((0, "hypertension"), (1, "diabetes")):
        some = people[:: step * 2] if at == 0 else people[step // 2 :: step * 2]
        rows = [
            {"person_id": one, "condition": condition, "since": BEGINS - timedelta(days=one % 900)}
            for one in some
        ]
        session.execute(insert(PersonCondition), rows[: chronic // 2])


# -- how people are ----------------------------------------------------------------------------------
def never_comes(person_id: int) -> bool:
    return person_id % 97 == 5


def acts_on(person_id: int, due: date, rung: int, day: date) -> bool:
    """Most come on some day after the first word, at the latest on the last one; some only when
    they are asked again; a few never."""
    if never_comes(person_id):
        return False
    if person_id % 7 == 3:
        return rung >= 2
    return day >= due - timedelta(days=(person_id + due.toordinal()) % 7)


def result_of(person_id: int, rule: str, due: date) -> str:
    if rule not in ("hypertension", "diabetes"):
        return ""
    return "uncontrolled" if (person_id * 31 + due.toordinal()) % 9 == 0 else "controlled"


def life(work: Work, day: date) -> None:
    """The same on every machine; only as many as a small city has in a day."""
    number, session = day.toordinal(), work.session
    homes = select(Person.id, Person.household_id).where(
        Person.minor.is_(False), Person.household_id.is_not(None), Person.gone == ""
    )
    top = session.scalar(select(func.max(Person.id))) or 0
    parents = session.execute(
        homes.where(Person.id > number * 7919 % max(top, 1)).order_by(Person.id).limit(4)
    ).all()
    if parents:
        session.execute(insert(Person), [_newborn(work, day, one) for one in parents])
    _somebody_dies(work, number, top)
    ill = select(PersonCondition.id).where(PersonCondition.until.is_(None))
    well = session.scalars(ill.order_by(PersonCondition.id.desc()).limit(1)).first()
    if number % 3 == 0 and well is not None:
        session.execute(update(PersonCondition).where(PersonCondition.id == well).values(until=day))
    healthy = select(Person.id).where(
        Person.id > number * 104729 % max(top, 1), Person.born < date(1980, 1, 1),
        Person.gone == "",
        Person.id.not_in(select(PersonCondition.person_id)),
    )  # fmt: skip
    for person_id in session.scalars(healthy.order_by(Person.id).limit(2)).all():
        row = {"person_id": person_id, "condition": "hypertension", "since": day}
        session.execute(insert(PersonCondition), [row])


def _newborn(work: Work, day: date, parent: Any) -> dict[str, Any]:
    return {
        "household_id": parent.household_id, "name": "新生", "called": "", "born": day,
        "gender": "", "minor": True, "guardian_id": parent.id, "created_at": work.now,
        "sample": True,
    }  # fmt: skip


def _somebody_dies(work: Work, number: int, top: int) -> None:
    old = select(Person.id).where(
        Person.id > number * 15485863 % max(top, 1), Person.born < date(1950, 1, 1),
        Person.gone == "", Person.id.not_in(select(Person.guardian_id).where(Person.guardian_id.is_not(None))),
    )  # fmt: skip
    for person_id in work.session.scalars(old.order_by(Person.id).limit(2)).all():
        values = {"gone": "dead", "gone_at": work.now}
        work.session.execute(update(Person).where(Person.id == person_id).values(**values))


def changed(town: Town, rule_id: str, **values: Any) -> Town:
    """The town with another rule."""
    care = tuple(
        rule.model_copy(update=values) if rule.id == rule_id else rule for rule in town.care
    )
    other = town.model_copy(update={"care": care})
    other.__dict__.pop("_care_rules", None)
    return other


def at_start() -> FixedClock:
    return FixedClock(datetime(2026, 12, 7, 8, tzinfo=UTC))
