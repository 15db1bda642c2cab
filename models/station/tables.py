"""Terms of a station with their draw; who may take a child home, and what happens when nobody is there."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Id, Secret, UtcTime


class StationTerm(Base):
    """What the clock has to know of one station's term: the draw, and how far bookings are made.

    ``draw_at``: None where places go to who comes first. ``seed``: drawn once, kept for ever, so
    that the draw can be repeated. ``done_to``: every enrolment has its bookings for sessions that
    begin up to then; None while nobody is in. ``freed``: a place was given back, and those who wait
    are to be looked at. ``queue``: the last number given out in the waiting list.
    """

    __tablename__ = "station_terms"

    programme_id: Mapped[int] = mapped_column(ForeignKey("programmes.id"), primary_key=True)
    draw_at: Mapped[datetime | None] = mapped_column(UtcTime)
    seed: Mapped[str] = mapped_column(default="")
    drawn_at: Mapped[datetime | None] = mapped_column(UtcTime)
    done_to: Mapped[datetime | None] = mapped_column(UtcTime)
    freed: Mapped[bool] = mapped_column(default=False)
    queue: Mapped[int] = mapped_column(default=0)


class DrawLot(Base):
    """One family in a draw: brothers and sisters have one lot. ``turn``: when it was looked at;
    ``left_out``: how often it had been passed by before. ``result``: "" undecided, "in", "out" (no place, and the family is
    to be told), "waiting" (they know), "gone" (taken back before)."""

    __tablename__ = "draw_lots"
    __table_args__ = (UniqueConstraint("programme_id", "turn"),)

    programme_id: Mapped[int] = mapped_column(ForeignKey("programmes.id"), primary_key=True)
    sign_up_id: Mapped[int] = mapped_column(ForeignKey("sign_ups.id"), primary_key=True, index=True)
    turn: Mapped[int]
    left_out: Mapped[int]
    result: Mapped[str] = mapped_column(default="")


class Collector(Base):
    """Somebody who may collect a child, named by a guardian. ``person_id`` where they are known
    to us (a guardian is, too); else name and phone as the guardian gave them."""

    __tablename__ = "collectors"
    __table_args__ = (
        Index("ix_collectors_child_id", "child_id"),
        CheckConstraint("person_id IS NOT NULL OR name IS NOT NULL", name="somebody"),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    child_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    kin: Mapped[str] = mapped_column(default="")
    """The town's word for what they are to the child (姥姥)."""
    name: Mapped[str | None] = mapped_column(Secret("collectors.name"))
    phone: Mapped[str | None] = mapped_column(Secret("collectors.phone"))
    named_by: Mapped[int] = mapped_column(ForeignKey("people.id"))
    named_at: Mapped[datetime] = mapped_column(UtcTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcTime)


class Pickup(Base):
    """How a child goes home from one session; brothers and sisters that were signed up together go
    together, and have one of these. Begun when the first of them arrives, closed when they left.

    ``with_id``: who is with them, from the first moment to the last. ``late_until``: when the
    guardian means to come. ``stays``: "" nobody asked, "asked", "yes", "no" (must leave; somebody
    else is looked for, and until there is one ``with_id`` stays). ``rung``: how many were asked so
    far; ``next_at``: when the clock looks again. ``collector_id``: who comes instead, with a code
    whose keyed hash is good until ``code_until``. ``tries``: wrong codes in a row. ``matched_at``:
    the code was right; name and face are still to be looked at.
    """

    __tablename__ = "pickups"
    __table_args__ = (
        Index("uq_pickups_booking_id", "booking_id", unique=True),
        Index(
            "ix_pickups_due",
            "next_at",
            sqlite_where=text("next_at IS NOT NULL"),
            postgresql_where=text("next_at IS NOT NULL"),
        ),
        CheckConstraint("tries >= 0", name="tries"),
        CheckConstraint("closed_at IS NULL OR next_at IS NULL", name="closed"),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    booking_id: Mapped[int] = mapped_column(ForeignKey("bookings.id"))
    with_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    late_until: Mapped[datetime | None] = mapped_column(UtcTime)
    stays: Mapped[str] = mapped_column(default="")
    rung: Mapped[int] = mapped_column(default=0)
    next_at: Mapped[datetime | None] = mapped_column(UtcTime)
    collector_id: Mapped[int | None] = mapped_column(ForeignKey("collectors.id"))
    code_hash: Mapped[str | None]
    code_until: Mapped[datetime | None] = mapped_column(UtcTime)
    tries: Mapped[int] = mapped_column(default=0)
    matched_at: Mapped[datetime | None] = mapped_column(UtcTime)
    taken_by: Mapped[str] = mapped_column(default="")
    """Who took the child: "guardian", "collector", "lead"; "" still there."""
    handed_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    closed_at: Mapped[datetime | None] = mapped_column(UtcTime)
