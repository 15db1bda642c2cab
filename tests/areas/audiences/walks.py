"""Whose screens of the talk about keeping people are looked at."""

from __future__ import annotations

from tests.words.talking import Walk

WALKS = {"keep_audience": Walk("coordinator", lambda t: (str(t["notice_ready"]),))}
