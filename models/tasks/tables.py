"""Volunteers, the offers put to them, and the minutes they gave.

At most one accepted offer a case: the partial unique index is the promise, not a check in Python.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Id, Json, UtcTime


class Volunteer(Base):
    """``hours``: which of day, evening, weekend they gave. ``state``: waiting, approved, refused,
    ended. ``home_grid_id`` gives "near" when known; ``community_id`` is always known."""

    __tablename__ = "volunteers"
    __table_args__ = (
        # By community first: a lone index on ``state`` would tempt the planner to walk every
        # approved volunteer of the city for one case.
        Index("ix_volunteers_reach", "community_id", "state", "on_duty"),
        Index(
            "ix_volunteers_waiting",
            "asked_at",
            sqlite_where=text("state = 'waiting'"),
            postgresql_where=text("state = 'waiting'"),
        ),
    )

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    community_id: Mapped[str] = mapped_column(ForeignKey("places.id"))
    home_grid_id: Mapped[str | None] = mapped_column(ForeignKey("places.id"))
    team_id: Mapped[str | None]
    skills: Mapped[Any] = mapped_column(Json)
    hours: Mapped[Any] = mapped_column(Json)
    state: Mapped[str] = mapped_column(default="waiting")
    on_duty: Mapped[bool] = mapped_column(default=True)
    asked_at: Mapped[datetime] = mapped_column(UtcTime)
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    last_asked_at: Mapped[datetime | None] = mapped_column(UtcTime)
    last_task_at: Mapped[datetime | None] = mapped_column(UtcTime)


class Offer(Base):
    """A case put to one volunteer. ``state``: open, accepted, declined, gone (another went),
    unreached (never seen), lapsed, given_up, ended (task finished or case over).

    ``why`` are the reason codes shown to the volunteer and to staff: ["skill:heating", "near:grid",
    "idle:11"].
    """

    __tablename__ = "offers"
    __table_args__ = (
        UniqueConstraint("case_id", "person_id", "round"),
        Index(
            "uq_offers_one_taker",
            "case_id",
            unique=True,
            sqlite_where=text("state = 'accepted'"),
            postgresql_where=text("state = 'accepted'"),
        ),
        Index(
            "ix_offers_open",
            "answer_by",
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
        Index("ix_offers_person_state", "person_id", "state"),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    round: Mapped[int] = mapped_column(default=1)
    """Grows when a case goes out again, so that somebody may be asked once more."""
    wave: Mapped[int]
    why: Mapped[Any] = mapped_column(Json)
    state: Mapped[str] = mapped_column(default="open")
    offered_at: Mapped[datetime] = mapped_column(UtcTime)
    answer_by: Mapped[datetime] = mapped_column(UtcTime)
    answered_at: Mapped[datetime | None] = mapped_column(UtcTime)
    arrive_at: Mapped[datetime | None] = mapped_column(UtcTime)
    on_way_at: Mapped[datetime | None] = mapped_column(UtcTime)
    done_at: Mapped[datetime | None] = mapped_column(UtcTime)
    result: Mapped[str | None]
    """done, half, needs_professional."""


class MinuteEntry(Base):
    """Minutes given, from finished tasks only. A correction reverses and enters anew; nothing is
    edited (志愿服务条例 art. 19: who records it vouches for it)."""

    __tablename__ = "minute_entries"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    offer_id: Mapped[int] = mapped_column(ForeignKey("offers.id"), index=True)
    minutes: Mapped[int]
    reverses_id: Mapped[int | None] = mapped_column(ForeignKey("minute_entries.id"), unique=True)
    at: Mapped[datetime] = mapped_column(UtcTime)
