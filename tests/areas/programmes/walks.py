"""Whose screens of the talks about what goes on are looked at."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.permissions.town import SmallTown
from tests.words.talking import Walk


def _of(name: str, *more: str) -> Callable[[SmallTown], tuple[Any, ...]]:
    return lambda there: (there[name], *more)


WALKS = {
    "plan": Walk("he"),
    "move_session": Walk("coordinator", _of("lecture_day")),
    "more_places": Walk("coordinator", _of("lecture_day")),
    "extra_session": Walk("coordinator", _of("lecture_day")),
    "cancel_session": Walk("coordinator", _of("free_clinic_time", "day")),
    "end_programme": Walk("coordinator", _of("lecture_day")),
}
