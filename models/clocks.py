"""The two clocks, and the only place that asks the machine what time it is.

The *wall clock* is real: signatures, web sessions, leases, pace. The *town clock* is what people
live by: promises, quiet hours, waves. The demo moves the town clock forward; mixing the two up
would make leases lapse when somebody plays with tomorrow morning.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from sqlalchemy import BigInteger, CheckConstraint, Integer, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.base import Base, WouldLoseTheZone, insert_new

SHANGHAI = ZoneInfo("Asia/Shanghai")
_MEMO = "doorstep.town_offset"


class WallClock(Protocol):
    """Real time, always aware and in UTC."""

    def now(self) -> datetime: ...


class SystemClock:
    def now(self) -> datetime:
        return datetime.now(UTC)


class FixedClock:
    """A clock that stands still until it is told to move. For tests and scripts."""

    def __init__(self, now: datetime) -> None:
        if now.tzinfo is None:
            raise WouldLoseTheZone
        self._now = now.astimezone(UTC)

    def now(self) -> datetime:
        return self._now

    def advance(self, step: timedelta | None = None, /, **parts: float) -> datetime:
        """``advance(timedelta(...))`` or ``advance(minutes=5)``; returns the new time."""
        self._now += timedelta(**parts) if step is None else step
        return self._now


def to_town(moment: datetime) -> datetime:
    """The instant as people in the town read it."""
    if moment.tzinfo is None:
        raise WouldLoseTheZone
    return moment.astimezone(SHANGHAI)


def town_instant(day: date, hour: time) -> datetime:
    """The UTC instant of "that day at that hour" in the town."""
    return datetime.combine(day, hour, SHANGHAI).astimezone(UTC)


class TownClockRow(Base):
    """How far the demo has moved the town's time. No row: not at all."""

    __tablename__ = "town_clock"
    __table_args__ = (CheckConstraint("id = 1", name="single"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    # Whole microseconds, so that "go to that instant" ends exactly on it.
    offset_microseconds: Mapped[int] = mapped_column(BigInteger)


class TownClockFault(Exception):
    """Base of the faults of moving the town clock."""


class NeverBack(TownClockFault):
    """The town's time only goes forward; rows would come before what caused them."""

    def __init__(self) -> None:
        super().__init__("the town clock never goes back")


class NotMovable(TownClockFault):
    """Outside the demo the town lives in real time."""

    def __init__(self) -> None:
        super().__init__("the town clock can be moved in the demo only")


class TownClock:
    """Wall time plus an offset kept in the database.

    A town that is not movable never reads the offset: a job pays nothing. In the demo it is read
    once for each transaction, so every process sees the time that belongs to the rows it sees; a
    copy kept in the process would let a second process write yesterday's times for a while.
    """

    def __init__(self, wall: WallClock, *, movable: bool = False) -> None:
        self.wall = wall
        self.movable = movable
        self._seen = timedelta()

    def now(self, session: Session) -> datetime:
        """The town's time inside this transaction."""
        return self.wall.now() + self.offset(session)

    def glance(self) -> datetime:
        """The town's time as last seen by this process, for what has no transaction (a page's
        clock, a log line). Never for deciding what is due."""
        return self.wall.now() + self._seen

    def offset(self, session: Session) -> timedelta:
        if not self.movable:
            return self._seen
        memo: timedelta | None = session.info.get(_MEMO)
        if memo is None:
            stored = session.execute(select(TownClockRow.offset_microseconds)).scalar()
            memo = timedelta(microseconds=stored or 0)
            session.info[_MEMO] = self._seen = memo
        return memo

    def advance_to(self, session: Session, instant: datetime) -> datetime:
        """Move the town forward to the instant; returns it. Raises ``NeverBack``, ``NotMovable``."""
        if not self.movable:
            raise NotMovable
        if instant.tzinfo is None:
            raise WouldLoseTheZone
        if instant < self.now(session):
            raise NeverBack
        offset = instant.astimezone(UTC) - self.wall.now()
        self._move(session, offset)
        return instant.astimezone(UTC)

    def _move(self, session: Session, offset: timedelta) -> None:
        micro = offset // timedelta(microseconds=1)
        insert = insert_new(session, TownClockRow).values(id=1, offset_microseconds=micro)
        moved = session.execute(
            insert.on_conflict_do_update(
                index_elements=[TownClockRow.id],
                set_={"offset_microseconds": insert.excluded.offset_microseconds},
                # Another process may have moved it further since this transaction looked.
                where=TownClockRow.offset_microseconds <= insert.excluded.offset_microseconds,
            ).returning(TownClockRow.offset_microseconds)
        ).scalar()
        if moved is None:
            raise NeverBack
        session.info[_MEMO] = offset
