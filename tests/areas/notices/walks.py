"""Whose screens of the talks about notices are looked at."""

from __future__ import annotations

from tests.words.talking import Walk

WALKS = {
    "notice": Walk("coordinator", lambda _t: (0,)),
    "notice_correct": Walk("coordinator", lambda t: (t["notice"],)),
    "notice_keep": Walk("coordinator", lambda t: (t["notice_ready"],)),
}
