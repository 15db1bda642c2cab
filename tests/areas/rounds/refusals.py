"""One refusal of every type, for its sentence."""

from __future__ import annotations

from models.notices.refusals import NoKnockingNow, TickNotYours

REFUSALS = (TickNotYours(), NoKnockingNow("7:30"))
