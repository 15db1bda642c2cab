"""Acting for somebody: asked for, agreed to, changed, ended. Only the principal ever agrees.

Nobody looks for people here: a relative asks by a link that the principal showed them. What was
agreed face to face is in ``witnessing``, what days bring in ``clockwork``.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from sqlalchemy import select

from models.behalf import has_account, may_act_for
from models.cleaning import clean_name
from models.family import agreeing
from models.family.agreeing import FACE_TO_FACE, OWN_CHAT
from models.family.invites import invite_of, use_up
from models.family.kin import note_kin
from models.family.messages import (
    ProxyAgreed,
    ProxyAsked,
    ProxyChanged,
    ProxyEnded,
)
from models.family.refusals import ActsAlready, InviteNotGood, NamelessProxy
from models.family.tables import Proxy
from models.gate import Command, May
from models.refusals import NoLongerPossible, NotFound
from models.register.commands import GiveConsent
from models.register.tables import Person
from models.work import Work

KEEPERS = ("grid_worker", "coordinator")
PURPOSE = "proxy"
"""Not one of the town's purposes, so no proxy is ever given it: nobody agrees to a proxy for
another but the worker who was there and heard it."""


# -- asked for -------------------------------------------------------------------------------------
@dataclass(frozen=True)
class AskToActFor(Command[int]):
    """By the link the principal showed. ``kin``: what they are to the one who asks. ``name`` is
    taken only of somebody we know no name of. Who acts for them already asks for what is new among
    ``purposes``. Returns the agreement's id."""

    may: ClassVar[May] = May(anyone=True)
    token: str
    kin: str
    purposes: tuple[str, ...]
    name: str = ""
    gender: str = ""
    version: str = ""
    """Of the text by which they let us keep their name, if they were asked on the way."""

    def run(self, work: Work) -> int:
        agreeing.in_turn(work)
        me = work.actor.person_id
        principal_id = invite_of(work, self.token, "act").subject
        try:
            proxy = agreeing.check_pair(work, principal_id, me)
        except NotFound:
            raise InviteNotGood("out_of_use") from None
        purposes = agreeing.checked_purposes(work, self.purposes)
        if self.version:
            GiveConsent(self.version, agreed=True).run(work)
            work.session.refresh(proxy)
        _known_by_name(proxy, self.name, self.gender)
        before = agreeing.current(work, principal_id, me)
        stands = before is not None and before.state == "agreed"
        if before is not None and stands:
            purposes = [one for one in purposes if one not in before.purposes]
            if not purposes:
                raise ActsAlready(before.id)
        use_up(work.session, self.token, work.now)
        note_kin(work, me, principal_id, self.kin)
        agreement = before or new_agreement(work, principal_id, me)
        if stands:  # what was agreed to stays as it is; only the rest is asked
            agreement.more = purposes
        else:
            agreement.purposes = purposes
        work.session.flush()
        work.tell(principal_id, ProxyAsked(agreement.id), key=f"proxy_asked:{work.key}")
        return agreement.id


def _known_by_name(proxy: Person, name: str, gender: str) -> None:
    proxy.name = proxy.name or clean_name(name)
    proxy.gender = proxy.gender or (gender if gender in ("f", "m") else "")
    if not proxy.name:
        raise NamelessProxy


def new_agreement(work: Work, principal_id: int, proxy_id: int) -> Proxy:
    agreement = Proxy(
        principal_id=principal_id,
        proxy_id=proxy_id,
        state="asked",
        purposes=[],
        how="",
        asked_at=work.now,
    )
    work.session.add(agreement)
    return agreement


# -- decided by the principal ----------------------------------------------------------------------
class OfPrincipal(Command[int]):
    """Base of what only the one it is done for decides, in their own chat."""

    may: ClassVar[May] = May()
    agreement_id: int

    def relations(self, work: Work) -> Collection[str]:
        agreement = agreeing.agreement_of(work, self.agreement_id)
        return ("principal",) if agreement.principal_id == work.actor.person_id else ()


PRINCIPAL = May(relations=("principal",))


@dataclass(frozen=True)
class AgreeToProxy(OfPrincipal):
    """Yes, until that day. ``purposes``: fewer or others than were asked for; () for those."""

    may: ClassVar[May] = PRINCIPAL
    agreement_id: int
    until: date
    purposes: tuple[str, ...] = ()

    def run(self, work: Work) -> int:
        agreeing.in_turn(work)
        agreement = agreeing.agreement_of(work, self.agreement_id)
        if agreement.state != "asked":
            raise NoLongerPossible("agreement", agreement.state)
        agreeing.check_pair(work, agreement.principal_id, agreement.proxy_id)
        purposes = agreeing.checked_purposes(work, self.purposes or agreement.purposes)
        agreeing.agree(work, agreement, purposes, self.until, OWN_CHAT)
        work.tell(agreement.proxy_id, ProxyAgreed(agreement.id))
        return agreement.id


