"""The whole way: into a process of its own and back, whatever happens to it there."""

from __future__ import annotations

import os
import signal
import threading
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

import pytest

from models.refusals import Refusal
from models.sheets.limits import MB, MOST_BYTES
from models.sheets.reading import read_file
from models.sheets.refusals import (
    KINDS,
    NotAWorkbook,
    SheetTooBig,
    SheetTooHeavy,
    as_json,
    from_json,
)
from models.sheets.rows import ResidentRow, RowResult, row_as_json, row_from_json
from models.town.schema import Town
from tests.areas.sheets.refusals import REFUSALS
from tests.sheets.files import SOMEBODY, list_of, table, workbook
from tests.sheets.messy import HEADERS_AT, TODAY, messy


def children() -> list[int]:
    """Processes that read a file for this thread. (A browser or a database of other tests may be
    its child as well.)"""
    mine = Path(f"/proc/self/task/{threading.get_native_id()}/children").read_text().split()
    return [int(one) for one in mine if _reads(int(one))]


def _reads(process: int) -> bool:
    try:
        line = Path(f"/proc/{process}/cmdline").read_bytes()
    except OSError:  # it ended between the two looks
        return False
    # Between fork and exec it still looks like the test itself.
    return b"models.sheets.child" in line or line == Path("/proc/self/cmdline").read_bytes()


def held_by(process: int) -> int:
    """The most a process ever held, in bytes; 0 if it is over."""
    try:
        status = Path(f"/proc/{process}/status").read_text()
    except OSError:
        return 0
    return int(status.split("VmHWM:")[1].split()[0]) * 1024 if "VmHWM:" in status else 0


def all_of(content: bytes, town: Town) -> list[RowResult]:
    with read_file(content, "residents", town, TODAY) as reading:
        return list(reading.results)


def test_a_messy_file_comes_back_as_good_rows_and_faults_by_row(town: Town) -> None:
    mess = messy(town, 600)
    with read_file(mess.content, "residents", town, TODAY) as reading:
        assert (reading.sheet, reading.row, reading.unknown) == ("居民", HEADERS_AT, ("是否党员",))
        assert set(reading.titles) >= {"name", "id_number", "phone", "born", "gender", "address"}
        results = list(reading.results)
    good = [one for one in results if one.row]
    found = {
        one.number: {problem.code for problem in one.problems} for one in results if not one.row
    }
    assert {row: codes for row, codes in found.items() if mess.refused.get(row) not in codes} == {}
    assert found.keys() == mess.refused.keys()
    assert len(good) == mess.people - len(mess.refused)
    assert all(one.given for one in results if not one.row)
    assert not children()


@pytest.mark.parametrize("seed", range(5))
def test_every_mess_is_seen_through(town: Town, seed: int) -> None:
    mess = messy(town, 120, seed=seed, spoiled=0.5)
    found = {one.number for one in all_of(mess.content, town) if one.problems}
    assert found == mess.refused.keys()


def test_a_file_on_the_disk_is_read_like_one_in_memory(town: Town, tmp_path: Path) -> None:
    content = list_of(SOMEBODY)
    path = tmp_path / "people.xlsx"
    path.write_bytes(content)
    with read_file(path, "residents", town, TODAY) as reading:
        assert list(reading.results) == all_of(content, town)


def test_a_refusal_of_the_file_comes_before_any_row(town: Town, tmp_path: Path) -> None:
    with (
        pytest.raises(NotAWorkbook),
        read_file(b"%PDF-1.7", "residents", town, TODAY),
    ):
        pytest.fail("it was opened")
    huge = tmp_path / "huge.xlsx"
    with huge.open("wb") as file:
        file.truncate(MOST_BYTES + 1)
    with pytest.raises(SheetTooBig), read_file(huge, "residents", town, TODAY):
        pytest.fail("it was opened")
    assert not children()


def test_a_file_that_needs_too_much_memory_is_refused_and_nothing_else_happens(town: Town) -> None:
    """Small, honest in its sizes, and many gigabytes once it is laid out."""

    def far(sheet: Any, book: Any) -> None:
        table()(sheet, book)
        sheet.write_string(30_000, 59, "x")

    content = workbook(*[far] * 55)
    assert len(content) < MB
    with pytest.raises(SheetTooHeavy):
        all_of(content, town)
    assert not children()


def test_a_process_that_is_killed_in_the_middle_is_a_refusal(town: Town) -> None:
    content = list_of(*[(f"王{'桂' * (n % 9)}兰", "", "", SOMEBODY[3]) for n in range(5000)])
    with read_file(content, "residents", town, TODAY) as reading:
        assert next(reading.results).number == 2
        (child,) = children()
        os.kill(child, signal.SIGKILL)
        with pytest.raises(SheetTooHeavy):
            list(reading.results)
    assert not children()


def test_one_may_stop_in_the_middle(town: Town) -> None:
    content = list_of(*[("王桂兰", "", "", SOMEBODY[3])] * 5000)
    with read_file(content, "residents", town, TODAY) as reading:
        next(reading.results)
    assert not children()


def test_the_process_knows_no_key(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("A_KEY_OF_OURS", "k-1234")
    content = list_of(*[("王桂兰", "", "", SOMEBODY[3])] * 5000)
    with read_file(content, "residents", town, TODAY):
        (child,) = children()
        known = Path(f"/proc/{child}/environ").read_bytes()
    assert b"PYTHONPATH" in known
    assert b"k-1234" not in known


@pytest.mark.parametrize("refusal", REFUSALS, ids=lambda one: type(one).__name__)
def test_every_refusal_comes_through(refusal: Refusal) -> None:
    told = from_json(as_json(refusal))
    assert (type(told), vars(told)) == (type(refusal), vars(refusal))


def test_no_refusal_was_forgotten() -> None:
    assert {type(one) for one in REFUSALS} == set(KINDS.values())


def test_rows_go_through_json_and_keep_nothing_that_is_empty(town: Town) -> None:
    (one,) = all_of(list_of(SOMEBODY), town)
    assert one.row is not None
    told = row_as_json(one.row)
    assert "" not in told.values()
    assert row_from_json("residents", told) == one.row
    assert isinstance(one.row, ResidentRow)


@pytest.mark.prove
def test_twenty_thousand_messy_rows_need_little_memory_and_disturb_nobody(town: Town) -> None:
    mess = messy(town, 20_000)
    gaps, done = [], threading.Event()

    def talk() -> None:
        """Somebody who would like to be answered every five milliseconds."""
        last = perf_counter()
        while not done.wait(0.005):
            now = perf_counter()
            gaps.append(now - last)
            last = now

    talker = threading.Thread(target=talk)
    talker.start()
    before = process_time()
    found, peak = set(), 0
    with read_file(mess.content, "residents", town, TODAY) as reading:
        for one in reading.results:
            found |= {one.number} if one.problems else set()
            if one.number % 500 == 0:
                peak = max(peak, *map(held_by, children()), 0)
    ours = process_time() - before
    done.set()
    talker.join()
    assert found == mess.refused.keys()
    assert 0 < peak < 300 * MB
    assert max(gaps) < 0.1
    # Whatever else the machine does: the process of the talks itself had hardly anything to do.
    assert ours < 1.5
