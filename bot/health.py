"""Three addresses for whoever watches the machine: is it up, can it serve, what does it count.

A scheduler that died silently for two days is the failure this page exists for: ready means that
the database answers, that the clock ticked within the last minute, that the sender is alive, and that no alarm is on.
The reasons are fixed words, because a database's own message may hold its address and password.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from aiohttp import web

from bot.metrics import CONTENT_TYPE, Metrics
from models.clocks import WallClock

OLDEST_TICK = timedelta(seconds=60)
PATIENCE = 5.0
_log = structlog.get_logger("bot.health")


@dataclass(frozen=True, slots=True)
class Vitals:
    """What the app hands in: how to feel each pulse. ``database`` raises when it does not answer;
    ``last_tick`` is the wall time of the last tick any instance made, None before the first.
    ``alarms`` are fixed words for what the watch has found."""

    wall: WallClock
    database: Callable[[], Awaitable[object]]
    last_tick: Callable[[], datetime | None]
    sender_alive: Callable[[], bool]
    refresh: Callable[[Metrics], Awaitable[None]] | None = None
    alarms: Callable[[], Sequence[str]] = tuple


def routes(vitals: Vitals, metrics: Metrics) -> list[web.RouteDef]:
    """The three addresses, ready to be added to an application."""

    async def healthz(request: web.Request) -> web.Response:
        return web.json_response({"ok": True})

    async def readyz(request: web.Request) -> web.Response:
        reasons = await not_ready(vitals)
        return web.json_response(
            {"ok": not reasons, "reasons": reasons}, status=503 if reasons else 200
        )

    async def show(request: web.Request) -> web.Response:
        tick = vitals.last_tick()
        if tick is not None:
            metrics.tick_age.set((vitals.wall.now() - tick).total_seconds())
        if vitals.refresh is not None:
            await _measured(vitals.refresh, metrics)
        return web.Response(body=metrics.text(), headers={"Content-Type": CONTENT_TYPE})

    return [web.get("/healthz", healthz), web.get("/readyz", readyz), web.get("/metrics", show)]


async def not_ready(vitals: Vitals) -> list[str]:
    """Why this instance cannot serve now; empty when it can."""
    reasons = []
    if not await _answers(vitals):
        reasons.append("the database does not answer")
    tick = vitals.last_tick()
    if tick is None:
        reasons.append("the clock has not ticked yet")
    elif vitals.wall.now() - tick > OLDEST_TICK:
        reasons.append("the clock has not ticked for a minute")
    if not vitals.sender_alive():
        reasons.append("the sender has stopped")
    return [*reasons, *vitals.alarms()]


async def _measured(refresh: Callable[[Metrics], Awaitable[None]], metrics: Metrics) -> None:
    """What has to be looked up; without a database the rest is shown all the same, alarms most of
    all."""
    try:
        async with asyncio.timeout(PATIENCE):
            await refresh(metrics)
    except Exception:  # noqa: BLE001 - whoever watches needs the page most when something is wrong
        _log.warning("some numbers cannot be looked up", exc_info=True)


async def _answers(vitals: Vitals) -> bool:
    try:
        async with asyncio.timeout(PATIENCE):
            await vitals.database()
    except Exception:  # noqa: BLE001 - whatever it is, the answer is "not ready", and it is logged
        _log.warning("the database does not answer", exc_info=True)
        return False
    return True
