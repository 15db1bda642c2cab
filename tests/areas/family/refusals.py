"""One refusal of every type, for its sentence."""

from __future__ import annotations

from datetime import date

from models.family.refusals import (
    ActsAlready,
    ChildKnown,
    CircleOfProxies,
    GuardiansAct,
    GuardianTooYoung,
    ImpossibleBirth,
    InviteNotGood,
    LastGuardian,
    NamelessProxy,
    NoSuchGrade,
    NotAChild,
    NothingChosen,
    OwnGuardian,
    OwnProxy,
    ProxyTooYoung,
    UntilOutOfRange,
    WitnessIsProxy,
)

REFUSALS = (
    ImpossibleBirth(date(2030, 1, 1)), NotAChild(), NoSuchGrade(0), ChildKnown(1), OwnGuardian(),
    GuardianTooYoung(), LastGuardian(1), InviteNotGood("forged"), InviteNotGood("expired"),
    InviteNotGood("used"), InviteNotGood("out_of_use"), OwnProxy(), ProxyTooYoung(),
    GuardiansAct(), ActsAlready(1), CircleOfProxies(), UntilOutOfRange(date(2028, 12, 31)),
    NothingChosen(), WitnessIsProxy(), NamelessProxy(),
)  # fmt: skip
