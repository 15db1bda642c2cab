"""What people can come to: programmes, and their sessions at a time and place.

Kinds are the town's (``town.programme_kinds``); programmes and sessions are made by staff. A
programme with a rule gets its sessions from the clock, in chunks, some weeks ahead.
"""

from __future__ import annotations

from datetime import date, datetime, time

from sqlalchemy import CheckConstraint, ForeignKey, Index, Time, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Id, Secret, UtcTime


class Programme(Base):
    """``rule``: an iCalendar RRULE ("" for sessions made one by one), read in town time together
    with ``starts``, from ``first`` to ``last``. ``term_only``: only on days of a school term.
    ``on_holidays``: also on public holidays. Numbers that are None are the kind's own.

    ``state``: "open", "ended". ``made_until``: sessions are there up to this day.
    """

    __tablename__ = "programmes"
    __table_args__ = (
        CheckConstraint("places > 0", name="places"),
        CheckConstraint("minutes > 0", name="minutes"),
        CheckConstraint("last >= first", name="span"),
        Index("ix_programmes_kind", "kind", "state"),
        Index("ix_programmes_place_id", "place_id", "state"),
        Index(
            "ix_programmes_to_make",
            "made_until",
            sqlite_where=text("state = 'open' AND rule <> ''"),
            postgresql_where=text("state = 'open' AND rule <> ''"),
        ),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    kind: Mapped[str]
    title_zh: Mapped[str]
    title_en: Mapped[str]
    place_id: Mapped[str] = mapped_column(ForeignKey("places.id"))
    """Whose it is: who may run and change it follows from here."""
    team_id: Mapped[str] = mapped_column(default="")
    """The family-doctor team that holds it."""
    where_zh: Mapped[str] = mapped_column(default="")
    where_en: Mapped[str] = mapped_column(default="")
    room: Mapped[str] = mapped_column(default="")
    """Two sessions are never in one room at once; "" where that does not matter."""
    leader_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    link: Mapped[str | None] = mapped_column(Secret("programmes.link"))
    rule: Mapped[str] = mapped_column(default="")
    starts: Mapped[time] = mapped_column(Time)
    minutes: Mapped[int]
    first: Mapped[date]
    last: Mapped[date]
    term_only: Mapped[bool] = mapped_column(default=False)
    on_holidays: Mapped[bool] = mapped_column(default=False)
    places: Mapped[int]
    min_age: Mapped[int | None]
    max_age: Mapped[int | None]
    community_only: Mapped[bool] = mapped_column(default=False)
    """Only for whoever lives where the programme is."""
    state: Mapped[str] = mapped_column(default="open")
    made_until: Mapped[date | None]
    made_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    made_at: Mapped[datetime] = mapped_column(UtcTime)
    town: Mapped[int]
    """The version of the town it was made with; its kind is read from there."""


class Session(Base):
    """One time at one place. ``taken`` counts the bookings that hold a place (booked or offered).

    ``state``: "planned", "cancelled", "over". ``rule_at``: when its rule wanted it, so that the clock
    makes each once, even after it was moved. ``moves`` grows when its time changes.
    """

    __tablename__ = "sessions"
    __table_args__ = (
        UniqueConstraint("programme_id", "rule_at"),
        CheckConstraint("taken >= 0 AND taken <= places", name="places"),
        CheckConstraint("ends_at > begins_at", name="span"),
        Index("ix_sessions_programme_id_begins_at", "programme_id", "begins_at"),
        Index("ix_sessions_leader_id_begins_at", "leader_id", "begins_at"),
        Index(
            "ix_sessions_news",
            "id",
            sqlite_where=text("news <> ''"),
            postgresql_where=text("news <> ''"),
        ),
        Index(
            "ix_sessions_open",
            "ends_at",
            sqlite_where=text("state = 'planned'"),
            postgresql_where=text("state = 'planned'"),
        ),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programmes.id"))
    rule_at: Mapped[datetime | None] = mapped_column(UtcTime)
    begins_at: Mapped[datetime] = mapped_column(UtcTime)
    ends_at: Mapped[datetime] = mapped_column(UtcTime)
    places: Mapped[int]
    taken: Mapped[int] = mapped_column(default=0)
    queue: Mapped[int] = mapped_column(default=0)
    """The number the last one in the waiting list got; never used twice."""
    state: Mapped[str] = mapped_column(default="planned")
    leader_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    room: Mapped[str] = mapped_column(default="")
    moves: Mapped[int] = mapped_column(default=0)
    news: Mapped[str] = mapped_column(default="")
    """What those who booked are still to be told, by the clock, in chunks: "", "moved", "off"."""
    news_after: Mapped[int] = mapped_column(default=0)
    """The last booking that was told."""
