"""What others are told when somebody had their data deleted. No id of theirs is in it: there is
nothing left to look up, and nobody is named who asked not to be known."""

from __future__ import annotations

from dataclasses import dataclass

from models.messages import Message


@dataclass(frozen=True)
class AgreementGone(Message):
    """For the other side of an agreement. ``was``: what the one who is gone was in it, proxy or
    principal."""

    was: str


@dataclass(frozen=True)
class TalkPartnerGone(Message):
    """For the member of staff who was speaking with them."""


@dataclass(frozen=True)
class ChildDataGone(Message):
    """For a child's other guardians: ``by_id``, one of them, had the child's data deleted."""

    by_id: int


@dataclass(frozen=True)
class ForgottenMonth(Message):
    """For admins: what the clock forgot in a month (``month``: 2026-11), once it is over."""

    month: str
