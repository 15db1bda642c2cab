"""The memory of erasures outside the database, and doing them once more after a restore.

A backup from before an erasure still knows the person. So each erasure leaves a line in a file
beside the database: the number of a row, when, and a mark that only this installation can make.
A number means somebody else in a database that was begun anew, so a line counts only for a row that
is older than itself.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from sqlalchemy import inspect, select
from sqlalchemy.orm import Session

from models import keys
from models.privacy.erasing import ERASED, erase
from models.privacy.tables import Erasure
from models.register.tables import Person
from models.store import Store
from models.town import pinned
from models.work import OPERATOR, Work

REMEMBERS = (
    "The database knows {count} people again whose data was deleted: run "
    "`python -m bot forget-again`."
)
_PURPOSE = "erasure"
_CHUNK = 500


class DamagedLine(Exception):
    """A line of the file that this installation did not write: it must not delete anybody."""

    def __init__(self, number: int) -> None:
        super().__init__(
            f"Line {number} of the file of erasures is damaged or comes from other keys: put the "
            "file back from a copy, or take the line out if it is not yours."
        )
        self.number = number


@dataclass(frozen=True, slots=True, order=True)
class Noted:
    """That the data of ``person_id`` was deleted at an instant."""

    at: datetime
    person_id: int

    @property
    def line(self) -> str:
        says = self._says
        return f"{says} {keys.current().mark(says, _PURPOSE)}"

    @property
    def _says(self) -> str:
        return f"{self.person_id} {self.at.astimezone(UTC).isoformat()}"

    @classmethod
    def read(cls, line: str, number: int, rings: Iterable[keys.Keyring]) -> Noted:
        says, _space, mark = line.rpartition(" ")
        if not any(ring.marks(says, mark, _PURPOSE) for ring in rings):
            raise DamagedLine(number)
        person_id, _space, at = says.partition(" ")
        return cls(datetime.fromisoformat(at), int(person_id))


# -- the file ----------------------------------------------------------------------------------------
def write_down(path: Path, noted: Iterable[Noted]) -> None:
    """Add lines and wait until the disk has them."""
    path.parent.mkdir(parents=True, exist_ok=True)
    file = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        whole = _whole_lines(os.pread(file, os.fstat(file).st_size, 0))
        lines = "".join(f"{one.line}\n" for one in noted).encode()
        # A line that a crash cut off would spoil the next one.
        os.ftruncate(file, len(whole))
        os.pwrite(file, lines, len(whole))
        os.fsync(file)
    finally:
        os.close(file)


def read_file(path: Path, others: Iterable[keys.Keyring] = ()) -> list[Noted]:
    """Every erasure it knows. ``others``: keys of before or after the present ones, that lines may
    have been marked with. A last line that was cut off by a crash is none: its erasure was not yet
    marked as noted, and is written again."""
    if not path.exists():
        return []
    lines = _whole_lines(path.read_bytes()).decode("ascii", "replace").splitlines()
    rings = (keys.current(), *others)
    return [Noted.read(line, number, rings) for number, line in enumerate(lines, 1)]


def _whole_lines(content: bytes) -> bytes:
    return content[: content.rfind(b"\n") + 1]


def mark_anew(path: Path) -> None:
    """Under the key that signs now, so that the lines can still be told to be ours when the former
    one has been given up. The file is replaced whole or not at all."""
    noted = read_file(path)
    if not noted:
        return
    draft = path.with_name(f"{path.name}.new")
    draft.unlink(missing_ok=True)
    write_down(draft, noted)
    draft.replace(path)


# -- the database ------------------------------------------------------------------------------------
def in_database(session: Session) -> list[Noted]:
    """Those that a database remembers itself; none if it is too old for that, or empty."""
    if not inspect(session.connection()).has_table(Erasure.__tablename__):
        return []
    rows = session.execute(select(Erasure.at, Erasure.person_id)).all()
    return [Noted(row.at, row.person_id) for row in rows]


def to_replay(session: Session, noted: Sequence[Noted]) -> list[Noted]:
    """Those whose person this database still knows, the oldest first."""
    first: dict[int, Noted] = {}
    for one in sorted(noted):
        first.setdefault(one.person_id, one)
    ids = sorted(first)
    found = []
    for start in range(0, len(ids), _CHUNK):
        rows = session.execute(
            select(Person.id, Person.created_at).where(
                Person.id.in_(ids[start : start + _CHUNK]), Person.gone != ERASED
            )
        )
        found += [first[row.id] for row in rows if row.created_at <= first[row.id].at]
    return sorted(found)


def forget_again(store: Store, noted: Sequence[Noted], now: datetime) -> int:
    """Do them again, whatever the people were part of then; returns how many. Each in a transaction
    of its own: cut off in the middle, the rest is found again."""
    again = 0
    for one in store.read_now(lambda session: to_replay(session, noted)):
        again += store.write_now(partial(_replay, one, now))
    return again


def _replay(noted: Noted, now: datetime, session: Session) -> bool:
    number = pinned.current_number(session)
    town = pinned.town_at(session, number)
    work = Work(session, now, town, number, OPERATOR, f"replay:{noted.person_id}")
    person = session.get(Person, noted.person_id, populate_existing=True)
    if person is None or person.gone == ERASED:  # it went with another one's
        return False
    erase(work, noted.person_id, "replayed", whatever=True)
    return True
