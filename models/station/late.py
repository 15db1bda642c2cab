"""Running late: the guardian says when, the tutor whether they can stay; nobody is left alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar

from sqlalchemy import update

from models.base import touched
from models.duty.people import coordinators_for
from models.gate import May
from models.station.messages import ComesLate, OnTheWay, StaysNow, StayWanted
from models.station.refusals import SomebodyStays
from models.station.tables import Pickup
from models.station.there import GUARDIAN, TUTOR, Group, OfPickup, still_there
from models.work import Work

UNKNOWN = 0
GRACE = timedelta(minutes=5)
"""After the time they gave, before they are asked again."""
STEP = 5


@dataclass(frozen=True)
class SayLate(OfPickup):
    """So many minutes after the end (UNKNOWN: cannot say). Who is with the children is asked
    whether they can stay."""

    may: ClassVar[May] = GUARDIAN
    pickup_id: int
    minutes: int

    def run(self, work: Work) -> int:
        group = still_there(work, self.pickup_id)
        pickup, end = group.pickup, max(group.session.ends_at, work.now)
        if self.minutes > UNKNOWN:
            late = end + timedelta(minutes=min(self.minutes, 120))
            pickup.late_until = work.calendar.round_up(late, STEP)
            pickup.next_at = pickup.late_until + GRACE
        else:
            pickup.late_until = None
            wait = work.town.pickup.first_after_minutes
            pickup.next_at = end + timedelta(minutes=wait)
        pickup.stays, pickup.rung = "asked", 0
        work.session.flush()
        key = f"late:{pickup.id}:{work.key}"
        message = ComesLate(pickup.id, work.actor.person_id)
        work.tell(pickup.with_id, message, key=key, loud=True)
        return pickup.id


@dataclass(frozen=True)
class ComingNow(OfPickup):
    """They are nearly there: who is with the children hears it, and the clock waits a little longer."""

    may: ClassVar[May] = GUARDIAN
    pickup_id: int

    def run(self, work: Work) -> int:
        group = still_there(work, self.pickup_id)
        wait = timedelta(minutes=work.town.pickup.ask_every_minutes)
        group.pickup.next_at = work.now + wait
        work.session.flush()
        message = OnTheWay(group.pickup.id, work.actor.person_id)
        work.tell(group.pickup.with_id, message, loud=True)
        return group.pickup.id


@dataclass(frozen=True)
class Stay(OfPickup):
    """The tutor stays until they are collected."""

    may: ClassVar[May] = TUTOR
    pickup_id: int

    def run(self, work: Work) -> int:
        group = still_there(work, self.pickup_id)
        group.pickup.stays = "yes"
        group.pickup.with_id = work.actor.person_id
        work.session.flush()
        return group.pickup.id


@dataclass(frozen=True)
class MustGo(OfPickup):
    """The tutor has to leave: the lead and the duty are asked, and until one of them comes the
    tutor is still the one who is with the children."""

    may: ClassVar[May] = TUTOR
    pickup_id: int

    def run(self, work: Work) -> int:
        group = still_there(work, self.pickup_id)
        group.pickup.stays = "no"
        group.pickup.with_id = work.actor.person_id
        work.session.flush()
        for person_id in leads(work, group):
            key = f"stay:{group.pickup.id}:{work.key}:{person_id}"
            work.tell(person_id, StayWanted(group.pickup.id), key=key, loud=True)
        return group.pickup.id


@dataclass(frozen=True)
class StayInstead(OfPickup):
    """Somebody else stays with them: the first of those who were asked; who was there so far may go."""

    may: ClassVar[May] = TUTOR
    pickup_id: int

    def run(self, work: Work) -> int:
        group = still_there(work, self.pickup_id)
        before = group.pickup.with_id
        result = work.session.execute(
            update(Pickup)
            .where(Pickup.id == self.pickup_id, Pickup.stays == "no")
            .values(with_id=work.actor.person_id, stays="yes")
            .execution_options(synchronize_session=False)
        )
        if not touched(result):
            raise SomebodyStays
        work.session.refresh(group.pickup)
        if before != work.actor.person_id:
            work.tell(before, StaysNow(group.pickup.id), loud=True)
        return group.pickup.id


def leads(work: Work, group: Group) -> list[int]:
    """The station's lead and who is on duty there."""
    found = coordinators_for(work, work.town.path(group.programme.place_id))
    return [one for one in found if one != work.actor.person_id]
