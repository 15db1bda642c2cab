"""The sample town with its programmes, and what is true of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import select

from models.bookings.tables import Booking, ReminderRow
from models.clocks import FixedClock, to_town, town_instant
from models.gate import Command
from models.outbox.tables import OutboxRow
from models.programmes.commands import MakeProgramme
from models.programmes.tables import Programme, Session
from models.refusals import Refusal
from models.store import Store
from models.town.schema import Town
from models.work import Actor, Work
from scheduler.programmes import SessionNews, SessionsOver, SessionsToMake
from tests.furniture import huadian, settle
from tests.permissions.town import SmallTown

CHRISTMAS = date(2026, 12, 25)
"""A Friday two weeks and a half ahead, and a workday here."""


def lecture(**changes: Any) -> MakeProgramme:
    """A lecture at Yangguang on one morning, as somebody would plan it."""
    plan: dict[str, Any] = {
        "kind": "lecture", "place_id": "yangguang", "starts": time(9, 30), "first": CHRISTMAS,
        "last": CHRISTMAS, "title_zh": "冬天怎么穿", "title_en": "What to wear in winter",
        "where_zh": "二楼活动室", "where_en": "the hall upstairs", "room": "二楼活动室",
    }  # fmt: skip
    return MakeProgramme(**{**plan, **changes})


@dataclass
class Calendar(SmallTown):
    # -- what people do ------------------------------------------------------------------------------
    def refused(self, who: str | Actor, command: Command[Any]) -> str:
        """Which refusal it ends in, "" if in none."""
        try:
            self.does(who, command)
        except Refusal as refusal:
            return type(refusal).__name__
        return ""

    def goes_to(self, day: date, hour: time = time(8)) -> None:
        self.clock.advance(town_instant(day, hour) - self.clock.now())

    def tick(self, *, most: int = 1_000) -> int:
        """What the clock does now, chunk by chunk; how much it was."""
        done = 0
        for _ in range(most):
            some = sum(
                self.write(job.run) for job in (SessionNews(), SessionsToMake(), SessionsOver())
            )
            if not some:
                return done
            done += some
        raise AssertionError("the clock never comes to an end")

    # -- what is true --------------------------------------------------------------------------------
    def programme(self, programme_id: int) -> Programme:
        return self.read(lambda work: work.session.get_one(Programme, programme_id))

    def sessions(self, programme_id: int) -> list[Session]:
        found = select(Session).where(Session.programme_id == programme_id)
        return self.read(
            lambda work: list(work.session.scalars(found.order_by(Session.begins_at, Session.id)))
        )

    def session(self, session_id: int) -> Session:
        return self.read(lambda work: work.session.get_one(Session, session_id))

    def days(self, programme_id: int) -> list[date]:
        return sorted({to_town(one.begins_at).date() for one in self.sessions(programme_id)})

    def booking(self, booking_id: int) -> Booking:
        return self.read(lambda work: work.session.get_one(Booking, booking_id))

    def reminders(self, booking_id: int, state: str = "due") -> list[tuple[str, datetime]]:
        found = select(ReminderRow.step, ReminderRow.at).where(
            ReminderRow.booking_id == booking_id, ReminderRow.state == state
        )
        return self.read(
            lambda work: [
                (r.step, r.at) for r in work.session.execute(found.order_by(ReminderRow.at))
            ]
        )

    def told(self, who: str, *kinds: str) -> list[str]:
        found = select(OutboxRow.message).where(
            OutboxRow.person_id == self.ids[who], OutboxRow.message.in_(kinds)
        )
        return self.read(lambda work: list(work.session.scalars(found.order_by(OutboxRow.id))))

    def count(self, of: type[Any], *where: Any) -> int:
        return self.read(lambda work: len(work.session.scalars(select(of.id).where(*where)).all()))


def settled(store: Store, clock: FixedClock, town: Town | None = None) -> Calendar:
    ids = store.write_now(lambda session: settle(session, "memory"))
    return Calendar(store, clock, town or huadian(), dict(ids))


def at(day: date, hour: int, minute: int = 0) -> datetime:
    return town_instant(day, time(hour, minute))


def in_town(work: Work) -> date:
    return to_town(work.now).date()
