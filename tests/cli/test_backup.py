"""Backups: nothing is lost, nothing is opened, and a restore that cannot work touches nothing."""

from __future__ import annotations

import io
import json
import tarfile
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from models import keys
from models.backup import BackupFault, back_up, read_manifest, restore
from models.register.tables import Person
from models.store import AlreadyRunning, Store
from models.tables import metadata
from models.town.tables import Place
from tests.databases import PostgresServer

NOW = datetime(2026, 12, 8, 9, 38, tzinfo=UTC)
HEAD = "0001"
NAME, PHONE = "王桂兰", "100-1234-5678"


def set_revision(session: Session, revision: str = HEAD) -> None:
    session.execute(text("CREATE TABLE IF NOT EXISTS alembic_version (version_num VARCHAR(32))"))
    session.execute(text("DELETE FROM alembic_version"))
    session.execute(text("INSERT INTO alembic_version VALUES (:it)"), {"it": revision})


def make_schema(url: str) -> None:
    with closing(Store.open(url)) as store:
        store.write_now(lambda session: metadata.create_all(session.connection()))
        store.write_now(set_revision)


def fill(session: Session) -> None:
    keys.check_keys(session)
    session.add(Place(id="town", kind="city", name_zh="某地", name_en="Somewhere", path="town"))
    session.flush()
    for number in range(3):
        session.add(Person(name=NAME, phone=f"{PHONE}{number}", created_at=NOW, sample=True))
        session.flush()
    first, last = session.scalars(select(Person).order_by(Person.id).where(Person.id != 2))
    # The first row points at a later one: a copy in the order of ids has to cope.
    first.verified_by = last.id


@pytest.fixture
def filled_url(database_url: str) -> str:
    make_schema(database_url)
    with closing(Store.open(database_url)) as store:
        store.write_now(fill)
    return database_url


@pytest.fixture(params=["sqlite", "postgresql"])
def other_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """An empty database to restore into, of either kind."""
    wanted = request.config.getoption("--db")
    if wanted not in {request.param, "both", "turn"}:
        pytest.skip(f"only {wanted} was asked for")
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'other' / 'town.db'}"
        return
    server: PostgresServer = request.getfixturevalue("postgres_server")
    name, url = server.empty()
    yield url
    server.drop(name)


@pytest.fixture
def archive(filled_url: str, tmp_path: Path) -> Path:
    target = tmp_path / "town.tar"
    back_up(filled_url, target, now=NOW)
    return target


@pytest.fixture
def lite_archive(sqlite_url: str, tmp_path: Path) -> Path:
    """One archive where it does not matter which database it came from."""
    make_schema(sqlite_url)
    with closing(Store.open(sqlite_url)) as store:
        store.write_now(fill)
    target = tmp_path / "town.tar"
    back_up(sqlite_url, target, now=NOW)
    return target


def people(url: str) -> list[tuple[int, str, str | None, int | None]]:
    with closing(Store.open(url)) as store:
        rows = store.read_now(lambda session: list(session.scalars(select(Person))))
    return sorted((row.id, row.name, row.phone, row.verified_by) for row in rows)


def test_every_row_comes_back_on_either_database(
    filled_url: str, archive: Path, other_url: str
) -> None:
    manifest = restore(other_url, archive, head=HEAD, make_schema=make_schema)
    assert people(other_url) == people(filled_url)
    assert manifest.rows["people"] == 3
    with closing(Store.open(other_url)) as store:
        place = store.read_now(lambda session: session.get_one(Place, "town"))
    assert place.name_zh == "某地"


def test_the_next_row_after_a_restore_gets_a_number_of_its_own(
    archive: Path, other_url: str
) -> None:
    restore(other_url, archive, head=HEAD, make_schema=make_schema)

    def add(session: Session) -> int:
        person = Person(name="", created_at=NOW, sample=True)
        session.add(person)
        session.flush()
        return person.id

    with closing(Store.open(other_url)) as store:
        assert store.write_now(add) == 4


def test_the_archive_says_what_it_is_and_holds_no_key_and_no_open_phone(
    archive: Path, keyring: keys.Keyring
) -> None:
    manifest = read_manifest(archive)
    assert manifest.revision == HEAD
    assert manifest.town == "none"
    assert manifest.key_ids == [keyring.current_id]
    assert manifest.made_at == "2026-12-08T09:38:00+00:00"
    assert PHONE.encode() not in archive.read_bytes()
    assert archive.stat().st_mode & 0o777 == 0o600


