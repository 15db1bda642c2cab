"""The commands of this area, on something of the small town."""

from __future__ import annotations

from models.doctors.clockwork import TurnContracts
from models.doctors.commands import (
    ChangePackage,
    ChangeTeam,
    EndContract,
    LetContractLapse,
    RenewContract,
    SignContract,
    UndoContract,
)
from tests.permissions.samples import Sample

SAMPLES = {
    SignContract: Sample("asker of another case", lambda _t: SignContract("elder")),
    RenewContract: Sample("resident of the place", lambda _t: RenewContract()),
    ChangePackage: Sample("asker", lambda _t: ChangePackage("chronic")),
    ChangeTeam: Sample("mover", lambda _t: ChangeTeam()),
    EndContract: Sample("asker", lambda _t: EndContract()),
    LetContractLapse: Sample("resident of the place", lambda _t: LetContractLapse()),
    UndoContract: Sample("asker", lambda t: UndoContract(t["contract_wang"])),
    TurnContracts: Sample("clock", lambda _t: TurnContracts()),
}
