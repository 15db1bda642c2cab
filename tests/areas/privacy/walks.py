"""Whose screens of the talks about one's data are looked at."""

from __future__ import annotations

from tests.words.talking import Walk

WALKS = {
    "correct_name": Walk("asker"),
    "correct_phone": Walk("asker"),
    "correct_born": Walk("asker"),
    "delete_me": Walk("resident of the place"),
    "gone": Walk("grid worker", lambda t: (str(t["still_here"]),)),
}
