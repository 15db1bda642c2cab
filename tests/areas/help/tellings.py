"""For a daughter who gets copies."""

from __future__ import annotations

from models.help.messages import NewsOf
from tests.words.tellings import Telling

TELLINGS = tuple(
    Telling("lifang", lambda t, what=what: NewsOf(t["wang"], t["taken_case"], what))
    for what in ("found", "asked", "closed")
)
