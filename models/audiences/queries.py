"""What whoever sends may choose from: their places, the doors there, what is kept, what is coming up."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select

from models.audiences.expressions import Expression, from_json
from models.audiences.selecting import lives_in
from models.audiences.tables import SavedAudience
from models.notices.running import SENDERS
from models.notices.tables import Notice
from models.programmes.tables import Programme, Session
from models.refusals import NotFound
from models.register.tables import Household
from models.rights import covers, roles_of
from models.town.geography import Place
from models.town.local import Local
from models.work import Work

MOST = 60


@dataclass(frozen=True, slots=True)
class Kept:
    """An audience under a name, at a place."""

    id: int
    place_id: str
    name: str
    expression: Expression


@dataclass(frozen=True, slots=True)
class Coming:
    """A programme that meets again."""

    id: int
    title: Local


# -- where ---------------------------------------------------------------------------------------------
def places_to_send(work: Work) -> list[Place]:
    """Where the acting person may send: the places of their roles, widest first, and each street,
    community and village below them."""
    paths = _paths(work)
    found = [
        place
        for place in work.town.places
        if place.kind != "grid" and any(covers(path, work.town.path(place.id)) for path in paths)
    ]
    return sorted(found, key=lambda place: _ORDER.index(place.kind))


_ORDER = ("city", "street", "community")


def own_places(work: Work) -> list[Place]:
    """The places of the acting person's own roles, and nothing below them."""
    return [work.town.place(path.rsplit("/", 1)[-1]) for path in _paths(work)]


def _paths(work: Work) -> list[str]:
    held = roles_of(work, work.actor.person_id)
    return sorted({path for role, path in held if role in SENDERS})


def _may_send_at(work: Work, place_id: str) -> bool:
    here = work.town.path(place_id)
    return any(covers(path, here) for path in _paths(work))


def doors_at(work: Work, place_id: str) -> int:
    """How many households of a place are on record; 0 for who may not send there."""
    if not _may_send_at(work, place_id):
        return 0
    found = select(func.count()).select_from(Household).where(lives_in(work.town, (place_id,)))
    return work.session.scalar(found) or 0


# -- what is kept --------------------------------------------------------------------------------------
def kept_audiences(work: Work) -> list[Kept]:
    """Those kept at the places where the acting person may send, by name."""
    paths = _paths(work)
    if not paths:
        return []
    rows = work.session.scalars(
        select(SavedAudience).where(SavedAudience.ended_at.is_(None)).order_by(SavedAudience.name)
    )
    known = {place.id for place in work.town.places}
    return [
        Kept(row.id, row.place_id, row.name, from_json(row.expression))
        for row in rows
        if row.place_id in known and _may_send_at(work, row.place_id)
    ]


def kept_for(work: Work, place_id: str) -> list[Kept]:
    """Of these, those that were kept for the place or for one around it."""
    return [one for one in kept_audiences(work) if work.town.contains(one.place_id, place_id)]


def kept_audience(work: Work, saved_id: int) -> Kept:
    """One of them, though it may have been dropped since: a talk that has chosen it goes on."""
    row = work.session.get(SavedAudience, saved_id)
    if row is None or not _may_send_at(work, row.place_id):
        raise NotFound("audience")
    return Kept(row.id, row.place_id, row.name, from_json(row.expression))


def audience_of(work: Work, notice_id: int) -> tuple[str, Expression]:
    """The place a notice of one's own places is sent at, and whom it is for."""
    notice = work.session.get(Notice, notice_id)
    if notice is None or not _may_send_at(work, notice.place_id):
        raise NotFound("notice")
    return notice.place_id, from_json(notice.audience)


# -- what is coming up ---------------------------------------------------------------------------------
def programmes_coming(work: Work, place_id: str) -> list[Coming]:
    """Programmes with a session to come, of the place, of those below it and around it."""
    if not _may_send_at(work, place_id):
        return []
    near = [
        place.id
        for place in work.town.places
        if work.town.contains(place.id, place_id) or work.town.contains(place_id, place.id)
    ]
    rows = work.session.execute(
        select(Programme.id, Programme.title_zh, Programme.title_en)
        .where(
            Programme.place_id.in_(near),
            Programme.state == "open",
            select(Session.id)
            .where(Session.programme_id == Programme.id, Session.ends_at > work.now)
            .exists(),
        )
        .order_by(Programme.id.desc())
        .limit(MOST)
    )
    return [Coming(row.id, Local(row.title_zh, row.title_en)) for row in rows]
