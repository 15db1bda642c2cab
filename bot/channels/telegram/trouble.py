"""When the Bot API does not do what we ask: how long to wait, and what the operator is told, once.

A loop that meets the same fault at every try must not say so at every try, and must not knock
faster than it is answered. What is said names the setting and the remedy, never the token, and
never the platform's own words, which may quote an address.
"""

from __future__ import annotations

from datetime import datetime, timedelta

import structlog
from telegram.error import Conflict, InvalidToken, TelegramError

from bot.channels.telegram.api import Api
from bot.channels.telegram.pulse import NoAnswer
from bot.channels.telegram.reception import Count
from bot.channels.telegram.request import TooMany
from models.clocks import WallClock

REVOKED_PAUSE = 60.0
LONGEST_PAUSE = 30.0
QUIET_FOR = timedelta(minutes=5)
"""So long without a conflict, and it is over: the next one is a new one."""
_log = structlog.get_logger(__name__)


class Trouble:
    """One for each loop. ``met`` says how many seconds to wait; ``over`` hears of every success.
    ``count`` hears of conflicts, by who is in the way (poller, webhook)."""

    def __init__(self, api: Api, wall: WallClock, count: Count) -> None:
        self._api = api
        self._wall = wall
        self._count = count
        self._row = 0
        self._said = ""
        self._conflicts = 0
        self._last_conflict: datetime | None = None

    def over(self) -> None:
        self._row = 0
        self._said = ""

    def met(self, fault: TelegramError) -> float:
        self._row += 1
        if isinstance(fault, Conflict):
            return self._conflict(fault)
        if isinstance(fault, InvalidToken):  # the pulse has said so
            return REVOKED_PAUSE
        if isinstance(fault, TooMany):
            return fault.seconds
        if not isinstance(fault, NoAnswer) and self._said != type(fault).__name__:
            self._said = type(fault).__name__
            _log.error(
                "Telegram refuses what it is asked, look at TELEGRAM_API_BASE", fault=self._said
            )
        return growing(self._row)

    def _conflict(self, fault: Conflict) -> float:
        """Somebody else gets this bot's updates. Two pollers take them from each other in turn, so
        one success is not the end of it."""
        now = self._wall.now()
        if self._last_conflict is not None and now - self._last_conflict > QUIET_FOR:
            self._conflicts = 0
        self._last_conflict = now
        self._conflicts += 1
        if is_webhook(fault):
            self._count("webhook")
            if self._conflicts == 1:
                _log.warning("somebody has set a webhook for this bot, polling takes it away")
        else:
            self._count("poller")
            if self._conflicts == 2:  # one is only our own last poll, which is ending
                _log.error("another program polls this bot, stop it or change TELEGRAM_TOKEN")
        return growing(self._conflicts)


def is_webhook(fault: TelegramError) -> bool:
    """Whether updates go to a webhook (and not to another poller)."""
    return isinstance(fault, Conflict) and "webhook" in fault.message.lower()


def growing(tries: int) -> float:
    """Seconds to wait after so many tries in a row."""
    return min(2.0 ** (min(tries, 10) - 1), LONGEST_PAUSE)
