"""What the clock does with sessions: the news of them to whoever booked, and their end.

A chunk is fifty bookings: five hundred people of an online talk are told in ten transactions, and
a stop between two of them loses nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from sqlalchemy import select, text, update

from models.bookings.tables import IS_DUE, IS_LIVE, Booking, ReminderRow
from models.gate import Command, May
from models.prepared import Prepared
from models.programmes.messages import SessionCancelled, SessionMoved
from models.programmes.running import locked_row
from models.programmes.tables import Session
from models.work import Work

CHUNK = 50
OVER = 100
# As the partial indexes have it, word for word: else SQLite does not see that they serve.
_NEWS = text("news <> ''")
_PLANNED = text("state = 'planned'")
_oldest_news = Prepared(select(Session.id).where(_NEWS).order_by(Session.id).limit(1))
_next_end = Prepared(select(Session.ends_at).where(_PLANNED).order_by(Session.ends_at).limit(1))


def oldest_news(work: Work) -> int | None:
    """A session of which somebody is still to be told."""
    first: int | None = work.first(_oldest_news)
    return first


@dataclass(frozen=True)
class TellNews(Command[int]):
    """A chunk of those who booked hears that it was moved, or does not take place. Returns how many
    they were, at least 1 while there is more to do."""

    may: ClassVar[May] = May(clock=True)
    session_id: int

    def run(self, work: Work) -> int:
        session = locked_row(work, self.session_id)
        if session.news == "moved":
            return _tell_moved(work, session)
        if session.news == "off":
            return _close(work, session)
        return 0


def _tell_moved(work: Work, session: Session) -> int:
    """From the newest booking to the oldest: what is booked meanwhile is beyond the first of them."""
    rows = work.session.execute(
        select(Booking.id, Booking.person_id, Booking.moves)
        .where(
            Booking.session_id == session.id,
            IS_LIVE,
            Booking.id < session.news_after,
        )
        .order_by(Booking.id.desc())
        .limit(CHUNK)
    ).all()
    for row in rows:
        key = f"moved:{row.id}:{row.moves}"
        work.tell(row.person_id, SessionMoved(row.id, row.moves), key=key)
    session.news_after = rows[-1].id if rows else 0
    if len(rows) < CHUNK:
        session.news, session.news_after = "", 0
    work.session.flush()
    return max(len(rows), 1)


def _close(work: Work, session: Session) -> int:
    """End a chunk of its bookings for good, each with a word."""
    rows = work.session.execute(
        select(Booking.id, Booking.person_id, Booking.place)
        .where(Booking.session_id == session.id, IS_LIVE)
        .order_by(Booking.id)
        .limit(CHUNK)
    ).all()
    ids = [row.id for row in rows]
    _end(work, ids)
    for row in rows:
        work.tell(row.person_id, SessionCancelled(row.id), key=f"session_off:{row.id}")
    session.taken -= sum(row.place is not None for row in rows)
    if len(rows) < CHUNK:
        session.news = ""
    work.session.flush()
    return max(len(rows), 1)


def _end(work: Work, ids: list[int]) -> None:
    work.session.execute(
        update(Booking)
        .where(Booking.id.in_(ids))
        .values(state="session_off", place=None, queue=None, offer_until=None, ended_at=work.now)
        .execution_options(synchronize_session=False)
    )
    work.session.execute(
        update(ReminderRow)
        .where(ReminderRow.booking_id.in_(ids), IS_DUE)
        .values(state="off")
        .execution_options(synchronize_session=False)
    )
    work.session.expire_all()


# -- the end of a session ----------------------------------------------------------------------------
@dataclass(frozen=True)
class EndSessions(Command[int]):
    """Sessions whose time is over are over. Returns how many they were."""

    may: ClassVar[May] = May(clock=True)

    def run(self, work: Work) -> int:
        over = (
            select(Session.id)
            .where(_PLANNED, Session.ends_at <= work.now)
            .order_by(Session.ends_at)
            .limit(OVER)
        )
        ended = work.session.execute(
            update(Session)
            .where(Session.id.in_(over.scalar_subquery()), Session.state == "planned")
            .values(state="over")
            .execution_options(synchronize_session=False)
        )
        return int(ended.rowcount)  # type: ignore[attr-defined]  # an UPDATE's result counts


def next_end(work: Work) -> datetime | None:
    """When the next session is over; None if none is planned."""
    first: datetime | None = work.first(_next_end)
    return first
