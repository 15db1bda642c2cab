"""The watch: a thread with a loop of its own that looks every few seconds whether all is well.

It shares nothing with what it watches but the reading of a few numbers: when the service's loop
hangs, this one goes on. What it does is the same each time: look, compare with what was wrong
before, write it down (log, metric), ring the operator's bell, tell the people responsible.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Awaitable, Callable, Iterable, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from time import monotonic

import structlog

from bot.metrics import Metrics
from bot.watch.bell import Bell
from bot.watch.board import KINDS, Alarm, Board, Trouble
from bot.watch.people import Hearer
from bot.watch.signs import Limits, Sign
from bot.watch.systemd import Systemd
from bot.watch.telling import Teller

REFRESH = 60.0
"""Seconds between two looks at who is to be told."""
CRASHED = 5.0
SILENT = 60.0
"""So long without a look, and the watch itself is what is wrong."""
ROUND = 25.0
"""Seconds that telling may take, until the next look has to be made."""
_log = structlog.get_logger("bot.watch")


@dataclass
class Equipment:
    """What belongs to the watch's own loop: made in it and closed in it."""

    signs: Sequence[Sign]
    teller: Teller
    people: Callable[[], Awaitable[list[Hearer]]]
    leads: Callable[[], Awaitable[bool]]
    """Whether this instance tells of what all of them see."""
    revive: Callable[[Trouble], None] = lambda _trouble: None
    """Begin again what has ended by itself."""


Equip = Callable[["Watch"], AbstractAsyncContextManager[Equipment]]


