"""Whose screens of the talks about what is due are looked at."""

from __future__ import annotations

from tests.words.talking import Walk

WALKS = {
    "care_visit": Walk("asker", lambda t: (str(t["due_wang"]),)),
    "care_done_on": Walk("he", lambda t: (str(t["due_followed"]),)),
    "care_condition": Walk("he", lambda t: (str(t["wang"]),)),
}
