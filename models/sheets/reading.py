"""The door of this folder: give it a file, get its rows, wait for nothing else.

The file is read by a process of its own (``child.py``). It gets the file through memory, never
over a disk where it would lie in clear; it gets no environment, so it knows no key. If it dies, for
whatever reason, that is a refusal like any other. Iterating blocks: call it from a thread.
"""

from __future__ import annotations

import json
import os
import select
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from time import monotonic
from typing import IO, Any

from models.sheets.limits import CHILD_SECONDS, MOST_BYTES, What
from models.sheets.package import check_size
from models.sheets.refusals import SheetTooHeavy, from_json
from models.sheets.rows import RowResult, result_from_json
from models.town.schema import Town

_ROOT = Path(__file__).resolve().parent.parent.parent
_PIECE = 256 * 1024
_COMMAND = (sys.executable, "-P", "-s", "-m", "models.sheets.child")


@dataclass(frozen=True)
class Reading:
    """An opened file: what kind of list it is, which sheet, where its headers are (row), which column was taken for which
    field, which were not read, and which other sheets were left out. ``results`` can be gone
    through once; it may still raise SheetTooHeavy in the middle."""

    what: What
    sheet: str
    row: int
    titles: dict[str, str]
    unknown: tuple[str, ...]
    left_out: tuple[str, ...]
    results: Iterator[RowResult]


class Undecided(Exception):
    """Nobody but its sender can tell what kind of list it is."""


@contextmanager
def read_file(
    source: bytes | Path, kinds: What | Sequence[What], town: Town, today: date
) -> Iterator[Reading]:
    """Open a file and keep its process for as long as its rows are taken. Refusals about the file,
    and Undecided, are raised on entering."""
    check_size(len(source) if isinstance(source, bytes) else source.stat().st_size)
    job = {
        "kinds": [kinds] if isinstance(kinds, str) else kinds,
        "today": today.isoformat(),
        "town": town.model_dump(mode="json"),
    }
    with _handed_over(job, source) as given, _child(given) as lines:
        head = next(lines)
        if "undecided" in head:
            raise Undecided
        yield Reading(
            head["what"],
            head["sheet"],
            head["row"],
            head["titles"],
            tuple(head["unknown"]),
            tuple(head["left_out"]),
            _results(head["what"], lines),
        )


def _results(what: What, lines: Iterator[Any]) -> Iterator[RowResult]:
    for line in lines:
        if isinstance(line, dict):
            return
        yield result_from_json(what, line)


@contextmanager
def _handed_over(job: dict[str, Any], source: bytes | Path) -> Iterator[IO[bytes]]:
    """One thing to read from, in memory where the system can: the job, then the file."""
    with _in_memory() as given:
        given.write(json.dumps(job, ensure_ascii=False).encode() + b"\n")
        if isinstance(source, bytes):
            given.write(source)
        else:
            with source.open("rb") as file:
                left = MOST_BYTES + 1
                while left and (piece := file.read(min(_PIECE, left))):
                    given.write(piece)
                    left -= len(piece)
        given.flush()
        given.seek(0)
        yield given


def _in_memory() -> IO[bytes]:
    maker = getattr(os, "memfd_create", None)
    return os.fdopen(maker("sheet"), "w+b") if maker else tempfile.TemporaryFile()


@contextmanager
def _child(given: IO[bytes]) -> Iterator[Iterator[Any]]:
    """The process and the lines it tells; whatever happens, it is gone afterwards."""
    bare = {"PYTHONPATH": str(_ROOT), "PYTHONUTF8": "1", "MALLOC_ARENA_MAX": "1"}
    with subprocess.Popen(  # noqa: S603 - our own module, nothing of the file is in the command
        _COMMAND, stdin=given, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=bare
    ) as child:
        try:
            yield _lines(child)
        finally:
            child.kill()


def _lines(child: subprocess.Popen[bytes]) -> Iterator[Any]:
    """Line by line, with a limit on the time we wait for it: what we do ourselves meanwhile does
    not count, so a slow taker of rows does not make the file too heavy."""
    assert child.stdout is not None  # noqa: S101 - it was asked for as a pipe
    stream, rest, left = child.stdout.fileno(), b"", float(CHILD_SECONDS)
    waiting = select.poll()
    waiting.register(stream, select.POLLIN)
    while True:
        since = monotonic()
        ready = waiting.poll(max(left, 0) * 1000)
        left -= monotonic() - since
        piece = os.read(stream, _PIECE) if ready else b""
        if not piece:
            # It ended without its last word: out of memory or time, or a crash.
            raise SheetTooHeavy
        *whole, rest = (rest + piece).split(b"\n")
        for line in whole:
            told = json.loads(line)
            if isinstance(told, dict) and "refused" in told:
                raise from_json(told["refused"])
            yield told
            if isinstance(told, dict) and "end" in told:
                return
