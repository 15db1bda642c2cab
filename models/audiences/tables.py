"""Audiences that somebody keeps under a name."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Id, Json, UtcTime


class SavedAudience(Base):
    """``expression`` is that of ``models.audiences.expressions``, for whoever may send at the place:
    it holds no person's id, so it means whoever fits on the day it is used."""

    __tablename__ = "saved_audiences"
    __table_args__ = (
        Index(
            "uq_saved_audiences_name",
            "place_id",
            "name",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    place_id: Mapped[str] = mapped_column(ForeignKey("places.id"))
    name: Mapped[str]
    expression: Mapped[Any] = mapped_column(Json)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    made_at: Mapped[datetime] = mapped_column(UtcTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcTime)
