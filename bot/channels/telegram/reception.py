"""Takes in one update, whichever way it came: reads it, hands it to the intake, says what is left.

Both ways of getting updates use this door, and it returns only after the commit. What is left to
be said to the platform (a tap is to be acknowledged, a group to be told where to write) comes back
as one call of the Bot API: a webhook answers with it, which costs nothing, polling makes it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, TypeAlias

import structlog

from bot.channels.base import Intake
from bot.channels.telegram.api import Api
from bot.channels.telegram.reading import Reading, read
from bot.channels.telegram.texts import IN_A_GROUP, WRITE_TO_ME
from bot.channels.telegram.waiting import Waiting
from bot.dialogue.say import LANGUAGES, say
from models.clocks import WallClock

Method: TypeAlias = dict[str, Any]
"""A call of the Bot API: its name as ``method``, and its fields."""
Count: TypeAlias = Callable[[str], None]
"""Counts one thing by its reason."""

AN_HOUR = timedelta(hours=1)
MOST_GROUPS = 1_000
"""Groups that are remembered. A forgotten one hears the hint once more."""
_log = structlog.get_logger(__name__)


class Reception:
    """``count`` hears why something was not taken."""

    def __init__(
        self, api: Api, intake: Intake, wall: WallClock, *, waiting: Waiting, count: Count
    ) -> None:
        self._api = api
        self._intake = intake
        self._wall = wall
        self._waiting = waiting
        self._count = count
        self._hinted: dict[int, datetime] = {}
        self._said = False

    def read(self, update: Any) -> Reading:
        """What an update means. Never raises."""
        return read(update, self._api.bot_id, self._api.username)

    async def take(self, update: Any) -> Method | None:
        """Take one update; the call that answers it, if there is one. Raises only if nothing was
        stored: the platform should deliver it again."""
        return await self.hand_in(self.read(update))

    async def hand_in(self, reading: Reading) -> Method | None:
        incoming = reading.incoming
        if incoming is None:
            self._beside(reading)
            return _told(reading.callback) or self._hint(reading.hint)
        self._waiting.began(incoming.address)
        answered: object = False
        try:
            answered = await self._intake(incoming)
        finally:
            if answered is False:
                self._waiting.answered(incoming.address)
        return _told(reading.callback)

    def _beside(self, reading: Reading) -> None:
        """Nothing for the core; but it may be broken, or move what is remembered of a group."""
        if not reading.readable:
            self._count("unreadable")
            if not self._said:
                self._said = True
                _log.warning("an update of Telegram cannot be read, it is counted and let go")
        elif reading.moved is not None:
            old, new = reading.moved
            if old in self._hinted:
                self._hinted[new] = self._hinted.pop(old)

    def _hint(self, group: int) -> Method | None:
        """Say in a group where to write instead, at most once an hour."""
        now = self._wall.now()
        last = self._hinted.get(group)
        if not group or (last is not None and now - last < AN_HOUR):
            return None
        self._hinted.pop(group, None)
        if len(self._hinted) >= MOST_GROUPS:
            del self._hinted[next(iter(self._hinted))]
        self._hinted[group] = now
        told: Method = {
            "method": "sendMessage",
            "chat_id": group,
            "text": "\n".join(say(IN_A_GROUP, language) for language in LANGUAGES),
        }
        if self._api.username:
            label = " · ".join(say(WRITE_TO_ME, language) for language in LANGUAGES)
            link = f"https://t.me/{self._api.username}"
            told["reply_markup"] = {"inline_keyboard": [[{"text": label, "url": link}]]}
        return told


def _told(callback: str) -> Method | None:
    """The answer to a tap: without it the button would go on turning."""
    if not callback:
        return None
    return {"method": "answerCallbackQuery", "callback_query_id": callback}
