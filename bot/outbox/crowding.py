"""When too much waits that is no notice, notices wait: claiming them pauses, answers never do."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

import structlog
from sqlalchemy import Connection

from bot.outbox.pace import Pacing
from models.outbox.watch import oldest_answer, waiting_up_to

EVERY = 2.0
"""Seconds between two looks: each counts along an index."""
_log = structlog.get_logger("bot.outbox")
Why = Literal["", "queue", "answers"]


class Crowding:
    """``why`` notices wait now: so many other rows wait, or an answer has waited for so long; ""
    if they do not."""

    def __init__(self, pacing: Pacing) -> None:
        self.why: Why = ""
        self._pacing = pacing
        self._next = 0.0

    def look(self, connection: Connection, now: float, town: datetime) -> None:
        """Count again if it is time to. They go on once it is down to half."""
        if now < self._next:
            return
        self._next = now + EVERY
        share = 2 if self.why else 1
        limit = self._pacing.crowded // share
        since = oldest_answer(connection, town)
        if since is not None and town - since > self._pacing.oldest / share:
            self._say("answers")
        elif waiting_up_to(connection, town, limit + 1) > limit:
            self._say("queue")
        else:
            self._say("")

    def _say(self, why: Why) -> None:
        if bool(why) != bool(self.why):
            if why:
                _log.warning("notices wait", reason=why)
            else:
                _log.info("notices go on")
        self.why = why
