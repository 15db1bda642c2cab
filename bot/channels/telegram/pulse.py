"""Whether the platform answers, judged from the calls themselves.

A refusal says nothing about whom it is for: 429 may hold for one chat or for the whole bot, a
broken connection may be one accident or the outage of the evening. One call decides nothing; when
nothing but refusals comes back from several chats, everybody waits, and nobody's tries are used up
on a platform that is not there.
"""

from __future__ import annotations

import structlog

_log = structlog.get_logger(__name__)

A_ROW = 3
"""So many refusals in a row, from different chats and nothing else between: it is not the chat."""
LONGEST = 30.0


class Pulse:
    """Fed with the end of every call. ``up`` is what the operator's page shows."""

    def __init__(self) -> None:
        self.up = True
        self._floods: set[str] = set()
        self._silent = 0
        self._revoked = False

    def answered(self) -> None:
        """The platform took a call (or refused it for what it was: that is an answer too)."""
        if self._floods:
            self._floods.clear()
        if self._silent:
            self._silent = 0
        if not self.up:
            self.up, self._revoked = True, False
            _log.info("Telegram answers again, what has waited goes out now")

    def flooded(self, chat: str) -> bool:
        """One more 429; True if it holds for the whole bot."""
        self._floods.add(chat)
        return len(self._floods) >= A_ROW

    def silent(self) -> float:
        """One more call without an answer; for how many seconds nobody should call, 0 for none."""
        self._silent += 1
        if self._silent < A_ROW:
            return 0.0
        if self.up:
            self.up = False
            _log.error("Telegram cannot be reached, messages wait and nothing is lost")
        return min(2.0 ** (self._silent // A_ROW - 1), LONGEST)

    def revoked(self) -> None:
        """The token is not valid (any more)."""
        self.up = False
        if not self._revoked:
            self._revoked = True
            _log.error("TELEGRAM_TOKEN is not accepted, put the one of BotFather into .env")
