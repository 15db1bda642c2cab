"""Somebody else collects: a code for that one person, for today, and the tutor's two looks at it.

The code is shown once, to the guardian who asked for it; kept is its keyed hash. A wrong code is no
refusal, because what a refusal undoes would be the count of it.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import ClassVar

from sqlalchemy import select

from models.bookings.tables import Booking
from models.clocks import to_town, town_instant
from models.gate import Command, May
from models.refusals import NotFound
from models.register.hashes import code_hashes
from models.station.collectors import PURPOSE, collectors_of, collectors_of_all
from models.station.late import leads
from models.station.leaving import leave
from models.station.messages import CodesWrong, SomebodyElseComes, WrongPersonCame
from models.station.refusals import CodeLocked, NotMatched
from models.station.stations import my_sessions
from models.station.tables import Collector, Pickup
from models.station.there import (
    GUARDIAN,
    LEAD,
    TUTOR,
    Group,
    OfPickup,
    all_guardians,
    standing,
    still_there,
)
from models.work import Work

LOWEST, CODES = 1000, 9000


@dataclass(frozen=True)
class Sent:
    """``code`` is nowhere else: it is said here, once."""

    pickup_id: int
    collector_id: int
    code: str


@dataclass(frozen=True)
class Checked:
    """``outcome``: "right", "wrong", "locked" (no more tries), "none" (nobody is to come by code).
    ``left``: tries that are left."""

    pickup_id: int
    outcome: str
    left: int = 0


@dataclass(frozen=True)
class SendSomebody(Command[Sent]):
    """One of those who may collect comes instead, with a new code; an older one no longer counts."""

    may: ClassVar[May] = GUARDIAN
    purpose: ClassVar[str] = PURPOSE
    pickup_id: int
    collector_id: int

    def relations(self, work: Work) -> tuple[str, ...]:
        return standing(work, self.pickup_id)

    def run(self, work: Work) -> Sent:
        group = still_there(work, self.pickup_id)
        pickup = group.pickup
        if locked(work, pickup):
            raise CodeLocked
        if self.collector_id not in [one.id for one in may_send(work, group)]:
            raise NotFound("collector")
        code = _new_code(work, group.session.id)
        pickup.collector_id = self.collector_id
        pickup.code_hash = code_hashes(group.session.id, code)[0]
        pickup.code_until = town_instant(to_town(work.now).date() + timedelta(days=1), time.min)
        pickup.matched_at = None
        pickup.next_at = _later(work, pickup.next_at)
        work.session.flush()
        key = f"instead:{pickup.id}:{work.key}"
        work.tell(pickup.with_id, SomebodyElseComes(pickup.id), key=key, loud=True)
        return Sent(pickup.id, self.collector_id, code)


def _later(work: Work, at: datetime | None) -> datetime:
    """Somebody has answered: the clock looks again a little later."""
    wait = work.now + timedelta(minutes=work.town.pickup.first_after_minutes)
    return max(at, wait) if at is not None else wait


def _new_code(work: Work, session_id: int) -> str:
    """One that no other child of this afternoon has."""
    while True:
        code = str(LOWEST + secrets.randbelow(CODES))
        if len(set(code)) > 1 and not _by_code(work, session_id, code):
            return code


def _by_code(work: Work, session_id: int, code: str) -> list[int]:
    found = (
        select(Pickup.id)
        .join(Booking, Booking.id == Pickup.booking_id)
        .where(
            Booking.session_id == session_id,
            Pickup.closed_at.is_(None),
            Pickup.code_hash.in_(code_hashes(session_id, code)),
            Pickup.code_until > work.now,
        )
    )
    return list(work.session.scalars(found))


def may_send(work: Work, group: Group) -> list[Collector]:
    """Whom the acting guardian may send: named for each of the children, and not themselves. The
    other parent comes last: grandma has the time."""
    guardians = all_guardians(work, group)
    rows = collectors_of_all(work, [child.id for child in group.children])
    others = [one for one in rows if one.person_id != work.actor.person_id]
    return sorted(others, key=lambda one: one.person_id in guardians)


def locked(work: Work, pickup: Pickup) -> bool:
    return pickup.tries >= work.town.pickup.code_tries


def expected_by_code(work: Work) -> list[int]:
    """Pickups at the acting tutor's stations today for whom somebody is to come with a code."""
    sessions = [one.id for one in my_sessions(work)]
    found = (
        select(Pickup.id)
        .join(Booking, Booking.id == Pickup.booking_id)
        .where(
            Booking.session_id.in_(sessions),
            Pickup.closed_at.is_(None),
            Pickup.code_hash.is_not(None),
        )
        .order_by(Pickup.id)
    )
    return list(work.session.scalars(found)) if sessions else []


