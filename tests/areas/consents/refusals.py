"""One of each sort of refusal of this area."""

from __future__ import annotations

from models.consents.refusals import NothingToTakeBack, StillOnTheWay

REFUSALS = (NothingToTakeBack("health"), StillOnTheWay(2))
