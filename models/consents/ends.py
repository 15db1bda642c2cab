"""What ends with an agreement. Each purpose has its own end, and each is done at once: whoever is
asked for volunteers, copies or addresses a moment later does not find them any more."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import func, select, update

from models.consents.refusals import NothingToTakeBack, StillOnTheWay
from models.doctors.contracts import PURPOSE as CONTRACT
from models.doctors.contracts import close, current_of
from models.family import agreeing
from models.family.messages import ProxyChanged
from models.family.proxies import end_agreement
from models.family.tables import Proxy
from models.register.tables import Person
from models.station.changing import leave_all
from models.tasks.tables import Offer
from models.tasks.volunteers import stop_volunteering
from models.town.schema import Purpose
from models.work import Work

OF_FAMILY = (agreeing.PURPOSE, agreeing.COPIES)
"""Agreements about one other person keep the ledger themselves, whoever ends them."""


def end_what_it_allowed(work: Work, purpose: Purpose, other_id: int) -> None:
    """End what ``purpose`` allowed concerning the acting person (and ``other_id``)."""
    end = _ENDS.get(purpose.id)
    if end is not None:
        end(work, other_id)


def _acting_for_me(work: Work, other_id: int) -> None:
    """All of it, the copies too: whoever no longer acts for somebody has no need to hear."""
    agreement = _agreement(work, other_id)
    end_agreement(work, agreement, work.actor.by_id or work.actor.person_id)


def _copies(work: Work, other_id: int) -> None:
    """Only the copies; what else they may do goes on."""
    agreement = _agreement(work, other_id)
    rest = [one for one in agreement.purposes if one != agreeing.COPIES]
    if not rest or agreement.until is None:
        end_agreement(work, agreement, work.actor.by_id or work.actor.person_id)
        return
    agreeing.agree(work, agreement, rest, agreement.until, agreement.how, agreement.witness_id)
    work.tell(agreement.proxy_id, ProxyChanged(agreement.id))


def _agreement(work: Work, other_id: int) -> Proxy:
    agreeing.in_turn(work)
    found = agreeing.current(work, work.actor.person_id, other_id)
    if found is None or found.state != "agreed":
        raise NothingToTakeBack(agreeing.PURPOSE)
    return found


def _volunteering(work: Work, _other_id: int) -> None:
    """Refused while somebody waits for them: first they say that they cannot come after all."""
    me = work.actor.person_id
    running = work.session.scalar(
        select(func.count())
        .select_from(Offer)
        .where(Offer.person_id == me, Offer.state == "accepted")
    )
    if running:
        raise StillOnTheWay(running)
    stop_volunteering(work, me)


def _childs_record(work: Work, _other_id: int) -> None:
    """What only the rolls of the after-school room need. Name, home and guardians stay: they are
    kept for other reasons."""
    work.session.execute(
        update(Person)
        .where(Person.id == work.actor.person_id)
        .values(called="", school="", grade=None, grade_year=None)
    )


def _contract(work: Work, _other_id: int) -> None:
    """With the family doctor: the caller writes the answer down."""
    contract = current_of(work, work.actor.person_id)
    if contract is not None:
        close(work, contract.id, "ended")


def _station(work: Work, _other_id: int) -> None:
    """Without the agreement there is no place: it goes to the next who waits."""
    leave_all(work, work.actor.person_id)


_ENDS: dict[str, Callable[[Work, int], None]] = {
    agreeing.PURPOSE: _acting_for_me,
    agreeing.COPIES: _copies,
    "volunteer": _volunteering,
    "child": _childs_record,
    "child_station": _station,
    CONTRACT: _contract,
}