@dataclass(frozen=True)
class RefuseProxy(OfPrincipal):
    """No; nobody is asked why."""

    may: ClassVar[May] = PRINCIPAL
    agreement_id: int

    def run(self, work: Work) -> int:
        agreeing.in_turn(work)
        agreement = agreeing.agreement_of(work, self.agreement_id)
        if agreement.state != "asked":
            raise NoLongerPossible("agreement", agreement.state)
        agreeing.end(work, agreement, "refused", OWN_CHAT, work.actor.person_id)
        work.tell(agreement.proxy_id, ProxyEnded(agreement.id))
        return agreement.id


@dataclass(frozen=True)
class ChangeProxy(OfPrincipal):
    """Other things than before, or until another day."""

    may: ClassVar[May] = PRINCIPAL
    agreement_id: int
    purposes: tuple[str, ...]
    until: date

    def run(self, work: Work) -> int:
        agreeing.in_turn(work)
        agreement = agreeing.agreement_of(work, self.agreement_id)
        if agreement.state != "agreed":
            raise NoLongerPossible("agreement", agreement.state)
        agreeing.check_pair(work, agreement.principal_id, agreement.proxy_id)
        purposes = agreeing.checked_purposes(work, self.purposes)
        agreeing.agree(work, agreement, purposes, self.until, OWN_CHAT)
        work.tell(agreement.proxy_id, ProxyChanged(agreement.id))
        return agreement.id


# -- over ------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class EndProxy(Command[str]):
    """No longer: by the one it is done for, by the one who does it, or by a worker on the word of
    the first. What was done stays done. Returns the state before: asked or agreed."""

    may: ClassVar[May] = May(roles=KEEPERS, relations=("principal", "proxy", "keeper"))
    purpose: ClassVar[str] = PURPOSE
    agreement_id: int

    def place(self, work: Work) -> str | None:
        return agreeing.path_of(work, self._agreement(work).principal_id)

    def _agreement(self, work: Work) -> Proxy:
        return agreeing.agreement_of(work, self.agreement_id)

    def relations(self, work: Work) -> Collection[str]:
        agreement, actor = self._agreement(work), work.actor
        if actor.by_id:
            mine = agreement.principal_id == actor.person_id
            return ("keeper",) if mine and may_act_for(work, PURPOSE) else ()
        sides = {agreement.principal_id: "principal", agreement.proxy_id: "proxy"}
        return (sides[actor.person_id],) if actor.person_id in sides else ()

    def run(self, work: Work) -> str:
        agreeing.in_turn(work)
        agreement = self._agreement(work)
        was = agreement.state
        if was not in agreeing.CURRENT:
            raise NoLongerPossible("agreement", was)
        me = work.actor.by_id or work.actor.person_id
        end_agreement(work, agreement, me)
        return was


@dataclass(frozen=True)
class EndMyProxies(Command[int]):
    """Nobody acts for me any more. Returns how many did."""

    may: ClassVar[May] = May(anyone=True)

    def run(self, work: Work) -> int:
        agreeing.in_turn(work)
        return end_all(work, work.actor.person_id, work.actor.person_id)


def end_agreement(work: Work, agreement: Proxy, by: int) -> None:
    """End it and tell who did not end it themselves."""
    both = (agreement.principal_id, agreement.proxy_id)
    asked_only = agreement.state == "asked"
    state = "ended"
    if asked_only:
        state = "withdrawn" if by == agreement.proxy_id else "refused"
    how = FACE_TO_FACE if by not in both else "withdrawn"
    agreeing.end(work, agreement, state, how, by)
    if asked_only and by == agreement.proxy_id:  # taken back before an answer: as if never asked
        return
    for person_id in both:
        principal_unheard = person_id == agreement.principal_id and not has_account(work, person_id)
        if person_id != by and not principal_unheard:
            work.tell(person_id, ProxyEnded(agreement.id))


def end_all(work: Work, person_id: int, by: int) -> int:
    """End whatever lets others act for somebody, who takes it all back or is gone. The caller has
    taken its turn, or holds off others in a way of its own."""
    rows = work.session.scalars(
        select(Proxy)
        .where(Proxy.principal_id == person_id, Proxy.state.in_(agreeing.CURRENT))
        .order_by(Proxy.id)
        .execution_options(populate_existing=True)
    ).all()
    for agreement in rows:
        end_agreement(work, agreement, by)
    return len(rows)
