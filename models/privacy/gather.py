"""Everything that is kept about one person, collected along the list of holdings.

Read with the rights of the one it is about, so nothing of others may slip in: only the columns that
a holding declares as shown, of others at most what they are called, and never an inner number.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import inspect, select
from sqlalchemy.orm import Session

from models.access.tables import Upload
from models.clocks import to_town
from models.help.tables import Attachment
from models.privacy.holdings import HOLDINGS, Holding
from models.register.tables import Person

Value = str | int | bool | None | list[Any] | dict[str, Any]
WHO = "other"
"""The key under which a row says whom else it is about."""


@dataclass(frozen=True, slots=True)
class Section:
    """The rows of one table, as plain values by column."""

    table: str
    rows: tuple[dict[str, Value], ...]


@dataclass(frozen=True, slots=True)
class Photo:
    name: str
    body: bytes


def gather(session: Session, person_id: int) -> list[Section]:
    """Every table that holds something, also those that hold nothing of this person now: that, too,
    is an answer."""
    return [
        Section(holding.name, tuple(_rows(session, holding, person_id)))
        for holding in HOLDINGS
        if holding.shown
    ]


def gather_photos(session: Session, person_id: int) -> list[Photo]:
    """The pictures they sent; the raw ones too, as long as they are there."""
    taken = session.execute(
        select(Attachment.id, Attachment.content)
        .where(Attachment.person_id == person_id, Attachment.content.is_not(None))
        .order_by(Attachment.id)
    )
    photos = [Photo(f"{row.id}.jpg", row.content) for row in taken]
    raw = next(one for one in HOLDINGS if one.table is Upload).rows_of(person_id)
    sent = session.execute(
        select(Upload.id, Upload.media_type, Upload.body)
        .where(raw, Upload.media_type.startswith("image/"))  # a table speaks of others
        .order_by(Upload.id)
    )
    return [
        *photos,
        *(Photo(f"{row.id}-raw.{row.media_type.rpartition('/')[2]}", row.body) for row in sent),
    ]


def _rows(session: Session, holding: Holding, person_id: int) -> Iterable[dict[str, Value]]:
    shown = holding.columns(holding.shown)
    query = select(*shown).where(holding.rows_of(person_id)).order_by(*_order(holding))
    if holding.told is not None:
        query = query.where(holding.told(person_id))
    if holding.other:
        other = getattr(holding.table, holding.other)
        query = query.outerjoin(Person, Person.id == other)
        query = query.add_columns(other.label("_id"), Person.called, Person.name)
    for row in session.execute(query):
        values = {name: plain(row[at]) for at, name in enumerate(holding.shown)}
        if holding.other and row[-3] is not None and row[-3] != person_id:
            values = {WHO: row[-2] or row[-1] or "", **values}
        yield values


def _order(holding: Holding) -> tuple[Any, ...]:
    return tuple(inspect(holding.table).primary_key)


def plain(value: Any) -> Value:
    """As it stands in the file: instants in the town's time, to the second."""
    if isinstance(value, datetime):
        return to_town(value).strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bytes):
        return None
    return value  # type: ignore[no-any-return]  # strings, numbers and what JSON columns hold
