"""Whom to ask first, and why: the order that decides who is disturbed at work.

Candidates are read tier by tier (the community, the rest of the street, then street by street
outwards) and the search stops as soon as there are enough. Nearness sorts first anyway, so this
gives the same people as sorting the whole city, and costs the same in a city ten times as large.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Row,
    ScalarSelect,
    String,
    and_,
    bindparam,
    cast,
    exists,
    func,
    or_,
    select,
)
from sqlalchemy import case as when

from models.help.tables import Case
from models.register.holding import held_at
from models.register.tables import Account, Role
from models.tasks.tables import Offer, Volunteer
from models.town.schema import WEEKDAYS, Kind, Reach, Town, Wave
from models.work import Work

IDLE_WORTH_SAYING = 3
"""Days without an offer from which on it is a reason that is told."""

_NEAR: tuple[Reach, ...] = ("grid", "community", "street", "city")


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody to ask, with the reason codes that are stored and shown."""

    person_id: int
    why: tuple[str, ...]


def candidates(
    work: Work, case: Case, kind: Kind, wave: Wave, *, turn: int, people: int
) -> list[Candidate]:
    """The best ``people`` within the wave's reach, the first to be asked first.

    ``turn`` is the round of the case: who was asked in this round is not asked again, and who
    said no or gave it back is never asked again for this case.
    """
    if case.grid_id is None:
        return []
    found: list[Candidate] = []
    asked: list[ColumnElement[bool]] = []
    rank = _nearness(work.town, case.grid_id)
    for near, communities in _tiers(work.town, case.grid_id, wave.reach):
        if not _somebody_lives(work, communities):
            continue
        asked = asked or _eligible(work, case, kind, wave, turn)
        query = (
            select(
                Volunteer.person_id, Volunteer.skills, Volunteer.last_asked_at, rank.label("rank")
            )
            .where(Volunteer.community_id.in_(communities), *asked)
            .order_by(
                rank,
                _count(Offer.state.in_(("open", "accepted"))),
                Volunteer.last_asked_at.is_not(None),
                Volunteer.last_asked_at,
                Volunteer.person_id,
            )
            .limit(people - len(found))
        )
        if wave.reach == "grid":
            query = query.where(rank == 0)
        found += [_candidate(work, kind, near, row) for row in work.session.execute(query)]
        if len(found) >= people:
            break
    return found


# Built once: the whole question costs a millisecond to put together, and most tiers are empty
# where hardly anybody has volunteered yet.
_SOMEBODY = (
    select(Volunteer.person_id)
    .where(
        Volunteer.community_id.in_(bindparam("communities", expanding=True)),
        Volunteer.state == "approved",
        Volunteer.on_duty.is_(True),
    )
    .limit(1)
)


def _somebody_lives(work: Work, communities: Sequence[str]) -> bool:
    """Whether there is any volunteer on duty in these communities."""
    given = {"communities": list(communities)}
    return work.connection.execute(_SOMEBODY, given).first() is not None


def shifts_now(town: Town, local: datetime) -> list[str]:
    """Ids of the shifts that this local moment belongs to."""
    day, clock = WEEKDAYS[local.weekday()], local.time()
    return [shift.id for shift in town.shifts if day in shift.days and clock in shift.hours]


def _candidate(work: Work, kind: Kind, near: Reach, row: Row[Any]) -> Candidate:
    why = [f"skill:{skill}" for skill in kind.skills if skill in row.skills][:1]
    level = near if near in ("street", "city") else _NEAR[row.rank]
    if level != "city":
        why.append(f"near:{level}")
    if row.last_asked_at is None:
        why.append("first")
    elif (days := (work.now - row.last_asked_at).days) >= IDLE_WORTH_SAYING:
        why.append(f"idle:{days}")
    return Candidate(row.person_id, tuple(why or ["wide"]))


