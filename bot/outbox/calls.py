"""One call to a platform, and what its answer means for the row: sent, once more, or never."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import timedelta

import structlog

from bot.channels.base import Channel, Gone, Refused, RetryLater
from bot.outbox.deliver import CannotDo, NotYet, perform, take_off_old_buttons
from bot.outbox.leased import Leased
from bot.outbox.pace import Pacing
from models.clocks import WallClock
from models.outbox.record import Outcome, Shown, shown
from models.store import Store

_log = structlog.get_logger("bot.outbox")
_REMEMBERED = 20_000


class Caller:
    """``wait`` hears when a platform names a time before which it wants no calls."""

    def __init__(
        self,
        store: Store,
        channels: Mapping[str, Channel],
        wall: WallClock,
        pacing: Pacing,
        wait: Callable[[Leased, RetryLater], None],
        jitter: Callable[[], float],
    ) -> None:
        self._store = store
        self._channels = channels
        self._wall = wall
        self._pacing = pacing
        self._wait = wait
        self._jitter = jitter
        self._known: dict[int, str] = {}

    async def call(self, row: Leased) -> Outcome:
        try:
            async with asyncio.timeout(self._pacing.patience):
                message = await perform(self._channels[row.channel], row, self._lookup)
        except RetryLater as wish:
            self._wait(row, wish)
            return self._again(row, wish.seconds, "RetryLater", tries=row.attempts)
        except NotYet:
            return self._again(row, 1.0, "NotYet", tries=row.attempts)
        except CannotDo as reason:
            return Outcome(row.id, "dropped", fault=str(reason), attempts=row.attempts)
        except Gone:
            return Outcome(row.id, "gone", account_id=row.account_id)
        except Refused:
            return Outcome(row.id, "failed", fault="Refused", attempts=row.attempts + 1)
        except Exception as fault:  # noqa: BLE001 - any fault of a platform is tried again
            return self._backoff(row, fault)
        if message is not None:
            self._remember(row.id, message)
        return Outcome(row.id, "sent", shown_id=message)

    async def strip_old(self, row: Leased, new: str) -> None:
        """Take the buttons off the screen before this one, as well as that goes."""
        if row.target_id is not None and self._known.get(row.target_id) == new:
            return  # it was edited in place: nothing is left of the old one
        with suppress(TimeoutError):
            async with asyncio.timeout(self._pacing.patience):
                await take_off_old_buttons(self._channels[row.channel], row, new, self._lookup)

    def _backoff(self, row: Leased, fault: Exception) -> Outcome:
        tries, name = row.attempts + 1, type(fault).__name__
        if tries >= self._pacing.attempts:
            _log.error("a message was given up", outbox_id=row.id, attempt=tries, exc_info=fault)
            return Outcome(row.id, "failed", fault=name, attempts=tries)
        _log.warning("a call failed", outbox_id=row.id, attempt=tries, exc_info=fault)
        seconds = min(2.0 ** (tries - 1), self._pacing.longest_backoff)
        return self._again(row, seconds * (0.75 + self._jitter() / 2), name, tries=tries)

    def _again(self, row: Leased, seconds: float, fault: str, *, tries: int) -> Outcome:
        until = self._wall.now() + timedelta(seconds=seconds)
        return Outcome(row.id, "parked", fault=fault, attempts=tries, until=until)

    async def _lookup(self, row_id: int) -> Shown | None:
        known = self._known.get(row_id)
        if known is not None:
            return Shown("sent", known)
        return await self._store.read(lambda session: shown(session.connection(), row_id))

    def _remember(self, row_id: int, message_id: str) -> None:
        if len(self._known) >= _REMEMBERED:
            del self._known[next(iter(self._known))]
        self._known[row_id] = message_id
