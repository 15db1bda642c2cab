"""The stations: which take children of these grades, how far they are, on which weekdays.

A station is a programme whose kind fills for a whole term (``way: term``). Nothing here is about a
person but whether they run a station.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import select

from models.clocks import to_town, town_instant
from models.places import grid_of_person
from models.programmes.kinds import kind_of
from models.programmes.tables import Programme, Session
from models.refusals import NotFound
from models.rights import covers, roles_of
from models.town.programmes import ProgrammeKind
from models.town.schema import Town
from models.work import Work

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
SCHOOL_DAYS = 0b0011111
LEADS = ("coordinator",)
"""A station's lead is who is at the desk of its community."""
DRAW_AT = time(18)
"""On the eve of the first day."""
_BYDAY = re.compile(r"BYDAY=([A-Z,]+)")


@dataclass(frozen=True, slots=True)
class Station:
    """``metres``: from home, None where either is not on the map. ``days``: bit 0 is Monday."""

    programme_id: int
    place_id: str
    metres: int | None
    days: int
    first: date
    last: date


def term_kinds(town: Town) -> list[str]:
    return [kind.id for kind in town.programme_kinds if kind.way == "term"]


def open_programmes(work: Work) -> list[Programme]:
    """Every station's term that can still be signed up for."""
    today = to_town(work.now).date()
    rows = work.session.scalars(
        select(Programme)
        .where(
            Programme.kind.in_(term_kinds(work.town)),
            Programme.state == "open",
            Programme.last >= today,
        )
        .order_by(Programme.id)
    )
    return [
        one for one in rows if one.first - timedelta(days=kind_of(work, one).opens_days) <= today
    ]


def stations(work: Work) -> list[Station]:
    """All of them, the nearest to the acting person's home first. A term that has begun comes
    before the next one of the same place."""
    home = grid_of_person(work, work.actor.person_id)
    found = [_station(work, one, home) for one in open_programmes(work)]
    found.sort(key=lambda one: (one.first, one.metres is None, one.metres or 0, one.programme_id))
    nearest: dict[str, Station] = {}
    for one in found:
        nearest.setdefault(one.place_id, one)
    return sorted(
        nearest.values(), key=lambda one: (one.metres is None, one.metres or 0, one.programme_id)
    )


def others(work: Work, programme: Programme) -> list[Station]:
    """Of the same kind and at the same time as this one: those of its street first, then the
    nearest to the acting person's home."""
    home = grid_of_person(work, work.actor.person_id)
    street = _street(work.town, programme.place_id)
    found = [
        _station(work, one, home)
        for one in open_programmes(work)
        if one.kind == programme.kind
        and one.place_id != programme.place_id
        and one.first <= programme.last
        and one.last >= programme.first
    ]
    return sorted(
        found,
        key=lambda one: (
            _street(work.town, one.place_id) != street, one.metres is None, one.metres or 0,
            one.first, one.programme_id,
        ),
    )  # fmt: skip


def _street(town: Town, place_id: str) -> str:
    path = town.path(place_id).strip("/").split("/")
    return next((one for one in path if town.place(one).kind == "street"), "")


def station(work: Work, programme_id: int) -> Station:
    """One of them. NotFound if it is no station."""
    programme = work.session.get(Programme, programme_id)
    if programme is None or programme.kind not in term_kinds(work.town):
        raise NotFound("station")
    return _station(work, programme, grid_of_person(work, work.actor.person_id))


def _station(work: Work, one: Programme, home: str | None) -> Station:
    metres = None
    if home is not None:
        ways = [work.town.metres(home, grid) for grid in _grids(work.town, one.place_id)]
        known = [way for way in ways if way is not None]
        # A station lies somewhere in its community: to the middle of it on the average.
        metres = round(sum(known) / len(known)) if known else None
    return Station(one.id, one.place_id, metres, days_of(one), one.first, one.last)


def _grids(town: Town, place_id: str) -> list[str]:
    place = town.place(place_id)
    if place.kind == "grid":
        return [place_id]
    return [grid.id for grid in town.children(place_id, "grid")] or [place.grid or place_id]


def days_of(programme: Programme) -> int:
    """The weekdays of its rule; Monday to Friday where it does not say."""
    found = _BYDAY.search(programme.rule)
    if found is None:
        return SCHOOL_DAYS
    return mask(WEEKDAYS.index(day) for day in found[1].split(",") if day in WEEKDAYS)


def mask(weekdays: Iterable[int]) -> int:
    bits = 0
    for weekday in weekdays:
        bits |= 1 << weekday
    return bits


def weekdays_in(days: int) -> list[int]:
    return [weekday for weekday in range(7) if days >> weekday & 1]


def draw_at(programme: Programme, kind: ProgrammeKind) -> datetime | None:
    """The evening before the first day; None where nothing is drawn, or it was made later."""
    if kind.fill != "draw":
        return None
    at = town_instant(programme.first - timedelta(days=1), DRAW_AT)
    return at if programme.made_at < at else None


# -- who runs one ----------------------------------------------------------------------------------
def runs(work: Work, programme: Programme, *, lead: bool = False) -> bool:
    """Whether the acting person runs this station now (a background check that is over ends that);
    ``lead``: answers for it."""
    path = work.town.path(programme.place_id)
    roles = LEADS if lead else (*kind_of(work, programme).runs, *LEADS)
    return any(
        role in roles and covers(place, path)
        for role, place in roles_of(work, work.actor.person_id)
    )


def my_sessions(work: Work) -> list[Session]:
    """The sessions of today at the stations the acting person runs, in their order."""
    held = roles_of(work, work.actor.person_id)
    roles = {role for kind in work.town.programme_kinds if kind.way == "term" for role in kind.runs}
    places = [path.rsplit("/", 1)[-1] for role, path in held if role in roles | set(LEADS)]
    if not places:
        return []
    midnight = town_instant(to_town(work.now).date(), time.min)
    found = work.session.scalars(
        select(Session)
        .join(Programme, Programme.id == Session.programme_id)
        .where(
            Programme.place_id.in_(places),
            Programme.kind.in_(term_kinds(work.town)),
            Session.begins_at >= midnight,
            Session.begins_at < midnight + timedelta(days=1),
            Session.state != "cancelled",
        )
        .order_by(Session.begins_at, Session.id)
    )
    return list(found)
