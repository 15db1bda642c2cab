"""Each refusal of this area, with each of its reasons."""

from __future__ import annotations

from models.family.merge_refusals import MergeOver, NotToBeMerged
from models.refusals import Refusal

REASONS = (
    "gone", "oneself", "child_and_adult", "two_id_numbers", "guardian_and_child", "circle",
    "alarm", "roles",
)  # fmt: skip
REFUSALS: tuple[Refusal, ...] = (MergeOver(30), *(NotToBeMerged(why) for why in REASONS))
