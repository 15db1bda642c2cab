"""One refusal of every type, for its sentence."""

from __future__ import annotations

from models.care.refusals import AlreadyNoted, DueOver, LookFirst, UnknownCondition, WrongDay

REFUSALS = (DueOver("done"), WrongDay(), UnknownCondition(), AlreadyNoted(), LookFirst())
