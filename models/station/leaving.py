"""Going home: with a guardian by one tap, with somebody else who is named, and taken back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar

from models.bookings.tables import Booking
from models.gate import May
from models.refusals import NotFound
from models.station.collectors import collectors_of
from models.station.messages import ChildrenLeft
from models.station.refusals import NotThere
from models.station.roll import is_today
from models.station.stations import runs
from models.station.tables import Collector
from models.station.there import TUTOR, Group, OfPickup, all_guardians, group_of, still_there
from models.work import Work


@dataclass(frozen=True)
class SignOut(OfPickup):
    """One of the guardians took them home. (Somebody else by a code: ``models.station.codes``.)"""

    may: ClassVar[May] = TUTOR
    pickup_id: int

    def run(self, work: Work) -> int:
        group = still_there(work, self.pickup_id)
        leave(work, group, "guardian")
        return self.pickup_id


@dataclass(frozen=True)
class TookBy(OfPickup):
    """It was not a parent who took them, but this one of those who may: said right after."""

    may: ClassVar[May] = TUTOR
    pickup_id: int
    collector_id: int

    def run(self, work: Work) -> int:
        group = still_there(work, self.pickup_id)
        known = [one.id for child in group.children[:1] for one in collectors_of(work, child.id)]
        if self.collector_id not in known:
            raise NotFound("collector")
        group.pickup.collector_id = self.collector_id
        leave(work, group, "collector")
        return self.pickup_id


@dataclass(frozen=True)
class StillHere(OfPickup):
    """Signed out by mistake: they are still here."""

    may: ClassVar[May] = TUTOR
    pickup_id: int

    def run(self, work: Work) -> int:
        group = _gone(work, self.pickup_id)
        pickup, rows = group.pickup, group.bookings
        for booking_id in rows:
            work.session.get_one(Booking, booking_id).left_at = None
        pickup.closed_at, pickup.taken_by, pickup.handed_by = None, "", None
        pickup.with_id = work.actor.person_id
        wait = timedelta(minutes=work.town.pickup.first_after_minutes)
        pickup.next_at = max(group.session.ends_at, work.now) + wait
        work.session.flush()
        return pickup.id


def _gone(work: Work, pickup_id: int) -> Group:
    group = group_of(work, pickup_id, lock=True)
    if group.pickup.closed_at is None or not is_today(work.now, group.session):
        raise NotThere
    return group


def leave(work: Work, group: Group, by: str) -> None:
    """They have gone home; the guardians hear with whom."""
    pickup = group.pickup
    for booking_id in group.bookings:
        work.session.get_one(Booking, booking_id).left_at = work.now
    pickup.taken_by, pickup.handed_by = by, work.actor.person_id
    pickup.closed_at, pickup.next_at = work.now, None
    pickup.code_hash = pickup.matched_at = None
    work.session.flush()
    for person_id in all_guardians(work, group):
        key = f"left:{pickup.id}:{work.key}:{person_id}"
        work.tell(person_id, ChildrenLeft(pickup.id), key=key)


def collectors_here(work: Work, group: Group) -> list[Collector]:
    """Who may take them, for who runs the station."""
    if not runs(work, group.programme):
        raise NotFound("pickup")
    return collectors_of(work, group.children[0].id) if group.children else []
