"""Whatever happens in families, in whatever order: no child without somebody, nobody acting without
a right, no row that nobody can see.

Each example is one transaction on the small town that is undone at its end; a refusal undoes its
own step. What may be done is counted here once more, by reading everything, without an index.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from models.behalf import EVERYTHING, acting_for, purposes, today
from models.family.clockwork import EndProxyByDay
from models.family.guardians import AddGuardian, RegisterChild
from models.family.leaving import ComeOfAge, EndGuardian
from models.family.merging import MergePeople, UndoMerge
from models.family.moving import MOVES
from models.family.proxies import EndProxy
from models.family.tables import Guardian, Merge, Proxy
from models.family.witnessing import AgreeFaceToFace
from models.gate import Command, run
from models.help.opening import OpenCase
from models.privacy.gone import ReportGone, UndoGone
from models.refusals import Refusal
from models.register.hashes import keep_phone
from models.register.tables import Person
from models.work import CLOCK, Work
from tests.permissions.town import SmallTown

ADULTS = 5
WAYS = ("register", "add", "leave", "put_out", "agree", "stop", "merge", "unmerge", "dies", "moves",
        "is_back", "asks", "days_pass", "clock")  # fmt: skip
STEPS = st.lists(
    st.tuples(st.sampled_from(WAYS), st.integers(0, 7), st.integers(0, 7)), max_size=14
)


@dataclass
class Family:
    """Five grown people of grid 3, their children, and the workers of the place."""

    there: SmallTown
    work: Work
    adults: list[int] = field(default_factory=list)
    children: list[int] = field(default_factory=list)
    worked: int = 0

    def gather(self) -> None:
        home = self.work.session.get_one(Person, self.there["yu"]).household_id
        for number in range(ADULTS):
            person = Person(
                name=f"关样本{number}", born=date(1970, 1, 1), household_id=home, consent="1",
                created_at=self.work.now, sample=True,
            )  # fmt: skip
            keep_phone(person, f"100-0000-77{number:02d}")
            self.work.session.add(person)
            self.work.session.flush()
            self.adults.append(person.id)

    @contextmanager
    def as_(self, person_id: int) -> Iterator[Work]:
        me = self.work.actor
        self.work.actor = CLOCK if not person_id else self.there.actor_like(person_id)
        try:
            yield self.work
        finally:
            self.work.actor = me

    def does(self, person_id: int, command: Command[Any]) -> Any:
        with self.as_(person_id) as work:
            try:
                with work.session.begin_nested():
                    result = run(work, command)
            except Refusal:
                work.session.expire_all()
                return None
            self.worked += 1
            work.session.expire_all()
            return result

    def adult(self, number: int) -> int:
        return self.adults[number % ADULTS]

    def child(self, number: int) -> int:
        return self.children[number % len(self.children)] if self.children else 0

    # -- what can happen ---------------------------------------------------------------------------
    def step(self, way: str, one: int, other: int) -> None:
        getattr(self, way)(one, other)

    def register(self, one: int, other: int) -> None:
        born = date(2010 + other, 1, 1)
        child = self.does(
            self.adult(one),
            RegisterChild("1", f"小关{one}{other}", "", "f", born, "", None, "mother"),
        )
        if child:
            self.children.append(child)

    def add(self, one: int, other: int) -> None:
        if self.children:
            self.does(self.there["zhoumin"], AddGuardian(self.child(one), self.adult(other)))

    def leave(self, one: int, other: int) -> None:
        if self.children:
            self.does(self.adult(other), EndGuardian(self.child(one), self.adult(other)))

    def put_out(self, one: int, other: int) -> None:
        if self.children:
            self.does(self.there["limin"], EndGuardian(self.child(one), self.adult(other)))

    def agree(self, one: int, other: int) -> None:
        proxy = self.work.session.get_one(Person, self.adult(other))
        until = today(self.work) + timedelta(days=30 * (one + 1))
        self.does(
            self.there["zhoumin"],
            AgreeFaceToFace(
                self.adult(one), proxy.name, proxy.phone or "", "mother", "f", ("help",), until
            ),
        )

    def stop(self, one: int, other: int) -> None:
        found = select(Proxy.id).where(
            Proxy.principal_id == self.adult(one), Proxy.state == "agreed"
        )
        for agreement in self.work.session.scalars(found).all():
            self.does(self.adult(one if other % 2 else other), EndProxy(agreement))

    def merge(self, one: int, other: int) -> None:
        self.does(self.there["limin"], MergePeople(self.adult(one), self.adult(other)))

    def unmerge(self, one: int, _other: int) -> None:
        merges = self.work.session.scalars(select(Merge.id).order_by(Merge.id)).all()
        self.does(self.there["limin"], UndoMerge(merges[-1 - one % len(merges)]))

    def dies(self, one: int, _other: int) -> None:
        self.does(self.there["limin"], ReportGone(self.adult(one), "dead"))

    def moves(self, one: int, _other: int) -> None:
        self.does(self.there["limin"], ReportGone(self.adult(one), "moved"))

    def is_back(self, one: int, _other: int) -> None:
        self.does(self.there["limin"], UndoGone(self.adult(one)))

    def asks(self, one: int, _other: int) -> None:
        if not self.work.session.get_one(Person, self.adult(one)).gone:
            self.does(self.adult(one), OpenCase("talk", ()))

    def days_pass(self, one: int, other: int) -> None:
        self.work.now += timedelta(days=1 + 11 * one + 50 * other)
        self.clock(one, other)

    def clock(self, _one: int, _other: int) -> None:
        """What falls due by then happens before anybody else does anything."""
        for child in self.children:
            if self.work.session.get_one(Person, child).minor:
                self.does(0, ComeOfAge(child))
        over = select(Proxy.id).where(Proxy.state == "agreed", Proxy.until < today(self.work))
        for agreement in self.work.session.scalars(over).all():
            self.does(0, EndProxyByDay(agreement))

    # -- what always holds -------------------------------------------------------------------------
    def holds(self) -> None:
        session = self.work.session
        session.flush()
        people = {one.id: one for one in session.scalars(select(Person))}
        current = [
            (one.child_id, one.guardian_id)
            for one in session.scalars(select(Guardian).where(Guardian.ended_at.is_(None)))
        ]
        agreed = list(session.scalars(select(Proxy).where(Proxy.state == "agreed")))
        self._no_child_alone(people, current)
        self._no_circle(agreed)
        self._nobody_acts_without_a_right(people, current, agreed)
        self._nothing_is_out_of_sight(people)

    def _no_child_alone(self, people: dict[int, Person], current: list[tuple[int, int]]) -> None:
        for child in (people[child] for child in self.children):
            if not child.minor or child.gone:
                continue
            guardians = [one for whom, one in current if whom == child.id]
            assert child.guardian_id in guardians
            here = [one for one in guardians if people[one].gone in ("", "moved")]
            assert people[child.guardian_id].gone != "merged"
            # With the last one dead the desk is told, and the child keeps its row.
            assert not here or people[child.guardian_id].gone != "dead"

    def _no_circle(self, agreed: list[Proxy]) -> None:
        acts_for: dict[int, set[int]] = {}
        for one in agreed:
            acts_for.setdefault(one.proxy_id, set()).add(one.principal_id)

        def reaches(person: int, seen: frozenset[int]) -> bool:
            return person in seen or any(
                reaches(whom, seen | {person}) for whom in acts_for.get(person, ())
            )

        assert not [person for person in acts_for if reaches(person, frozenset())]

    def _nobody_acts_without_a_right(
        self, people: dict[int, Person], current: list[tuple[int, int]], agreed: list[Proxy]
    ) -> None:
        for by in self.adults:
            for whom in (*self.adults, *self.children):
                if by == whom:
                    continue
                expected: set[str] = set()
                if not people[whom].gone and not people[by].gone:
                    if people[whom].minor and (whom, by) in current:
                        expected.add(EVERYTHING)
                    for one in agreed:
                        if (one.principal_id, one.proxy_id) == (whom, by):
                            expected |= set(one.purposes)
                with self.as_(by) as work:
                    assert purposes(acting_for(replace(work), whom)) == expected, (by, whom)

    def _nothing_is_out_of_sight(self, people: dict[int, Person]) -> None:
        merged = [one.id for one in people.values() if one.gone == "merged"]
        for move in MOVES:
            column = move.rows.c[move.column]
            standing = move.holding if move.ends else move.only
            left = select(move.key).where(column.in_(merged), standing, move.only)
            if move.same is None:
                assert not self.work.session.execute(left).all(), move.name


LONG = (pytest.mark.prove, pytest.mark.timeout(1200))


@pytest.mark.parametrize("examples", [60, pytest.param(1500, marks=LONG)])
def test_whatever_happens_in_families(small_town: SmallTown, examples: int) -> None:
    done: list[int] = []

    @settings(
        max_examples=examples,
        deadline=None,
        database=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    @given(STEPS)
    def live(steps: list[tuple[str, int, int]]) -> None:
        def job(work: Work) -> None:
            family = Family(small_town, work)
            family.gather()
            for step in steps:
                family.step(*step)
                family.holds()
            done.append(family.worked)

        small_town.tries("coordinator", job)

    live()
    assert sum(done) > examples, "hardly anything was ever allowed: the test looks at nothing"
