"""An older backup still knows everybody. Whoever puts it back makes it forget them again first."""

from __future__ import annotations

from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from models import keys
from models.backup import restore
from models.help.tables import Case
from models.privacy.erasing import DeleteMyData
from models.privacy.replaying import (
    DamagedLine,
    Noted,
    forget_again,
    mark_anew,
    read_file,
    to_replay,
    write_down,
)
from models.register.tables import Person
from models.store import Store
from models.tables import metadata
from tests.erasing.conftest import Town, set_revision
from tests.erasing.planting import MARK
from tests.erasing.searching import in_columns, in_files
from tests.erasing.test_nothing_is_left import follow_up


def make_schema(url: str) -> None:
    with closing(Store.open(url)) as store:
        store.write_now(lambda session: metadata.create_all(session.connection()))
        set_revision(store)


def found(url: str) -> set[str]:
    with closing(Store.open(url)) as store:
        return {place for place, _w in store.read_now(lambda s: list(in_columns(s, [MARK])))}


async def test_a_backup_from_before_forgets_them_when_it_is_put_back(
    town: Town, tmp_path: Path
) -> None:
    archive = town.file_backup()
    town.does(town.me, DeleteMyData())
    await follow_up(town)
    there = tmp_path / "there"
    url = f"sqlite:///{there}/town.db"
    there.mkdir()
    forgot: list[int] = []
    erased = read_file(tmp_path / "erasures")
    restore(url, archive, head="head", make_schema=make_schema, erased=erased, forgot=forgot.append)
    # Rows of files that belong to nobody are looked through when the service starts.
    assert found(url) <= {"import_rows.data", "erasures.traces"}
    assert forgot == [1]
    assert not list(in_files(there, [MARK]))


def test_what_the_replaced_database_knows_of_counts_too(town: Town, tmp_path: Path) -> None:
    """The file is lost; the database that is thrown away remembers."""
    archive = town.file_backup()
    town.does(town.me, DeleteMyData())
    if town.store.dialect == "sqlite":
        town.store.close()
    restore(town.url, archive, head="head", make_schema=make_schema, force=True)
    assert found(town.url) <= {"import_rows.data", "erasures.traces"}


async def test_it_is_deleted_again_whatever_they_were_part_of_then(town: Town) -> None:
    """In the backup a case was open and nobody had taken over the child."""
    reopened = update(Case).where(Case.id == town.somebody.case_id)
    town.write(lambda work: work.session.execute(reopened.values(closed_at=None, stage="open")))
    noted = Noted(town.clock.now(), town.somebody.person_id)
    assert forget_again(town.store, [noted], town.clock.now()) == 1
    await follow_up(town)
    assert not town.read(lambda session: list(in_columns(session, [MARK])))
    case = town.read(lambda session: session.get_one(Case, town.somebody.case_id))
    assert case.attention == "asker_gone"
    assert forget_again(town.store, [noted], town.clock.now()) == 0


def test_a_number_given_anew_is_somebody_else(town: Town) -> None:
    """The town began again with an empty database: number 5 of today is not number 5 of then."""
    me = town.somebody.person_id
    born = town.read(lambda session: session.get_one(Person, me).created_at)
    before, after = (Noted(born + timedelta(days=days), me) for days in (-1, 1))
    assert town.read(lambda session: to_replay(session, [before])) == []
    assert town.read(lambda session: to_replay(session, [after])) == [after]


def test_a_database_put_back_by_hand_is_noticed(town: Town, tmp_path: Path) -> None:
    noted = Noted(town.clock.now(), town.somebody.person_id)
    write_down(tmp_path / "erasures", [noted])
    assert town.read(lambda session: to_replay(session, read_file(tmp_path / "erasures")))


# -- the file ------------------------------------------------------------------------------------------
def test_the_file_says_a_number_and_nothing_else(town: Town, tmp_path: Path) -> None:
    file = tmp_path / "sub" / "erasures"
    noted = [Noted(town.clock.now(), number) for number in (7, 8)]
    write_down(file, noted[:1])
    write_down(file, noted[1:])
    assert read_file(file) == noted
    assert [line.split(" ")[0] for line in file.read_text().splitlines()] == ["7", "8"]
    assert file.stat().st_mode & 0o777 == 0o600
    mark_anew(file)
    assert read_file(file) == noted


def test_a_line_that_was_cut_off_spoils_no_other(town: Town, tmp_path: Path) -> None:
    file = tmp_path / "erasures"
    noted = [Noted(town.clock.now(), number) for number in (7, 8)]
    write_down(file, noted[:1])
    with file.open("a") as torn:
        torn.write("8 2026-12")
    assert read_file(file) == noted[:1]
    write_down(file, noted[1:])
    assert read_file(file) == noted


def test_a_line_that_is_not_ours_deletes_nobody(town: Town, tmp_path: Path) -> None:
    file = tmp_path / "erasures"
    write_down(file, [Noted(town.clock.now(), 7)])
    file.write_text(file.read_text().replace("7 ", "9 ", 1))
    with pytest.raises(DamagedLine, match="Line 1"):
        read_file(file)


def test_lines_of_other_keys_are_ours_if_those_keys_lie_here(town: Town, tmp_path: Path) -> None:
    """An old backup is put back with old keys; meanwhile the keys were turned twice."""
    file, noted, now = tmp_path / "erasures", Noted(town.clock.now(), 7), keys.current()
    later = keys.Keyring.from_settings(*keys.generate())
    keys.install(later)
    write_down(file, [noted])
    keys.install(now)
    with pytest.raises(DamagedLine):
        read_file(file)
    assert read_file(file, [later]) == [noted]


def test_no_file_is_no_erasure(tmp_path: Path) -> None:
    assert read_file(tmp_path / "nothing") == []
