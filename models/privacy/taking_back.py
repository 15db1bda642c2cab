"""A wrong report taken back: what ended at its instant goes on, as far as nothing else came between.

Messages that were not sent, tasks and places that went to others and talks with the desk do not come
back; whoever undoes it is told so. What is due for them comes back with the clock's next round.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select, update

from models.base import touched
from models.consents.ledger import holds
from models.doctors.tables import Contract
from models.family import agreeing
from models.family.tables import Guardian, Proxy
from models.help.tables import Case
from models.privacy import coming
from models.privacy.stopping import ASKER_GONE
from models.register.tables import Person, Role
from models.tasks.tables import Volunteer
from models.work import Work


def take_up_again(work: Work, person_id: int, at: datetime) -> int:
    """What was ended at ``at`` because ``person_id`` was thought to be gone; returns how many."""
    return (
        _contract(work, person_id, at)
        + _roles(work, person_id, at)
        + _agreements(work, person_id, at)
        + _guardianship(work, person_id, at)
        + coming.collect_again(work, person_id, at)
        + _cases(work, person_id)
    )


def _contract(work: Work, person_id: int, at: datetime) -> int:
    """The clock finds out by itself if it has expired meanwhile."""
    newer = select(Contract.id).where(Contract.person_id == person_id, Contract.state != "ended")
    if work.session.scalar(newer) is not None:
        return 0
    result = work.session.execute(
        update(Contract)
        .where(
            Contract.person_id == person_id,
            Contract.ended_at == at,
            Contract.why.in_(("dead", "moved")),
        )
        .values(state="valid", ended_at=None, why="")
        .execution_options(synchronize_session=False)
    )
    return touched(result)


def _roles(work: Work, person_id: int, at: datetime) -> int:
    result = work.session.execute(
        update(Role)
        .where(Role.person_id == person_id, Role.ended_at == at)
        .values(ended_at=None)
        .execution_options(synchronize_session=False)
    )
    if holds(work, person_id, "volunteer"):  # who had asked to help and was not answered yet
        work.session.execute(
            update(Volunteer)
            .where(
                Volunteer.person_id == person_id,
                Volunteer.state == "ended",
                Volunteer.decided_by.is_(None),
            )
            .values(state="waiting")
            .execution_options(synchronize_session=False)
        )
    return touched(result)


def _agreements(work: Work, person_id: int, at: datetime) -> int:
    agreeing.in_turn(work)
    rows = work.session.scalars(
        select(Proxy)
        .where(
            (Proxy.principal_id == person_id) | (Proxy.proxy_id == person_id),
            Proxy.ended_at == at,
        )
        .order_by(Proxy.id)
        .execution_options(populate_existing=True)
    ).all()
    return sum(_agreement(work, row) for row in rows)


def _agreement(work: Work, row: Proxy) -> bool:
    """Unless the two have agreed on something else since, or it would close a circle by now."""
    if agreeing.current(work, row.principal_id, row.proxy_id) is not None:
        return False
    agreed = row.agreed_at is not None
    if agreed and agreeing.closes_circle(work, row.principal_id, row.proxy_id):
        return False
    row.state = "agreed" if agreed else "asked"
    row.ended_at = row.ended_by = None
    work.session.flush()
    if agreed:
        agreeing.ledger(work, row, agreeing.PURPOSE, agreed=True)
        if agreeing.COPIES in row.purposes:
            agreeing.ledger(work, row, agreeing.COPIES, agreed=True)
        work.session.flush()
    return True


def _guardianship(work: Work, person_id: int, at: datetime) -> int:
    rows = work.session.scalars(
        select(Guardian)
        .join(Person, Person.id == Guardian.child_id)
        .where(Guardian.guardian_id == person_id, Guardian.ended_at == at, Person.gone == "")
        .execution_options(populate_existing=True)
    ).all()
    back = 0
    for row in rows:
        current = select(Guardian.id).where(
            Guardian.child_id == row.child_id,
            Guardian.guardian_id == person_id,
            Guardian.ended_at.is_(None),
        )
        if work.session.scalar(current) is None:
            row.ended_at = None
            back += 1
            work.session.flush()
    return back


def _cases(work: Work, person_id: int) -> int:
    """The desk keeps them, without the reason; people are looked for again when it says so."""
    result = work.session.execute(
        update(Case)
        .where(Case.asker_id == person_id, Case.closed_at.is_(None), Case.attention == ASKER_GONE)
        .values(attention="overdue")
        .execution_options(synchronize_session=False)
    )
    return touched(result)
