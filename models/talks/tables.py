"""Where each conversation stands, which updates were seen, and those that could not be handled.

One row an account is the whole state of a talk, so any process can take up any conversation.
Answers may hold health and child data: the state is sealed as one value and erased at its end.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Id, Json, Secret, SecretJson, UtcTime


class TalkRow(Base):
    """``state`` holds the open and the parked talk; ``shown`` the taps under the newest message,
    so that a typed "2" means the second option as this account saw it; ``screen_id`` the outbox
    row of the newest screen; ``fresh`` is false once anything was sent below that screen."""

    __tablename__ = "talks"
    __table_args__ = (
        Index(
            "ix_talks_open",
            "touched_at",
            sqlite_where=text("flow IS NOT NULL"),
            postgresql_where=text("flow IS NOT NULL"),
        ),
    )

    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), primary_key=True)
    serial: Mapped[int] = mapped_column(default=0)
    flow: Mapped[str | None]
    state: Mapped[Any] = mapped_column(SecretJson("talks.state"), nullable=True)
    shown: Mapped[Any] = mapped_column(Json, nullable=True)
    screen_id: Mapped[int | None] = mapped_column(Id)
    fresh: Mapped[bool] = mapped_column(default=False)
    touched_at: Mapped[datetime] = mapped_column(UtcTime)
    nudged_at: Mapped[datetime | None] = mapped_column(UtcTime)


class SeenUpdate(Base):
    """An update has its effect once: the row is written in the transaction of that effect."""

    __tablename__ = "seen_updates"

    channel: Mapped[str] = mapped_column(primary_key=True)
    update_id: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcTime, index=True)


class DeadLetter(Base):
    """An update that failed three times. Staff see it; the person got ``reference``."""

    __tablename__ = "dead_letters"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    reference: Mapped[str] = mapped_column(unique=True)
    channel: Mapped[str]
    update_id: Mapped[str]
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"), index=True)
    fault: Mapped[str]
    body: Mapped[str] = mapped_column(Secret("dead_letters.body"))
    at: Mapped[datetime] = mapped_column(UtcTime)
