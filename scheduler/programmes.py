"""What becomes due about programmes: sessions out of their rules, news of sessions to those who
booked, and sessions that are over."""

from __future__ import annotations

from datetime import datetime

from models.gate import run
from models.programmes.making import MakeSessions, due_programmes, next_making
from models.programmes.telling import EndSessions, TellNews, next_end, oldest_news
from models.work import Work


class SessionNews:
    """Moved and cancelled: first of the three, since somebody may be on the way."""

    name = "session_news"

    def run(self, work: Work) -> int:
        session_id = oldest_news(work)
        return 0 if session_id is None else run(work, TellNews(session_id))

    def next_due(self, work: Work) -> datetime | None:
        return None if oldest_news(work) is None else work.now


class SessionsToMake:
    name = "sessions_to_make"

    def run(self, work: Work) -> int:
        """A chunk; nothing is written down where there is nothing to do."""
        return run(work, MakeSessions()) if due_programmes(work, most=1) else 0

    def next_due(self, work: Work) -> datetime | None:
        return next_making(work)


class SessionsOver:
    name = "sessions_over"

    def run(self, work: Work) -> int:
        due = next_end(work)
        return 0 if due is None or due > work.now else run(work, EndSessions())

    def next_due(self, work: Work) -> datetime | None:
        return next_end(work)
