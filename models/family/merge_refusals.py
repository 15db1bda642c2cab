"""Why two rows are not made one, or not two again."""

from __future__ import annotations

from dataclasses import dataclass

from models.refusals import Refusal


@dataclass(eq=False)
class NotToBeMerged(Refusal):
    """``why``: gone, oneself, child_and_adult, two_id_numbers, guardian_and_child, circle,
    alarm, roles."""

    why: str


@dataclass(eq=False)
class MergeOver(Refusal):
    """The days in which a merge can be undone have passed."""

    days: int
