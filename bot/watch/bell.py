"""The operator's own way to be rung: a program that is started when an alarm begins and ends.

It is given the kind and one of two words, and nothing else: our keys and tokens stand in the
environment, so it gets an environment of its own.
"""

from __future__ import annotations

import asyncio
import os
from asyncio.subprocess import DEVNULL
from contextlib import suppress
from pathlib import Path
from typing import Literal

import structlog

from bot.watch.board import Kind

PATIENCE = 30.0
"""Seconds such a program may take."""
_KEPT = ("PATH", "HOME", "LANG", "LC_ALL", "TZ", "TMPDIR")
_log = structlog.get_logger("bot.watch")


class Bell:
    """``command`` is None where the operator wants none."""

    def __init__(self, command: Path | None, *, patience: float = PATIENCE) -> None:
        self._command = command
        self._patience = patience

    async def ring(self, kind: Kind, what: Literal["begins", "over"]) -> bool:
        """Start it and wait until it has ended; whether it ended well."""
        if self._command is None:
            return False
        mine = {name: os.environ[name] for name in _KEPT if name in os.environ}
        try:
            rung = await asyncio.create_subprocess_exec(
                str(self._command),
                kind,
                what,
                stdin=DEVNULL,
                stdout=DEVNULL,
                stderr=DEVNULL,
                env=mine,
            )
        except OSError as fault:
            _log.error("the alarm command cannot be started", kind=kind, exc_info=fault)
            return False
        try:
            async with asyncio.timeout(self._patience):
                status = await rung.wait()
        except TimeoutError:
            with suppress(ProcessLookupError):
                rung.kill()
            await rung.wait()
            status = -1
        if status:
            _log.error("the alarm command failed", kind=kind, status=status)
        return status == 0
