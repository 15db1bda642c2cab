"""Which alarms are on: when each began, whether it is over, and which are only the shadow of another.

Fed with what was found at every look. Nothing here knows tasks, clocks or channels. An alarm begins
once and is over once: what comes and goes is one alarm that lasts, not a message a minute.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Literal, get_args

Kind = Literal[
    "loop", "clock", "sender", "token", "platform", "disk", "disk_low", "database", "queue"
]
KINDS: tuple[Kind, ...] = get_args(Kind)

CALM = 16.0
"""Seconds without a trouble until it is over: longer than from one probe to the next."""
LONGEST_CALM = 600.0
AGAIN = 600.0
"""A trouble that comes back so soon after its end needs twice as long a calm."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """What is wrong now. ``channel``: which platform must not be used to tell of it. ``reason``: a
    fixed word for the log. ``shared``: every instance finds the same, one of them tells."""

    kind: Kind
    channel: str = ""
    reason: str = ""
    shared: bool = False

    @property
    def name(self) -> tuple[Kind, str]:
        return (self.kind, self.channel)


@dataclass(slots=True)
class Alarm:
    """A trouble that lasts. Times are monotonic seconds. ``heard``: people who know of it."""

    trouble: Trouble
    began: float
    seen: float
    ended: float | None = None
    heard: set[int] = field(default_factory=set)
    try_again: float = 0.0


@dataclass(slots=True)
class _Past:
    ended: float
    calm: float


class Board:
    """``on`` are the alarms that last, in the order in which they began."""

    def __init__(self) -> None:
        self._on: dict[tuple[Kind, str], Alarm] = {}
        self._past: dict[tuple[Kind, str], _Past] = {}

    @property
    def on(self) -> list[Alarm]:
        return list(self._on.values())

    def is_on(self, kind: Kind) -> bool:
        return any(alarm.trouble.kind == kind for alarm in tuple(self._on.values()))

    def reasons(self) -> list[str]:
        """Fixed words for whoever asks whether this instance is ready."""
        return sorted({f"alarm: {alarm.trouble.kind}" for alarm in tuple(self._on.values())})

    def see(self, found: Collection[Trouble], now: float) -> tuple[list[Alarm], list[Alarm]]:
        """Take in one look; which alarms have begun with it, and which are over."""
        causes, shadows = _apart(found)
        begun = [alarm for one in causes if (alarm := self._see_one(one, now)) is not None]
        over = [
            alarm
            for name, alarm in self._on.items()
            if alarm.seen < now and name not in shadows and now - alarm.seen >= self._calm(name)
        ]
        for alarm in over:
            name = alarm.trouble.name
            alarm.ended = alarm.seen
            self._past[name] = _Past(now, self._calm(name))
            del self._on[name]
        for name in shadows & self._on.keys():  # nobody knows whether it is over
            self._on[name].seen = now
        return begun, over

    def _see_one(self, trouble: Trouble, now: float) -> Alarm | None:
        alarm = self._on.get(trouble.name)
        if alarm is not None:
            alarm.seen = now
            return None
        past = self._past.get(trouble.name)
        if past is not None:
            again = now - past.ended < AGAIN
            past.calm = min(past.calm * 2, LONGEST_CALM) if again else CALM
        self._on[trouble.name] = alarm = Alarm(trouble, now, now)
        return alarm

    def _calm(self, name: tuple[Kind, str]) -> float:
        past = self._past.get(name)
        return past.calm if past is not None else CALM


def _apart(found: Iterable[Trouble]) -> tuple[list[Trouble], set[tuple[Kind, str]]]:
    """The causes, and the names of what follows from them: a full disk stops the clock as well, and
    one message about it is enough."""
    troubles = list(found)
    kinds = {one.kind for one in troubles}
    hidden: set[Kind] = set()
    if "loop" in kinds:
        hidden |= {"clock", "sender", "database"}
    elif any(one.kind == "clock" and one.reason.startswith("job.") for one in troubles):
        hidden |= {"database", "sender"}  # a job that does not end may hold the only writer
    elif "disk" in kinds:
        hidden |= {"clock", "sender", "database", "disk_low"}
    elif "database" in kinds:
        hidden |= {"clock", "sender"}
    away = {one.channel for one in troubles if one.kind in ("token", "platform")}
    causes = [
        one
        for one in troubles
        if one.kind not in hidden and not (one.kind == "sender" and one.channel in away)
    ]
    shadows: set[tuple[Kind, str]] = {one.name for one in troubles if one not in causes}
    shadows |= {(kind, "") for kind in hidden}
    return causes, shadows
