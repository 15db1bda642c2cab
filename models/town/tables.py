"""The towns that were ever applied, and the places that rows of people point to.

A version is never changed or deleted: open cases, bookings and talks keep the one they began with.
Places are rows only so that the database can refuse a grid that does not exist.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Id, Json, UtcTime


class TownVersion(Base):
    __tablename__ = "town_versions"
    __table_args__ = (UniqueConstraint("number"),)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    town_id: Mapped[str] = mapped_column(String(24))
    number: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    document: Mapped[dict[str, Any]] = mapped_column(Json)
    applied_at: Mapped[datetime] = mapped_column(UtcTime)
    applied_by: Mapped[str] = mapped_column(String(64))


class Place(Base):
    """A place under its stable id. ``retired_at`` takes it out of use, nothing deletes it."""

    __tablename__ = "places"
    __table_args__ = (UniqueConstraint("path"),)

    id: Mapped[str] = mapped_column(String(24), primary_key=True)
    parent_id: Mapped[str | None] = mapped_column(String(24), ForeignKey("places.id"), index=True)
    kind: Mapped[str] = mapped_column(String(16))
    name_zh: Mapped[str] = mapped_column(String(64))
    name_en: Mapped[str] = mapped_column(String(128))
    path: Mapped[str] = mapped_column(String(128))
    retired_at: Mapped[datetime | None] = mapped_column(UtcTime)
