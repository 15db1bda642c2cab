"""Two rows of one person, and how values are kept in the note of a merge."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple


class Pair(NamedTuple):
    kept: int
    gone: int


Ended = tuple[str, int, dict[str, Any]]
"""Table and column, key, and the values from before a row was ended."""


def frozen(value: Any) -> Any:
    return ["at", value.isoformat()] if isinstance(value, datetime) else value


def thawed(before: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: datetime.fromisoformat(value[1]) if isinstance(value, list) else value
        for name, value in before.items()
    }
