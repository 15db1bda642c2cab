"""Alarms: above everything else, acknowledged by a named person or passed one step up."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Id, Json, Secret, UtcTime


class Alarm(Base):
    """``state``: asking (phrase inside a longer text; the numbers were shown, a tap or a minute
    decides) › raised › acknowledged; or mistaken / safe. One open alarm a person."""

    __tablename__ = "alarms"
    __table_args__ = (
        Index(
            "uq_alarms_open",
            "person_id",
            unique=True,
            sqlite_where=text("state IN ('asking','raised')"),
            postgresql_where=text("state IN ('asking','raised')"),
        ),
        Index(
            "ix_alarms_next_step",
            "next_step_at",
            sqlite_where=text("next_step_at IS NOT NULL"),
            postgresql_where=text("next_step_at IS NOT NULL"),
        ),
        Index(
            "ix_alarms_to_forget",
            "ended_at",
            sqlite_where=text("ended_at IS NOT NULL AND forgotten_at IS NULL"),
            postgresql_where=text("ended_at IS NOT NULL AND forgotten_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    grid_id: Mapped[str | None] = mapped_column(ForeignKey("places.id"))
    group: Mapped[str]
    """Which group of the town's emergency phrases."""
    words: Mapped[str | None] = mapped_column(Secret("alarms.words"))
    for_whom: Mapped[str | None] = mapped_column(Secret("alarms.for_whom"))
    """Asked after the alarm, never before."""
    state: Mapped[str]
    level: Mapped[int] = mapped_column(default=0)
    """How many steps up; grows with every repeat, so that each is told once."""
    told: Mapped[Any] = mapped_column(Json)
    """Ids of those who were told: they may acknowledge it, and hear when it is over."""
    next_step_at: Mapped[datetime | None] = mapped_column(UtcTime)
    raised_at: Mapped[datetime] = mapped_column(UtcTime)
    acknowledged_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    acknowledged_at: Mapped[datetime | None] = mapped_column(UtcTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcTime)
    forgotten_at: Mapped[datetime | None] = mapped_column(UtcTime)
    """When the words were forgotten."""
