"""What has to end before somebody can delete their data: things others rely on this very day.

Asked before the talk, so that nobody is led through it in vain, and once more by the command itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from sqlalchemy import Select, and_, func, select
from sqlalchemy.orm import aliased

from models.alarms.tables import Alarm
from models.bookings.tables import Booking
from models.family.tables import Guardian
from models.help.tables import Case
from models.register.tables import Person
from models.rights import roles_of
from models.station.tables import Pickup
from models.station.there import FORGOTTEN
from models.tasks.tables import Offer
from models.work import Work

What = Literal["alarm", "there", "cases", "tasks", "children", "roles"]


@dataclass(frozen=True, slots=True)
class InTheWay:
    """``what`` is still open, and how many of it."""

    what: What
    count: int


def in_the_way(work: Work) -> InTheWay | None:
    """The first thing in the way of the acting person, the most pressing first."""
    me = work.actor.person_id
    counted: tuple[tuple[What, Select[int]], ...] = (
        (
            "alarm",
            select(func.count(Alarm.id)).where(
                Alarm.person_id == me, Alarm.state.in_(("asking", "raised"))
            ),
        ),
        ("there", _still_there(work)),
        (
            "cases",
            select(func.count(Case.id)).where(Case.asker_id == me, Case.closed_at.is_(None)),
        ),
        (
            "tasks",
            select(func.count(Offer.id)).where(Offer.person_id == me, Offer.state == "accepted"),
        ),
        (
            "children",
            select(func.count(Guardian.id))
            .join(Person, Person.id == Guardian.child_id)
            .where(
                Guardian.guardian_id == me,
                Guardian.ended_at.is_(None),
                Person.minor,
                Person.gone == "",
            ),
        ),
    )
    for what, query in counted:
        count = work.session.scalar(query)
        if count:
            return InTheWay(what, count)
    roles = [role for role, _path in roles_of(work, me) if role != "volunteer"]
    return InTheWay("roles", len(roles)) if roles else None


def _still_there(work: Work) -> Select[int]:
    """A child at a station whom somebody is still to collect."""
    first = aliased(Booking)
    together = first.session_id == Booking.session_id, first.sign_up_id == Booking.sign_up_id
    return (
        select(func.count(Pickup.id))
        .select_from(Booking)
        .join(first, and_(*together))
        .join(Pickup, Pickup.booking_id == first.id)
        .where(
            Booking.person_id == work.actor.person_id,
            Booking.state == "booked",
            Booking.came_at > work.now - FORGOTTEN,
            Booking.left_at.is_(None),
            Pickup.closed_at.is_(None),
        )
    )
