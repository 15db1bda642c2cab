"""Files taken in: the file as a whole, and each of its rows until it is settled."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Id, Json, Secret, SecretJson, UtcTime


class Import(Base):
    """``what``: residents, contracts, roles; "" until it is known. ``state``: waiting (to be fetched
    and read; ``asking``: the one who sent it must say what it is) › tried › applying › applied ›
    undoing › undone; refused, dropped (never taken in). ``about`` the file as a whole: of a
    refused one the refusal's type and fields, else which sheet was read, and what was not.

    A file is taken in from ``cursor`` on in committed chunks; while somebody works on it,
    ``claimed_until`` (wall clock) says so. ``failed_row``: the row that no longer fitted, because
    of which everything is undone.
    """

    __tablename__ = "imports"
    __table_args__ = (
        Index(
            "ix_imports_at_work",
            "state",
            sqlite_where=text("state IN ('waiting','applying','undoing')"),
            postgresql_where=text("state IN ('waiting','applying','undoing')"),
        ),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    what: Mapped[str]
    state: Mapped[str]
    by_person: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    channel: Mapped[str] = mapped_column(default="")
    source: Mapped[str | None] = mapped_column(Secret("imports.source"))
    place_path: Mapped[str]
    """The widest place of the one who sent it; the rows are held against all of theirs."""
    counts: Mapped[Any] = mapped_column(Json, nullable=True)
    """{"new": n, "changed": n, "same": n, "refused": n}, and {"left": n} after it was undone."""
    cursor: Mapped[int] = mapped_column(default=0)
    attempts: Mapped[int] = mapped_column(default=0)
    failed_row: Mapped[int | None]
    about: Mapped[Any] = mapped_column(SecretJson("imports.about"), nullable=True)
    claimed_until: Mapped[datetime | None] = mapped_column(UtcTime)
    at: Mapped[datetime] = mapped_column(UtcTime)
    applied_at: Mapped[datetime | None] = mapped_column(UtcTime)
    undone_at: Mapped[datetime | None] = mapped_column(UtcTime)


class ImportRow(Base):
    """One row of the file, by its number there. ``verdict``: new, changed, same, refused.
    ``problems``: [field, code, params] each. ``late``: a child, taken in after everybody who may
    answer for it. ``undo`` (sealed) is what was there before."""

    __tablename__ = "import_rows"

    import_id: Mapped[int] = mapped_column(ForeignKey("imports.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    """Whom the row was found to speak of, or made: who has their data deleted is found by it.
    Rows that speak of nobody we know are opened one by one afterwards."""
    data: Mapped[Any] = mapped_column(SecretJson("import_rows.data"), nullable=True)
    verdict: Mapped[str]
    problems: Mapped[Any] = mapped_column(SecretJson("import_rows.problems"), nullable=True)
    undo: Mapped[Any] = mapped_column(SecretJson("import_rows.undo"), nullable=True)
    late: Mapped[bool] = mapped_column(default=False)
    done: Mapped[bool] = mapped_column(default=False)
