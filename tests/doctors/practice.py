"""The sample town with its doctor, and what is true of somebody's contract."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import insert, select, update

from models.clocks import to_town, town_instant
from models.doctors.contracts import Signed, current_of
from models.doctors.tables import Contract
from models.family.tables import Proxy
from models.gate import Command, run
from models.outbox.tables import OutboxRow
from models.refusals import Refusal
from models.register.tables import Consent, Household, Person
from models.work import Actor, Work
from scheduler.contracts import Contracts
from tests.permissions.town import SmallTown


@dataclass
class Practice(SmallTown):
    @property
    def today(self) -> date:
        return to_town(self.clock.now()).date()

    # -- what people do ------------------------------------------------------------------------------
    def refused(self, who: str | Actor, command: Command[Any]) -> str:
        """Which refusal it ends in, "" if in none."""
        try:
            self.does(who, command)
        except Refusal as refusal:
            return type(refusal).__name__
        return ""

    def acting(self, by: str, whom: str) -> Actor:
        me = self.actor(self.ids[by])
        return Actor("person", self.ids[whom], me.account_id, "memory", by_id=self.ids[by])

    def proxy(self, by: str, whom: str, *purposes: str) -> None:
        row = {
            "principal_id": self.ids[whom], "proxy_id": self.ids[by], "state": "agreed",
            "purposes": list(purposes), "until": self.today + timedelta(days=600),
            "how": "own_chat", "asked_at": self.clock.now(),
        }  # fmt: skip
        self.write(lambda work: work.session.execute(insert(Proxy).values(row)))

    def moves(self, who: str, grid_id: str) -> None:
        """To another home, without a word."""

        def job(work: Work) -> None:
            home = work.session.scalars(
                select(Household).where(Household.grid_id == grid_id)
            ).first()
            assert home is not None
            work.session.execute(
                update(Person).where(Person.id == self.ids[who]).values(household_id=home.id)
            )

        self.write(job)

    def at_once(self, deeds: Sequence[Callable[[], str]]) -> list[str]:
        """Each in a thread and a transaction of its own, all at the same moment; how each ended."""
        start, ends = threading.Barrier(len(deeds)), [""] * len(deeds)

        def go(number: int) -> None:
            start.wait()
            ends[number] = deeds[number]()

        threads = [threading.Thread(target=go, args=(number,)) for number in range(len(deeds))]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(20)
        return ends

    # -- the days ------------------------------------------------------------------------------------
    def goes_to(self, day: date, hour: time = time(10)) -> None:
        self.clock.advance(town_instant(day, hour) - self.clock.now())

    def tick(self) -> int:
        """What the clock does now, chunk by chunk; how many contracts it turned."""
        done = 0
        while (turned := self.write(Contracts().run)) > 0:
            done += turned
        return done

    def next_due(self) -> datetime | None:
        return self.read(Contracts().next_due)

    # -- what is true --------------------------------------------------------------------------------
    def contract(self, who: str) -> Signed | None:
        return self.read(lambda work: current_of(work, self.ids[who]))

    def stands(self, who: str) -> Signed:
        found = self.contract(who)
        assert found is not None
        return found

    def rows(self, who: str) -> list[tuple[str, str]]:
        """(state, why) of each contract somebody ever had."""
        found = select(Contract.state, Contract.why).where(Contract.person_id == self.ids[who])
        return self.read(
            lambda work: [(s, w) for s, w in work.session.execute(found.order_by(Contract.id))]
        )

    def ledger(self, who: str) -> list[tuple[Any, ...]]:
        found = (
            select(Consent.agreed, Consent.basis, Consent.how, Consent.until)
            .where(Consent.person_id == self.ids[who], Consent.purpose == "contract")
            .order_by(Consent.id)
        )
        return self.read(lambda work: [tuple(row) for row in work.session.execute(found)])

    def told(self, who: str, *kinds: str) -> list[str]:
        """The messages of these kinds that were queued for somebody, or that they hear."""
        found = select(OutboxRow.message).where(
            OutboxRow.person_id == self.ids[who], OutboxRow.message.in_(kinds)
        )
        return self.read(lambda work: list(work.session.scalars(found.order_by(OutboxRow.id))))


def deed(town: Practice, actor: Actor, command: Command[Any]) -> Callable[[], str]:
    """Run it, and say how it ended."""

    def do() -> str:
        try:
            town.write(lambda work: run(work, command), actor)
        except Refusal as refusal:
            return type(refusal).__name__
        return "done"

    return do
