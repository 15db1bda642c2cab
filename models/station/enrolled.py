"""What a guardian has signed up for, as long as it stands: their own children's places only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from models.bookings.tables import Enrolment, SignUp
from models.clocks import to_town
from models.family.tables import Guardian
from models.programmes.tables import Programme, Session
from models.refusals import NotFound
from models.register.tables import Person
from models.station.filling import STANDS, waits_at
from models.station.tables import StationTerm
from models.work import Work


@dataclass(frozen=True, slots=True)
class Standing:
    """One sign-up. ``state``: "applied", "in", "waiting" (at ``position``)."""

    sign_up_id: int
    number: str
    programme: Programme
    children: tuple[Person, ...]
    days: int
    state: str
    position: int
    draw_at: datetime | None


def my_enrolments(work: Work) -> list[Standing]:
    """All that stand, the oldest first."""
    mine = select(Guardian.child_id).where(
        Guardian.guardian_id == work.actor.person_id, Guardian.ended_at.is_(None)
    )
    ids = work.session.scalars(
        select(Enrolment.sign_up_id)
        .where(Enrolment.person_id.in_(mine), Enrolment.state.in_(STANDS))
        .distinct()
        .order_by(Enrolment.sign_up_id)
    ).all()
    today = to_town(work.now).date()
    found = [_standing(work, sign_up_id) for sign_up_id in ids]
    own = set(work.session.scalars(mine))
    return [
        one
        for one in found
        if one.programme.last >= today and {child.id for child in one.children} <= own
    ]


def my_enrolment(work: Work, sign_up_id: int) -> Standing:
    """NotFound unless it stands and is of the acting person's own children."""
    for one in my_enrolments(work):
        if one.sign_up_id == sign_up_id:
            return one
    raise NotFound("enrolment")


def _standing(work: Work, sign_up_id: int) -> Standing:
    rows = work.session.execute(
        select(Enrolment, Person)
        .join(Person, Person.id == Enrolment.person_id)
        .where(Enrolment.sign_up_id == sign_up_id, Enrolment.state.in_(STANDS))
        .order_by(Enrolment.id)
    ).all()
    first = rows[0].Enrolment
    term = work.session.get(StationTerm, first.programme_id)
    return Standing(
        sign_up_id,
        work.session.get_one(SignUp, sign_up_id).number,
        work.session.get_one(Programme, first.programme_id),
        tuple(row.Person for row in rows),
        first.days,
        first.state,
        waits_at(work, first) if first.state == "waiting" else 0,
        term.draw_at if term is not None else None,
    )


def first_day(work: Work, one: Standing) -> datetime | None:
    """When they are there for the first time from now on; None where no day has been made yet."""
    days = work.session.scalars(
        select(Session.begins_at)
        .where(
            Session.programme_id == one.programme.id,
            Session.begins_at > work.now,
            Session.state == "planned",
        )
        .order_by(Session.begins_at)
        .limit(7)
    )
    return next((at for at in days if one.days >> to_town(at).weekday() & 1), None)
