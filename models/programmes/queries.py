"""What those who run things see of them: what is next, how many come, what they may make, where."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from itertools import groupby, islice
from typing import Any

from sqlalchemy import ColumnElement, false, func, literal_column, or_, select, tuple_

from models.bookings.tables import IS_LIVE, Booking
from models.clocks import to_town, town_instant
from models.gate import covers
from models.programmes.kinds import kind_of
from models.programmes.making import unknown_year
from models.programmes.recurrence import Plan
from models.programmes.running import DESK, programme_of, runs_programme, session_of
from models.programmes.tables import Programme, Session
from models.refusals import NotFound
from models.rights import roles_of
from models.town.geography import Place
from models.town.local import Local
from models.town.people import DoctorTeam
from models.town.programmes import ProgrammeKind
from models.town.tables import Place as PlaceRow
from models.work import Work

CHUNK = 100
"""Sessions that are read at once until a list is full."""
_DAY = timedelta(days=1)
_PLANNED: ColumnElement[bool] = Session.state == literal_column("'planned'")


# -- what I may run ----------------------------------------------------------------------------------
def kinds_of_mine(work: Work) -> list[ProgrammeKind]:
    """What the acting person may make, first what is for people like them; nothing for most."""
    held = {role for role, _path in roles_of(work, work.actor.person_id)}
    own = [kind for kind in work.town.programme_kinds if not held.isdisjoint(kind.runs)]
    if held.isdisjoint(DESK):
        return own
    return [*own, *(kind for kind in work.town.programme_kinds if kind not in own)]


def places_for(work: Work, kind: ProgrammeKind) -> list[Place]:
    """Where the acting person may make something of this kind: the places of their own roles, and
    for the doctors' kinds those where a team sits."""
    paths = _paths(work, kind)
    town = work.town
    if kind.way == "team":
        seats = {team.place for team in town.doctors.teams}
        return [
            place
            for place in town.places
            if place.id in seats and any(covers(path, town.path(place.id)) for path in paths)
        ]
    own = [path.rsplit("/", 1)[-1] for path in paths]
    if kind.where != "station":
        return [town.place(place_id) for place_id in dict.fromkeys(own)]
    return [
        place
        for place in town.communities
        if not place.rural and any(covers(path, town.path(place.id)) for path in paths)
    ]


def teams_at(work: Work, place_id: str) -> list[DoctorTeam]:
    """The doctors who sit at a place."""
    return [team for team in work.town.doctors.teams if team.place == place_id]


def keeps_desk(work: Work) -> bool:
    """Whether the acting person looks after what others run, too."""
    return any(role in DESK for role, _path in roles_of(work, work.actor.person_id))


def leads_myself(work: Work, kind: ProgrammeKind) -> bool:
    """Whether the acting person is one of those who hold sessions of this kind, not only the desk."""
    held = {role for role, _path in roles_of(work, work.actor.person_id)}
    return any(role in held and role not in DESK for role in kind.runs)


def _paths(work: Work, kind: ProgrammeKind) -> list[str]:
    roles = (*DESK, *kind.runs)
    held = roles_of(work, work.actor.person_id)
    return sorted({path for role, path in held if role in roles})


# -- what is next ------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Meeting:
    """The sessions of one programme on one day, ``times`` of them: a clinic's morning is many.
    ``session_id`` is the first. ``taken`` of ``places`` are given away, ``waiting`` people wait."""

    session_id: int
    programme_id: int
    kind: ProgrammeKind
    title: Local
    where: Local
    begins_at: datetime
    ends_at: datetime
    places: int
    taken: int
    times: int
    repeats: bool
    waiting: int = 0
    room: str = ""
    unknown: int | None = None
    """The first year of which nobody can know yet when it meets."""


def my_meetings(
    work: Work, *, since: int = 0, most: int = 5, everything: bool = False
) -> list[Meeting]:
    """What the acting person runs, the next first; with ``everything`` also what the desk only looks
    after, as the clinics of a community. ``since``: from the meeting on that begins with this
    session, which is how a list goes on."""
    programmes = _programmes_of_mine(work, everything=everything)
    if not programmes:
        return []
    first = _where_it_stands(work, since, programmes)
    from_day = _start_of(first[0]) if first is not None else None
    meetings = _by_day(_in_order(work, list(programmes), from_day))
    left = (one for one in meetings if first is None or (one[0].begins_at, one[0].id) >= first)
    return [_meeting(work, programmes[one[0].programme_id], one) for one in islice(left, most)]


def _where_it_stands(
    work: Work, session_id: int, programmes: Container[int]
) -> tuple[datetime, int] | None:
    """When a session of these begins, as it is now; None for any other."""
    session = work.session.get(Session, session_id) if session_id else None
    if session is None or session.programme_id not in programmes:
        return None
    return session.begins_at, session.id


def _start_of(moment: datetime) -> datetime:
    return town_instant(to_town(moment).date(), time())


def _in_order(work: Work, programme_ids: list[int], from_day: datetime | None) -> Iterator[Session]:
    """All that is planned, in the order of time, read as far as it is looked at."""
    place = Session.begins_at, Session.id
    found = select(Session).where(
        Session.programme_id.in_(programme_ids), _PLANNED, Session.ends_at > work.now
    )
    if from_day is not None:
        found = found.where(Session.begins_at >= from_day)
    rest = found.order_by(*place).limit(CHUNK)
    while rows := work.session.scalars(rest).all():
        yield from rows
        last = rows[-1]
        behind = tuple_(*place) > tuple_(last.begins_at, last.id)
        rest = found.where(behind).order_by(*place).limit(CHUNK)


