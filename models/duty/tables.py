"""What staff have on their desk: people who asked for a person, and people to be phoned."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Id, Json, Secret, UtcTime


class HandOver(Base):
    """A conversation handed to a person. At most one live one an account. ``state``: waiting ›
    taken › ended. While taken, free words of either side go to the other under their own name."""

    __tablename__ = "hand_overs"
    __table_args__ = (
        Index(
            "uq_hand_overs_live",
            "account_id",
            unique=True,
            sqlite_where=text("state <> 'ended'"),
            postgresql_where=text("state <> 'ended'"),
        ),
        Index(
            "ix_hand_overs_taker",
            "taken_by",
            sqlite_where=text("state = 'taken'"),
            postgresql_where=text("state = 'taken'"),
        ),
        Index(
            "ix_hand_overs_answer_by",
            "answer_by",
            sqlite_where=text("state = 'waiting'"),
            postgresql_where=text("state = 'waiting'"),
        ),
        Index(
            "ix_hand_overs_ended_at",
            "ended_at",
            sqlite_where=text("ended_at IS NOT NULL"),
            postgresql_where=text("ended_at IS NOT NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    place_id: Mapped[str | None] = mapped_column(ForeignKey("places.id"))
    state: Mapped[str] = mapped_column(default="waiting")
    asked_at: Mapped[datetime] = mapped_column(UtcTime)
    answer_by: Mapped[datetime | None] = mapped_column(UtcTime)
    """When the next step up is told; None once everybody has been."""
    level: Mapped[int] = mapped_column(default=0)
    last_at: Mapped[datetime | None] = mapped_column(UtcTime)
    """When either side last spoke: an idle conversation ends by itself."""
    taken_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    taken_account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    taken_at: Mapped[datetime | None] = mapped_column(UtcTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcTime)


class HandOverLine(Base):
    """What was said, by whom, so that whoever takes over can read on."""

    __tablename__ = "hand_over_lines"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    hand_over_id: Mapped[int] = mapped_column(ForeignKey("hand_overs.id"), index=True)
    by_person: Mapped[int] = mapped_column(ForeignKey("people.id"))
    words: Mapped[str] = mapped_column(Secret("hand_over_lines.words"))
    at: Mapped[datetime] = mapped_column(UtcTime)


class Call(Base):
    """The rung "phone": one person whom no channel reached, and what they were to be told
    (message type and ids, put into words for the caller). Ticked off with what was said."""

    __tablename__ = "calls"
    __table_args__ = (
        Index(
            "ix_calls_open",
            "place_id",
            sqlite_where=text("done_at IS NULL"),
            postgresql_where=text("done_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    place_id: Mapped[str | None] = mapped_column(ForeignKey("places.id"))
    message: Mapped[str]
    args: Mapped[Any] = mapped_column(Json)
    why: Mapped[str]
    """unseen, unreachable, no_account."""
    since: Mapped[datetime] = mapped_column(UtcTime)
    done_at: Mapped[datetime | None] = mapped_column(UtcTime)
    done_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    outcome: Mapped[str | None]
    """told, no_answer, knock (hand to the grid worker)."""
    tries: Mapped[int] = mapped_column(default=0)
