"""The town that runs, and the older ones that open cases and talks were begun with.

Every message needs its town, and parsing one takes longer than the whole message may. A version
never changes, so it is parsed once per process and known by its fingerprint; which number is the
current one is remembered for each database until ``refresh`` is called (the clock does, each tick,
so that another process sees a newly applied town within a second or so).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, event, select
from sqlalchemy.orm import Session

from models.base import plain
from models.prepared import Prepared
from models.town.schema import Town
from models.town.tables import TownVersion

__all__ = ["NoTown", "Version", "current", "current_number", "forget", "refresh", "town_at"]


class NoTown(Exception):
    """Nothing was applied to this database yet, or not this version."""


@dataclass(frozen=True, slots=True)
class Version:
    town_id: str
    number: int
    sha256: str


@dataclass(slots=True)
class _Known:
    """What one database is known to hold."""

    newest: Version | None
    towns: dict[int, Town]


_latest = Prepared(
    select(TownVersion.town_id, TownVersion.number, TownVersion.sha256)
    .order_by(TownVersion.number.desc())
    .limit(1)
)
_parsed: dict[tuple[str, str], Town] = {}
_known: WeakKeyDictionary[Engine, _Known] = WeakKeyDictionary()


def latest(session: Session) -> Version | None:
    """The newest version as the database has it now; always asks."""
    session.flush()
    row = _latest.first(plain(session), {})
    return Version(*row) if row else None


def refresh(session: Session) -> int | None:
    """Look whether a newer town was applied; the number that is current from now on."""
    known = _known.setdefault(_engine(session), _Known(None, {}))
    known.newest = latest(session)
    return known.newest.number if known.newest else None


def current_number(session: Session) -> int:
    known = _known.get(_engine(session))
    if known is not None and known.newest is not None:
        return known.newest.number
    number = refresh(session)
    if number is None:
        raise NoTown
    return number


def current(session: Session) -> Town:
    return town_at(session, current_number(session))


def town_at(session: Session, number: int) -> Town:
    """The town as it was when something was begun with it."""
    known = _known.setdefault(_engine(session), _Known(None, {}))
    town = known.towns.get(number)
    if town is None:
        town = known.towns[number] = _read(session, number)
    return town


def forget() -> None:
    """Look again in every database; what was parsed stays parsed."""
    _known.clear()


def forget_after(session: Session) -> None:
    """Called by who adds a version: whether it is committed or rolled back, look again."""

    def look_again(*_: Any) -> None:
        forget()

    forget()
    event.listen(session, "after_commit", look_again, once=True)
    event.listen(session, "after_soft_rollback", look_again, once=True)


def _engine(session: Session) -> Engine:
    bind = session.bind
    return (bind if bind is not None else session.get_bind()).engine


def _read(session: Session, number: int) -> Town:
    found = select(TownVersion.town_id, TownVersion.sha256).where(TownVersion.number == number)
    row = session.execute(found).first()
    if row is None:
        raise NoTown
    town_id, sha = row
    town = _parsed.get((town_id, sha))
    if town is None:
        document = session.execute(
            select(TownVersion.document).where(TownVersion.number == number)
        ).scalar_one()
        town = _parsed[town_id, sha] = Town.model_validate(document)
    return town
