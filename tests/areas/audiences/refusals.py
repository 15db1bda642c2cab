"""One of each sort of refusal of this area."""

from __future__ import annotations

from models.audiences.refusals import AudienceNotRead, NameTaken, NobodyMeant

REFUSALS = (AudienceNotRead(), NobodyMeant(), NameTaken())
