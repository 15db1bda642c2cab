"""Who runs a programme: the roles its kind names, where it is, and the desk of the place."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select

from models.gate import holds
from models.programmes.kinds import kind_of
from models.programmes.refusals import SessionGone, UnknownProgrammeKind
from models.programmes.tables import Programme, Session
from models.refusals import NotFound
from models.town.programmes import ProgrammeKind
from models.work import Work

DESK = ("coordinator", "admin")
RUNS = "runs"
"""The relation that lets somebody make, move and end it."""


def runs(work: Work, kind: ProgrammeKind | None, place_id: str) -> Collection[str]:
    """(RUNS,) if the acting person runs things of this kind at this place; for a kind that the town
    does not have, if they are of the desk there."""
    roles = (*DESK, *(kind.runs if kind is not None else ()))
    return (RUNS,) if holds(work, roles, _path(work, place_id)) else ()


def _path(work: Work, place_id: str) -> str:
    try:
        return work.town.path(place_id)
    except KeyError:
        raise NotFound("place") from None


def kind_named(work: Work, kind_id: str) -> ProgrammeKind | None:
    """The town's kind as it is today; None if there is none."""
    return next((kind for kind in work.town.programme_kinds if kind.id == kind_id), None)


def wanted_kind(work: Work, kind_id: str) -> ProgrammeKind:
    """The same; UnknownProgrammeKind if there is none."""
    kind = kind_named(work, kind_id)
    if kind is None:
        raise UnknownProgrammeKind(kind_id)
    return kind


def programme_of(work: Work, programme_id: int) -> Programme:
    """NotFound if there is none."""
    programme = work.session.get(Programme, programme_id)
    if programme is None:
        raise NotFound("programme")
    return programme


def session_of(work: Work, session_id: int) -> tuple[Session, Programme]:
    """NotFound if there is none."""
    session = work.session.get(Session, session_id)
    if session is None:
        raise NotFound("session")
    return session, work.session.get_one(Programme, session.programme_id)


def runs_programme(work: Work, programme: Programme) -> Collection[str]:
    return runs(work, kind_of(work, programme), programme.place_id)


def locked_programme(work: Work, programme_id: int) -> Programme:
    """The open programme's row, nobody else's until the end of the transaction. SessionGone if it
    has ended."""
    programme = work.session.execute(
        select(Programme)
        .where(Programme.id == programme_id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    ).scalar_one()
    if programme.state != "open":
        raise SessionGone(0, programme.state)
    return programme


def locked_row(work: Work, session_id: int) -> Session:
    """The session's row as it now is, nobody else's until the end of the transaction."""
    return work.session.execute(
        select(Session)
        .where(Session.id == session_id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    ).scalar_one()


def locked_session(work: Work, session_id: int) -> Session:
    """The same for one that is still to come. SessionGone if it was cancelled, or has begun."""
    session = locked_row(work, session_id)
    if session.state != "planned":
        raise SessionGone(session_id, session.state)
    if session.begins_at <= work.now:
        raise SessionGone(session_id, "over")
    return session
