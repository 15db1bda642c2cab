"""王姨 in Yangguang, her daughter far away, her grid worker; people who do things at the same time."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select, update

from models.clocks import FixedClock, to_town
from models.family.ages import end_of_next_year
from models.family.guardians import RegisterChild
from models.family.invites import invite
from models.family.proxies import AgreeToProxy, AskToActFor
from models.family.tables import Guardian, Proxy
from models.gate import Command, run
from models.outbox.tables import OutboxRow
from models.refusals import Refusal
from models.register.hashes import phone_fields
from models.register.tables import Consent, Person
from models.store import Store
from models.work import Actor, Work
from scheduler.family import Families
from tests.tasks.neighbourhood import Neighbourhood, settle


@dataclass
class Home(Neighbourhood):
    ids: dict[str, int] = field(default_factory=dict)

    @property
    def today(self) -> date:
        return to_town(self.clock.now()).date()

    @property
    def next_year(self) -> date:
        return end_of_next_year(self.today)

    # -- what people do ------------------------------------------------------------------------------
    def asks_to_act(self, proxy: int, principal: int, *purposes: str, kin: str = "mother") -> int:
        """By a link that the principal shows; the agreement's id."""
        token = invite("act", principal, principal, self.clock.now())
        return self.does(proxy, AskToActFor(token, kin, purposes or ("help",), gender="f"))

    def agreed(self, proxy: int, principal: int, *purposes: str, until: date | None = None) -> int:
        found = self.asks_to_act(proxy, principal, *purposes)
        return self.does(principal, AgreeToProxy(found, until or self.next_year))

    def child(self, parent: int, born: date = date(2017, 5, 3), name: str = "马浩") -> int:
        return self.does(
            parent, RegisterChild("1", name, "浩浩", "m", born, "永吉小学", 3, "mother")
        )

    def refused(self, person: int, command: Command[Any]) -> str:
        """Which refusal it ends in, "" if in none."""
        try:
            self.does(person, command)
        except Refusal as refusal:
            return type(refusal).__name__
        return ""

    def does_for(self, by: int, principal: int, command: Command[Any]) -> Any:
        actor = Actor("person", principal, 0, "webchat", by_id=by)
        return self.write(lambda work: run(work, command), actor)

    def days_go_by(self, days: int) -> int:
        """The clock at the end of each; how much it did in all."""
        done = 0
        for _day in range(days):
            self.clock.advance(timedelta(days=1))
            done += self.write(Families().run)
        return done

    # -- what is true ----------------------------------------------------------------------------------
    def agreement(self, agreement_id: int) -> Proxy:
        return self.read(lambda work: work.session.get_one(Proxy, agreement_id))

    def someone(self, person_id: int) -> Person:
        return self.read(lambda work: work.session.get_one(Person, person_id))

    def changes(self, person_id: int, **values: Any) -> None:
        whose = update(Person).where(Person.id == person_id).values(**values)
        self.write(lambda work: work.session.execute(whose))

    def ledger(self, person_id: int) -> list[Consent]:
        rows = select(Consent).where(Consent.person_id == person_id).order_by(Consent.id)
        return self.read(lambda work: list(work.session.scalars(rows)))

    def heard(self, person_id: int) -> list[str]:
        """The types of the messages queued for somebody, in order."""
        rows = select(OutboxRow.message).where(
            OutboxRow.person_id == person_id, OutboxRow.message != ""
        )
        return self.read(lambda work: list(work.session.scalars(rows.order_by(OutboxRow.id))))

    def guardians(self, child_id: int) -> list[int]:
        rows = select(Guardian.guardian_id).where(
            Guardian.child_id == child_id, Guardian.ended_at.is_(None)
        )
        return self.read(lambda work: list(work.session.scalars(rows.order_by(Guardian.id))))

    def sees(self, person_id: int, query: Callable[[Work], Any]) -> Any:
        return self.read(query, Actor("person", person_id, 0, "webchat"))

    # -- at once -----------------------------------------------------------------------------------------
    def at_once(self, *deeds: tuple[int, Command[Any]]) -> list[str]:
        """All in the same instant, each in a transaction of its own; how each ended."""
        start, ends = threading.Barrier(len(deeds)), [""] * len(deeds)

        def go(number: int) -> None:
            start.wait()
            ends[number] = self.refused(*deeds[number])

        threads = [threading.Thread(target=go, args=(n,)) for n in range(len(deeds))]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(20)
        return ends


def open_home(store: Store, clock: FixedClock) -> Home:
    there = settle(store, clock)
    home = Home(there.store, there.clock, there.town, there.number)
    people: Sequence[tuple[str, str, str | None, str]] = (
        ("wang", "王桂兰", "g03", "f"),
        ("lifang", "李芳", None, "f"),
        ("liqiang", "李强", None, "m"),
        ("ma", "马晓燕", "g03", "f"),
        ("father", "李国栋", "g03", "m"),
        ("zhou", "周敏", None, "f"),
        ("hanxue", "韩雪", None, "f"),
    )
    for alias, name, grid, gender in people:
        home.ids[alias] = home.person(name, grid)
        home.changes(
            home.ids[alias], gender=gender, consent="1", verified_at=clock.now(),
            **phone_fields("10000000021"),
        )  # fmt: skip
    home.role(home.ids["zhou"], "grid_worker", "g03")
    home.role(home.ids["hanxue"], "grid_worker", "g21")
    return home
