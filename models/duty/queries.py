"""What the acting member of staff may see: their desk, their places' cases, calls and people.

Every query joins the place of its row with the places where the actor holds a role, so a desk can
never show a neighbour's door. Nothing here counts or ranks people (P10).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy import ColumnElement, Select, bindparam, or_, select

from models.alarms.calling import open_alarms
from models.base import UtcTime
from models.duty.people import DESK, STAFF, within_my_places
from models.duty.tables import Call
from models.duty.talking import waiting_hand_overs
from models.gate import holds
from models.help.adding import ready_photos
from models.help.tables import Case, CaseEvent
from models.prepared import Prepared
from models.refusals import NotFound
from models.register.holding import held_at
from models.register.tables import Household, Person, Role
from models.tasks.tables import Offer, Volunteer
from models.town.tables import Place
from models.work import Work

MOST = 60
"""A desk with more than this has other problems than the last row."""
ItemKind = Literal["alarm", "hand_over", "case", "call"]


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that needs somebody now; ``row`` is what the label is read from."""

    kind: ItemKind
    id: int
    since: datetime
    row: Any


def needs_me_now(work: Work) -> list[Item]:
    """Alarms first, then who waits longest."""
    alarms = [Item("alarm", alarm.id, alarm.raised_at, alarm) for alarm in open_alarms(work)]
    others = [Item("hand_over", row.id, row.asked_at, row) for row in waiting_hand_overs(work)]
    others += [
        Item("case", case.id, case.attention_at or case.opened_at, case)
        for case in _cases(work, Case.attention.is_not(None))
    ]
    others += [Item("call", call.id, call.since, call) for call in open_calls(work)]
    return [*alarms, *sorted(others, key=lambda item: item.since)]


def nobody_took(work: Work) -> Sequence[Case]:
    """Open cases that are still going round, the oldest first."""
    return _cases(work, Case.stage.in_(("open", "offered")) & Case.attention.is_(None))


def going_on(work: Work) -> Sequence[Case]:
    """Today: somebody is coming, on it, or waits to hear how it went."""
    stages = ("taken", "on_way", "with_duty", "with_company", "reported")
    return _cases(work, Case.stage.in_(stages) & Case.attention.is_(None))


def _cases(work: Work, which: ColumnElement[bool]) -> Sequence[Case]:
    return work.session.scalars(
        select(Case)
        .outerjoin(Place, Place.id == Case.grid_id)
        .where(Case.closed_at.is_(None), which, within_my_places(work))
        .order_by(Case.opened_at)
        .limit(MOST)
    ).all()


def staff_case(work: Work, case_id: int) -> Case:
    """A case at a place of the acting member of staff; NotFound for any other."""
    case = work.session.scalars(
        select(Case)
        .outerjoin(Place, Place.id == Case.grid_id)
        .where(Case.id == case_id, within_my_places(work))
    ).first()
    if case is None:
        raise NotFound("case")
    return case


def staff_photos(work: Work, case_id: int) -> tuple[int, ...]:
    """Photos of a case that may be shown; only for staff of its place."""
    staff_case(work, case_id)
    return ready_photos(work, case_id)


def staff_story(work: Work, case_id: int, most: int) -> Sequence[CaseEvent]:
    """The last lines of a case's story, the oldest first; only for staff of its place."""
    staff_case(work, case_id)
    newest = work.session.scalars(
        select(CaseEvent)
        .where(CaseEvent.case_id == case_id)
        .order_by(CaseEvent.id.desc())
        .limit(most)
    ).all()
    return newest[::-1]


def taker_of(work: Work, case_id: int) -> tuple[int, datetime | None] | None:
    """Who goes there and when they will arrive, for staff of the case's place."""
    staff_case(work, case_id)
    row = work.connection.execute(
        select(Offer.person_id, Offer.arrive_at).where(
            Offer.case_id == case_id, Offer.state == "accepted"
        )
    ).first()
    return (row.person_id, row.arrive_at) if row else None


def reach_of(work: Work, person_id: int, place_path: str | None) -> tuple[Person, Household | None]:
    """Phone and door of somebody in need, for the staff of the place it happens at.

    The caller has the case, call, alarm or hand-over in hand, which is what gives the right."""
    if not holds(work, STAFF, place_path):
        raise NotFound("person")
    person = work.session.get_one(Person, person_id)
    home = work.session.get(Household, person.household_id) if person.household_id else None
    return person, home


def open_calls(work: Work) -> Sequence[Call]:
    """People to be phoned, the longest waiting first. A grid worker's list: those to knock at."""
    return work.session.scalars(
        select(Call)
        .outerjoin(Place, Place.id == Call.place_id)
        .where(
            Call.done_at.is_(None),
            or_(
                within_my_places(work, DESK),
                (Call.outcome == "knock") & within_my_places(work, ("grid_worker",)),
            ),
        )
        .order_by(Call.since)
        .limit(MOST)
    ).all()


def staff_call(work: Work, call_id: int) -> Call:
    call = work.session.scalars(
        select(Call)
        .outerjoin(Place, Place.id == Call.place_id)
        .where(Call.id == call_id, within_my_places(work))
    ).first()
    if call is None:
        raise NotFound("call")
    return call


def volunteers_waiting(work: Work) -> Sequence[tuple[Volunteer, Person]]:
    """Who asked to be a volunteer and waits for a yes."""
    return [
        (volunteer, person)
        for volunteer, person in work.session.execute(
            select(Volunteer, Person)
            .join(Person, Person.id == Volunteer.person_id)
            .join(Place, Place.id == Volunteer.community_id)
            .where(Volunteer.state == "waiting", within_my_places(work, DESK, unknown=False))
            .order_by(Volunteer.asked_at)
            .limit(MOST)
        )
    ]


def residents_waiting(work: Work) -> Sequence[tuple[Person, Household]]:
    """Residents whom nobody has confirmed yet, at the acting person's places."""
    return [
        (person, home)
        for person, home in work.session.execute(
            _people(work)
            .where(
                Person.verified_at.is_(None),
                Person.consent.not_in(("", "no")),
                Person.gone == "",
            )
            .order_by(Person.id)
            .limit(MOST)
        )
    ]


def _people(work: Work, roles: Sequence[str] = STAFF) -> Select[Person, Household]:
    return (
        select(Person, Household)
        .join(Household, Household.id == Person.household_id)
        .join(Place, Place.id == Household.grid_id)
        .where(within_my_places(work, roles, unknown=False))
    )


# Asked for every menu, so by columns and not as objects.
_my_roles = Prepared(
    select(Role.id, Role.role, Role.on_duty)
    .where(
        Role.person_id == bindparam("person_id"),
        held_at(bindparam("now", type_=UtcTime)),
        or_(*(Role.role == role for role in STAFF)),
    )
    .order_by(Role.id)
)


def my_roles(work: Work) -> Sequence[Any]:
    """The acting person's own staff roles: rows with ``id``, ``role`` and ``on_duty``."""
    return _my_roles.all(work.connection, {"person_id": work.actor.person_id, "now": work.now})


def minutes_since(work: Work, moment: datetime) -> int:
    return max(0, (work.now - moment) // timedelta(minutes=1))
