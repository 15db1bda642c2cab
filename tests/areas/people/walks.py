"""Whose screens of these talks are looked at."""

from __future__ import annotations

from tests.words.talking import Walk

WALKS = {
    "find": Walk("grid worker"),
    "open_record": Walk("grid worker", lambda t: (str(t["child"]),)),
    "register_resident": Walk("grid worker"),
    "stand_in": Walk("grid worker", lambda t: (str(t["post"]),)),
    "send_stand_in": Walk("coordinator", lambda t: (str(t["post"]),)),
    "note_check": Walk("coordinator", lambda t: (str(t["unchecked"]),)),
}
