"""Everything that is to be said to somebody: one table, written in the transaction that caused it.

A screen (the reply in a talk) is rendered and sealed at commit and erased once sent. A telling
carries a message type and ids only; it is put into words when it is sent, for the reader's
language and channel, and what the reader may know is checked again then.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, text, true
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Id, Json, SecretJson, UtcTime


class OutboxRow(Base):
    """``op``: send, edit, withdraw, or strip (take off buttons); for the last three ``target_id``
    is the row whose message is meant (for a send: the screen whose buttons come off).

    ``state``: due › leased › sent; or held (its notice is paused), dropped (no longer true),
    expired, failed, unreachable.
    ``key`` makes a row unique: the same cause enqueues once. ``details_of`` marks a message that
    shows a person's details for one case and is withdrawn when that case leaves the helper.
    ``copy_of`` is the row that went to the account used last: a copy shows the same on another one.
    """

    __tablename__ = "outbox"
    __table_args__ = (
        Index(
            "ix_outbox_due",
            "state",
            "priority",
            "not_before",
            # Many rows come due at the same instant: with the id, the first of them are found
            # without sorting all of them.
            "id",
            sqlite_where=text("state IN ('due','leased')"),
            postgresql_where=text("state IN ('due','leased')"),
        ),
        # What is in somebody's hands: asked before each claim, and never more than a few hundred.
        Index(
            "ix_outbox_in_hand",
            "priority",
            "not_before",
            sqlite_where=text("state = 'leased'"),
            postgresql_where=text("state = 'leased'"),
        ),
        Index(
            "ix_outbox_details_of",
            "details_of",
            sqlite_where=text("details_of IS NOT NULL"),
            postgresql_where=text("details_of IS NOT NULL"),
        ),
        Index(
            "ix_outbox_notice",
            "notice_id",
            "state",
            sqlite_where=text("notice_id IS NOT NULL"),
            postgresql_where=text("notice_id IS NOT NULL"),
        ),
        # Whoever writes again may get what the platform did not let through.
        Index(
            "ix_outbox_shut_out",
            "person_id",
            sqlite_where=text("state = 'unreachable' AND fault IN ('window','quota')"),
            postgresql_where=text("state = 'unreachable' AND fault IN ('window','quota')"),
        ),
        Index(
            "ix_outbox_watch",
            "watch_at",
            sqlite_where=text("watch_at IS NOT NULL"),
            postgresql_where=text("watch_at IS NOT NULL"),
        ),
        # Tellings only: a screen has an account from the start, and is every second message.
        Index(
            "ix_outbox_told",
            "person_id",
            sqlite_where=text("message <> ''"),
            postgresql_where=text("message <> ''"),
        ),
        Index(
            "ix_outbox_whom_id",
            "whom_id",
            sqlite_where=text("whom_id IS NOT NULL"),
            postgresql_where=text("whom_id IS NOT NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    whom_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    """Whose message it really is: ``person_id`` hears it for them."""
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"), index=True)
    op: Mapped[str] = mapped_column(default="send")
    target_id: Mapped[int | None] = mapped_column(Id)
    message: Mapped[str] = mapped_column(default="")
    """Message type of a telling; "" for a screen."""
    args: Mapped[Any] = mapped_column(Json, nullable=True)
    body: Mapped[Any] = mapped_column(SecretJson("outbox.body"), nullable=True)
    priority: Mapped[int]
    not_before: Mapped[datetime] = mapped_column(UtcTime)
    expires_at: Mapped[datetime | None] = mapped_column(UtcTime)
    watch_at: Mapped[datetime | None] = mapped_column(UtcTime)
    """When it must have been seen; afterwards the ladder takes the person one rung up."""
    details_of: Mapped[int | None] = mapped_column(Id)
    copy_of: Mapped[int | None] = mapped_column(Id)
    notice_id: Mapped[int | None] = mapped_column(Id)
    """The notice it is a part of, so that all of that can be held, let go or counted."""
    loud: Mapped[bool] = mapped_column(default=True, server_default=true())
    """Goes out whatever the hour. What is not loud and comes late (the service stood still, or there
    was much to send) waits for the morning: ``not_before`` alone cannot know how late it gets."""
    state: Mapped[str] = mapped_column(default="due")
    lease: Mapped[str | None]
    lease_until: Mapped[datetime | None] = mapped_column(UtcTime)
    """Wall clock; everything else here is the town clock."""
    attempts: Mapped[int] = mapped_column(default=0)
    shown_id: Mapped[str | None]
    """The channel's id of the message, once known."""
    created_at: Mapped[datetime] = mapped_column(UtcTime)
    sent_at: Mapped[datetime | None] = mapped_column(UtcTime)
    seen_at: Mapped[datetime | None] = mapped_column(UtcTime)
    fault: Mapped[str | None]
