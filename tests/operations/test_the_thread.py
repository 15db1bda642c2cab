"""The watch as it runs: in its thread, with its own time, while the service's loop hangs."""

from __future__ import annotations

import socket
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from structlog.typing import EventDict

from bot.channels.base import Abilities
from bot.channels.memory import MemoryChannel
from bot.core import build
from bot.watch.bell import Bell
from bot.watch.signs import Limits
from bot.watch.systemd import Systemd
from bot.watch.watch import Watch
from bot.watch.wiring import Spare, Watching, watch_over
from models.clocks import FixedClock
from models.store import Store
from tests.operations.house import administrator, until

QUICK = replace(Limits(), every=0.05, loop=0.75, clock=30.0)


async def _fine() -> str:
    return ""


async def _nothing() -> None:
    return None


@asynccontextmanager
async def watched(
    store: Store, wall: FixedClock, choices: Watching
) -> AsyncIterator[tuple[Watch, MemoryChannel]]:
    """A service whose administrator is on ``post``; what the watch itself sends there."""
    administrator(store, wall.now())
    spare = MemoryChannel("post", Abilities(), run="s")
    channels = {"post": MemoryChannel("post", Abilities(), run="t")}
    core = build(store, channels, wall=wall)
    choices = replace(choices, limits=QUICK, spares={"post": lambda: Spare(spare, _fine, _nothing)})
    watch = watch_over(core, channels, choices)
    core.start()
    watch.start()
    core.supervisor.run("watch", watch.beating)
    try:
        yield watch, spare
    finally:
        await core.supervisor.stop("watch")
        await watch.stop()
        await core.stop()


def hang_until_told(spare: MemoryChannel, within: float = 20.0) -> None:
    """Hold the service's loop, as a computation without end would."""
    until_when = time.monotonic() + within
    while not spare.phone("admin").messages and time.monotonic() < until_when:
        time.sleep(0.01)


def _hold(seconds: float) -> None:
    time.sleep(seconds)


async def test_a_loop_that_hangs_is_told_while_it_hangs_and_when_it_is_over(
    store: Store, wall: FixedClock, logged: list[EventDict], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.watch.board.CALM", 0.2)
    async with watched(store, wall, Watching()) as (watch, spare):
        await until(lambda: watch._asked is not None)
        hang_until_told(spare)
        [told] = spare.phone("admin").messages
        assert told.text.startswith("家门口卡住了")
        assert watch.reasons() == ["alarm: loop"]
        assert [one["kind"] for one in logged if one["event"] == "alarm"] == ["loop"]
        await until(lambda: not watch.board.on)
        await until(lambda: len(spare.phone("admin").messages) == 2)
    assert "缓过来了" in spare.phone("admin").messages[1].text


async def test_it_ends_with_the_service_at_once(store: Store, wall: FixedClock) -> None:
    began = time.monotonic()
    async with watched(store, wall, Watching()) as (watch, _spare):
        await until(lambda: watch._inside is not None)
        thread = watch._thread
        assert thread is not None
        stopping = time.monotonic()
        assert stopping - began < 20
    assert not thread.is_alive()


async def test_a_watch_that_crashes_looks_again(
    store: Store, wall: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.watch.watch.CRASHED", 0.01)
    async with watched(store, wall, Watching()) as (watch, _spare):
        look, broken = watch.look, [True]

        async def breaks(equipment: object) -> None:
            if broken.pop() if broken else False:
                raise ZeroDivisionError
            await look(equipment)  # type: ignore[arg-type]  # as it was given

        monkeypatch.setattr(watch, "look", breaks)
        await until(lambda: not broken)
        before = watch.looked
        await until(lambda: watch.looked > before)


# -- the operator's bell ---------------------------------------------------------------------------
def program(folder: Path, body: str) -> Path:
    path = folder / "ring"
    path.write_text(f"#!/bin/sh\n{body}\n", "utf-8")
    path.chmod(0o700)
    return path


async def test_the_bell_gets_the_kind_and_none_of_our_secrets(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TELEGRAM_TOKEN", "4200:not-for-others")
    heard = tmp_path / "heard"
    bell = Bell(program(tmp_path, f'echo "$@" >> {heard}; env >> {heard}'))
    assert await bell.ring("disk", "begins")
    assert await bell.ring("disk", "over")
    said = heard.read_text("utf-8")
    assert [line for line in said.splitlines() if line.startswith("disk")] == [
        "disk begins",
        "disk over",
    ]
    assert "not-for-others" not in said


async def test_a_bell_that_hangs_or_fails_holds_nobody_up(
    tmp_path: Path, logged: list[EventDict]
) -> None:
    assert not await Bell(program(tmp_path, "sleep 60"), patience=0.1).ring("clock", "begins")
    assert not await Bell(program(tmp_path, "exit 3")).ring("clock", "begins")
    assert not await Bell(tmp_path / "is-not-there").ring("clock", "begins")
    assert not await Bell(None).ring("clock", "begins")
    assert len(logged) == 3


# -- systemd ---------------------------------------------------------------------------------------
@pytest.mark.parametrize("hidden", [False, True])
def test_systemd_hears_what_is_said(tmp_path: Path, *, hidden: bool) -> None:
    """Where the socket is a file, and where it has only a name."""
    path = f"@doorstep-{tmp_path.name}-{id(tmp_path)}" if hidden else str(tmp_path / "notify")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as ear:
        ear.bind(f"\0{path[1:]}" if hidden else path)
        Systemd({"NOTIFY_SOCKET": path}).say("WATCHDOG=1")
        assert ear.recv(100) == b"WATCHDOG=1"
    Systemd({"NOTIFY_SOCKET": str(tmp_path / "nobody")}).say("READY=1")
    Systemd({}).say("READY=1")


async def test_systemd_is_not_told_that_a_hanging_loop_is_alive(
    store: Store, wall: FixedClock
) -> None:
    said: list[str] = []

    class Ear(Systemd):
        def say(self, words: str) -> None:
            said.append(words)

    async with watched(store, wall, Watching()) as (watch, spare):
        watch._systemd = Ear({})
        await until(lambda: "WATCHDOG=1" in said and watch._asked is not None)
        hang_until_told(spare)
        said.clear()
        _hold(0.5)  # the loop hangs, the watch looks on
        assert "WATCHDOG=1" not in said
        await until(lambda: "WATCHDOG=1" in said)
    assert said[-1] == "STOPPING=1"
