"""Indexes over columns that say which person or home was involved, for the day one is taken away;
and over what is old enough to be forgotten.

A database that deletes a row looks through every table that might refer to it. Most of these columns
are asked for by nobody else, so without an index each of twenty thousand people of a list that is
undone would cost a walk through all consents and contracts there are.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Index, text

from models.bookings.tables import AttendanceNote, SignUp
from models.care.tables import DueItem, PersonCondition
from models.doctors.tables import Contract
from models.duty.tables import HandOverLine
from models.family.tables import Guardian
from models.help.tables import Case, CaseEvent
from models.ledger.tables import PersonCategory
from models.programmes.tables import Programme
from models.register.tables import Consent, Person, Role
from models.station.tables import Collector, Pickup

REFERRING: tuple[Any, ...] = (
    Person.gone_by,
    Person.verified_by,
    Consent.by_person,
    Consent.other_id,
    Consent.witness_id,
    Contract.signed_by,
    Guardian.by_person,
    Role.given_by,
    Case.household_id,
    CaseEvent.by_person,
    HandOverLine.by_person,
    Programme.leader_id,
    Programme.made_by,
    AttendanceNote.by_id,
    Collector.person_id,
    Collector.named_by,
    Pickup.with_id,
    Pickup.handed_by,
    Pickup.collector_id,
    PersonCondition.noted_by,
    PersonCategory.noted_by,
    DueItem.done_by,
)

FORGOTTEN: tuple[tuple[str, Any, str], ...] = (
    ("ix_sign_ups_noted", SignUp.at, "note IS NOT NULL"),
    ("ix_person_conditions_until", PersonCondition.until, "until IS NOT NULL"),
    ("ix_person_categories_ended_at", PersonCategory.ended_at, "ended_at IS NOT NULL"),
    ("ix_due_items_done_on", DueItem.done_on, "state = 'done'"),
    ("ix_due_items_over", DueItem.due_on, "state IN ('missed','off')"),
)
"""Few rows of many: what the clock forgets is found in the order of its time."""


def _index(name: str, column: Any, condition: str) -> None:
    where = text(condition)
    Index(
        name, column.class_.__table__.c[column.key], sqlite_where=where, postgresql_where=where
    )  # fmt: skip


for _column in REFERRING:
    _index(
        f"ix_{_column.class_.__tablename__}_{_column.key}", _column, f"{_column.key} IS NOT NULL"
    )
for _name, _column, _condition in FORGOTTEN:
    _index(_name, _column, _condition)
