"""One archive for everything the service knows, made while it runs, the same for both databases.

The archive is a tar of ``manifest.json`` and ``doorstep.db``, a SQLite file with every table
(photos are rows, so they are in it). PostgreSQL is copied into the same form through SQLAlchemy,
so no matching pg_dump has to be installed and a town can move from one database to the other.
Sealed columns are copied sealed: neither direction opens a value, and the keys are never inside.
The trap is a restore that looks fine and cannot be read: the keys are tried before anything moves.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sqlite3
import tarfile
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from sqlalchemy import (
    Connection,
    Engine,
    LargeBinary,
    MetaData,
    Table,
    func,
    insert,
    inspect,
    select,
    text,
)
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session
from sqlalchemy.schema import AddConstraint, DropConstraint

from models.base import Secret, SecretBytes, SecretJson
from models.clocks import SystemClock
from models.keys import WrongKeys, check_keys
from models.privacy.replaying import Noted, forget_again, in_database
from models.store import Store
from models.store.sqlite import connect
from models.store.urls import engine_for, parse_url, sqlite_file
from models.tables import metadata
from models.town.pinned import NoTown, latest

FORM = 1
NO_TOWN = "none"
_DATABASE, _MANIFEST = "doorstep.db", "manifest.json"
_CHUNK = 500
_LOCKED = "55P03"
_KEY_ROWS = "key_check.sealed."


def _unheard(_count: int) -> None:
    """Nobody wants to know."""


class BackupFault(Exception):
    """Why no backup or restore was made: one sentence with the remedy."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an archive says about itself. Key ids tell which keys it needs; keys are not inside."""

    made_at: str
    came_from: str
    revision: str
    town: str
    key_ids: list[str]
    rows: dict[str, int]
    sha256: str
    form: int = FORM
    note: str = field(
        default="The keys are not in this archive. Without the .env it belongs to, names, phones, "
        "addresses, texts and photos in it cannot be read by anybody."
    )


def back_up(url: str, target: Path, *, now: datetime) -> Manifest:
    """Write an archive of a database that may be in use; what is committed now is in it whole."""
    if target.exists():
        raise BackupFault("There is a file of that name already: choose another name.")
    if not target.parent.is_dir():
        raise BackupFault("The folder for the backup is not there: create it first.")
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".doorstep-") as folder:
        copy = Path(folder) / _DATABASE
        _copy_out(url, copy)
        manifest = _describe(copy, came_from=parse_url(url).get_backend_name(), now=now)
        _pack(Path(folder), copy, manifest, target)
    return manifest


def restore(
    url: str,
    source: Path,
    *,
    head: str,
    make_schema: Callable[[str], None],
    force: bool = False,
    erased: Sequence[Noted] = (),
    forgot: Callable[[int], None] = _unheard,
) -> Manifest:
    """Put an archive into an empty database; ``force`` replaces whatever is there.

    The service must not run meanwhile. The caller has installed the keys. ``make_schema`` brings
    the database of a url to revision ``head``; it is called when nothing speaks against the
    restore any more, so a refusal leaves the database as it was.

    Whoever had their data deleted after the backup was made is deleted in the unpacked copy before
    any of it reaches the database. ``erased`` says who; what the database that is replaced knows
    of that is added. ``forgot`` hears how many there were.
    """
    with tempfile.TemporaryDirectory(prefix="doorstep-") as folder:
        copy = Path(folder) / _DATABASE
        manifest = _unpack(source, copy)
        if manifest.revision != head:
            raise BackupFault(
                f"The backup has schema {manifest.revision}, this version has {head}: restore it "
                "with the version that made it, then upgrade."
            )
        _try_keys(copy)
        with closing(Store.open(url)) as store:
            store.lock_instance()
            if not force and store.read_now(_holds_rows):
                raise BackupFault(
                    "The database holds data already: point DATABASE_URL at an empty one, "
                    "or replace everything in it with --force."
                )
            remembered = store.read_now(in_database)
            forgot(_forget_in(copy, [*erased, *remembered]))
            make_schema(url)
            _copy_in(url, copy)
            store.scrub()
    return manifest


