"""What the column types promise, read back through a second session."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import StatementError
from sqlalchemy.orm import Session

from models.base import SearchedSecret, SettingRow, insert_new, touched
from models.store import Store
from models.tables import metadata
from models.talks.tables import DeadLetter
from tests.foundation.scratch import Note

EVENING = datetime(2026, 12, 8, 17, 38, 5, 123456, ZoneInfo("Asia/Shanghai"))


def kept(store: Store, **columns: Any) -> Note:
    note_id = store.write_now(lambda session: _add(session, columns))
    return store.read_now(lambda session: session.get_one(Note, note_id))


def _add(session: Session, columns: dict[str, Any]) -> int:
    note = Note(**columns)
    session.add(note)
    session.flush()
    return note.id


def test_an_instant_comes_back_in_utc_whatever_zone_it_came_in(desk: Store) -> None:
    for moment in (
        EVENING,
        EVENING.astimezone(UTC),
        EVENING.astimezone(timezone(timedelta(hours=-5))),
    ):
        back = kept(desk, at=moment).at
        assert back == EVENING
        assert back is not None
        assert back.tzinfo is UTC


def test_a_datetime_without_a_zone_is_refused(desk: Store) -> None:
    with pytest.raises(StatementError, match="without a time zone"):
        kept(desk, at=datetime(2026, 12, 8, 17, 38))  # noqa: DTZ001 - the point of the test


def test_instants_compare_as_instants(desk: Store) -> None:
    kept(desk, at=EVENING)
    later = EVENING.astimezone(UTC) + timedelta(microseconds=1)
    found = desk.read_now(lambda s: s.scalars(select(Note).where(Note.at < later)).all())
    assert len(found) == 1
    found = desk.read_now(lambda s: s.scalars(select(Note).where(Note.at < EVENING)).all())
    assert not found


VALUES: list[tuple[str, Any]] = [
    ("words", "厨房灯不亮，够不着"),
    ("words", ""),
    ("answers", {"where": "all", "photos": [1, None, "冷"]}),
    ("answers", []),
    ("photo", b"\x00\xff" * 500),
    ("plain", {"kind": "暖气", "n": [1, 2]}),
]


@pytest.mark.parametrize(("column", "value"), VALUES)
def test_a_value_comes_back_as_it_was(desk: Store, column: str, value: Any) -> None:
    assert getattr(kept(desk, **{column: value}), column) == value


def test_nothing_stays_nothing_in_the_database_too(desk: Store) -> None:
    kept(desk)
    row = desk.read_now(
        lambda s: s.execute(
            text("SELECT at, plain, words, answers, photo FROM scratch_notes")
        ).one()
    )
    assert tuple(row) == (None,) * 5


def test_secrets_are_not_in_the_file_in_clear(desk: Store) -> None:
    kept(desk, words="喜鹊 magpie", answers={"word": "magpie"}, photo=b"magpie")
    row = desk.read_now(
        lambda s: s.execute(text("SELECT words, answers, photo FROM scratch_notes")).one()
    )
    assert all(b"magpie" not in bytes(value) for value in row)


def test_a_query_cannot_search_an_encrypted_column_by_mistake(desk: Store) -> None:
    for build in (
        lambda: Note.words == "喜鹊",
        lambda: Note.words.in_(["喜鹊"]),
        lambda: Note.words.like("%"),
        Note.words.desc,
    ):
        with pytest.raises(SearchedSecret, match="lookup"):
            build()
    kept(desk)
    empty = select(Note).where(Note.words.is_(None), Note.answers == None)  # noqa: E711
    assert len(desk.read_now(lambda s: s.scalars(empty).all())) == 1


def test_a_conflicting_insert_is_decided_by_the_database(store: Store) -> None:
    def claim(session: Session) -> int:
        row = insert_new(session, SettingRow).values(key="claim", value="mine")
        return touched(session.execute(row.on_conflict_do_nothing()))

    assert store.write_now(claim) == 1
    assert store.write_now(claim) == 0


def test_ids_of_deleted_rows_are_not_given_again_by_our_tables() -> None:
    numbered = [t for t in metadata.sorted_tables if t.autoincrement_column is not None]
    assert len(numbered) > 10
    assert all(table.dialect_options["sqlite"]["autoincrement"] for table in numbered)


def test_a_deleted_rows_id_is_gone_for_good(store: Store) -> None:
    columns = {"channel": "memory", "update_id": "1", "fault": "x", "body": "", "at": EVENING}

    def add_and_remove(session: Session) -> int:
        letter = DeadLetter(reference="a", **columns)
        session.add(letter)
        session.flush()
        session.delete(letter)
        return letter.id

    assert store.write_now(add_and_remove) < store.write_now(add_and_remove)
