"""What the person it is about may see: how much is kept, and who looked at it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from models.doctors.tables import Contract
from models.family.tables import Guardian, Proxy
from models.help.tables import Attachment, Case
from models.privacy.tables import AccessNote
from models.register.tables import Account, Person
from models.rights import roles_of
from models.tasks.tables import MinuteEntry, Volunteer
from models.work import Work


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept about the acting person, in numbers and ids. ``home`` is said by
    ``my_address``."""

    name: str
    called: str
    phone_tail: str
    born: date | None
    verified: bool
    chats: int
    cases: int
    photos: int
    proxies: int
    children: int
    team_id: str
    ends_on: date | None
    volunteer: str
    minutes: int
    roles: tuple[str, ...]
    looked: int


def kept_about_me(work: Work) -> Kept:
    session, me = work.session, work.actor.person_id
    person = session.get_one(Person, me, populate_existing=True)
    contract = session.execute(
        select(Contract.team_id, Contract.ends_on).where(
            Contract.person_id == me, Contract.state != "ended"
        )
    ).first()
    volunteer = session.scalar(select(Volunteer.state).where(Volunteer.person_id == me))
    return Kept(
        name=person.name,
        called=person.called,
        phone_tail=person.phone[-4:] if person.phone else "",
        born=person.born,
        verified=person.verified_at is not None,
        chats=_count(work, Account, Account.person_id == me, Account.state == "live"),
        cases=_count(work, Case, Case.asker_id == me),
        photos=_count(work, Attachment, Attachment.person_id == me),
        proxies=_count(work, Proxy, Proxy.principal_id == me, Proxy.state == "agreed"),
        children=_count(work, Guardian, Guardian.guardian_id == me, Guardian.ended_at.is_(None)),
        team_id=contract.team_id if contract else "",
        ends_on=contract.ends_on if contract else None,
        volunteer=volunteer or "",
        minutes=_minutes(work),
        roles=tuple(sorted({role for role, _path in roles_of(work, me)})),
        looked=_count(work, AccessNote, AccessNote.person_id == me, AccessNote.by_person != me),
    )


def _count(work: Work, table: type, *where: object) -> int:
    query = select(func.count()).select_from(table).where(*where)  # type: ignore[arg-type]
    return work.session.scalar(query) or 0


def _minutes(work: Work) -> int:
    given = select(func.coalesce(func.sum(MinuteEntry.minutes), 0)).where(
        MinuteEntry.person_id == work.actor.person_id
    )
    return work.session.scalar(given) or 0


@dataclass(frozen=True, slots=True)
class Look:
    """Somebody looked at, or took out, what is kept about the acting person. Who it was by name
    and role; how to reach them privately is nobody's business."""

    who: str
    role: str
    what: str
    why: str
    at: datetime


def who_looked(work: Work, most: int, after: int = 0) -> list[Look]:
    """The newest first; what they did themselves is not among it."""
    looker, me = aliased(Person), work.actor.person_id
    rows = work.session.execute(
        select(
            AccessNote.role, AccessNote.what, AccessNote.why, AccessNote.at, looker.called,
            looker.name,
        )
        .outerjoin(looker, looker.id == AccessNote.by_person)
        .where(AccessNote.person_id == me, func.coalesce(AccessNote.by_person, 0) != me)
        .order_by(AccessNote.id.desc())
        .offset(after)
        .limit(most)
    )  # fmt: skip
    return [Look(row.called or row.name or "", row.role, row.what, row.why, row.at) for row in rows]