def read_manifest(source: Path) -> Manifest:
    """What an archive says about itself, without unpacking it."""
    try:
        with tarfile.open(source) as archive:
            return Manifest(**json.loads(_member(archive, _MANIFEST).read()))
    except FileNotFoundError:
        raise BackupFault("There is no such file: correct the path of the backup.") from None
    except (tarfile.TarError, KeyError, ValueError, TypeError):
        raise BackupFault(
            "This file is no Doorstep backup, or it is damaged: use another copy."
        ) from None


# -- out ------------------------------------------------------------------------------------------
def _copy_out(url: str, copy: Path) -> None:
    parsed = parse_url(url)
    os.close(os.open(copy, os.O_RDWR | os.O_CREAT, 0o600))
    if parsed.get_backend_name() == "sqlite":
        if not sqlite_file(parsed).exists():
            raise BackupFault("There is no database yet: nothing to back up.")
        with closing(connect(sqlite_file(parsed))) as here, closing(sqlite3.connect(copy)) as there:
            here.backup(there)
            # One file, not three: the copy is not in use.
            there.execute("PRAGMA journal_mode = DELETE")
        return
    with closing(Store.open(url)) as store, _plain_engine(copy) as target, target.begin() as into:
        store.read_now(lambda session: _fill(session.connection(), into))


def _fill(source: Connection, target: Connection) -> None:
    tables = _plain_tables()
    tables.create_all(target)
    revision = _revision(source)
    target.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)"))
    target.execute(text("INSERT INTO alembic_version VALUES (:revision)"), {"revision": revision})
    _copy_rows(source, target, tables)


def _describe(copy: Path, *, came_from: str, now: datetime) -> Manifest:
    with _plain_engine(copy) as engine, engine.connect() as connection:
        names = inspect(connection).get_table_names()
        rows = {
            table.name: connection.scalar(select(func.count()).select_from(table)) or 0
            for table in _plain_tables().sorted_tables
            if table.name in names
        }
        return Manifest(
            made_at=now.isoformat(timespec="seconds"),
            came_from=came_from,
            revision=_revision(connection),
            town=_town_version(connection) if "town_versions" in names else NO_TOWN,
            key_ids=_key_ids(connection, names),
            rows=rows,
            sha256=_digest(copy),
        )


def _pack(folder: Path, copy: Path, manifest: Manifest, target: Path) -> None:
    """Write beside the target and move: a backup is whole or it is not there."""
    described = folder / _MANIFEST
    described.write_text(json.dumps(asdict(manifest), indent=2, ensure_ascii=False) + "\n", "utf-8")
    draft = folder / "archive"
    os.close(os.open(draft, os.O_RDWR | os.O_CREAT, 0o600))
    with tarfile.open(draft, "w") as archive:
        archive.add(described, _MANIFEST, filter=_nobody)
        archive.add(copy, _DATABASE, filter=_nobody)
    draft.rename(target)


def _nobody(member: tarfile.TarInfo) -> tarfile.TarInfo:
    """Leave the name of the machine's user out of the archive."""
    member.uid = member.gid = 0
    member.uname = member.gname = ""
    return member


# -- in -------------------------------------------------------------------------------------------
def _unpack(source: Path, copy: Path) -> Manifest:
    manifest = read_manifest(source)
    if manifest.form != FORM:
        raise BackupFault("The backup was made by a newer version: install that version first.")
    with tarfile.open(source) as archive, copy.open("wb") as into:
        try:
            shutil.copyfileobj(_member(archive, _DATABASE), into)
        except (KeyError, tarfile.TarError):
            raise BackupFault("The backup is damaged: use another copy.") from None
    copy.chmod(0o600)
    if _digest(copy) != manifest.sha256:
        raise BackupFault("The backup is damaged, its checksum does not fit: use another copy.")
    return manifest


def _forget_in(copy: Path, erased: Sequence[Noted]) -> int:
    """Nothing is opened where there is nothing to forget."""
    if not erased:
        return 0
    try:
        with closing(Store.open(f"sqlite:///{copy}")) as store:
            return forget_again(store, erased, SystemClock().now())
    except NoTown:
        raise BackupFault(
            "The backup knows people whose data was deleted since, and has no town: use another "
            "backup."
        ) from None


def _member(archive: tarfile.TarFile, name: str) -> IO[bytes]:
    """A file of the archive by its exact name; whatever else is inside is never touched."""
    member = archive.extractfile(name)
    if member is None:
        raise KeyError(name)
    return member


