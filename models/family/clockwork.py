"""What the clock does to agreements: they end with their day, and some days before it is said so."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from models.behalf import has_account
from models.family import agreeing
from models.family.messages import ProxyEnded, ProxyEnding
from models.gate import Command, May
from models.work import Work


@dataclass(frozen=True)
class EndProxyByDay(Command[bool]):
    """Its last day is over. False if it was given a later one meanwhile."""

    may: ClassVar[May] = May(clock=True)
    agreement_id: int

    def run(self, work: Work) -> bool:
        agreeing.in_turn(work)
        agreement = agreeing.agreement_of(work, self.agreement_id)
        over = agreement.until is not None and agreement.until < agreeing.today(work)
        if agreement.state != "agreed" or not over:
            return False
        agreeing.end(work, agreement, "ended", "ended", None)
        for person_id in (agreement.principal_id, agreement.proxy_id):
            work.tell(
                person_id, ProxyEnded(agreement.id), key=f"proxy_over:{agreement.id}:{person_id}"
            )
        return True


@dataclass(frozen=True)
class RemindOfProxy(Command[bool]):
    """Some days before its last one, once for each last day: it ends by itself, or goes on."""

    may: ClassVar[May] = May(clock=True)
    agreement_id: int

    def run(self, work: Work) -> bool:
        agreement = agreeing.agreement_of(work, self.agreement_id)
        until = agreement.until
        if agreement.state != "agreed" or until is None or agreement.reminded_of == until:
            return False
        agreement.reminded_of = until
        if has_account(work, agreement.principal_id):
            key = f"proxy_ending:{agreement.id}:{until}"
            work.tell(agreement.principal_id, ProxyEnding(agreement.id), key=key)
        return True
