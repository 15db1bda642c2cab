"""The short way to the database says on both of them what SQLAlchemy itself would say."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, cast

import pytest
from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from models.base import plain
from models.prepared import Prepared
from models.refusals import NotFound
from models.store import Store
from models.work import OPERATOR, Work
from tests.foundation.scratch import Counter, Note, add_one, count

AT = datetime(2026, 12, 8, 9, 38, 0, 250, tzinfo=UTC)
NOTE = {
    "at": AT,
    "plain": {"室": [1, None]},
    "words": "屋里凉",
    "answers": {"cold": "yes"},
    "photo": b"\x00\xff",
}
EMPTY = dict.fromkeys(NOTE)
COLUMNS = (Note.at, Note.plain, Note.words, Note.answers, Note.photo)

_note = Prepared(insert(Note))
_counter = Prepared(insert(Counter))
_same = Prepared(select(*COLUMNS).where(Note.id == bindparam("note")).with_for_update())
_raise = Prepared(
    update(Counter).where(Counter.name == bindparam("b_name")).values(value=Counter.value + 1)
)
_named = Prepared(select(Counter.value).where(Counter.name == bindparam("name")))


@pytest.mark.parametrize("values", [NOTE, EMPTY])
def test_a_row_comes_back_as_the_orm_reads_it(desk: Store, values: dict[str, Any]) -> None:
    row_id = desk.write_now(lambda session: _note.insert(plain(session), values))
    row = desk.write_now(lambda session: _same.first(plain(session), {"note": row_id}))
    assert dict(zip(values, row, strict=True)) == values
    assert row.at == values["at"]
    note = desk.read_now(lambda session: session.get_one(Note, row_id))
    assert {name: getattr(note, name) for name in values} == values


def test_it_says_how_many_rows_it_touched(desk: Store) -> None:
    assert desk.write_now(lambda session: _raise.run(plain(session), {"b_name": "first"})) == 1
    assert desk.write_now(lambda session: _raise.run(plain(session), {"b_name": "nobody"})) == 0
    rows = [{"b_name": "first"}] * 3
    desk.write_now(lambda session: _raise.run_many(plain(session), rows))
    assert desk.read_now(count) == 4


def test_no_row_is_none(desk: Store) -> None:
    def ask(session: Session) -> tuple[Any, Any, list[Any]]:
        gap = {"name": "nobody"}
        return (
            _named.first(plain(session), gap),
            _named.scalar(plain(session), gap),
            list(_named.all(plain(session), gap)),
        )

    assert desk.write_now(ask) == (None, None, [])


def test_a_broken_rule_of_the_database_is_the_usual_exception_without_the_values(
    desk: Store,
) -> None:
    with pytest.raises(IntegrityError) as caught:
        desk.write_now(
            lambda session: _counter.run(plain(session), {"name": "first", "value": 77_001})
        )
    assert "77001" not in str(caught.value)


def test_statements_that_would_leave_something_out_are_refused(desk: Store) -> None:
    if desk.dialect != "sqlite":
        pytest.skip("elsewhere SQLAlchemy fills them in")
    with pytest.raises(TypeError):  # the default lives in Python
        desk.write_now(lambda s: Prepared(insert(Counter)).run(plain(s), {"name": "second"}))
    with pytest.raises(TypeError):
        desk.write_now(lambda s: _named.all(plain(s), {"name": "first", "value": 1}))
    many = Prepared(
        select(Counter.value).where(Counter.name.in_(bindparam("names", expanding=True)))
    )
    with pytest.raises(TypeError):
        desk.write_now(lambda s: many.all(plain(s), {"names": ["first"]}))


def test_a_job_that_raises_after_plain_statements_leaves_nothing(desk: Store) -> None:
    def half(session: Session) -> None:
        _raise.run(plain(session), {"b_name": "first"})
        raise NotFound("case")

    with pytest.raises(NotFound):
        desk.write_now(half)
    assert desk.read_now(count) == 0
    assert desk.write_now(add_one) == 1


def test_plain_statements_inside_a_savepoint_of_the_session_are_undone_with_it(
    desk: Store,
) -> None:
    def nested(session: Session) -> None:
        with session.begin_nested():
            _raise.run(plain(session), {"b_name": "first"})
            raise NotFound("case")

    def job(session: Session) -> None:
        with pytest.raises(NotFound):
            nested(session)

    desk.write_now(job)
    assert desk.read_now(count) == 0


def test_what_one_job_has_loaded_is_read_anew_by_the_next(desk: Store) -> None:
    kept = desk.write_now(lambda session: session.get_one(Counter, "first"))
    desk.write_now(lambda session: _raise.run(plain(session), {"b_name": "first"}))
    assert desk.write_now(count) == 1
    assert kept.value == 0


@pytest.mark.parametrize("loaded_before", [False, True])
def test_what_is_refused_is_undone_alone(desk: Store, loaded_before: bool) -> None:
    """Plain statements before and after it stay, whether or not the ORM has begun."""

    def refused(work: Work) -> None:
        with work.undone_alone():
            _raise.run(work.connection, {"b_name": "first"})
            work.session.add(Counter(name="second", value=1))
            work.session.flush()
            work.session.add(Counter(name="third", value=1))
            raise NotFound("case")

    def job(session: Session) -> None:
        work = Work(session, AT, cast("Any", None), 1, OPERATOR, "test")
        if loaded_before:
            count(session)
        _raise.run(work.connection, {"b_name": "first"})
        with pytest.raises(NotFound):
            refused(work)
        with work.undone_alone():
            session.add(Counter(name="fourth", value=1))
        _raise.run(work.connection, {"b_name": "first"})

    desk.write_now(job)
    names = desk.read_now(lambda session: list(session.scalars(select(Counter.name))))
    assert sorted(names) == ["first", "fourth"]
    assert desk.read_now(count) == 2
