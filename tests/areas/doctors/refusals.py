"""One refusal of every type, for its sentence."""

from __future__ import annotations

from datetime import date

from models.doctors.refusals import (
    AlreadySigned,
    ContractChanged,
    HomeUnknown,
    NoContract,
    NoTeamHere,
    SamePackage,
    SameTeam,
    TooEarlyToRenew,
    UnknownPackage,
)

REFUSALS = (
    HomeUnknown(), NoTeamHere("g03"), UnknownPackage(), SamePackage(), NoContract(), SameTeam(),
    AlreadySigned(date(2027, 12, 7)), TooEarlyToRenew(date(2027, 12, 7), 30), ContractChanged(),
)  # fmt: skip
