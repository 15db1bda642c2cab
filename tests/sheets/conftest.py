"""The town whose map the addresses of these tables are held against."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from models.sheets.limits import What
from models.sheets.opening import open_sheet
from models.sheets.row_reading import read_rows
from models.sheets.rows import RowResult
from models.town.reading import read_town
from models.town.schema import Town
from tests.house.ground import ROOT
from tests.sheets.files import list_of
from tests.sheets.messy import TODAY

Rows = Callable[..., list[RowResult]]


@pytest.fixture(scope="session")
def town() -> Town:
    return read_town(Path(ROOT) / "towns" / "huadian.yaml")


@pytest.fixture
def rows(town: Town) -> Rows:
    """``rows("residents", headers, row, row)``: what is read, in this process."""

    def read(what: What, headers: Sequence[str], *given: Sequence[Any]) -> list[RowResult]:
        sheet = open_sheet(list_of(*given, headers=headers), what)
        return list(read_rows(sheet, what, town, TODAY))

    return read
