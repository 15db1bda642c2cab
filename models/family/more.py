"""More than was agreed to: asked by who acts already, answered by the principal alone.

The trap is a tap on a question of before: it would agree to what was asked since, unseen. So the
answer says to what, and holds only while that is what is asked.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from models.family import agreeing
from models.family.agreeing import OWN_CHAT
from models.family.messages import MoreRefused, ProxyAgreed
from models.family.proxies import PRINCIPAL, OfPrincipal
from models.family.queries import whom_i_act_for
from models.family.tables import Proxy
from models.gate import May
from models.refusals import NoLongerPossible
from models.work import Work


def _asked(work: Work, agreement_id: int, purposes: tuple[str, ...]) -> Proxy:
    """The living agreement for which these are asked besides. NoLongerPossible else."""
    agreement = agreeing.agreement_of(work, agreement_id)
    if agreement.state != "agreed" or set(agreement.more or ()) != set(purposes) or not purposes:
        raise NoLongerPossible("agreement", agreement.state)
    return agreement


def already_agreed(work: Work, principal_id: int) -> tuple[str, ...]:
    """What the acting person may do for somebody already; nothing for whom they do not act."""
    return next((one.purposes for one in whom_i_act_for(work)
                 if one.principal_id == principal_id and one.state == "agreed"), ())  # fmt: skip


@dataclass(frozen=True)
class AgreeToMore(OfPrincipal):
    """Yes to exactly these, until the day that stands already."""

    may: ClassVar[May] = PRINCIPAL
    agreement_id: int
    purposes: tuple[str, ...]

    def run(self, work: Work) -> int:
        agreeing.in_turn(work)
        agreement = _asked(work, self.agreement_id, self.purposes)
        agreeing.check_pair(work, agreement.principal_id, agreement.proxy_id)
        both = agreeing.checked_purposes(work, (*agreement.purposes, *self.purposes))
        until = agreement.until or agreeing.today(work)
        agreeing.agree(work, agreement, both, until, OWN_CHAT)
        work.tell(agreement.proxy_id, ProxyAgreed(agreement.id))
        return agreement.id


@dataclass(frozen=True)
class RefuseMore(OfPrincipal):
    """No to these; what was agreed to before goes on. Nobody is asked why."""

    may: ClassVar[May] = PRINCIPAL
    agreement_id: int
    purposes: tuple[str, ...]

    def run(self, work: Work) -> int:
        agreeing.in_turn(work)
        agreement = _asked(work, self.agreement_id, self.purposes)
        agreement.more = None
        work.session.flush()
        work.tell(agreement.proxy_id, MoreRefused(agreement.id))
        return agreement.id
