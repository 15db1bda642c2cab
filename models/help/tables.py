"""Cases: something a person asked for that must reach an end, and the story of each.

A case keeps the town version it began with. What was said in confidence (answers, for whom, where,
words, the door word) is sealed. Stages move only along the town's workflow, by conditional updates.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Id, Json, Secret, SecretBytes, SecretJson, UtcTime


class Case(Base):
    """``details`` (sealed): {"answers": {field id: option id or text}, "other": {"name",
    "relation", "address"} or None, "words": text}. ``grid_id`` is None until an address is known:
    then every coordinator sees it. ``urgency``: "urgent" or "ordinary".
    """

    __tablename__ = "cases"
    __table_args__ = (
        Index(
            "ix_cases_open",
            "stage",
            "grid_id",
            sqlite_where=text("closed_at IS NULL"),
            postgresql_where=text("closed_at IS NULL"),
        ),
        Index(
            "ix_cases_next_wave",
            "next_wave_at",
            sqlite_where=text("next_wave_at IS NOT NULL"),
            postgresql_where=text("next_wave_at IS NOT NULL"),
        ),
        Index(
            "ix_cases_promise",
            "promised_at",
            sqlite_where=text("promise_kept_at IS NULL AND closed_at IS NULL"),
            postgresql_where=text("promise_kept_at IS NULL AND closed_at IS NULL"),
        ),
        Index(
            "ix_cases_to_forget",
            "closed_at",
            sqlite_where=text("closed_at IS NOT NULL AND forgotten_at IS NULL"),
            postgresql_where=text("closed_at IS NOT NULL AND forgotten_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    number: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    town_version: Mapped[int]
    asker_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    household_id: Mapped[int | None] = mapped_column(ForeignKey("households.id"))
    grid_id: Mapped[str | None] = mapped_column(ForeignKey("places.id"), index=True)
    for_other: Mapped[bool] = mapped_column(default=False)
    details: Mapped[Any] = mapped_column(SecretJson("cases.details"))
    urgency: Mapped[str]
    stage: Mapped[str]
    route: Mapped[str]
    opened_at: Mapped[datetime] = mapped_column(UtcTime)
    promised_at: Mapped[datetime] = mapped_column(UtcTime)
    """By when the asker hears from us, whatever the answer is."""
    promise_kept_at: Mapped[datetime | None] = mapped_column(UtcTime)
    arrive_by: Mapped[datetime] = mapped_column(UtcTime)
    wave: Mapped[int] = mapped_column(default=0)
    next_wave_at: Mapped[datetime | None] = mapped_column(UtcTime)
    door_word: Mapped[str | None] = mapped_column(Secret("cases.door_word"))
    """Chosen on acceptance; id of a word in the town's list."""
    with_company: Mapped[bool] = mapped_column(default=False)
    attention: Mapped[str | None]
    """Why the duty must look now: overdue, nobody_opens, word_wrong, not_solved, ... or None."""
    attention_at: Mapped[datetime | None] = mapped_column(UtcTime)
    outcome: Mapped[str | None]
    """What the asker said at the end: solved, not_solved, no_answer, cancelled."""
    closing_asked_at: Mapped[datetime | None] = mapped_column(UtcTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcTime)
    thanked_at: Mapped[datetime | None] = mapped_column(UtcTime)
    forgotten_at: Mapped[datetime | None] = mapped_column(UtcTime)
    """When its words and photos were forgotten; what is left is that it was, and when."""


class CaseEvent(Base):
    """One line of a case's story. ``what`` is a glossary word, ``args`` ids and codes only;
    words a person added are sealed."""

    __tablename__ = "case_events"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    at: Mapped[datetime] = mapped_column(UtcTime)
    what: Mapped[str]
    by_person: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    args: Mapped[Any] = mapped_column(Json, nullable=True)
    words: Mapped[str | None] = mapped_column(Secret("case_events.words"))


class Attachment(Base):
    """A photo. ``source`` is the channel's reference, fetched after the commit by a claimed job,
    re-encoded without EXIF. ``state``: waiting › ready, or rejected with a ``fault``."""

    __tablename__ = "attachments"
    __table_args__ = (
        Index(
            "ix_attachments_waiting",
            "id",
            sqlite_where=text("state = 'waiting'"),
            postgresql_where=text("state = 'waiting'"),
        ),
        Index(
            "ix_attachments_rejected",
            "at",
            sqlite_where=text("state = 'rejected'"),
            postgresql_where=text("state = 'rejected'"),
        ),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    channel: Mapped[str]
    source: Mapped[str]
    state: Mapped[str] = mapped_column(default="waiting")
    claimed_until: Mapped[datetime | None] = mapped_column(UtcTime)
    attempts: Mapped[int] = mapped_column(default=0)
    fault: Mapped[str | None]
    content: Mapped[bytes | None] = mapped_column(SecretBytes("attachments.content"))
    at: Mapped[datetime] = mapped_column(UtcTime)
