"""What is told about pictures."""

from __future__ import annotations

from dataclasses import dataclass

from models.messages import Message


@dataclass(frozen=True)
class PhotoRejected(Message):
    """A picture could not be kept. ``fault``: broken, too_large, not_fetched."""

    case_id: int
    fault: str
