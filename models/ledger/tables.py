"""Which categories of the ledger somebody is in."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Id, UtcTime


class PersonCategory(Base):
    """One person in one category of the town's, from ``since`` until it ends. A worker's record and
    a choice of people; never shown to the person, to volunteers, or in a text."""

    __tablename__ = "person_categories"
    __table_args__ = (
        Index(
            "uq_person_categories_current",
            "person_id",
            "category",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
        Index("ix_person_categories_person_id", "person_id"),
        Index(
            "ix_person_categories_category",
            "category",
            "person_id",
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    category: Mapped[str]
    since: Mapped[datetime] = mapped_column(UtcTime)
    noted_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    ended_at: Mapped[datetime | None] = mapped_column(UtcTime)
