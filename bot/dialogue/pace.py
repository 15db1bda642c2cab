"""What a channel carries, as far as those who send to many have to know it beforehand."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Pace:
    """``per_second``: how many messages, over all chats; ``most``: characters of one. 0 is no limit."""

    per_second: float = 0
    most: int = 0


NO_LIMIT = Pace()
