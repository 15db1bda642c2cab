"""Whose screens of the talks about one purpose are looked at."""

from __future__ import annotations

from tests.words.talking import Walk

WALKS = {
    "agree": Walk("asker", lambda _t: ("health", "0")),
    "take_back": Walk("asker", lambda _t: ("health", "0")),
}
