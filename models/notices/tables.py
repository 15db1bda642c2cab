"""What was sent to whom, how each door or person was informed, and who still goes there."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Id, Json, SecretBytes, SecretJson, UtcTime

INFORMED = ("self", "family", "phone", "face")
"""How somebody can have been informed. A note under the door is noted and counted apart."""


class Notice(Base):
    """One notice.

    ``state``: draft (its people are being counted) › ready (its writer looks at it), or empty (nobody
    is meant) › waiting (for a colleague's yes) › set (for ``send_at``) › sending › over; or paused,
    stopped, refused. ``doing``: what the clock does with it in pieces: count, spread, edit, hold,
    let_go, drop, forget; with ``cursor`` (and the grid ``count_in``) how far it is. ``step`` is what
    it does at ``next_at``: forget, send, chase, hand_over, result, close.

    ``audience`` is an expression, always taken together with ``place_id``, the sender's own place.
    ``counts``: "households" or "people". ``version`` grows with each correction. ``fingerprint`` is
    that of words and audience once it was sent: the same twice is one, unless ``again`` is higher.
    """

    __tablename__ = "notices"
    __table_args__ = (
        UniqueConstraint("fingerprint", "again"),
        CheckConstraint("counts IN ('households','people')", name="counts"),
        Index(
            "ix_notices_doing",
            "id",
            sqlite_where=text("doing <> ''"),
            postgresql_where=text("doing <> ''"),
        ),
        # What the clock looks at: the next thing to be done about it.
        Index(
            "ix_notices_next_at",
            "next_at",
            sqlite_where=text("next_at IS NOT NULL"),
            postgresql_where=text("next_at IS NOT NULL"),
        ),
        Index("ix_notices_place_id", "place_id", "created_at"),
        # Those whose counting message is still kept up to date.
        Index(
            "ix_notices_progress_at",
            "progress_at",
            sqlite_where=text("progress_at IS NOT NULL"),
            postgresql_where=text("progress_at IS NOT NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    number: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    by_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    place_id: Mapped[str] = mapped_column(ForeignKey("places.id"))
    audience: Mapped[Any] = mapped_column(Json)
    counts: Mapped[str]
    words: Mapped[Any] = mapped_column(SecretJson("notices.words"))
    """{"zh": …, "en": …, "link": …, "where": …} of the version in force."""
    picture_id: Mapped[int | None] = mapped_column(ForeignKey("notice_files.id"))
    begins_at: Mapped[datetime | None] = mapped_column(UtcTime)
    ends_at: Mapped[datetime | None] = mapped_column(UtcTime)
    must_reach: Mapped[bool]
    acknowledge: Mapped[bool]
    topic: Mapped[str] = mapped_column(default="")
    loud: Mapped[bool] = mapped_column(default=False)
    """Goes out in quiet hours: its sender was asked."""
    state: Mapped[str]
    doing: Mapped[str] = mapped_column(default="")
    count_in: Mapped[str] = mapped_column(default="")
    cursor: Mapped[int] = mapped_column(Id, default=0)
    step: Mapped[str] = mapped_column(default="")
    next_at: Mapped[datetime | None] = mapped_column(UtcTime)
    send_at: Mapped[datetime] = mapped_column(UtcTime)
    expires_at: Mapped[datetime] = mapped_column(UtcTime)
    """After this nothing of it is sent any more."""
    fingerprint: Mapped[str]
    again: Mapped[int] = mapped_column(default=0)
    version: Mapped[int] = mapped_column(default=1)
    total: Mapped[int] = mapped_column(default=0)
    """Households or people that are to be informed."""
    answers: Mapped[Any] = mapped_column(SecretJson("notices.answers"), nullable=True)
    """Of the talk in which it was written, until it is sent."""
    progress: Mapped[Any] = mapped_column(Json, nullable=True)
    """What the sender's counting message says now; edited when it says something else."""
    progress_at: Mapped[datetime | None] = mapped_column(UtcTime)
    """When it is looked at next; None: it says its last."""
    progress_row: Mapped[int | None] = mapped_column(Id)
    created_at: Mapped[datetime] = mapped_column(UtcTime)
    agreed_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    agreed_at: Mapped[datetime | None] = mapped_column(UtcTime)
    sent_at: Mapped[datetime | None] = mapped_column(UtcTime)
    over_at: Mapped[datetime | None] = mapped_column(UtcTime)
    forgotten_at: Mapped[datetime | None] = mapped_column(UtcTime)
    """Its words and who heard of it are no more; the numbers stay."""


class NoticeFile(Base):
    """A picture or a PDF that goes with notices. ``source`` is the channel's reference, fetched
    after the commit like photos; ``state``: waiting › ready, or rejected with a ``fault``. What it was
    called on its writer's machine is not kept: such names name people."""

    __tablename__ = "notice_files"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    channel: Mapped[str]
    source: Mapped[str]
    kind: Mapped[str]
    """photo or file, as it was sent: what it is, is seen when it is read."""
    state: Mapped[str] = mapped_column(default="waiting")
    claimed_until: Mapped[datetime | None] = mapped_column(UtcTime)
    attempts: Mapped[int] = mapped_column(default=0)
    fault: Mapped[str | None]
    at: Mapped[datetime] = mapped_column(UtcTime)


class NoticeFilePiece(Base):
    """A part of what is in a file, sealed: 10 MB in one row would hold the writer for as long as it
    takes to flush them, and a slow phone all of them in memory."""

    __tablename__ = "notice_file_pieces"
    __table_args__ = (UniqueConstraint("file_id", "number"),)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("notice_files.id"))
    number: Mapped[int]
    content: Mapped[bytes] = mapped_column(SecretBytes("notice_file_pieces.content"))