def _try_keys(copy: Path) -> None:
    with _plain_engine(copy) as engine, Session(engine) as session:
        try:
            check_keys(session)
        except WrongKeys as fault:
            raise BackupFault(f"This backup cannot be opened: {fault}.") from None
        finally:
            session.rollback()


def _holds_rows(session: Session) -> bool:
    """Whether anything but the schema is there. The demo counts: somebody may be playing in it."""
    present = set(inspect(session.connection()).get_table_names())
    return any(
        session.scalar(select(1).select_from(table).limit(1))
        for table in _plain_tables().sorted_tables
        if table.name in present
    )


def _copy_in(url: str, copy: Path) -> None:
    parsed = parse_url(url)
    if parsed.get_backend_name() == "sqlite":
        with (
            closing(sqlite3.connect(copy)) as source,
            closing(connect(sqlite_file(parsed))) as target,
        ):
            source.backup(target)
        return
    engine = engine_for(parsed)
    try:
        with _plain_engine(copy) as plain, plain.connect() as source, engine.begin() as into:
            into.execute(text("SET LOCAL lock_timeout = '10s'"))
            _replace(source, into)
    except OperationalError as fault:
        if getattr(fault.orig, "sqlstate", "") == _LOCKED:
            raise BackupFault(
                "Something still uses the database: stop the service first."
            ) from None
        raise
    finally:
        engine.dispose()


def _replace(source: Connection, target: Connection) -> None:
    """Empty every table and fill it, in one transaction. Foreign keys step aside meanwhile (a row
    may point at a later one) and are proved when they come back."""
    tables = _plain_tables()
    keys = [key for table in tables.sorted_tables for key in table.foreign_key_constraints]
    for key in keys:
        target.execute(DropConstraint(key))
    for table in tables.sorted_tables:
        target.execute(table.delete())
    _copy_rows(source, target, tables)
    for key in keys:
        target.execute(AddConstraint(key))
    for table in tables.sorted_tables:
        _continue_numbers(target, table)


def _continue_numbers(target: Connection, table: Table) -> None:
    """PostgreSQL hands out ids from a sequence that knows nothing of rows copied in."""
    column = table.autoincrement_column
    if column is None:
        return
    sequence = target.scalar(select(func.pg_get_serial_sequence(table.name, column.name)))
    highest = target.scalar(select(func.max(column)))
    if sequence is not None and highest is not None:
        target.execute(select(func.setval(sequence, highest)))


# -- both ways ------------------------------------------------------------------------------------
def _plain_tables() -> MetaData:
    """Our tables with sealed columns as the bytes they are, so that copying opens nothing."""
    plain = MetaData(naming_convention=metadata.naming_convention)
    for table in metadata.sorted_tables:
        for column in table.to_metadata(plain).columns:
            if isinstance(column.type, Secret | SecretJson | SecretBytes):
                column.type = LargeBinary()
    return plain


def _copy_rows(source: Connection, target: Connection, tables: MetaData) -> None:
    for table in tables.sorted_tables:
        for rows in _chunks(source, table):
            target.execute(insert(table), rows)


def _chunks(source: Connection, table: Table) -> Iterator[list[dict[str, Any]]]:
    result = source.execution_options(yield_per=_CHUNK).execute(select(table))
    for part in result.mappings().partitions():
        yield [dict(row) for row in part]


@contextmanager
def _plain_engine(path: Path) -> Iterator[Engine]:
    """An engine over an archive's file: the keys stay out, foreign keys are not enforced."""
    engine = engine_for(f"sqlite:///{path}")
    try:
        yield engine
    finally:
        engine.dispose()


def _revision(connection: Connection) -> str:
    found = None
    if inspect(connection).has_table("alembic_version"):
        found = connection.scalar(text("SELECT version_num FROM alembic_version"))
    if found is None:
        raise BackupFault("The database has no schema yet: run `python -m bot migrate`.")
    return str(found)


def _key_ids(connection: Connection, names: list[str]) -> list[str]:
    if "settings_rows" not in names:
        return []
    rows = connection.scalars(
        text("SELECT key FROM settings_rows WHERE key LIKE :form ORDER BY key"),
        {"form": f"{_KEY_ROWS}%"},
    )
    return [key.removeprefix(_KEY_ROWS) for key in rows]


def _town_version(connection: Connection) -> str:
    version = latest(Session(connection))
    return NO_TOWN if version is None else f"{version.town_id} {version.number}"


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
