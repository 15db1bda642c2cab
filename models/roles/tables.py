"""Background checks of those who work with children."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Id, UtcTime


class BackgroundCheck(Base):
    """Checked on a day, valid until the end of another (town time): what was found is not kept,
    only that nothing speaks against it. 未成年人保护法 62: renewed every year."""

    __tablename__ = "background_checks"
    __table_args__ = (
        Index("ix_background_checks_person_id", "person_id", "valid_until"),
        Index(
            "ix_background_checks_due",
            "valid_until",
            sqlite_where=text("warned >= 0"),
            postgresql_where=text("warned >= 0"),
        ),
        CheckConstraint("valid_until >= checked_on", name="term"),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    checked_on: Mapped[date]
    valid_until: Mapped[date]
    noted_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    warned: Mapped[int] = mapped_column(default=0)
    """The smallest number of days before its end at which a warning was given; 0 none yet,
    -1 nothing more to say: its end was told, or a newer check has come."""
    at: Mapped[datetime] = mapped_column(UtcTime)
