"""Who lives where, by which accounts they write, what they agreed to and what they may do.

A person exists from their first message on, known or not: help comes before forms. Names stay
readable for search; phones, doors and everything said in confidence are sealed.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Id, Secret, UtcTime


class Household(Base):
    """One door. ``grid_id`` is computed from estate and building, never asked."""

    __tablename__ = "households"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    grid_id: Mapped[str] = mapped_column(ForeignKey("places.id"), index=True)
    estate_id: Mapped[str]
    building: Mapped[int | None]
    unit: Mapped[int | None]
    door: Mapped[str] = mapped_column(Secret("households.door"))
    door_hash: Mapped[str] = mapped_column(unique=True)
    card_serial: Mapped[int] = mapped_column(default=1)


class Person(Base):
    """``called`` is what the person wants to be called; ``verified_at`` is set by a worker only."""

    __tablename__ = "people"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    household_id: Mapped[int | None] = mapped_column(ForeignKey("households.id"), index=True)
    name: Mapped[str] = mapped_column(default="")
    called: Mapped[str] = mapped_column(default="")
    phone: Mapped[str | None] = mapped_column(Secret("people.phone"))
    phone_hash: Mapped[str | None] = mapped_column(index=True)
    language: Mapped[str] = mapped_column(default="zh")
    consent: Mapped[str] = mapped_column(default="")
    """"" not asked, "no", or the version of the text agreed to."""
    verified_at: Mapped[datetime | None] = mapped_column(UtcTime)
    verified_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    created_at: Mapped[datetime] = mapped_column(UtcTime)
    sample: Mapped[bool] = mapped_column(default=False)
    """A fictional person of the demo. The demo refuses a database that holds any other."""


class Account(Base):
    """One person on one channel. A dead account (blocked, deleted) is kept and never written to."""

    __tablename__ = "accounts"
    __table_args__ = (UniqueConstraint("channel", "address"),)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    channel: Mapped[str]
    address: Mapped[str]
    state: Mapped[str] = mapped_column(default="live")
    last_used_at: Mapped[datetime] = mapped_column(UtcTime)


class Consent(Base):
    """The ledger of what was asked and answered; rows are added, never changed."""

    __tablename__ = "consents"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    purpose: Mapped[str]
    text_version: Mapped[str]
    agreed: Mapped[bool]
    how: Mapped[str]
    at: Mapped[datetime] = mapped_column(UtcTime)


class Role(Base):
    """A role is always held somewhere: at a place, until it ends."""

    __tablename__ = "roles"
    __table_args__ = (
        Index(
            "uq_roles_current",
            "person_id",
            "role",
            "place_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
        # By role first: few hold a staff role, whereas a community has hundreds of volunteers.
        Index("ix_roles_role_place", "role", "place_id"),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    role: Mapped[str]
    place_id: Mapped[str] = mapped_column(ForeignKey("places.id"))
    team_id: Mapped[str | None]
    on_duty: Mapped[bool] = mapped_column(default=False)
    since: Mapped[datetime] = mapped_column(UtcTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcTime)
    given_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