class NoticeTarget(Base):
    """One household, or one person, that is to be informed of a notice.

    ``way``: how a message can reach them: phone (somebody of the household has a chat), family (only
    family elsewhere who get copies), none, with ``why_not``: no_account, opted_out, withdrew.
    ``reached``: "" not yet, self, family, phone, face, or note (left at the door: not informed).
    ``worker_id``: who goes or rings; ``case_id``: the help that was asked for with it.
    """

    __tablename__ = "notice_targets"
    __table_args__ = (
        UniqueConstraint("notice_id", "household_id"),
        UniqueConstraint("notice_id", "person_id"),
        CheckConstraint("(household_id IS NULL) <> (person_id IS NULL)", name="one_of_two"),
        CheckConstraint("reached IN ('','self','family','phone','face','note')", name="reached"),
        Index("ix_notice_targets_left", "notice_id", "grid_id", "reached"),
        Index(
            "ix_notice_targets_worker",
            "worker_id",
            "notice_id",
            sqlite_where=text("worker_id IS NOT NULL"),
            postgresql_where=text("worker_id IS NOT NULL"),
        ),
        Index(
            "ix_notice_targets_case_id",
            "case_id",
            sqlite_where=text("case_id IS NOT NULL"),
            postgresql_where=text("case_id IS NOT NULL"),
        ),
        Index(
            "ix_notice_targets_helped",
            "notice_id",
            sqlite_where=text("case_id IS NOT NULL"),
            postgresql_where=text("case_id IS NOT NULL"),
        ),
        Index(
            "ix_notice_targets_household_id",
            "household_id",
            sqlite_where=text("household_id IS NOT NULL"),
            postgresql_where=text("household_id IS NOT NULL"),
        ),
        Index(
            "ix_notice_targets_person_id",
            "person_id",
            sqlite_where=text("person_id IS NOT NULL"),
            postgresql_where=text("person_id IS NOT NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    notice_id: Mapped[int] = mapped_column(ForeignKey("notices.id"))
    household_id: Mapped[int | None] = mapped_column(ForeignKey("households.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    grid_id: Mapped[str] = mapped_column(default="")
    way: Mapped[str]
    why_not: Mapped[str] = mapped_column(default="")
    reached: Mapped[str] = mapped_column(default="")
    reached_at: Mapped[datetime | None] = mapped_column(UtcTime)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    worker_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    given_at: Mapped[datetime | None] = mapped_column(UtcTime)
    case_id: Mapped[int | None] = mapped_column(ForeignKey("cases.id"))


class NoticeCount(Base):
    """How many targets of a notice are where, kept up with every one of them: so the sum is always the
    total, and nothing has to be counted in a city of two hundred thousand doors."""

    __tablename__ = "notice_counts"

    notice_id: Mapped[int] = mapped_column(ForeignKey("notices.id"), primary_key=True)
    grid_id: Mapped[str] = mapped_column(primary_key=True)
    way: Mapped[str] = mapped_column(primary_key=True)
    reached: Mapped[str] = mapped_column(primary_key=True)
    many: Mapped[int]


class NoticeTick(Base):
    """One time somebody was informed, or that was taken back: the trace behind a target. Behind a
    note may stand why there is no more than that: ``now`` is then away or no_answer."""

    __tablename__ = "notice_ticks"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    target_id: Mapped[int] = mapped_column(ForeignKey("notice_targets.id"), index=True)
    was: Mapped[str]
    now: Mapped[str]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    at: Mapped[datetime] = mapped_column(UtcTime)


class TopicOff(Base):
    """Somebody wants to hear no more of a topic. What must reach everybody reaches them still."""

    __tablename__ = "topics_off"
    __table_args__ = (UniqueConstraint("person_id", "topic"),)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    topic: Mapped[str]
    at: Mapped[datetime] = mapped_column(UtcTime)


class NoticeTemplate(Base):
    """Words that somebody keeps for the next time."""

    __tablename__ = "notice_templates"
    __table_args__ = (
        Index(
            "uq_notice_templates_name",
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
    kind: Mapped[str]
    words: Mapped[Any] = mapped_column(SecretJson("notice_templates.words"))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    made_at: Mapped[datetime] = mapped_column(UtcTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcTime)
