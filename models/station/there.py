"""Children who are at the station now: their family, who is with them, and when they go home.

Children of one sign-up go home together: whatever is said is said of all of them who are there.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar

from sqlalchemy import and_, bindparam, literal_column, or_, select

from models.bookings.places import lock as lock_sessions
from models.bookings.tables import Booking
from models.family.tables import Guardian
from models.gate import Command, May
from models.prepared import Prepared
from models.programmes.tables import Programme, Session
from models.refusals import NotFound
from models.register.tables import Account, Person
from models.station.collectors import PURPOSE, guardians_of
from models.station.refusals import NotThere
from models.station.stations import runs
from models.station.tables import Pickup
from models.work import Work

FORGOTTEN = timedelta(hours=12)
"""After that a child whom nobody signed out is not shown as being there any more."""

_mine = Prepared(
    select(
        Guardian.child_id,
        Booking.id.label("booking_id"),
        Booking.session_id,
        Booking.sign_up_id,
        Booking.came_at,
    )
    .select_from(Guardian)
    .outerjoin(
        Booking,
        and_(
            Booking.person_id == Guardian.child_id,
            Booking.state == literal_column("'booked'"),
            Booking.came_at.is_not(None),
            Booking.left_at.is_(None),
        ),
    )
    .where(Guardian.guardian_id == bindparam("person_id"), Guardian.ended_at.is_(None))
    .order_by(Booking.id)
)


@dataclass(frozen=True, slots=True)
class Group:
    """Brothers and sisters at the station: ``children`` and ``bookings`` in the same order."""

    pickup: Pickup
    session: Session
    programme: Programme
    children: tuple[Person, ...]
    bookings: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Mine:
    """``guardian``: answers for any child at all. ``pickups``: of those who are there now."""

    guardian: bool
    pickups: tuple[int, ...]


def mine_there(work: Work) -> Mine:
    """For everybody's first screen: one statement by two indexes, and no more than that for whoever
    has no child at a station."""
    rows = _mine.all(work.connection, {"person_id": work.actor.person_id})
    there = {
        (row.session_id, row.sign_up_id)
        for row in rows
        if row.booking_id is not None and row.came_at > work.now - FORGOTTEN
    }
    pickups = [_pickup_of(work, *one) for one in sorted(there)]
    return Mine(bool(rows), tuple(one.id for one in pickups if one is not None))


def _pickup_of(work: Work, session_id: int, sign_up_id: int) -> Pickup | None:
    """The open one of a family in a session."""
    return work.session.scalars(
        select(Pickup)
        .join(Booking, Booking.id == Pickup.booking_id)
        .where(
            Booking.session_id == session_id,
            Booking.sign_up_id == sign_up_id,
            Pickup.closed_at.is_(None),
        )
        .execution_options(populate_existing=True)
    ).first()


def pickup_of(work: Work, booking: Booking) -> Pickup | None:
    return _pickup_of(work, booking.session_id, booking.sign_up_id)


def group_of(work: Work, pickup_id: int, *, lock: bool = False) -> Group:
    """Everything about one pickup, whoever asks. NotFound if there is none. After they left: those
    who left together."""
    pickup = work.session.get(Pickup, pickup_id)
    if pickup is None:
        raise NotFound("pickup")
    first = work.session.get_one(Booking, pickup.booking_id)
    if lock:
        lock_sessions(work, first.session_id)
        work.session.refresh(pickup)
        first = work.session.get_one(Booking, pickup.booking_id, populate_existing=True)
    session = work.session.get_one(Session, first.session_id)
    rows = work.session.execute(
        select(Booking.id, Person)
        .join(Person, Person.id == Booking.person_id)
        .where(
            Booking.session_id == first.session_id,
            Booking.sign_up_id == first.sign_up_id,
            Booking.came_at.is_not(None),
            or_(Booking.left_at.is_(None), Booking.left_at == pickup.closed_at),
        )
        .order_by(Booking.id)
    ).all()
    return Group(
        pickup,
        session,
        work.session.get_one(Programme, session.programme_id),
        tuple(row.Person for row in rows),
        tuple(row.id for row in rows),
    )


def still_there(work: Work, pickup_id: int) -> Group:
    """The same, held until the end of the transaction. NotThere once they have left."""
    group = group_of(work, pickup_id, lock=True)
    if group.pickup.closed_at is not None or not group.children:
        raise NotThere
    return group


# -- who may see it --------------------------------------------------------------------------------
def my_group(work: Work, pickup_id: int) -> Group:
    """For who answers for all of the children. NotFound for everybody else."""
    group = group_of(work, pickup_id)
    if not answers_for(work, group):
        raise NotFound("pickup")
    return group


def group_here(work: Work, pickup_id: int) -> Group:
    """For who runs the station, as long as their role counts. NotFound for everybody else."""
    group = group_of(work, pickup_id)
    if not runs(work, group.programme):
        raise NotFound("pickup")
    return group


def answers_for(work: Work, group: Group) -> bool:
    me = work.actor.person_id
    return bool(group.children) and all(
        me in guardians_of(work, child.id) for child in group.children
    )


class OfPickup(Command[int]):
    """Base of what is done about children who are at the station. Returns the pickup's id."""

    may: ClassVar[May] = May()
    purpose: ClassVar[str] = PURPOSE
    pickup_id: int

    def relations(self, work: Work) -> Collection[str]:
        return standing(work, self.pickup_id)


def standing(work: Work, pickup_id: int) -> tuple[str, ...]:
    """What the acting person is to these children: "guardian", "runs" the station, "lead" there."""
    group = group_of(work, pickup_id)
    found = {
        "guardian": answers_for(work, group),
        "runs": runs(work, group.programme),
        "lead": runs(work, group.programme, lead=True),
    }
    return tuple(name for name, true in found.items() if true)


GUARDIAN = May(relations=("guardian",))
TUTOR = May(relations=("runs",))
LEAD = May(relations=("lead",))


# -- telling ---------------------------------------------------------------------------------------
def all_guardians(work: Work, group: Group) -> list[int]:
    """Who answers for any of the children."""
    return list(
        dict.fromkeys(one for child in group.children for one in guardians_of(work, child.id))
    )


def with_account(work: Work, people: Collection[int]) -> list[int]:
    """Those who can be written to, in the same order."""
    found = select(Account.person_id).where(
        Account.person_id.in_(list(people)), Account.state == "live"
    )
    have = set(work.session.scalars(found))
    return [one for one in people if one in have]


def when_expected(pickup: Pickup, session: Session) -> datetime:
    return pickup.late_until or session.ends_at
