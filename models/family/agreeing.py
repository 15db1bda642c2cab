"""The rules of acting for somebody, and the ledger that keeps each change of an agreement.

The trap is a circle: A agreed for B and B for C at the same instant, each of which is fine alone.
So whoever changes agreements does it one after the other, and looks only then. There are few, and
they take milliseconds; on SQLite there is one writer anyway.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sqlalchemy import select, text

from models.clocks import to_town
from models.family.ages import EARLY, latest_until
from models.family.refusals import (
    CircleOfProxies,
    GuardiansAct,
    NothingChosen,
    OwnProxy,
    ProxyTooYoung,
    UntilOutOfRange,
)
from models.family.tables import Proxy
from models.refusals import NotFound
from models.register.tables import Consent, Household, Person
from models.work import Work

PURPOSE = "proxy"
COPIES = "copies"
CURRENT = ("asked", "agreed")
OWN_CHAT, FACE_TO_FACE = "own_chat", "face_to_face"

_IN_TURN = text("SELECT pg_advisory_xact_lock(7305804402566258813)")


def in_turn(work: Work) -> None:
    """Wait until nobody else changes agreements; nobody does until this transaction ends."""
    if work.connection.dialect.name == "postgresql":
        work.connection.execute(_IN_TURN)


def today(work: Work) -> date:
    return to_town(work.now).date()


def agreement_of(work: Work, agreement_id: int) -> Proxy:
    """As it stands now, whatever this transaction saw before. NotFound if there is none."""
    found = work.session.get(Proxy, agreement_id, populate_existing=True)
    if found is None:
        raise NotFound("agreement")
    return found


def current(work: Work, principal_id: int, proxy_id: int) -> Proxy | None:
    """What is asked or agreed between these two."""
    return work.session.scalars(
        select(Proxy)
        .where(
            Proxy.principal_id == principal_id,
            Proxy.proxy_id == proxy_id,
            Proxy.state.in_(CURRENT),
        )
        .execution_options(populate_existing=True)
    ).first()


def path_of(work: Work, person_id: int) -> str | None:
    """The place somebody lives at; None if nobody knows, and no place gives a right then."""
    grid_id = work.session.scalar(
        select(Household.grid_id)
        .join(Person, Person.household_id == Household.id)
        .where(Person.id == person_id)
    )
    return work.town.path(grid_id) if grid_id else None


# -- who, what, until when -------------------------------------------------------------------------
def check_pair(work: Work, principal_id: int, proxy_id: int) -> Person:
    """Whether the two may be that to each other at all; returns who is to act."""
    if principal_id == proxy_id:
        raise OwnProxy
    principal, proxy = (
        work.session.get(Person, person_id, populate_existing=True)
        for person_id in (principal_id, proxy_id)
    )
    if principal is None or proxy is None or principal.gone or proxy.gone:
        raise NotFound("person")
    if principal.minor:
        raise GuardiansAct
    if proxy.minor:
        raise ProxyTooYoung
    return proxy


def checked_purposes(work: Work, purposes: Iterable[str]) -> list[str]:
    """In the town's order, each once."""
    wanted = set(purposes)
    known = [purpose.id for purpose in work.town.proxies if purpose.id in wanted]
    if not known or len(known) != len(wanted):
        raise NothingChosen
    return known


def check_until(work: Work, until: date) -> None:
    latest = latest_until(today(work))
    if not today(work) <= until <= latest:
        raise UntilOutOfRange(latest)


def closes_circle(work: Work, principal_id: int, proxy_id: int) -> bool:
    """Whether ``principal_id`` acts for ``proxy_id`` already, be it by way of others. Agreements
    whose day is over count until the clock has ended them: too strict for a second at most."""
    seen: set[int] = set()
    ask = {proxy_id}
    while ask:
        seen |= ask
        rows = work.connection.execute(
            select(Proxy.proxy_id).where(Proxy.principal_id.in_(ask), Proxy.state == "agreed")
        )
        ask = {row.proxy_id for row in rows} - seen
        if principal_id in ask:
            return True
    return False


# -- agreed, changed, over -------------------------------------------------------------------------
def agree(
    work: Work,
    agreement: Proxy,
    purposes: list[str],
    until: date,
    how: str,
    witness_id: int | None = None,
) -> None:
    """From now on. The caller has taken its turn and checked the pair."""
    check_until(work, until)
    if closes_circle(work, agreement.principal_id, agreement.proxy_id):
        raise CircleOfProxies
    before = set(agreement.purposes) if agreement.state == "agreed" else set()
    agreement.state, agreement.purposes, agreement.until = "agreed", purposes, until
    agreement.more = [one for one in agreement.more or () if one not in purposes] or None
    agreement.how, agreement.witness_id = how, witness_id
    agreement.agreed_at = agreement.agreed_at or work.now
    if until <= today(work) + EARLY:  # so near that it needs no early word
        agreement.reminded_of = until
    work.session.flush()
    ledger(work, agreement, PURPOSE, agreed=True)
    if COPIES in purposes or COPIES in before:
        ledger(work, agreement, COPIES, agreed=COPIES in purposes)


def end(work: Work, agreement: Proxy, state: str, how: str, by: int | None) -> None:
    """Over from this instant. ``state``: ended, refused or withdrawn."""
    was = agreement.state
    agreement.state, agreement.ended_at, agreement.ended_by = state, work.now, by
    agreement.more = None
    work.session.flush()
    if was == "agreed" or state == "refused":
        ledger(work, agreement, PURPOSE, agreed=False, how=how)
    if was == "agreed" and COPIES in agreement.purposes:
        ledger(work, agreement, COPIES, agreed=False, how=how)


def ledger(
    work: Work, agreement: Proxy, purpose: str, *, agreed: bool, how: str | None = None
) -> None:
    """One more row of the ledger: who agreed to what for whom, how and until when."""
    witnessed = (how or agreement.how) == FACE_TO_FACE
    here = work.actor.by_id or work.actor.person_id
    work.session.add(
        Consent(
            person_id=agreement.principal_id,
            by_person=agreement.principal_id,
            other_id=agreement.proxy_id,
            purpose=purpose,
            text_version=work.town.purpose(purpose).version,
            agreed=agreed,
            basis=work.town.purpose(purpose).basis,
            how=how or agreement.how,
            witness_id=(here or None) if witnessed else None,
            channel=work.actor.channel,
            until=agreement.until if agreed else None,
            at=work.now,
        )
    )
