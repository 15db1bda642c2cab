"""What people are told of their contracts."""

from __future__ import annotations

from sqlalchemy import update

from models.clocks import to_town
from models.doctors.messages import ContractExpired, ContractExpiring, ContractMoved
from models.doctors.tables import Contract
from models.work import Work
from tests.permissions.town import SmallTown
from tests.words.tellings import Telling


def _last_day(there: SmallTown, work: Work) -> None:
    today = to_town(work.now).date()
    mine = update(Contract).where(Contract.id == there["contract_yu"])
    work.session.execute(mine.values(ends_on=today))


TELLINGS = (
    Telling("resident of the place", lambda t: ContractExpiring(t["contract_yu"])),
    Telling("resident of the place", lambda t: ContractExpiring(t["contract_yu"]), _last_day),
    Telling("lapsed", lambda t: ContractExpired(t["contract_lapsed"])),
    Telling("mover", lambda t: ContractMoved(t["contract_mover"])),
)
