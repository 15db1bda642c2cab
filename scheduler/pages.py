"""What the web page leaves behind while it works: forgotten in chunks, once an hour.

An upload is the picture as it came, with its place in it: it goes as soon as the cleaned picture
has been made of it, or a day later at the latest. What was talked about is forgotten with
everything else (``scheduler.retention``).
"""

from __future__ import annotations

from datetime import datetime, timedelta

from models.access.sessions import forget_ended
from models.access.uploads import forget_uploads
from models.work import Work

UPLOADS = timedelta(days=1)
SESSIONS = timedelta(days=30)
"""After they ended or were revoked."""


class ForgetPages:
    name = "forget_pages"

    def __init__(self) -> None:
        self._next: datetime | None = None

    def run(self, work: Work) -> int:
        """A chunk of raw pictures and of browsers that were signed out; how many went."""
        if self._next is not None and work.now < self._next:
            return 0
        gone = forget_uploads(work.session, work.now - UPLOADS)
        gone += forget_ended(work.session, work.now - SESSIONS)
        if not gone:
            self._next = work.now + timedelta(hours=1)
        return gone

    def next_due(self, work: Work) -> datetime | None:
        return None