def _tiers(town: Town, grid_id: str, reach: Reach) -> Iterator[tuple[Reach, tuple[str, ...]]]:
    """Communities to look in, nearest first, as far as the wave reaches."""
    home = _home(town, grid_id)
    yield "community", home
    if reach in ("grid", "community"):
        return
    street = town.up(grid_id, "street")
    rest = tuple(
        place.id for place in town.children(street.id, "community") if place.id not in home
    )
    if rest:
        yield "street", rest
    if reach == "city":
        for other in _streets_by_distance(town, grid_id, street.id):
            below = tuple(place.id for place in town.children(other, "community"))
            if below:
                yield "city", below


def _home(town: Town, grid_id: str) -> tuple[str, ...]:
    """The community of a grid; for a grid that serves villages, these villages."""
    place = town.up(grid_id, "community")
    if place.kind == "community":
        return (place.id,)
    return tuple(village.id for village in town.communities if village.grid == grid_id)


def _streets_by_distance(town: Town, grid_id: str, own: str) -> list[str]:
    far = float("inf")
    nearest: dict[str, float] = {
        street.id: far for street in town.children(town.city.id, "street") if street.id != own
    }
    for grid in town.grids:
        street = town.up(grid.id, "street").id
        metres = town.metres(grid_id, grid.id)
        if street in nearest and metres is not None:
            nearest[street] = min(nearest[street], metres)
    return sorted(nearest, key=lambda street: (nearest[street], street))


def _nearness(town: Town, grid_id: str) -> ColumnElement[int]:
    """0 in the same grid, 1 elsewhere; a village has one grid, so living there is enough."""
    same = Volunteer.home_grid_id == grid_id
    villages = [village.id for village in town.communities if village.grid == grid_id]
    if villages:
        same = or_(same, Volunteer.community_id.in_(villages))
    return when((same, 0), else_=1)


def _eligible(
    work: Work, case: Case, kind: Kind, wave: Wave, turn: int
) -> list[ColumnElement[bool]]:
    person = Volunteer.person_id
    conditions: list[ColumnElement[bool]] = [
        Volunteer.state == "approved",
        Volunteer.on_duty.is_(True),
        person != case.asker_id,
        exists().where(Role.person_id == person, Role.role == "volunteer", held_at(work.now)),
        exists().where(Account.person_id == person, Account.state == "live"),
        ~exists().where(
            Offer.case_id == case.id,
            Offer.person_id == person,
            or_(Offer.round >= turn, Offer.state.in_(("declined", "given_up"))),
        ),
        *_limits(work),
    ]
    if wave.require_skill and kind.skills:
        conditions.append(or_(*(_lists(Volunteer.skills, skill) for skill in kind.skills)))
    shifts = shifts_now(work.town, work.calendar.local(work.now))
    # At night nobody has given hours: what may not wait then goes to all who are on duty.
    if shifts:
        conditions.append(or_(*(_lists(Volunteer.hours, shift) for shift in shifts)))
    return conditions


def _limits(work: Work) -> list[ColumnElement[bool]]:
    limits = work.town.offers
    local = work.calendar.local(work.now)
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
    conditions: list[ColumnElement[bool]] = [
        _count(Offer.state == "accepted") < limits.open_tasks,
        _count(Offer.offered_at >= midnight) < limits.offers_a_day,
    ]
    if limits.rest_days_after_decline:
        since = work.now - timedelta(days=limits.rest_days_after_decline)
        conditions.append(_count(and_(Offer.state == "declined", Offer.answered_at >= since)) == 0)
    return conditions


def _count(condition: ColumnElement[bool]) -> ScalarSelect[int]:
    """How many offers of the volunteer fulfil the condition."""
    return (
        select(func.count())
        .select_from(Offer)
        .where(Offer.person_id == Volunteer.person_id, condition)
        .correlate(Volunteer)
        .scalar_subquery()
    )


def _lists(column: Any, item: str) -> ColumnElement[bool]:
    """Whether a JSON list of ids holds ``item``, in a way both databases understand."""
    return cast(column, String).contains(f'"{item}"', autoescape=True)