def pickup_by_code(work: Work, code: str) -> int:
    """For a tutor who typed nothing but the code: whose it is; 0 if nobody's."""
    for session in my_sessions(work):
        found = _by_code(work, session.id, code)
        if found:
            return found[0]
    return 0


# -- at the door -----------------------------------------------------------------------------------
@dataclass(frozen=True)
class CheckCode(Command[Checked]):
    """What somebody at the door said. Right: their name and face are still to be looked at. After
    so many wrong ones in a row only the lead lets somebody through, and the guardians are told."""

    may: ClassVar[May] = TUTOR
    pickup_id: int
    code: str

    def relations(self, work: Work) -> tuple[str, ...]:
        return standing(work, self.pickup_id)

    def run(self, work: Work) -> Checked:
        group = still_there(work, self.pickup_id)
        pickup, most = group.pickup, work.town.pickup.code_tries
        if locked(work, pickup):
            return Checked(pickup.id, "locked")
        if pickup.code_hash is None or pickup.code_until is None or pickup.code_until <= work.now:
            return Checked(pickup.id, "none")
        if pickup.code_hash in code_hashes(group.session.id, self.code):
            pickup.matched_at, pickup.tries = work.now, 0
            work.session.flush()
            return Checked(pickup.id, "right")
        pickup.tries += 1
        pickup.matched_at = None
        work.session.flush()
        if not locked(work, pickup):
            return Checked(pickup.id, "wrong", most - pickup.tries)
        pickup.code_hash = None
        work.session.flush()
        _tell(work, group, CodesWrong(pickup.id), f"codes:{pickup.id}:{work.key}")
        return Checked(pickup.id, "locked")


@dataclass(frozen=True)
class HandOver(OfPickup):
    """Code and person fit: they go home with whom the guardian sent."""

    may: ClassVar[May] = TUTOR
    pickup_id: int

    def run(self, work: Work) -> int:
        group = still_there(work, self.pickup_id)
        pickup = group.pickup
        row = work.session.get(Collector, pickup.collector_id) if pickup.collector_id else None
        if pickup.matched_at is None or row is None or row.ended_at is not None:
            raise NotMatched
        leave(work, group, "collector")
        return pickup.id


@dataclass(frozen=True)
class NotThatPerson(OfPickup):
    """The code was right and the person is not: nobody gets them, the code no longer counts, and
    guardians and lead are told at once."""

    may: ClassVar[May] = TUTOR
    pickup_id: int

    def run(self, work: Work) -> int:
        group = still_there(work, self.pickup_id)
        group.pickup.matched_at = group.pickup.code_hash = None
        work.session.flush()
        _tell(work, group, WrongPersonCame(self.pickup_id), f"person:{self.pickup_id}:{work.key}")
        return self.pickup_id


@dataclass(frozen=True)
class LetThrough(OfPickup):
    """The station's lead has made sure in another way who it is, and hands them over."""

    may: ClassVar[May] = LEAD
    pickup_id: int
    collector_id: int

    def run(self, work: Work) -> int:
        group = still_there(work, self.pickup_id)
        known = [one.id for one in collectors_of(work, group.children[0].id)]
        if self.collector_id not in known:
            raise NotFound("collector")
        group.pickup.collector_id = self.collector_id
        leave(work, group, "lead")
        return self.pickup_id


def _tell(work: Work, group: Group, message: CodesWrong | WrongPersonCame, key: str) -> None:
    for person_id in dict.fromkeys([*all_guardians(work, group), *leads(work, group)]):
        work.tell(person_id, message, key=f"{key}:{person_id}")
