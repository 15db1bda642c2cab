"""Health: ready only with a database, a ticking clock and a living sender; no secret in a reason."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.health import Vitals, not_ready, routes
from bot.metrics import Metrics
from models.clocks import FixedClock

NOW = datetime(2026, 12, 8, 9, 38, tzinfo=UTC)


async def answers() -> None:
    return


async def is_down() -> None:
    raise ConnectionError("postgresql://doorstep:hidden@localhost")


def vitals(
    *, up: bool = True, tick: timedelta | None = timedelta(seconds=5), sender: bool = True
) -> Vitals:
    return Vitals(
        wall=FixedClock(NOW),
        database=answers if up else is_down,
        last_tick=lambda: None if tick is None else NOW - tick,
        sender_alive=lambda: sender,
    )


async def test_all_well_is_ready() -> None:
    assert await not_ready(vitals()) == []


@pytest.mark.parametrize(
    ("state", "word"),
    [
        (vitals(up=False), "database"),
        (vitals(tick=timedelta(seconds=61)), "clock"),
        (vitals(tick=None), "clock"),
        (vitals(sender=False), "sender"),
    ],
)
async def test_each_pulse_that_stops_is_a_reason(state: Vitals, word: str) -> None:
    (reason,) = await not_ready(state)
    assert word in reason


async def test_the_three_addresses_answer() -> None:
    metrics = Metrics()
    metrics.refusals.labels("PlaceTaken").inc()
    app = web.Application()
    app.add_routes(routes(vitals(up=False), metrics))
    async with TestClient(TestServer(app)) as client:
        assert (await client.get("/healthz")).status == 200
        ready = await client.get("/readyz")
        assert ready.status == 503
        assert "hidden" not in await ready.text()
        shown = await client.get("/metrics")
        assert 'doorstep_refusals_total{refusal="PlaceTaken"} 1.0' in await shown.text()
        assert "doorstep_clock_last_tick_age_seconds 5.0" in await shown.text()


def test_two_services_in_one_process_do_not_share_counts() -> None:
    one, other = Metrics(), Metrics()
    one.ticks.labels("done").inc()
    assert b'doorstep_clock_ticks_total{result="done"}' not in other.text()


def test_a_state_of_the_queue_that_is_empty_again_disappears() -> None:
    metrics = Metrics()
    metrics.show_queue({"due": 3, "leased": 1})
    metrics.show_queue({"leased": 2})
    assert b'state="due"' not in metrics.text()
    assert b'doorstep_outbox_queue{state="leased"} 2.0' in metrics.text()
