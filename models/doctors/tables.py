"""Contracts with family-doctor teams. Teams and packages are the town's (``town.doctors``)."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Id, UtcTime


class Contract(Base):
    """One resident's contract with one team, for a term of days (town time, both included).

    ``state``: valid › expiring › expired, by the clock; ended (``why``: renewed, changed, moved,
    dead, ended, merged, undone) closes the row for good. Nobody has two that are not ended: the
    database refuses.
    ``how``: tap, face_to_face, import, sample.
    """

    __tablename__ = "contracts"
    __table_args__ = (
        Index(
            "uq_contracts_current",
            "person_id",
            unique=True,
            sqlite_where=text("state <> 'ended'"),
            postgresql_where=text("state <> 'ended'"),
        ),
        Index("ix_contracts_team_id", "team_id", "state", "ends_on"),
        Index(
            "ix_contracts_due",
            "state",
            "ends_on",
            sqlite_where=text("state IN ('valid','expiring')"),
            postgresql_where=text("state IN ('valid','expiring')"),
        ),
        # Expired, and still to be reminded once more.
        Index(
            "ix_contracts_last_word",
            "ends_on",
            sqlite_where=text("state = 'expired' AND NOT hushed"),
            postgresql_where=text("state = 'expired' AND NOT hushed"),
        ),
        CheckConstraint("ends_on >= starts_on", name="term"),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    team_id: Mapped[str]
    package: Mapped[str]
    state: Mapped[str]
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    how: Mapped[str]
    signed_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    signed_at: Mapped[datetime] = mapped_column(UtcTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcTime)
    why: Mapped[str] = mapped_column(default="")
    hushed: Mapped[bool] = mapped_column(default=False)
    """No more reminders: its holder does not want to go on, or has heard the last one."""
    import_id: Mapped[int | None] = mapped_column(Id)
