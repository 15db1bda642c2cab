"""Who lives where, by which accounts they write, what they agreed to and what they may do.

A person exists from their first message on, known or not: help comes before forms. Names stay
readable for search; phones, doors and everything said in confidence are sealed.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    UniqueConstraint,
    func,
    literal_column,
    text,
)
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
    """``called`` is what the person wants to be called; ``verified_at`` is set by a worker only.

    A ``minor`` always has a ``guardian_id`` (one of the rows in ``guardians``): that no child is
    without one is the database's promise. ``gone``: "" here, "dead", "moved", "merged" (into
    ``merged_into``) or "erased"; nothing is ever said to somebody who is gone.
    """

    __tablename__ = "people"
    __table_args__ = (
        CheckConstraint("NOT minor OR guardian_id IS NOT NULL", name="child_has_guardian"),
        CheckConstraint("guardian_id <> id", name="not_own_guardian"),
        # A worker types a part of a name: names of up to three characters can be
        # found by where it begins, at the first, the second or the third (below). The operator class is PostgreSQL's for beginnings.
        # With "gone", so that residents are counted without reading their rows.
        Index("ix_people_household_id", "household_id", "gone"),
        Index("ix_people_name", "name", postgresql_ops={"name": "text_pattern_ops"}),
        Index(
            "ix_people_called",
            "called",
            postgresql_ops={"called": "text_pattern_ops"},
            sqlite_where=text("called <> ''"),
            postgresql_where=text("called <> ''"),
        ),
        Index(
            "ix_people_merged_into",
            "merged_into",
            sqlite_where=text("merged_into IS NOT NULL"),
            postgresql_where=text("merged_into IS NOT NULL"),
        ),
        # The last two are what the clock looks through for people to forget.
        Index(
            "ix_people_gone_at",
            "gone_at",
            sqlite_where=text("gone IN ('dead','moved')"),
            postgresql_where=text("gone IN ('dead','moved')"),
        ),
        Index(
            "ix_people_strangers",
            "created_at",
            sqlite_where=text("name = '' AND called = '' AND gone = ''"),
            postgresql_where=text("name = '' AND called = '' AND gone = ''"),
        ),
        Index(
            "ix_people_guardian_id",
            "guardian_id",
            sqlite_where=text("guardian_id IS NOT NULL"),
            postgresql_where=text("guardian_id IS NOT NULL"),
        ),
        # Who comes of age next: looked for every second.
        Index(
            "ix_people_children_born",
            "born",
            sqlite_where=text("guardian_id IS NOT NULL"),
            postgresql_where=text("guardian_id IS NOT NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    household_id: Mapped[int | None] = mapped_column(ForeignKey("households.id"))
    name: Mapped[str] = mapped_column(default="")
    called: Mapped[str] = mapped_column(default="")
    phone: Mapped[str | None] = mapped_column(Secret("people.phone"))
    phone_hash: Mapped[str | None] = mapped_column(index=True)
    tail_hash: Mapped[str | None] = mapped_column(index=True)
    """Of the last four digits of the phone: how a worker finds somebody."""
    born: Mapped[date | None]
    gender: Mapped[str] = mapped_column(default="")
    """"" not known, "f", "m"."""
    id_number: Mapped[str | None] = mapped_column(Secret("people.id_number"))
    id_hash: Mapped[str | None] = mapped_column(index=True)
    minor: Mapped[bool] = mapped_column(default=False)
    guardian_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    school: Mapped[str] = mapped_column(default="")
    grade: Mapped[int | None]
    """1 to 12, in the school year that begins in ``grade_year``; it moves up by itself."""
    grade_year: Mapped[int | None]
    gone: Mapped[str] = mapped_column(default="")
    gone_at: Mapped[datetime | None] = mapped_column(UtcTime)
    gone_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    merged_into: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    language: Mapped[str] = mapped_column(default="zh")
    consent: Mapped[str] = mapped_column(default="")
    """"" not asked, "no", or the version of the text agreed to."""
    verified_at: Mapped[datetime | None] = mapped_column(UtcTime)
    verified_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    created_at: Mapped[datetime] = mapped_column(UtcTime)
    sample: Mapped[bool] = mapped_column(default=False)
    """A fictional person of the demo. The demo refuses a database that holds any other."""


NAME_FROM_2 = func.substr(Person.name, literal_column("2"))
NAME_FROM_3 = func.substr(Person.name, literal_column("3"))
"""Names without their first characters, as they are searched: written out, for the indexes."""
for _at, _rest in ((2, NAME_FROM_2), (3, NAME_FROM_3)):
    Index(
        f"ix_people_name_from_{_at}",
        _rest.label("rest"),
        postgresql_ops={"rest": "text_pattern_ops"},
    )


class Account(Base):
    """One person on one channel. A dead account (blocked, deleted) is kept and never written to."""

    __tablename__ = "accounts"
    __table_args__ = (UniqueConstraint("channel", "address"),)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    channel: Mapped[str]
    address: Mapped[str]
    state: Mapped[str] = mapped_column(default="live")
    abroad: Mapped[str] = mapped_column(default="")
    """On a platform that carries data abroad: "" not asked, "no", or the version agreed to."""
    last_used_at: Mapped[datetime] = mapped_column(UtcTime)


class Consent(Base):
    """The ledger of what was asked and answered; rows are added, never changed. What holds is the
    newest row of a (person, purpose, other).

    ``person_id`` is whose data it is about, ``by_person`` who answered (a guardian for a child),
    ``other_id`` who it is about besides (the proxy, the family member who gets copies).
    ``basis``: what allows it in law: consent, statute, contract, vital. ``how``: tap, own_chat,
    face_to_face, phone, import, withdrawn, ended; ``witness_id`` the worker who was there.
    """

    __tablename__ = "consents"
    __table_args__ = (Index("ix_consents_person_id_purpose", "person_id", "purpose"),)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    by_person: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    other_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    purpose: Mapped[str]
    text_version: Mapped[str]
    agreed: Mapped[bool]
    basis: Mapped[str] = mapped_column(default="consent")
    how: Mapped[str]
    witness_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    channel: Mapped[str] = mapped_column(default="")
    until: Mapped[date | None]
    at: Mapped[datetime] = mapped_column(UtcTime)


class Role(Base):
    """A role is always held somewhere: at a place, from ``since`` until it ends.

    ``ends_at`` is agreed on beforehand (a substitute's last day). ``counts_until`` is when it stops
    counting by itself: ``ends_at``, or the end of the background check it needs, whichever comes
    first; None is for ever. ``stands_for`` is the role that a substitute fills in for. Whether a
    role holds now is asked by ``models.register.holding.held_at`` and nowhere else.
    """

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
        Index(
            "ix_roles_ends_at",
            "ends_at",
            sqlite_where=text("ended_at IS NULL AND ends_at IS NOT NULL"),
            postgresql_where=text("ended_at IS NULL AND ends_at IS NOT NULL"),
        ),
        Index("ix_roles_person_id", "person_id"),
        Index(
            "ix_roles_stands_for",
            "stands_for",
            sqlite_where=text("stands_for IS NOT NULL"),
            postgresql_where=text("stands_for IS NOT NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    role: Mapped[str]
    place_id: Mapped[str] = mapped_column(ForeignKey("places.id"))
    team_id: Mapped[str | None]
    on_duty: Mapped[bool] = mapped_column(default=False)
    since: Mapped[datetime] = mapped_column(UtcTime)
    ends_at: Mapped[datetime | None] = mapped_column(UtcTime)
    counts_until: Mapped[datetime | None] = mapped_column(UtcTime)
    stands_for: Mapped[int | None] = mapped_column(ForeignKey("roles.id"))
    ended_at: Mapped[datetime | None] = mapped_column(UtcTime)
    given_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
