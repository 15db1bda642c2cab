"""The sample town with what is due in it: the clock's round, people's words, the doctors' notes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any

from sqlalchemy import insert, select, update

from models.care.commands import OpenHealth
from models.care.doing import finish, rule_of
from models.care.tables import CareCursor, DueItem, PersonCondition
from models.clocks import to_town, town_instant
from models.gate import Command
from models.outbox.tables import OutboxRow
from models.refusals import Refusal
from models.register.tables import Person
from models.work import Work
from scheduler.care import Care
from tests.permissions.town import SmallTown


@dataclass
class Plans(SmallTown):
    @property
    def today(self) -> date:
        return to_town(self.clock.now()).date()

    # -- the clock -----------------------------------------------------------------------------------
    def goes_to(self, day: date, hour: time = time(10)) -> None:
        self.clock.advance(town_instant(day, hour) - self.clock.now())

    def tick(self) -> int:
        """What the clock does now, piece by piece; how many pieces it took."""
        pieces = 0
        while self.write(Care().run):
            pieces += 1
        return pieces

    def lives_to(self, day: date) -> None:
        """Every morning up to that one."""
        while self.today < day:
            self.goes_to(self.today + timedelta(days=1), time(9))
            self.tick()

    # -- people --------------------------------------------------------------------------------------
    def somebody(self, name: str, born: date, *, like: str = "wang", **values: Any) -> None:
        """One more person, living where ``like`` does."""
        home = self.read(lambda work: work.session.get_one(Person, self.ids[like]).household_id)
        row = {
            "household_id": home, "name": "", "called": "", "born": born, "gender": "",
            "created_at": self.clock.now(), "sample": True, **values,
        }  # fmt: skip

        def job(work: Work) -> None:
            work.session.execute(insert(Person), [row])
            newest = select(Person.id).order_by(Person.id.desc()).limit(1)
            self.ids[name] = work.session.scalars(newest).one()

        self.write(job)

    def child(self, name: str, born: date) -> None:
        self.somebody(name, born, like="ma", minor=True, guardian_id=self.ids["ma"])

    def changes(self, who: str, **values: Any) -> None:
        mine = update(Person).where(Person.id == self.ids[who])
        self.write(lambda work: work.session.execute(mine.values(**values)))

    def ill(self, who: str, condition: str, since: date) -> None:
        row = {"person_id": self.ids[who], "condition": condition, "since": since}
        self.write(lambda work: work.session.execute(insert(PersonCondition), [row]))

    def well(self, who: str) -> None:
        mine = update(PersonCondition).where(PersonCondition.person_id == self.ids[who])
        self.write(lambda work: work.session.execute(mine.values(until=self.today)))

    def comes(self, who: str, rule: str, result: str = "") -> None:
        """It is done today."""

        def job(work: Work) -> None:
            item = work.session.get_one(DueItem, self.item(who, rule).id)
            finish(work, item, rule_of(work, rule), self.today, result, by=None)

        self.write(job)

    def refused(self, who: Any, command: Command[Any]) -> str:
        """Which refusal it ends in, "" if in none."""
        try:
            self.does(who, command)
        except Refusal as refusal:
            return type(refusal).__name__
        return ""

    def looks(self, doctor: str, patient: str) -> None:
        self.does(doctor, OpenHealth(self.ids[patient], "到日子"))

    # -- what is true --------------------------------------------------------------------------------
    def items(self, who: str, rule: str) -> list[DueItem]:
        found = (
            select(DueItem)
            .where(DueItem.person_id == self.ids[who], DueItem.rule == rule)
            .order_by(DueItem.due_on, DueItem.id)
        )
        return self.read(lambda work: list(work.session.scalars(found)))

    def states(self, who: str, rule: str) -> list[str]:
        return [item.state for item in self.items(who, rule)]

    def item(self, who: str, rule: str) -> DueItem:
        """The one that is open."""
        return next(one for one in self.items(who, rule) if one.state in ("open", "booked"))

    def told(self, who: str, *kinds: str) -> list[str]:
        found = select(OutboxRow.message).where(
            OutboxRow.person_id == self.ids[who], OutboxRow.message.in_(kinds)
        )
        return self.read(lambda work: list(work.session.scalars(found.order_by(OutboxRow.id))))

    def began(self, rule: str) -> date:
        return self.read(lambda work: work.session.get_one(CareCursor, rule).began)
