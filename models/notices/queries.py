"""What those who send see of notices, within the places of their roles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select

from models.notices.running import SENDERS
from models.notices.tables import Notice, NoticeFile, NoticeTemplate
from models.refusals import NotFound
from models.rights import covers, roles_of
from models.town.geography import Place
from models.town.tables import Place as PlaceRow
from models.work import Work


def places_of_mine(work: Work) -> tuple[Place, ...]:
    """Where the acting person may send, the widest first."""
    held = {path for role, path in roles_of(work, work.actor.person_id) if role in SENDERS}
    ordered = sorted(held, key=lambda path: (path.count("/"), path))
    return tuple(work.town.place(path.rsplit("/", 1)[-1]) for path in ordered)


def may_send_at(work: Work, place_id: str, person_id: int) -> bool:
    """Whether this person may send at the place now."""
    here = work.town.path(place_id)
    held = roles_of(work, person_id)
    return any(role in SENDERS and covers(path, here) for role, path in held)


def _mine(work: Work, place_id: str) -> bool:
    return may_send_at(work, place_id, work.actor.person_id)


def notice_of(work: Work, notice_id: int) -> Notice:
    """One notice of my places, whoever wrote it. NotFound for any other."""
    notice = work.session.get(Notice, notice_id)
    if notice is None or not _mine(work, notice.place_id):
        raise NotFound("notice")
    return notice


@dataclass(frozen=True, slots=True)
class Listed:
    id: int
    kind: str
    place_id: str
    state: str
    at: datetime


def my_notices(work: Work, skip: int, most: int) -> Sequence[Listed]:
    """Those of my places that went out, are to go out, or wait for something; the newest first."""
    paths = {work.town.path(place.id) for place in places_of_mine(work)}
    if not paths:
        return ()
    within = or_(
        *(
            or_(PlaceRow.path == path, PlaceRow.path.startswith(f"{path}/", autoescape=True))
            for path in paths
        )
    )
    rows = work.session.execute(
        select(Notice.id, Notice.kind, Notice.place_id, Notice.state, Notice.created_at)
        .join(PlaceRow, PlaceRow.id == Notice.place_id)
        .where(within, Notice.state.not_in(("draft", "empty", "refused")))
        .order_by(Notice.created_at.desc(), Notice.id.desc())
        .offset(skip)
        .limit(most)
    )
    return [Listed(*row) for row in rows]


def file_of(work: Work, notice: Notice) -> NoticeFile | None:
    """The picture or the PDF that goes with it, ready or not."""
    if notice.picture_id is None:
        return None
    return work.session.get(NoticeFile, notice.picture_id)


def goes_with(work: Work, notice: Notice, kind: str) -> int | None:
    """The id of its "photo" or its "file", once that is ready."""
    file = file_of(work, notice)
    return file.id if file is not None and (file.kind, file.state) == (kind, "ready") else None


def template_of(work: Work, template_id: int) -> NoticeTemplate:
    """One of a place of mine, below it or above it. NotFound for any other."""
    template = work.session.get(NoticeTemplate, template_id)
    if template is None or template.ended_at is not None:
        raise NotFound("template")
    there = work.town.path(template.place_id)
    mine = [work.town.path(place.id) for place in places_of_mine(work)]
    if not any(covers(path, there) or covers(there, path) for path in mine):
        raise NotFound("template")
    return template


def templates_of(work: Work, place_id: str) -> Sequence[NoticeTemplate]:
    """Words that are kept at a place, or above it, for whoever may send there."""
    if not _mine(work, place_id):
        return ()
    here = [place.id for place in work.town.ancestors(place_id)]
    return work.session.scalars(
        select(NoticeTemplate)
        .where(NoticeTemplate.place_id.in_(here), NoticeTemplate.ended_at.is_(None))
        .order_by(NoticeTemplate.name, NoticeTemplate.id)
    ).all()
