"""What comes due for somebody again and again: checkups, follow-ups, children's checks."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Id, UtcTime

SAID, DOUBTED = "said", "doubted"
IS_SAID = (SAID, DOUBTED)
"""``DueItem.result`` of what its owner says was done."""
OPEN = "state IN ('open','booked')"


class PersonCondition(Base):
    """An illness that is followed up, as a family-doctor team knows it (``town.conditions``)."""

    __tablename__ = "person_conditions"
    __table_args__ = (
        Index(
            "uq_person_conditions_current",
            "person_id",
            "condition",
            unique=True,
            sqlite_where=text("until IS NULL"),
            postgresql_where=text("until IS NULL"),
        ),
        Index("ix_person_conditions_person_id", "person_id"),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    condition: Mapped[str]
    since: Mapped[date]
    until: Mapped[date | None]
    noted_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))


class DueItem(Base):
    """One thing that is due for one person by a rule of the town.

    ``state``: "open", "booked" (with ``booking_id``), "done", "missed" (the next one took its
    place), "off" (the rule does not fit them any more). Only one of a rule is open for a person,
    and none is made twice for a day. ``rung``: how many times it was spoken of (0 none, 1 the
    person, 2 again, 3 family, 4 a visit of the grid worker); ``ask_at``: when next.
    ``result``: of what was done "", "controlled", "uncontrolled"; of what is open "said" when the
    person says that it was done and the team has still to confirm it, "doubted" when it has not in
    time.
    """

    __tablename__ = "due_items"
    __table_args__ = (
        UniqueConstraint("person_id", "rule", "due_on"),
        Index(
            "uq_due_items_open",
            "person_id",
            "rule",
            unique=True,
            sqlite_where=text(OPEN),
            postgresql_where=text(OPEN),
        ),
        Index(
            "ix_due_items_team_id",
            "team_id",
            "due_on",
            sqlite_where=text(OPEN),
            postgresql_where=text(OPEN),
        ),
        Index(
            "ix_due_items_ask_at",
            "ask_at",
            sqlite_where=text("ask_at IS NOT NULL"),
            postgresql_where=text("ask_at IS NOT NULL"),
        ),
        Index(
            "ix_due_items_booking_id",
            "booking_id",
            sqlite_where=text("booking_id IS NOT NULL"),
            postgresql_where=text("booking_id IS NOT NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    rule: Mapped[str]
    due_on: Mapped[date]
    state: Mapped[str] = mapped_column(default="open")
    rung: Mapped[int] = mapped_column(default=0)
    ask_at: Mapped[datetime | None] = mapped_column(UtcTime)
    booking_id: Mapped[int | None] = mapped_column(ForeignKey("bookings.id"))
    case_id: Mapped[int | None] = mapped_column(ForeignKey("cases.id"))
    """Written by nothing any more. It goes one release after this: the one before still names it."""
    team_id: Mapped[str] = mapped_column(default="")
    """The family-doctor team on whose list it stands; the night's round follows who moves."""
    done_on: Mapped[date | None]
    done_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    result: Mapped[str] = mapped_column(default="")


class CareCursor(Base):
    """How far the clock has looked through the people of the town for who fits a rule."""

    __tablename__ = "care_cursors"

    rule: Mapped[str] = mapped_column(primary_key=True)
    fingerprint: Mapped[str]
    """Of the rule as it was: a changed rule is gone through anew, for the future only."""
    began: Mapped[date]
    """The day from which the town has had this rule."""
    day: Mapped[date]
    after_id: Mapped[int | None] = mapped_column(default=0)
    """The last person looked at; None when everybody has been, on ``day``."""
    rewrites: Mapped[bool] = mapped_column(default=False)
    """This round gives items that lie ahead their day anew: the rule has changed."""
