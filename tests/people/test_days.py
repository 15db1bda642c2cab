"""Days as people type them, in both languages."""

from __future__ import annotations

from datetime import date

import pytest

from handlers.people.days import read_day, read_past_day

NOW = date(2026, 12, 9)
"""A Wednesday."""


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("8 Oct", date(2026, 10, 8)), ("Oct 8", date(2026, 10, 8)), ("8 October", date(2026, 10, 8)),
        ("October 8th", date(2026, 10, 8)), ("8th of october", date(2026, 10, 8)),
        ("Sept. 3", date(2026, 9, 3)), ("8 Oct 2025", date(2025, 10, 8)),
        ("Oct 8, 2025", date(2025, 10, 8)), ("Dec 24", date(2025, 12, 24)), ("10月8日", date(2026, 10, 8)),
        ("31 June", None), ("Octopus 8", None), ("8 Octobers ago", None), ("Dec 2026", None),
        ("下个下周", None), ("", None),
    ],
)  # fmt: skip
def test_a_day_that_is_over(words: str, day: date | None) -> None:
    assert read_past_day(words, NOW) == day


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("Dec 14", date(2026, 12, 14)), ("3 Jan", date(2027, 1, 3)), ("Fri", date(2026, 12, 11)),
        ("next Tuesday", date(2026, 12, 15)), ("this Thu", date(2026, 12, 10)),
        ("周三", NOW), ("下周三", date(2026, 12, 16)), ("下个星期天", date(2026, 12, 20)),
        ("这周五", date(2026, 12, 11)), ("12月14号", date(2026, 12, 14)),
        ("the day after tomorrow", date(2026, 12, 11)), ("下下周", None), ("下个下周", None),
    ],
)  # fmt: skip
def test_a_day_to_come(words: str, day: date | None) -> None:
    assert read_day(words, NOW) == day
