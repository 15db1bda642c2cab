"""What stops when somebody is gone: places, messages, calls, contracts, roles, tasks, agreements.

Each row that ends here ends at the instant of the report: ``taking_back`` finds it by that.
"""

from __future__ import annotations

from sqlalchemy import or_, select, update

from models.doctors.tables import Contract
from models.duty.tables import Call, HandOver
from models.family import agreeing
from models.family.proxies import end_agreement
from models.family.tables import Proxy
from models.help.cases import move, note
from models.help.ending import end_offers
from models.help.tables import Case
from models.outbox.enqueue import withdraw_details
from models.outbox.tables import OutboxRow
from models.privacy import coming
from models.register.tables import Account, Role
from models.talks.tables import TalkRow
from models.tasks.answering import decline
from models.tasks.doing import GiveUpTask
from models.tasks.tables import Offer, Volunteer
from models.tasks.waves import call_duty, locked
from models.work import Work

ASKER_GONE = "asker_gone"
WAITING = ("due", "leased")


def stop_everything(work: Work, person_id: int, how: str) -> None:
    """All that would speak to ``person_id`` or wait for them. ``how``: dead or moved."""
    coming.end_all(work, person_id)
    coming.end_collecting(work, person_id, how)
    silence(work, person_id)
    end_talks(work, person_id)
    _end_contract(work, person_id, how)
    _end_agreements(work, person_id)
    _end_work(work, person_id)
    for case_id in _open_cases(work, person_id):
        _give_to_the_desk(work, case_id)


# -- words ---------------------------------------------------------------------------------------------
def silence(work: Work, person_id: int) -> None:
    """Nothing that waits goes out any more: not to them, not to who hears it for them, not to the
    family that gets copies; and nobody rings them."""
    theirs = or_(OutboxRow.person_id == person_id, OutboxRow.whom_id == person_id)
    copies = _copies_for_family(work, person_id)
    told = OutboxRow.message != ""  # what they read right now, if they are there, stays an answer
    work.session.execute(
        update(OutboxRow)
        .where(or_(theirs, OutboxRow.id.in_(copies)), told, OutboxRow.state.in_(WAITING))
        .values(state="dropped", body=None, lease=None, lease_until=None, watch_at=None)
        .execution_options(synchronize_session=False)
    )
    work.session.execute(
        update(OutboxRow)
        .where(theirs, OutboxRow.watch_at.is_not(None))
        .values(watch_at=None)
        .execution_options(synchronize_session=False)
    )
    work.session.execute(
        update(Call)
        .where(Call.person_id == person_id, Call.done_at.is_(None))
        .values(done_at=work.now, outcome="over")
        .execution_options(synchronize_session=False)
    )


def _copies_for_family(work: Work, person_id: int) -> list[int]:
    """Copies that wait are known by their key: it begins with that of the message itself."""
    family = select(Proxy.proxy_id).where(Proxy.principal_id == person_id)
    waiting = work.session.execute(
        select(OutboxRow.id, OutboxRow.key).where(
            OutboxRow.person_id.in_(family),
            OutboxRow.state.in_(WAITING),
            OutboxRow.key.contains(":family:"),
        )
    ).all()
    first = {row.key.rpartition(":family:")[0]: row.id for row in waiting}
    ours = work.session.scalars(
        select(OutboxRow.key).where(
            OutboxRow.key.in_(first),
            or_(OutboxRow.person_id == person_id, OutboxRow.whom_id == person_id),
        )
    )
    return [first[key] for key in ours]


def end_talks(work: Work, person_id: int) -> None:
    """Forms left in the middle are not asked after, and nobody waits for an answer."""
    accounts = select(Account.id).where(Account.person_id == person_id)
    work.session.execute(
        update(TalkRow)
        .where(TalkRow.account_id.in_(accounts))
        .values(flow=None, state=None, nudged_at=None)
        .execution_options(synchronize_session=False)
    )
    work.session.execute(
        update(HandOver)
        .where(HandOver.person_id == person_id, HandOver.state != "ended")
        .values(state="ended", ended_at=work.now, answer_by=None)
        .execution_options(synchronize_session=False)
    )


# -- agreements ----------------------------------------------------------------------------------------
def _end_contract(work: Work, person_id: int, how: str) -> None:
    work.session.execute(
        update(Contract)
        .where(Contract.person_id == person_id, Contract.state != "ended")
        .values(state="ended", ended_at=work.now, why=how)
        .execution_options(synchronize_session=False)
    )


def _end_agreements(work: Work, person_id: int) -> None:
    """Who acted for them is told nothing: they know, or hear it from somebody, not from a machine.
    For whom they acted hears that nobody does now."""
    agreeing.in_turn(work)
    rows = work.session.scalars(
        select(Proxy)
        .where(
            or_(Proxy.principal_id == person_id, Proxy.proxy_id == person_id),
            Proxy.state.in_(agreeing.CURRENT),
        )
        .order_by(Proxy.id)
        .execution_options(populate_existing=True)
    ).all()
    by = work.actor.by_id or work.actor.person_id
    for agreement in rows:
        if agreement.principal_id == person_id:
            state = "ended" if agreement.state == "agreed" else "withdrawn"
            agreeing.end(work, agreement, state, "ended", by)
        else:
            end_agreement(work, agreement, by)


# -- what they did for others -----------------------------------------------------------------------
def _end_work(work: Work, person_id: int) -> None:
    """Whoever waits for them gets somebody else at once."""
    work.session.flush()
    offers = work.session.scalars(
        select(Offer)
        .where(Offer.person_id == person_id, Offer.state.in_(("open", "accepted")))
        .order_by(Offer.id)
    ).all()
    work.session.execute(
        update(Volunteer)
        .where(Volunteer.person_id == person_id, Volunteer.state == "waiting")
        .values(state="ended")
        .execution_options(synchronize_session=False)
    )
    work.session.execute(
        update(Role)
        .where(Role.person_id == person_id, Role.ended_at.is_(None))
        .values(ended_at=work.now, on_duty=False)
        .execution_options(synchronize_session=False)
    )
    for offer in offers:
        if offer.state == "accepted":
            GiveUpTask(offer.id).run(work)
        else:
            decline(work, offer)


# -- what they had asked for -------------------------------------------------------------------------
def _open_cases(work: Work, person_id: int) -> list[int]:
    found = select(Case.id).where(Case.asker_id == person_id, Case.closed_at.is_(None))
    return list(work.session.scalars(found.order_by(Case.id)))


def _give_to_the_desk(work: Work, case_id: int) -> None:
    """Nobody is sent to the door; whether anything is left to do, a person decides."""
    case = locked(work, case_id)
    end_offers(work, case.id, called_off=True)
    withdraw_details(work.connection, case.id, work.now, f"{work.key}:{case.id}")
    note(work, case.id, ASKER_GONE)
    move(work, case, "with_duty", next_wave_at=None, promise_kept_at=work.now)
    call_duty(work, case, ASKER_GONE)
    work.session.flush()
