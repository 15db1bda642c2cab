"""A notice that has gone out, for tests of what follows: it begins with the commands, not with the talk."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from typing import Any, TypeVar

from sqlalchemy import Update, func, select, update
from sqlalchemy.orm import Session

from models.audiences.expressions import Expression, InBuildings
from models.family.tables import Proxy
from models.gate import Command, run
from models.notices.drafting import WriteNotice
from models.notices.knowing import KnowNotice
from models.notices.results import Figures, figures
from models.notices.sending import SendNotice
from models.notices.tables import Notice, NoticeTarget
from models.register.tables import Household, Person
from models.work import CLOCK, Actor, Work
from tests.furniture import huadian
from tests.notices.homes import BUILDINGS, ESTATE, of_talk_f
from tests.talks.world import World

T = TypeVar("T")
_KEYS = count(1)
BEGINS = datetime(2026, 12, 17, 0, 0, tzinfo=UTC)
"""Thursday 17 December, 8:00 in Huadian."""
ENDS = datetime(2026, 12, 17, 8, 0, tzinfo=UTC)
BOTH = InBuildings(ESTATE, BUILDINGS)


@dataclass
class After:
    """``town`` and its notice; everybody acts by commands through the gate, as the chat does."""

    town: World
    notice_id: int = 0

    # -- acting --------------------------------------------------------------------------------------
    def work(self, session: Session, actor: Actor) -> Work:
        return Work(session, self.town.wall.now(), huadian(), 1, actor, f"after-{next(_KEYS)}")

    def does(self, who: str | int, command: Command[T]) -> T:
        actor = self.actor(who)
        return self.town.core.store.write_now(lambda s: run(self.work(s, actor), command))

    def sees(self, who: str | int, look: Callable[[Work], T]) -> T:
        actor = self.actor(who)
        return self.town.core.store.read_now(lambda s: look(self.work(s, actor)))

    def write(self, job: Callable[[Session], T]) -> T:
        return self.town.core.store.write_now(job)

    def changes(self, statement: Update) -> None:
        self.write(lambda session: session.execute(statement))

    def actor(self, who: str | int) -> Actor:
        if who == "clock":
            return CLOCK
        person = self.town.ids[who] if isinstance(who, str) else who
        return Actor("person", person, 0, self.town.channel.name)

    # -- the notice ----------------------------------------------------------------------------------
    async def goes_out(self, whom: Expression = BOTH, by: str = "zheng", **how: Any) -> None:
        given: dict[str, Any] = {
            "kind": "water", "place_id": "fuhua", "words_zh": "明天停水，先把水接好。",
            "words_en": "No water tomorrow.", "begins_at": BEGINS, "ends_at": ENDS, **how,
        }  # fmt: skip
        write = WriteNotice(audience=whom, **given)
        self.notice_id = self.does(by, write)
        await self.town.settle()
        self.does(by, SendNotice(self.notice_id))
        await self.town.settle()

    def knows(self, *people: int) -> None:
        for one in people:
            self.does(one, KnowNotice(self.notice_id))

    def notice(self) -> Notice:
        def look(work: Work) -> Notice:
            found = work.session.get_one(Notice, self.notice_id)
            work.session.expunge(found)
            return found

        return self.sees("zheng", look)

    def figures(self) -> Figures:
        return self.sees("zheng", lambda work: figures(work, self.notice_id))

    def targets(self, *where: Any) -> list[NoticeTarget]:
        def look(work: Work) -> list[NoticeTarget]:
            mine = select(NoticeTarget).where(NoticeTarget.notice_id == self.notice_id, *where)
            rows = list(work.session.scalars(mine.order_by(NoticeTarget.id)))
            work.session.expunge_all()
            return rows

        return self.sees("zheng", look)

    def recounted(self) -> dict[str, int]:
        """The same figures, counted from the targets themselves."""
        counted = (
            select(NoticeTarget.reached, func.count())
            .where(NoticeTarget.notice_id == self.notice_id)
            .group_by(NoticeTarget.reached)
        )
        return self.sees(
            "zheng", lambda work: {row[0]: row[1] for row in work.session.execute(counted)}
        )

    def at_home(self, target: NoticeTarget) -> int:
        """Somebody who lives behind a door."""
        found = select(Person.id).where(Person.household_id == target.household_id)
        return self.sees("zheng", lambda work: work.session.scalars(found).one())


async def talk_f(town: World) -> After:
    """The 126 homes of talk F in two grids, the notice on its way at 15:20."""
    of_talk_f(town)
    after = After(town)
    after.write(_in_two_grids)
    town.known("zheng")
    await after.goes_out()
    return after


def _in_two_grids(session: Session) -> None:
    """韩雪 goes to building 3, 孟强 to building 5; the three of the talk live on staircase 1."""
    here = Household.estate_id == ESTATE, Household.building == 5
    session.execute(update(Household).where(*here).values(grid_id="g22"))
    of_three = Household.estate_id == ESTATE, Household.building == 3
    session.execute(update(Household).where(*of_three).values(unit=2))
    silent = session.scalars(select(Household).where(*of_three).order_by(Household.id.desc()))
    for home, (door, name, tail) in zip(
        silent,
        (("102", "于海", "0065"), ("201", "佟林", "0066"), ("301", "白石", "")),
        strict=False,
    ):
        home.unit, home.door = 1, door
        phone = f"1000000{tail}" if tail else None
        lives = update(Person).where(Person.household_id == home.id)
        session.execute(lives.values(name=name, phone=phone))


def seventy_one_and_eight(after: After) -> None:
    """Until 18:00 71 tap themselves and 8 family; of building 3 26 are left, of building 5 21."""
    phones = after.targets(NoticeTarget.way == "phone")
    wait = {"g21": 16, "g22": 10}
    tapping = []
    for one in reversed(phones):
        if wait[one.grid_id]:
            wait[one.grid_id] -= 1
        else:
            tapping.append(one)
    for one in tapping:
        after.knows(after.at_home(one))
    family = after.targets(NoticeTarget.way == "family")
    wait = {"g21": 1, "g22": 2}
    for one in family:
        if wait[one.grid_id]:
            wait[one.grid_id] -= 1
        else:
            after.knows(relative_of(after, after.at_home(one)))


def relative_of(after: After, principal: int) -> int:

    found = select(Proxy.proxy_id).where(Proxy.principal_id == principal)
    return after.sees("zheng", lambda work: work.session.scalars(found).one())
