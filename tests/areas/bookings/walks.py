"""Whose screens of the talks about places are looked at."""

from __future__ import annotations

from tests.words.talking import Walk

WALKS = {
    "book_place": Walk("asker"),
    "change_place": Walk("asker", lambda t: (str(t["numbered"]),)),
    "walk_in": Walk("coordinator", lambda t: (str(t["tonight"]),)),
}
