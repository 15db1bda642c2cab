"""Who looked, who is erased, and what was forgotten when."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Id, Secret, SecretJson, UtcTime


class AccessNote(Base):
    """Somebody looked at a record that is protected (a child, somebody outside their own places),
    or took data out. ``what``: record, export, file. ``why`` is what they gave as the reason."""

    __tablename__ = "access_notes"
    __table_args__ = (Index("ix_access_notes_person_id", "person_id", "id"),)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    by_person: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    role: Mapped[str] = mapped_column(default="")
    what: Mapped[str]
    why: Mapped[str] = mapped_column(Secret("access_notes.why"))
    at: Mapped[datetime] = mapped_column(UtcTime)


class Erasure(Base):
    """Somebody's data was deleted. The row holds no data of theirs; a copy of it is kept outside
    the database, so that an older backup put back is made to forget them again."""

    __tablename__ = "erasures"
    __table_args__ = (
        Index(
            "ix_erasures_unnoted",
            "id",
            sqlite_where=text("noted_at IS NULL"),
            postgresql_where=text("noted_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), unique=True)
    why: Mapped[str]
    """own_wish, guardian, retention."""
    at: Mapped[datetime] = mapped_column(UtcTime)
    noted_at: Mapped[datetime | None] = mapped_column(UtcTime)
    """When it was written down outside and the last traces had gone from the database's files."""
    traces: Mapped[Any] = mapped_column(SecretJson("erasures.traces"), nullable=True)
    """What they can be recognised by in rows of imported files that belong to nobody yet. Only
    until those have been looked through, which is a matter of seconds."""


class RetentionRun(Base):
    """What the clock forgot on one day: the report."""

    __tablename__ = "retention_runs"

    day: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    forgotten: Mapped[int] = mapped_column(default=0)
    at: Mapped[datetime] = mapped_column(UtcTime)