def test_a_backup_is_made_while_the_service_writes(filled_url: str, tmp_path: Path) -> None:
    with closing(Store.open(filled_url)) as store:
        store.lock_instance()
        manifest = back_up(filled_url, tmp_path / "live.tar", now=NOW)
        assert store.read_now(lambda s: s.scalar(select(func.count(Person.id)))) == 3
    assert manifest.rows["people"] == 3


def test_a_database_that_holds_data_is_replaced_only_by_force(
    filled_url: str, archive: Path
) -> None:
    with pytest.raises(BackupFault, match="--force"):
        restore(filled_url, archive, head=HEAD, make_schema=make_schema)
    with closing(Store.open(filled_url)) as store:
        store.write_now(lambda session: session.execute(text("UPDATE people SET name = 'x'")))
    restore(filled_url, archive, head=HEAD, make_schema=make_schema, force=True)
    assert {name for _, name, _, _ in people(filled_url)} == {NAME}


def test_other_keys_stop_a_restore_before_anything_is_touched(
    archive: Path, other_url: str, keyring: keys.Keyring
) -> None:
    keys.install(keys.Keyring.from_settings(*keys.generate()))
    try:
        with pytest.raises(BackupFault, match="cannot be opened"):
            restore(other_url, archive, head=HEAD, make_schema=pytest.fail)
    finally:
        keys.install(keyring)


def test_another_schema_stops_a_restore(lite_archive: Path, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'new.db'}"
    with pytest.raises(BackupFault, match=r"0001.*0002"):
        restore(url, lite_archive, head="0002", make_schema=pytest.fail)
    assert not (tmp_path / "new.db").exists()


@pytest.mark.parametrize("harm", ["cut", "changed", "no tar", "no manifest", "missing"])
def test_a_damaged_archive_is_refused(lite_archive: Path, tmp_path: Path, harm: str) -> None:
    whole = lite_archive.read_bytes()
    match harm:
        case "cut":
            lite_archive.write_bytes(whole[: len(whole) // 2])
        case "changed":
            middle = len(whole) // 2
            lite_archive.write_bytes(
                whole[:middle] + bytes([whole[middle] ^ 1]) + whole[middle + 1 :]
            )
        case "no tar":
            lite_archive.write_bytes(b"hello")
        case "no manifest":
            with tarfile.open(lite_archive, "w") as made:
                made.addfile(tarfile.TarInfo("../../escape"), io.BytesIO())
        case _:
            lite_archive.unlink()
    url = f"sqlite:///{tmp_path / 'new.db'}"
    with pytest.raises(BackupFault):
        restore(url, lite_archive, head=HEAD, make_schema=pytest.fail)
    assert not (tmp_path / "new.db").exists()


def test_an_archive_of_a_newer_form_is_refused(lite_archive: Path, tmp_path: Path) -> None:
    with tarfile.open(lite_archive) as old:
        manifest = json.loads(old.extractfile("manifest.json").read())  # type: ignore[union-attr]
    newer = json.dumps(manifest | {"form": 2}).encode()
    with tarfile.open(lite_archive, "w") as made:
        member = tarfile.TarInfo("manifest.json")
        member.size = len(newer)
        made.addfile(member, io.BytesIO(newer))
    with pytest.raises(BackupFault, match="newer"):
        restore("sqlite:///x", lite_archive, head=HEAD, make_schema=pytest.fail)


def test_a_running_service_on_the_same_file_stops_a_restore(
    sqlite_url: str, tmp_path: Path
) -> None:
    make_schema(sqlite_url)
    with closing(Store.open(sqlite_url)) as store:
        store.write_now(keys.check_keys)
        target = tmp_path / "town.tar"
        back_up(sqlite_url, target, now=NOW)
        store.lock_instance()
        with pytest.raises(AlreadyRunning):
            restore(sqlite_url, target, head=HEAD, make_schema=pytest.fail, force=True)


def test_a_backup_never_overwrites_a_file(lite_archive: Path, sqlite_url: str) -> None:
    before = lite_archive.read_bytes()
    with pytest.raises(BackupFault, match="already"):
        back_up(sqlite_url, lite_archive, now=NOW)
    assert lite_archive.read_bytes() == before


def test_there_is_nothing_to_back_up_without_a_schema(empty_url: str, tmp_path: Path) -> None:
    with pytest.raises(BackupFault):
        back_up(empty_url, tmp_path / "town.tar", now=NOW)
    assert not list(tmp_path.glob("*.tar"))
