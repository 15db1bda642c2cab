"""Whose screens of the talks about visits are looked at."""

from __future__ import annotations

from tests.words.talking import Walk

WALKS = {
    "visit": Walk("resident of the place"),
    "move_visit": Walk("asker", lambda t: (str(t["visit"]),)),
    "call_off_visit": Walk("asker", lambda t: (str(t["visit"]),)),
}
