"""What people are told of their contract. Nothing here says what is in it: it may tell of an illness."""

from __future__ import annotations

from dataclasses import dataclass

from models.messages import Message


@dataclass(frozen=True)
class ContractExpiring(Message):
    """Some days before the last one: go on with it?"""

    contract_id: int


@dataclass(frozen=True)
class ContractExpired(Message):
    """It ended some days ago and was not renewed. Said once."""

    contract_id: int


@dataclass(frozen=True)
class ContractMoved(Message):
    """They live elsewhere now, where another team serves."""

    contract_id: int