class Watch:
    """``equip`` is entered in the watch's own loop. ``start`` and ``stop`` are the service's."""

    def __init__(
        self,
        equip: Equip,
        metrics: Metrics,
        *,
        bell: Bell | None = None,
        limits: Limits | None = None,
        systemd: Systemd | None = None,
        time: Callable[[], float] = monotonic,
    ) -> None:
        self.board = Board()
        self.beat = self.looked = time()
        self.limits = limits or Limits()
        self._equip = equip
        self._metrics = metrics
        self._bell = bell or Bell(None)
        self._systemd = systemd or Systemd()
        self._time = time
        self._asked: float | None = None
        self._blind: set[Sign] = set()
        self._home: asyncio.AbstractEventLoop | None = None
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None
        self._inside: tuple[asyncio.AbstractEventLoop, asyncio.Event] | None = None
        for kind in KINDS:
            metrics.alarm.labels(kind).set(0)

    # -- in the service's loop --------------------------------------------------------------------
    @property
    def home(self) -> asyncio.AbstractEventLoop:
        """The service's loop, in which this was started."""
        if self._home is None:
            raise RuntimeError("the watch has not been started")
        return self._home

    def start(self) -> None:
        self._home = asyncio.get_running_loop()
        self.beat = self.looked = self._time()
        self._thread = threading.Thread(target=self._run, name="doorstep-watch", daemon=True)
        self._thread.start()

    def ready(self) -> None:
        """The service is open: whoever waits for that may go on."""
        self._systemd.say("READY=1")

    async def beating(self) -> None:
        """Show again and again that this loop gets its turn. To be run under supervision."""
        while True:
            self.beat = self._time()
            await asyncio.sleep(self.limits.loop / 15)

    async def stop(self) -> None:
        self._systemd.say("STOPPING=1")
        self._stopping.set()
        if self._inside is not None:
            loop, wake = self._inside
            loop.call_soon_threadsafe(wake.set)
        if self._thread is not None:
            await asyncio.to_thread(self._thread.join, 2 * self.limits.patience)

    def reasons(self) -> list[str]:
        """Why this instance is not ready, as far as the watch knows."""
        silent = ["the watch has stopped"] if self.age > SILENT else []
        return [*self.board.reasons(), *silent]

    @property
    def age(self) -> float:
        """Seconds since the last look."""
        return self._time() - self.looked

    # -- in the thread ----------------------------------------------------------------------------
    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                asyncio.run(self._live())
            except Exception as fault:  # noqa: BLE001 - the watch must outlive every fault
                _log.error("background work crashed", queue="watch", exc_info=fault)
                self._stopping.wait(CRASHED)

    async def _live(self) -> None:
        wake = asyncio.Event()
        self._inside = (asyncio.get_running_loop(), wake)
        try:
            async with self._equip(self) as equipment:
                while not self._stopping.is_set():
                    try:
                        async with asyncio.timeout(self.limits.every):
                            await wake.wait()
                    except TimeoutError:
                        await self.look(equipment)
        finally:
            self._inside = None

    async def look(self, equipment: Equipment) -> None:
        """One look at everything, and what follows from it."""
        now = self._time()
        found = await asyncio.gather(*(self._ask(sign, now) for sign in equipment.signs))
        begun, over = self.board.see([one for some in found for one in some], now)
        self.looked = self._time()
        if self.looked - self.beat < self.limits.loop:
            self._systemd.say("WATCHDOG=1")
        for alarm in begun:
            self._note(alarm)
            equipment.revive(alarm.trouble)
        for alarm in over:
            self._note_over(alarm)
        await self._tell(equipment, begun, over)
        if not self.board.on and (self._asked is None or now - self._asked >= REFRESH):
            await self._refresh(equipment, now)

    async def _ask(self, sign: Sign, now: float) -> Iterable[Trouble]:
        try:
            async with asyncio.timeout(self.limits.patience):
                found = await sign.look(now)
        except Exception as fault:  # noqa: BLE001 - a sign that cannot look hides no other
            if sign not in self._blind:
                self._blind.add(sign)
                _log.error("a sign cannot be seen", kind=type(sign).__name__, exc_info=fault)
            return ()
        self._blind.discard(sign)
        return found

    async def _refresh(self, equipment: Equipment, now: float) -> None:
        try:
            async with asyncio.timeout(self.limits.patience):
                equipment.teller.people = await equipment.people()
        except Exception as fault:  # noqa: BLE001 - the ones known so far stay
            _log.warning("who is to be told cannot be looked up", exc_info=fault)
        else:
            self._asked = now

    # -- what follows -----------------------------------------------------------------------------
    def _note(self, alarm: Alarm) -> None:
        trouble = alarm.trouble
        self._metrics.alarm.labels(trouble.kind).set(1)
        _log.error("alarm", kind=trouble.kind, channel=trouble.channel, reason=trouble.reason)

    def _note_over(self, alarm: Alarm) -> None:
        trouble = alarm.trouble
        if not self.board.is_on(trouble.kind):
            self._metrics.alarm.labels(trouble.kind).set(0)
        lasted = round((alarm.ended or alarm.seen) - alarm.began)
        _log.warning("alarm over", kind=trouble.kind, channel=trouble.channel, seconds=lasted)

    async def _tell(
        self, equipment: Equipment, begun: Sequence[Alarm], over: Sequence[Alarm]
    ) -> None:
        rings = [self._bell.ring(alarm.trouble.kind, "begins") for alarm in begun]
        rings += [self._bell.ring(alarm.trouble.kind, "over") for alarm in over]
        try:
            async with asyncio.timeout(ROUND):
                await asyncio.gather(self._tell_people(equipment, over), *rings)
        except TimeoutError:
            _log.error("telling of an alarm takes too long")

    async def _tell_people(self, equipment: Equipment, over: Sequence[Alarm]) -> None:
        lasting = self.board.on
        if not lasting and not over:
            return
        shared = any(alarm.trouble.shared for alarm in (*lasting, *over))
        leads = await equipment.leads() if shared else False
        broken = {alarm.trouble.channel for alarm in lasting if alarm.trouble.channel}
        now = self._time()
        for alarm in lasting:
            if leads or not alarm.trouble.shared:
                await equipment.teller.begun(alarm, broken, now)
        for alarm in over:
            if leads or not alarm.trouble.shared:
                await equipment.teller.over(alarm, broken)