def _programmes_of_mine(work: Work, *, everything: bool) -> dict[int, Programme]:
    roles = roles_of(work, work.actor.person_id)
    kinds = [(_kinds_of(work, role, everything=everything), path) for role, path in roles]
    held = [(Programme.kind.in_(some), path) for some, path in kinds if some]
    if not held:
        return {}
    mine = or_(
        false(),
        *(
            kinds
            & or_(PlaceRow.path == path, PlaceRow.path.startswith(f"{path}/", autoescape=True))
            for kinds, path in held
        ),
    )
    rows = work.session.scalars(
        select(Programme)
        .join(PlaceRow, PlaceRow.id == Programme.place_id)
        .where(Programme.state == "open", mine)
    )
    return {programme.id: programme for programme in rows}


def _kinds_of(work: Work, role: str, *, everything: bool) -> list[str]:
    desk = everything and role in DESK
    return [kind.id for kind in work.town.programme_kinds if desk or role in kind.runs]


def _by_day(rows: Iterable[Session]) -> Iterator[list[Session]]:
    """Sessions of one programme on one day together, in the order in which they begin."""
    for _day, sessions in groupby(rows, key=lambda one: to_town(one.begins_at).date()):
        programmes: dict[int, list[Session]] = {}
        for session in sessions:
            programmes.setdefault(session.programme_id, []).append(session)
        yield from programmes.values()


def _meeting(work: Work, programme: Programme, sessions: list[Session], **more: Any) -> Meeting:
    return Meeting(
        session_id=sessions[0].id,
        programme_id=programme.id,
        kind=kind_of(work, programme),
        title=Local(programme.title_zh, programme.title_en),
        where=Local(programme.where_zh, programme.where_en),
        begins_at=sessions[0].begins_at,
        ends_at=max(session.ends_at for session in sessions),
        places=sum(session.places for session in sessions),
        taken=sum(session.taken for session in sessions),
        times=len(sessions),
        repeats=bool(programme.rule),
        room=sessions[0].room,
        **more,
    )


# -- one of them -------------------------------------------------------------------------------------
def meeting_of(work: Work, session_id: int) -> Meeting:
    """A session with all others of its programme on the same day that are still to come. NotFound
    for whoever does not run it."""
    session, programme = _mine(work, session_id)
    today = _planned_that_day(work, session)
    plan = Plan.of(programme)
    unknown = unknown_year(work.town, plan, to_town(work.now).date()) if plan.rule else None
    ids = [one.id for one in today] or [session.id]
    waiting = _waiting(work, ids)
    return _meeting(work, programme, today or [session], waiting=waiting, unknown=unknown)


def one_session(work: Work, session_id: int) -> Meeting:
    """A session alone. NotFound for whoever does not run it, or when it is not planned any more."""
    session, programme = _mine(work, session_id)
    if session.state != "planned" or session.ends_at <= work.now:
        raise NotFound("session")
    return _meeting(work, programme, [session], waiting=_waiting(work, [session.id]))


def times_of_day(work: Work, session_id: int) -> list[Meeting]:
    """The numbered times of the day of a session, one by one."""
    session, programme = _mine(work, session_id)
    return [_meeting(work, programme, [one]) for one in _planned_that_day(work, session)]


def next_of(work: Work, programme_id: int) -> tuple[Local, datetime | None]:
    """What a programme is called, and when it meets next; None until its sessions are made. NotFound
    for whoever does not run it."""
    programme = programme_of(work, programme_id)
    if not runs_programme(work, programme):
        raise NotFound("programme")
    first = select(Session.begins_at).where(
        Session.programme_id == programme.id, _PLANNED, Session.begins_at > work.now
    )
    at = work.session.scalars(first.order_by(Session.begins_at).limit(1)).first()
    return Local(programme.title_zh, programme.title_en), at


def still_to_come(work: Work, programme_id: int) -> tuple[int, int]:
    """How many sessions of a programme are to come, and how many bookings they have. NotFound for
    whoever does not run it."""
    if not runs_programme(work, programme_of(work, programme_id)):
        raise NotFound("programme")
    row = work.session.execute(
        select(func.count(), func.coalesce(func.sum(Session.taken), 0)).where(
            Session.programme_id == programme_id, _PLANNED, Session.begins_at > work.now
        )
    ).one()
    return int(row[0]), int(row[1])


def _mine(work: Work, session_id: int) -> tuple[Session, Programme]:
    session, programme = session_of(work, session_id)
    if not runs_programme(work, programme):
        raise NotFound("session")
    return session, programme


def _planned_that_day(work: Work, session: Session) -> list[Session]:
    """Those of its programme that are still to come on its day."""
    start = _start_of(session.begins_at)
    rows = work.session.scalars(
        select(Session)
        .where(
            Session.programme_id == session.programme_id,
            _PLANNED,
            Session.ends_at > work.now,
            Session.begins_at >= start,
            Session.begins_at < start + _DAY,
        )
        .order_by(Session.begins_at, Session.id)
    )
    return list(rows)


def _waiting(work: Work, session_ids: list[int]) -> int:
    waits = select(func.count()).where(
        Booking.session_id.in_(session_ids), IS_LIVE, Booking.state == "waiting"
    )
    return work.session.execute(waits).scalar_one()


def title_of(work: Work, programme_id: int) -> Local:
    """What a programme is called; its name is no secret."""
    programme = programme_of(work, programme_id)
    return Local(programme.title_zh, programme.title_en)
