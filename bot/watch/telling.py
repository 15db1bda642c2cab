"""Telling the people responsible, directly: not through the outbox, which may be what is broken.

Each hears of an alarm once when it begins and once when it is over, on every chat that works. Who
could not be reached at the beginning is tried again while it lasts, and hears of its end in any case.
Quiet hours do not count here: this is for the people who are answerable for the service.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from secrets import token_hex

import structlog

from bot.dialogue.messages import Outgoing
from bot.dialogue.say import Text, say
from bot.watch import texts
from bot.watch.board import Alarm
from bot.watch.people import Hearer

PATIENCE = 8.0
"""Seconds that one message may take."""
TRIES = 2
"""A channel that has failed so often in one round is left alone until the next."""
PAUSE = 30.0
"""Seconds between two rounds for those who were not reached."""
_log = structlog.get_logger("bot.watch")

Way = Callable[[str, Outgoing, str], Awaitable[object]]
"""Shows a message at an address: (address, message, key)."""


class Teller:
    """``ways`` by channel. ``instance`` is named where there are several."""

    def __init__(
        self, ways: Mapping[str, Way], *, instance: str = "", patience: float = PATIENCE
    ) -> None:
        self.ways = ways
        self.people: Sequence[Hearer] = ()
        self._instance = instance
        self._patience = patience

    async def begun(self, alarm: Alarm, broken: Collection[str], now: float) -> None:
        """Tell whoever has not heard of it. ``broken``: channels that an alarm is about."""
        if now < alarm.try_again:
            return
        alarm.try_again = now + PAUSE
        waiting = [one for one in self.people if one.person_id not in alarm.heard]
        lines = texts.begins(alarm.trouble)
        if not alarm.trouble.shared and self._instance:
            lines += (texts.WHERE(instance=self._instance),)
        reached = await self._tell(waiting, lines, broken)
        alarm.heard |= reached
        if waiting and not reached:
            _log.error("nobody could be told of the alarm", kind=alarm.trouble.kind)

    async def over(self, alarm: Alarm, broken: Collection[str]) -> None:
        lasted = (alarm.ended or alarm.seen) - alarm.began
        await self._tell(self.people, texts.over(alarm.trouble, lasted), broken)

    async def _tell(
        self, people: Sequence[Hearer], lines: Sequence[Text], broken: Collection[str]
    ) -> set[int]:
        """Who was reached."""
        failed: dict[str, int] = {}
        reached = set()
        for person in people:
            words = tuple(say(line, person.language) for line in lines)
            sounded = False
            for channel, address in person.chats:
                if channel in broken or failed.get(channel, 0) >= TRIES:
                    continue
                message = Outgoing(words, urgent=True, quiet=sounded)
                if await self._send(channel, address, message):
                    sounded = True
                    failed.pop(channel, None)
                else:
                    failed[channel] = failed.get(channel, 0) + 1
            if sounded:
                reached.add(person.person_id)
        return reached

    async def _send(self, channel: str, address: str, message: Outgoing) -> bool:
        way = self.ways.get(channel)
        if way is None:
            return False
        try:
            async with asyncio.timeout(self._patience):
                await way(address, message, f"alarm:{token_hex(8)}")
        except Exception as fault:  # noqa: BLE001 - the next way is tried, whatever was wrong
            _log.warning("an alarm could not be told", channel=channel, exc_info=fault)
            return False
        return True
