"""Tables for these tests alone, outside the service's own metadata."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from models.base import Id, Json, Secret, SecretBytes, SecretJson, UtcTime


class Scratch(DeclarativeBase):
    pass


class Counter(Scratch):
    __tablename__ = "scratch_counters"

    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[int] = mapped_column(default=0)


class Note(Scratch):
    __tablename__ = "scratch_notes"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    at: Mapped[datetime | None] = mapped_column(UtcTime)
    plain: Mapped[Any] = mapped_column(Json, nullable=True)
    words: Mapped[str | None] = mapped_column(Secret("scratch_notes.words"))
    answers: Mapped[Any] = mapped_column(SecretJson("scratch_notes.answers"), nullable=True)
    photo: Mapped[bytes | None] = mapped_column(SecretBytes("scratch_notes.photo"))


class Pointer(Scratch):
    """Its reference is checked at COMMIT only: an honest way to make a COMMIT fail."""

    __tablename__ = "scratch_pointers"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    counter: Mapped[str] = mapped_column(
        ForeignKey("scratch_counters.name", deferrable=True, initially="DEFERRED")
    )


def create(session: Session) -> None:
    Scratch.metadata.create_all(session.connection())
    session.add(Counter(name="first", value=0))


def count(session: Session, name: str = "first") -> int:
    return session.get_one(Counter, name).value


def add_one(session: Session) -> int:
    """Read, think, write: the shape of almost every command."""
    counter = session.get_one(Counter, "first", with_for_update=True)
    counter.value += 1
    return counter.value
