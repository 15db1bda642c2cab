"""Kin, guardians, proxies, and what was done by one person for another."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Id, Json, SecretJson, UtcTime


class Kin(Base):
    """What ``other_id`` is to ``person_id``: the id of a word in the town file ("mother")."""

    __tablename__ = "kin"
    __table_args__ = (UniqueConstraint("person_id", "other_id"),)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    other_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    kin: Mapped[str]


class Guardian(Base):
    """Who answers for a child. One of the current ones stands on the child's own row too, so that
    the database itself refuses a child without any."""

    __tablename__ = "guardians"
    __table_args__ = (
        Index(
            "uq_guardians_current",
            "child_id",
            "guardian_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
        CheckConstraint("guardian_id <> child_id", name="not_oneself"),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    child_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    guardian_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    since: Mapped[datetime] = mapped_column(UtcTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcTime)
    by_person: Mapped[int | None] = mapped_column(ForeignKey("people.id"))


class Proxy(Base):
    """``proxy_id`` may act for ``principal_id``, with the principal's own agreement.

    ``state``: asked › agreed › ended, or refused, or withdrawn before an answer. ``purposes`` are
    ids of the town file. ``until`` is the last day (town time). ``how``: own_chat, face_to_face.
    At most one that is asked or agreed for two people.
    """

    __tablename__ = "proxies"
    __table_args__ = (
        Index(
            "uq_proxies_current",
            "principal_id",
            "proxy_id",
            unique=True,
            sqlite_where=text("state IN ('asked','agreed')"),
            postgresql_where=text("state IN ('asked','agreed')"),
        ),
        Index("ix_proxies_proxy_id", "proxy_id", "state"),
        Index(
            "ix_proxies_until",
            "until",
            sqlite_where=text("state = 'agreed'"),
            postgresql_where=text("state = 'agreed'"),
        ),
        CheckConstraint("proxy_id <> principal_id", name="not_oneself"),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    principal_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    proxy_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    state: Mapped[str]
    purposes: Mapped[Any] = mapped_column(Json)
    more: Mapped[Any] = mapped_column(Json, nullable=True)
    """What the proxy of a living agreement has asked for besides, while that is not answered."""
    until: Mapped[date | None]
    how: Mapped[str] = mapped_column(default="")
    witness_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    reminded_of: Mapped[date | None]
    """The last day of which the early word was said."""
    asked_at: Mapped[datetime] = mapped_column(UtcTime)
    agreed_at: Mapped[datetime | None] = mapped_column(UtcTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcTime)
    ended_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))


class Act(Base):
    """Something one person did for another, who sees it and may not want it.

    ``command`` is what was run, ``undo`` (name and ids of a command, or None) takes it back.
    ``state``: done, seen, unwanted.
    """

    __tablename__ = "acts"
    __table_args__ = (Index("ix_acts_person_id", "person_id", "id"),)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    by_person: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    command: Mapped[str]
    about: Mapped[Any] = mapped_column(Json)
    undo: Mapped[Any] = mapped_column(Json, nullable=True)
    state: Mapped[str] = mapped_column(default="done")
    at: Mapped[datetime] = mapped_column(UtcTime)


class Merge(Base):
    """Two rows that were one person. ``moved`` (sealed) says for each table which rows went over,
    and the former values of the two people, so that it can be undone until ``undo_until``."""

    __tablename__ = "merges"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    kept_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    gone_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    moved: Mapped[Any] = mapped_column(SecretJson("merges.moved"), nullable=True)
    by_person: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    at: Mapped[datetime] = mapped_column(UtcTime)
    undo_until: Mapped[datetime] = mapped_column(UtcTime)
    undone_at: Mapped[datetime | None] = mapped_column(UtcTime)


class NotTheSame(Base):
    """Two people who look like one and are two: not put side by side again. The smaller id first."""

    __tablename__ = "not_the_same"

    one_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    other_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True, index=True)
    by_person: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    at: Mapped[datetime] = mapped_column(UtcTime)
