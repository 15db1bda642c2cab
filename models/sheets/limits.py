"""How much of a table we take: numbers in one place, because four files hold each other to them.

They are set by what a community has (a street of 20,000 people, a dozen columns) and by what one
small machine can read beside the talks.
"""

from __future__ import annotations

from typing import Literal

What = Literal["residents", "contracts", "roles"]
WHAT: tuple[What, ...] = ("residents", "contracts", "roles")

MB = 1_000_000
MOST_BYTES = 20 * MB
MOST_UNPACKED = 200 * MB
RATIO_COUNTS_FROM = 10 * MB
MOST_RATIO = 300
"""Long columns of one repeated value pack 100 to 1; bombs pack 1000 to 1."""
MOST_PARTS = 500
"""Files inside the file: a workbook with a few sheets has a dozen."""
MOST_SMALL_PART = 4 * MB
"""The list of sheets and where they are: read whole."""
MOST_SHEETS = 60
MOST_ROWS = 30_000
MOST_COLUMNS = 60
MOST_CELL = 1_000
"""Characters of one cell that are looked at."""
HEADER_WITHIN = 40
"""Rows from the top among which the headers are looked for."""

CHILD_MEMORY = 640 * MB
"""Address space of the process that reads; what it really uses is measured in the tests."""
CHILD_SECONDS = 60
"""Of waiting for it, and of its own computing."""
