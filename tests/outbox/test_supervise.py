"""Background work never dies in silence."""

from __future__ import annotations

import asyncio

import pytest
from structlog.testing import capture_logs

from bot.supervise import Supervisor
from tests.outbox.world import until


async def test_a_crashed_loop_is_logged_counted_and_started_again() -> None:
    pauses: list[float] = []
    crashes: list[str] = []
    resume = asyncio.Event()
    runs = 0

    async def pause(seconds: float) -> None:
        pauses.append(seconds)
        await resume.wait()

    async def loop() -> None:
        nonlocal runs
        runs += 1
        if runs < 3:
            raise ZeroDivisionError
        await asyncio.Event().wait()

    supervisor = Supervisor(pause=pause, count=crashes.append)
    with capture_logs() as logged:
        supervisor.run("loop", loop)
        assert supervisor.alive("loop")
        await until(lambda: runs == 1)
        await until(lambda: not supervisor.alive("loop"))
        resume.set()
        await until(lambda: runs == 3)
    assert supervisor.alive()
    assert pauses == [0.25, 0.5]
    assert crashes == ["ZeroDivisionError"] * 2
    assert [line["queue"] for line in logged] == ["loop", "loop"]
    await supervisor.stop()
    assert not supervisor.alive("loop")


async def test_what_nobody_started_is_not_alive() -> None:
    assert not Supervisor().alive("sender")


async def test_two_loops_of_one_name_are_a_mistake() -> None:
    supervisor = Supervisor()
    supervisor.run("loop", asyncio.Event().wait)  # type: ignore[arg-type]  # it never returns
    with pytest.raises(ValueError, match="running already"):
        supervisor.run("loop", asyncio.Event().wait)  # type: ignore[arg-type]  # it never returns
    await supervisor.stop()


async def test_work_done_once_may_fail_without_harm() -> None:
    crashes: list[str] = []

    async def work() -> None:
        raise ZeroDivisionError

    supervisor = Supervisor(count=crashes.append)
    with capture_logs():
        supervisor.once("work", work())
        await until(lambda: bool(crashes))
    await supervisor.stop()
