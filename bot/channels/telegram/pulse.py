"""Whether the platform answers, judged from the calls themselves.

A refusal says nothing about whom it is for: 429 may hold for one chat or for the whole bot, a
broken connection may be one accident or the outage of the evening. One call decides nothing; when
nothing but refusals comes back from several chats, everybody waits, and nobody's tries are used up
on a platform that is not there.
"""

from __future__ import annotations

import structlog
from telegram.error import NetworkError

_log = structlog.get_logger(__name__)

A_ROW = 3
"""So many refusals in a row, from different chats and nothing else between: it is not the chat."""
LONGEST = 30.0
SHORTEST = 0.1


class NoAnswer(NetworkError):
    """A call without an answer; it may have arrived. ``rest``: seconds for which nobody should call
    because the platform is away, 0 if it may be this one call."""

    def __init__(self, rest: float) -> None:
        super().__init__("no answer")
        self.rest = rest


class Pulse:
    """Fed with the end of every call. ``up`` is what the operator's page shows."""

    def __init__(self) -> None:
        self.up = True
        self._floods: set[str] = set()
        self._silent = 0
        self._rests = 0
        self._rested_at = self._rests_until = float("-inf")
        self._revoked = False

    def answered(self) -> None:
        """The platform took a call (or refused it for what it was: that is an answer too)."""
        if self._floods:
            self._floods.clear()
        self._silent = self._rests = 0
        if not self.up:
            self.up, self._revoked = True, False
            _log.info("Telegram answers again, what has waited goes out now")

    def flooded(self, chat: str) -> bool:
        """One more 429; True if it holds for the whole bot."""
        self._floods.add(chat)
        return len(self._floods) >= A_ROW

    def silent(self, began: float, now: float) -> NoAnswer:
        """A call that began and ended at these seconds got no answer. What was out already when
        the rest began says nothing new: it must not make the rest longer."""
        if began < self._rested_at:
            return NoAnswer(max(self._rests_until - now, SHORTEST))
        self._silent += 1
        if self._silent < A_ROW:
            return NoAnswer(0.0)
        if self.up:
            self.up = False
            _log.error("Telegram cannot be reached, messages wait and nothing is lost")
        rest = min(2.0**self._rests, LONGEST)
        self._silent, self._rests = 0, self._rests + 1
        self._rested_at, self._rests_until = now, now + rest
        return NoAnswer(rest)

    def revoked(self) -> None:
        """The token is not valid (any more)."""
        self.up = False
        if not self._revoked:
            self._revoked = True
            _log.error("TELEGRAM_TOKEN is not accepted, put the one of BotFather into .env")
