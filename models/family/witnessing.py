"""Agreed face to face: the worker of the place read it out, heard the yes, and bears witness.

Who is to act is said by name and phone, whether we know them or not: the answer is the same, so
nothing can be learnt about anybody by trying.
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
from models.family.agreeing import FACE_TO_FACE
from models.family.kin import note_kin
from models.family.messages import ProxyAgreed
from models.family.proxies import KEEPERS, PURPOSE, new_agreement
from models.family.refusals import NamelessProxy, WitnessIsProxy
from models.gate import Command, May
from models.register.hashes import phone_fields, phone_hashes, take_turns
from models.register.tables import Person
from models.work import Work


@dataclass(frozen=True)
class AgreeFaceToFace(Command[int]):
    """A worker of the principal's place read it out and heard the yes. For who acts already,
    ``purposes`` come to those that stand. ``name`` and ``phone`` say
    who is to act: the one we know by both, else somebody new. ``kin``: what the principal is to
    them. Returns the agreement's id."""

    may: ClassVar[May] = May(roles=KEEPERS, relations=("keeper",))
    purpose: ClassVar[str] = PURPOSE
    principal_id: int
    name: str
    phone: str
    kin: str
    gender: str
    purposes: tuple[str, ...]
    until: date

    def place(self, work: Work) -> str | None:
        return agreeing.path_of(work, self.principal_id)

    def relations(self, work: Work) -> Collection[str]:
        """A worker who stands in the principal's own place already."""
        by_worker = work.actor.by_id and work.actor.person_id == self.principal_id
        return ("keeper",) if by_worker and may_act_for(work, PURPOSE) else ()

    def run(self, work: Work) -> int:
        agreeing.in_turn(work)
        witness = work.actor.by_id or work.actor.person_id
        proxy_id = _named(work, self.name, self.phone, self.gender)
        if proxy_id == witness:
            raise WitnessIsProxy
        agreeing.check_pair(work, self.principal_id, proxy_id)
        purposes = agreeing.checked_purposes(work, self.purposes)
        note_kin(work, proxy_id, self.principal_id, self.kin)
        agreement = agreeing.current(work, self.principal_id, proxy_id)
        if agreement is not None and agreement.state == "agreed":  # besides what stands already
            purposes = agreeing.checked_purposes(work, (*agreement.purposes, *purposes))
        agreement = agreement or new_agreement(work, self.principal_id, proxy_id)
        work.session.flush()
        agreeing.agree(work, agreement, purposes, self.until, FACE_TO_FACE, witness)
        work.tell(proxy_id, ProxyAgreed(agreement.id))
        if has_account(work, self.principal_id):  # so that nothing is agreed behind their back
            work.tell(self.principal_id, ProxyAgreed(agreement.id))
        return agreement.id


def _named(work: Work, name: str, phone: str, gender: str) -> int:
    """Who goes by this name and this phone; somebody new, if nobody does."""
    name = clean_name(name)
    if not name or not phone:
        raise NamelessProxy
    hashes = phone_hashes(phone)
    take_turns(work.session, hashes)
    found = work.session.scalars(
        select(Person)
        .where(
            Person.phone_hash.in_(hashes),
            Person.name == name,
            Person.gone == "",
        )
        .order_by(Person.minor, Person.id)
    ).first()
    if found is None:
        found = Person(name=name, called="", created_at=work.now, **phone_fields(phone))
        work.session.add(found)
    found.gender = found.gender or gender
    work.session.flush()
    return found.id
