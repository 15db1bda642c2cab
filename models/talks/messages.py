"""What those who run the service are told about conversations that went wrong."""

from __future__ import annotations

from dataclasses import dataclass

from models.messages import Message


@dataclass(frozen=True)
class UpdateFailed(Message):
    """A message of somebody could not be handled; it is kept under this reference."""

    reference: str


@dataclass(frozen=True)
class TalkWaiting(Message):
    """Somebody stopped in the middle; asked once whether to go on."""

    account_id: int
    serial: int
