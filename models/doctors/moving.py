"""Somebody has moved to where another team serves: they are told, and keep their contract until
they say otherwise."""

from __future__ import annotations

from models.doctors.contracts import current_of
from models.doctors.messages import ContractMoved
from models.work import Work


def tell_if_moved(work: Work, person_id: int) -> None:
    """Once for each contract and each team that it is no longer with."""
    contract = current_of(work, person_id)
    if contract is None or not contract.stands or not contract.moved:
        return
    team = contract.home_team.id if contract.home_team is not None else ""
    work.tell(person_id, ContractMoved(contract.id), key=f"contract_moved:{contract.id}:{team}")
