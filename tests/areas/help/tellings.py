"""For a daughter who gets copies."""

from __future__ import annotations

from models.help.messages import NewsOf
from tests.words.tellings import Telling

TELLINGS = (
    Telling("lifang", lambda t: NewsOf(t["wang"], t["taken_case"], "found")),
    Telling("lifang", lambda t: NewsOf(t["wang"], t["taken_case"], "asked")),
    Telling("lifang", lambda t: NewsOf(t["wang"], t["taken_case"], "closed")),
)
