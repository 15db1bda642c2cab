"""Indexes over columns that say which person or home was involved, for the day one is taken away.

A database that deletes a row looks through every table that might refer to it. Most of these columns
are asked for by nobody else, so without an index each of twenty thousand people of a list that is
undone would cost a walk through all consents and contracts there are.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Index, text

from models.doctors.tables import Contract
from models.duty.tables import HandOverLine
from models.family.tables import Guardian
from models.help.tables import Case, CaseEvent
from models.register.tables import Consent, Person, Role

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
)

for _column in REFERRING:
    _table, _is_there = _column.class_.__table__, text(f"{_column.key} IS NOT NULL")
    Index(
        f"ix_{_table.name}_{_column.key}",
        _table.c[_column.key],
        sqlite_where=_is_there,
        postgresql_where=_is_there,
    )
