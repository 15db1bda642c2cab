"""Applying a town adds a version, retires what is gone, and has one effect however often it runs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.store import Store
from models.town import pinned
from models.town.apply import AnotherTown, Applied, apply_town
from models.town.schema import Town
from models.town.tables import Place, TownVersion
from tests.town.conftest import Edit

NOW = datetime(2026, 12, 8, 9, 0, tzinfo=UTC)
LATER = datetime(2026, 12, 9, 9, 0, tzinfo=UTC)
Changed = Callable[[Edit], Town]


@pytest.fixture(autouse=True)
def nothing_remembered() -> None:
    """Each test has a database of its own, as each process has."""
    pinned.forget()


def applied(store: Store, town: Town, now: datetime = NOW) -> Applied:
    return store.write_now(lambda session: apply_town(session, town, now=now, by="test"))


def without_grid_five(changed: Changed) -> Town:
    """Yangguang with its third grid merged into the second."""

    def edit(data: dict[str, list[dict[str, object]]]) -> None:
        data["places"] = [place for place in data["places"] if place["id"] != "g05"]
        estate = next(e for e in data["estates"] if e["id"] == "yangguang_xiaoqu")
        estate["buildings"][2]["grid"] = "g04"  # type: ignore[index]

    return changed(edit)


def test_the_first_town_is_version_one(store: Store, town: Town) -> None:
    done = applied(store, town)
    assert (done.number, done.fresh) == (1, True)
    assert store.read_now(pinned.current) == town


def test_the_same_document_again_has_no_effect(store: Store, town: Town) -> None:
    applied(store, town)
    again = applied(store, town, LATER)
    assert (again.number, again.fresh, again.changes) == (1, False, ())
    assert store.read_now(lambda s: s.scalar(select(func.count()).select_from(TownVersion))) == 1


def test_every_place_has_a_row_with_its_path(store: Store, town: Town) -> None:
    applied(store, town)
    rows = store.read_now(lambda s: {row.id: row for row in s.scalars(select(Place))})
    assert rows.keys() == {place.id for place in town.places}
    assert rows["g03"].path == "huadian/minghua/yangguang/g03"
    assert rows["g03"].parent_id == "yangguang"


def test_a_place_that_is_gone_is_retired_and_not_deleted(
    store: Store, town: Town, changed: Changed
) -> None:
    applied(store, town)
    done = applied(store, without_grid_five(changed), LATER)
    assert done.number == 2
    assert [str(c) for c in done.changes if c.what == "retired"] == ["retired places g05"]
    row = store.read_now(lambda s: s.get_one(Place, "g05"))
    assert row.retired_at == LATER


def test_a_place_that_comes_back_is_in_use_again(
    store: Store, town: Town, changed: Changed
) -> None:
    applied(store, town)
    applied(store, without_grid_five(changed))
    assert applied(store, town, LATER).number == 3
    assert store.read_now(lambda s: s.get_one(Place, "g05")).retired_at is None


def test_what_was_begun_keeps_its_version(store: Store, town: Town, changed: Changed) -> None:
    applied(store, town)
    new = changed(lambda data: data["kinds"][0].update(minutes=45))
    applied(store, new)
    assert store.read_now(pinned.current_number) == 2
    assert store.read_now(lambda s: pinned.town_at(s, 1)).kind("heating").minutes == 30
    assert store.read_now(lambda s: pinned.town_at(s, 2)).kind("heating").minutes == 45


def test_a_town_that_was_rolled_back_was_never_there(
    store: Store, town: Town, changed: Changed
) -> None:
    applied(store, town)
    new = changed(lambda data: data["kinds"][0].update(minutes=45))

    def half(session: Session) -> None:
        apply_town(session, new, now=NOW, by="test")
        assert pinned.current(session) == new
        raise RuntimeError

    with pytest.raises(RuntimeError):
        store.write_now(half)
    assert store.read_now(pinned.current_number) == 1
    other = changed(lambda data: data["kinds"][0].update(minutes=50))
    applied(store, other)
    assert store.read_now(lambda s: pinned.town_at(s, 2)).kind("heating").minutes == 50


def test_the_current_town_is_not_asked_for_twice(store: Store, town: Town) -> None:
    applied(store, town)
    store.read_now(pinned.current)

    def without_asking(session: Session) -> Town:
        session.connection().close()
        return pinned.current(session)

    assert store.read_now(without_asking) is store.read_now(pinned.current)


def test_another_process_is_noticed_when_the_clock_looks(
    store: Store, town: Town, changed: Changed
) -> None:
    applied(store, town)
    store.read_now(pinned.current)
    elsewhere = store.read_now(lambda s: s.get_one(TownVersion, 1))
    store.write_now(
        lambda session: session.add(
            TownVersion(
                town_id=elsewhere.town_id,
                number=2,
                sha256="0" * 64,
                document=changed(lambda d: d["kinds"][0].update(minutes=45)).model_dump(
                    mode="json"
                ),
                applied_at=LATER,
                applied_by="another process",
            )
        )
    )
    assert store.read_now(pinned.current_number) == 1
    assert store.read_now(pinned.refresh) == 2
    assert store.read_now(pinned.current).kind("heating").minutes == 45


def test_an_empty_database_has_no_town(store: Store) -> None:
    with pytest.raises(pinned.NoTown):
        store.read_now(pinned.current)


def test_another_town_is_refused(store: Store, town: Town) -> None:
    applied(store, town)
    other = town.model_copy(update={"id": "panshi"})
    with pytest.raises(AnotherTown):
        applied(store, other)
