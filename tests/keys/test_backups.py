"""A backup of before the keys were turned says which key it needs, and opens with that one."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from models import keys
from models.backup import BackupFault, back_up, read_manifest, restore
from models.keys import file
from models.register.tables import Person
from models.store import Store
from models.tables import metadata
from tests.keys.town import NOW, KeyTown, phone

HEAD = "0001"


def revision(session: Session) -> None:
    session.execute(text("CREATE TABLE IF NOT EXISTS alembic_version (version_num VARCHAR(32))"))
    session.execute(text("INSERT INTO alembic_version VALUES (:it)"), {"it": HEAD})


def make_schema(url: str) -> None:
    with closing(Store.open(url)) as store:
        store.write_now(lambda session: metadata.create_all(session.connection()))
        store.write_now(revision)


def test_it_says_which_key_it_needs_and_comes_back_with_that_one(
    town: KeyTown, database_url: str, tmp_path: Path
) -> None:
    town.store.write_now(revision)
    archive, other = tmp_path / "town.tar", f"sqlite:///{tmp_path / 'other.db'}"
    back_up(database_url, archive, now=NOW)
    town.turn()
    kept = town.retire()
    assert read_manifest(archive).key_ids == ["k1"]
    with pytest.raises(BackupFault, match="encryption key k1 is missing"):
        restore(other, archive, head=HEAD, make_schema=make_schema)

    keys.install(file.read_ring(kept))
    restore(other, archive, head=HEAD, make_schema=make_schema)
    with closing(Store.open(other)) as store:
        back = KeyTown(store, kept, town.wall)
        back.start()
        assert back.everybody_is_found()
        back.turn()  # and with the file of then it is turned to the key of now
        assert back.under() == {file.read(town.path).first}
        back.retire()
        keys.install(file.read_ring(town.path))
        store.write_now(keys.check_keys)
        back.path = town.path
        assert back.everybody_is_found()


def test_a_backup_of_the_middle_opens_with_the_file_of_before(
    town: KeyTown, database_url: str, tmp_path: Path
) -> None:
    town.store.write_now(revision)
    archive, other = tmp_path / "town.tar", f"sqlite:///{tmp_path / 'other.db'}"

    def back_up_now(step: str) -> None:
        if step == "moved" and not archive.exists():
            back_up(database_url, archive, now=NOW)

    town.probe = back_up_now
    town.turn()
    kept = town.retire()
    assert len(read_manifest(archive).key_ids) == 2
    keys.install(file.read_ring(kept))
    restore(other, archive, head=HEAD, make_schema=make_schema)
    with closing(Store.open(other)) as store:
        found = store.read_now(lambda session: list(session.scalars(select(Person.phone))))
    assert sorted(filter(None, found)) == [phone(number) for number in range(12)]
