"""Rows of the built-in web chat.

Order and freshness are two numbers on purpose: ``id`` is the order of the talk and never changes,
``seq`` is new with every change of a row, so a page that was away asks for "all after seq" and
also gets edits and withdrawals. ``seq`` is drawn from the talk's own row: that lock makes two
processes commit in the order of their numbers, otherwise a page could skip the slower one.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Id, SecretBytes, SecretJson, UtcTime


class WebSession(Base):
    """One browser, signed in to one account under one path prefix (``scope``)."""

    __tablename__ = "web_sessions"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    scope: Mapped[str] = mapped_column(String(32))
    address: Mapped[str] = mapped_column(String(64), index=True)
    link_hash: Mapped[str] = mapped_column(String(64), default="")
    start: Mapped[str] = mapped_column(default="")
    """What the core is told when this session begins (ids only)."""
    created_at: Mapped[datetime] = mapped_column(UtcTime)
    used_at: Mapped[datetime] = mapped_column(UtcTime)
    expires_at: Mapped[datetime] = mapped_column(UtcTime, index=True)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcTime)


class WebLinkUse(Base):
    """A sign-in link that was used once. From then on another device must show it belongs."""

    __tablename__ = "web_link_uses"

    link_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    used_at: Mapped[datetime] = mapped_column(UtcTime)
    tries: Mapped[int] = mapped_column(default=0)
    tried_at: Mapped[datetime] = mapped_column(UtcTime)


class WebTalk(Base):
    """One account's talk as the page shows it."""

    __tablename__ = "webchat_talks"

    address: Mapped[str] = mapped_column(String(64), primary_key=True)
    seq: Mapped[int] = mapped_column(Id, default=0)
    language: Mapped[str] = mapped_column(String(2), default="zh")
    closed_at: Mapped[datetime | None] = mapped_column(UtcTime)


class WebMessage(Base):
    """``sender``: service, staff (a person speaks through us) or person. ``about`` is the message
    a tap answered; ``folded`` taps are not shown, because the question was edited into the next."""

    __tablename__ = "webchat_messages"
    __table_args__ = (
        Index("ix_webchat_messages_address_seq", "address", "seq"),
        Index("ix_webchat_messages_address_id", "address", "id"),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    address: Mapped[str] = mapped_column(String(64))
    key: Mapped[str] = mapped_column(String(200), unique=True)
    seq: Mapped[int] = mapped_column(Id)
    sender: Mapped[str] = mapped_column(String(8))
    about: Mapped[int | None] = mapped_column(Id)
    folded: Mapped[bool] = mapped_column(default=False)
    body: Mapped[Any] = mapped_column(SecretJson("webchat_messages.body"))
    at: Mapped[datetime] = mapped_column(UtcTime, index=True)
    edited_at: Mapped[datetime | None] = mapped_column(UtcTime)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcTime)
    seen_at: Mapped[datetime | None] = mapped_column(UtcTime)


class Upload(Base):
    """A picture exactly as it came from a phone, sealed, until a job has re-encoded it; or one
    piece of a table, of the file that begins with the piece ``first_id`` (None: this one)."""

    __tablename__ = "uploads"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    address: Mapped[str] = mapped_column(String(64), index=True)
    media_type: Mapped[str] = mapped_column(String(32))
    size: Mapped[int]
    body: Mapped[bytes] = mapped_column(SecretBytes("uploads.body"))
    first_id: Mapped[int | None] = mapped_column(Id, index=True)
    at: Mapped[datetime] = mapped_column(UtcTime, index=True)
