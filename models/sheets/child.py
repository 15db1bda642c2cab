"""The process in which a table is read: ``python -m models.sheets.child``.

A file from outside meets a parser written by others. Here it can take its memory and its seconds,
or crash, and the service only hears that it did; it has none of the service's keys, and the talks
do not wait for it. One line of JSON comes in (what is wanted, of which town), then the file; one
line goes out for the sheet, one for each row, and a last one that says it was all.
"""

from __future__ import annotations

import gc
import json
import os
import resource
import sys
from collections.abc import Iterator
from datetime import date
from typing import Any, BinaryIO

from models.refusals import Refusal
from models.sheets.choosing import choose
from models.sheets.limits import CHILD_MEMORY, CHILD_SECONDS, MOST_BYTES
from models.sheets.refusals import SheetTooHeavy, as_json
from models.sheets.row_reading import read_rows
from models.sheets.rows import result_as_json
from models.town.schema import Town

_AFTER_THE_TALKS = 10


def main(given: BinaryIO, told: BinaryIO) -> None:
    """Read what is given, tell what is in it."""
    job = json.loads(given.readline())
    town = Town.model_validate(job["town"])
    data = given.read(MOST_BYTES + 1)
    try:
        told.writelines(
            json.dumps(line, ensure_ascii=False).encode() + b"\n"
            for line in answer(data, job, town)
        )
    except Refusal as refusal:
        told.write(json.dumps({"refused": as_json(refusal)}).encode() + b"\n")
    except MemoryError:
        told.write(json.dumps({"refused": as_json(SheetTooHeavy())}).encode() + b"\n")
    told.flush()


def answer(data: bytes, job: dict[str, Any], town: Town) -> Iterator[dict[str, Any] | list[Any]]:
    """The lines that go out."""
    chosen = choose(data, job["kinds"])
    if chosen is None:
        yield {"undecided": True}
        return
    what, sheet = chosen
    yield {
        "what": what,
        "sheet": sheet.name,
        "row": sheet.headers.row,
        "titles": sheet.headers.titles,
        "unknown": sheet.headers.unknown,
        "left_out": sheet.left_out,
    }
    for result in read_rows(sheet, what, town, date.fromisoformat(job["today"])):
        yield result_as_json(result)
    yield {"end": True}


def limit_myself() -> None:
    """So much and no more, whatever the file does to the parser; no picture of it on the disk."""
    resource.setrlimit(resource.RLIMIT_AS, (CHILD_MEMORY, CHILD_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CHILD_SECONDS, CHILD_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.nice(_AFTER_THE_TALKS)


if __name__ == "__main__":
    limit_myself()
    gc.disable()
    main(sys.stdin.buffer, sys.stdout.buffer)
