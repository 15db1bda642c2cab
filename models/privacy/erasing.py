"""Deleting what is kept about a person, in one transaction: all of it, or nothing.

What is deleted is not decided here: ``holdings`` says it for every table, ``wiping`` does it. Here
is who may want it, what has to end first, and what others are told. What stays is numbers.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar

from sqlalchemy import or_, select, update

from models.alarms.tables import Alarm
from models.behalf import acting_for
from models.duty.tables import HandOver
from models.family.leaving import let_go
from models.family.tables import Guardian, Proxy
from models.gate import Command, May
from models.privacy import coming, stopping
from models.privacy.erasing_messages import AgreementGone, ChildDataGone, TalkPartnerGone
from models.privacy.erasing_refusals import NotGone, StillInTheWay
from models.privacy.in_the_way import in_the_way
from models.privacy.tables import Erasure
from models.privacy.wiping import traces_of, wipe
from models.refusals import NotFound
from models.register.tables import Person
from models.tasks.volunteers import stop_volunteering
from models.work import Work

GONE = ("dead", "moved")
ERASED = "erased"


@dataclass(frozen=True)
class DeleteMyData(Command[object]):
    """Everything about me is to go; about a child, by one of its guardians. Nobody else may wish
    it: not a proxy, not a worker."""

    may: ClassVar[May] = May(relations=("self", "guardian"))
    purpose: ClassVar[str] = "register"

    def relations(self, work: Work) -> Collection[str]:
        actor = work.actor
        if not actor.by_id:
            return ("self",)
        guards = select(Guardian.id).where(
            Guardian.child_id == actor.person_id,
            Guardian.guardian_id == actor.by_id,
            Guardian.ended_at.is_(None),
        )
        return ("guardian",) if work.session.scalar(guards) is not None else ()

    def run(self, work: Work) -> None:
        by = work.actor.by_id
        erase(work, work.actor.person_id, "guardian" if by else "own_wish")


@dataclass(frozen=True)
class ForgetPerson(Command[None]):
    """By the clock, somebody who has been gone for long; by the operator, anybody who asked for it
    in writing."""

    may: ClassVar[May] = May(clock=True, operator=True)
    person_id: int

    def run(self, work: Work) -> None:
        person = work.session.get(Person, self.person_id, populate_existing=True)
        if person is None or person.gone in (ERASED, "merged"):
            raise NotFound("person")
        by_clock = work.actor.kind == "clock"
        if by_clock and not (_long_gone(work, person) or _was_nobody(person)):
            raise NotGone
        erase(work, person.id, "retention" if by_clock else "operator")


def _long_gone(work: Work, person: Person) -> bool:
    days = next(one.days for one in work.town.retention if one.id == "gone_people")
    at = person.gone_at
    return person.gone in GONE and at is not None and at + timedelta(days=days) <= work.now


def _was_nobody(person: Person) -> bool:
    """Nothing that they ever said of themselves; the clock looks at the rest (``forgetting``)."""
    return not (person.gone or person.name or person.called or person.phone_hash)


def erase(work: Work, person_id: int, why: str, *, whatever: bool = False) -> None:
    """Delete it. ``whatever``: also what others rely on; for a backup that is put back and must
    forget once more whom it still knows."""
    session = work.session
    them = acting_for(work, person_id)
    # Another message of theirs, on another chat, must not add to what is being deleted.
    found = select(Person).where(Person.id == person_id).with_for_update()
    person = session.scalars(found.execution_options(populate_existing=True)).first()
    if person is None or person.gone == ERASED:
        raise NotFound("person")
    if whatever:
        _end_all(them, person)
    elif (way := in_the_way(them)) is not None:
        raise StillInTheWay(way.what, way.count)
    coming.end_all(work, person_id)
    stop_volunteering(work, person_id)
    _say_goodbye(work, person)
    everybody = _merged_into(work, person_id)
    traces = traces_of(work, everybody)
    wipe(work, everybody)
    for one in everybody:
        session.add(
            Erasure(
                person_id=one, why=why, at=work.now, traces=traces if one == person_id else None
            )
        )
    session.flush()
    session.expire_all()


def _merged_into(work: Work, person_id: int) -> list[int]:
    """Who turned out to be this person, too, and how they turned out to be others before."""
    everybody, newest = [person_id], [person_id]
    while newest:
        found = select(Person.id).where(
            Person.merged_into.in_(newest), Person.id.not_in(everybody), Person.gone != ERASED
        )
        newest = list(work.session.scalars(found.order_by(Person.id)))
        everybody += newest
    return everybody


def _end_all(work: Work, person: Person) -> None:
    """What they were part of in the days of a backup goes on without them."""
    session = work.session
    session.execute(
        update(Alarm)
        .where(Alarm.person_id == person.id, Alarm.state.in_(("asking", "raised")))
        .values(state="safe", ended_at=work.now, next_step_at=None)
        .execution_options(synchronize_session=False)
    )
    stopping.stop_everything(work, person.id, "moved")
    let_go(work, person.id)


# -- others ----------------------------------------------------------------------------------------
def _say_goodbye(work: Work, person: Person) -> None:
    """Whoever would go on speaking to them, or counting on them, hears that they are no more."""
    session, by = work.session, work.actor.by_id or work.actor.person_id
    me = person.id
    rows = session.scalars(
        select(Proxy).where(
            or_(Proxy.principal_id == me, Proxy.proxy_id == me), Proxy.state == "agreed"
        )
    )
    for row in rows.all():
        was, other = ("proxy", row.principal_id) if row.proxy_id == me else (
            "principal", row.proxy_id
        )  # fmt: skip
        work.tell(other, AgreementGone(was), key=f"erased:{row.id}:{other}")
    speaking = select(HandOver.id, HandOver.taken_by).where(
        HandOver.person_id == me, HandOver.state == "taken"
    )
    for talk in session.execute(speaking).all():
        if talk.taken_by:
            work.tell(talk.taken_by, TalkPartnerGone(), key=f"erased:talk:{talk.id}")
    guardians = select(Guardian.guardian_id).where(
        Guardian.child_id == me, Guardian.ended_at.is_(None), Guardian.guardian_id != by
    )
    for other in session.scalars(guardians).all() if person.minor else ():
        work.tell(other, ChildDataGone(by), key=f"erased:child:{me}:{other}")
