"""The keys are turned: everybody is found and every row opens before, during and after."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models import keys
from models.keys import CannotTurn, UnknownKey, WrongKeys, file
from models.register.tables import Person
from tests.keys.town import KeyTown


def test_after_the_turn_everything_stands_under_the_new_key_and_everybody_is_found(
    town: KeyTown,
) -> None:
    assert town.under() == {"k1"}
    assert town.everybody_is_found()
    town.turn()
    new = file.read(town.path).first
    assert new.startswith("k261208")
    assert town.under() == {new}
    assert town.everybody_is_found()
    town.retire()
    assert file.read(town.path).encryption_ids == (new,)
    assert town.everybody_is_found()
    town.start()


def test_at_every_step_everybody_is_found_by_whoever_is_up_to_date_and_whoever_is_a_step_behind(
    town: KeyTown,
) -> None:
    steps: list[str] = []
    behind = file.read(town.path)

    def look(step: str) -> None:
        nonlocal behind
        steps.append(step)
        keys.install(behind.ring())
        assert town.everybody_is_found()
        keys.install(file.read_ring(town.path))
        assert town.everybody_is_found()
        if step == "readable":
            behind = file.read(town.path)

    town.probe = look
    town.turn()
    assert [step for step in steps if step != "moved"] == [
        "announced", "readable", "noted", "switched", "written", "first round",
    ]  # fmt: skip
    assert steps.count("moved") >= 2


def test_what_is_written_meanwhile_is_found_and_moved_as_well(town: KeyTown) -> None:
    written = iter(range(100, 1000))
    steps = 0

    def somebody_comes(_step: str) -> None:
        nonlocal steps
        number = next(written)
        town.store.write_now(lambda session: town.add(session, number))
        assert town.found(number)[1] == str(number)
        steps += 1

    town.probe = somebody_comes
    town.turn()
    new = file.read(town.path).first
    assert steps > 5
    assert town.under() == {new}
    town.retire()
    assert town.everybody_is_found()
    assert [town.found(number)[1] for number in range(100, 100 + steps)] == [
        str(number) for number in range(100, 100 + steps)
    ]


def test_one_row_may_be_under_the_old_key_and_the_next_under_the_new_one(town: KeyTown) -> None:
    def stop(step: str) -> None:
        if step == "switched":
            raise KeyboardInterrupt

    town.probe = stop
    with pytest.raises(KeyboardInterrupt):
        town.turn()
    keys.look_again()
    town.store.write_now(lambda session: town.add(session, 50))
    assert town.under() == {"k1", file.read(town.path).first}
    assert town.everybody_is_found()
    assert town.found(50)[1] == "50"


def test_a_turn_is_finished_before_the_next_one_begins(town: KeyTown) -> None:
    town.turn()
    with pytest.raises(CannotTurn, match="keys retire"):
        town.turn()
    town.retire()
    town.turn()
    town.retire()
    assert town.everybody_is_found()


def test_nothing_is_retired_while_a_turn_is_under_way_or_when_nothing_is_old(
    town: KeyTown,
) -> None:
    with pytest.raises(CannotTurn, match="no old key"):
        town.retire()

    def stop(step: str) -> None:
        if step == "announced":
            raise KeyboardInterrupt

    town.probe = stop
    with pytest.raises(KeyboardInterrupt):
        town.turn()
    with pytest.raises(CannotTurn, match="rotate"):
        town.retire()


def test_a_row_that_came_back_under_the_old_key_is_moved_before_that_is_retired(
    town: KeyTown,
) -> None:
    """A process that slept since before the turn wakes up and commits."""
    slept = keys.current()
    town.turn()
    turned = keys.current()
    keys.install(slept)
    slept.watched = None
    town.store.write_now(lambda session: town.add(session, 60))
    keys.install(turned)
    assert "k1" in town.under()
    town.retire()
    assert town.under() == {file.read(town.path).first}
    assert town.found(60)[1] == "60"


def test_a_value_that_no_key_opens_stays_as_it_is_and_is_told_without_its_words(
    town: KeyTown,
) -> None:
    stranger = keys.Keyring.from_settings(*keys.generate("lost"))
    ours = keys.current()
    keys.install(stranger)
    town.store.write_now(lambda session: town.add(session, 70))
    keys.install(ours)
    town.turn()
    assert "lost" in town.under()
    assert "1 values of people.phone open with none of the keys and stay as they are." in town.told


def test_links_of_before_hold_after_the_turn_and_end_only_when_that_is_asked_for(
    town: KeyTown,
) -> None:
    now = town.wall.now()
    old = keys.current()
    card, week = old.sign({"h": 7}, "card", None), old.sign({"h": 8}, "card", now + timedelta(7))
    mark = old.mark("1-2", "unlink")
    town.turn()
    town.retire()
    ring = keys.current()
    assert ring.verify(card, "card", now) == {"h": 7}
    assert ring.verify(week, "card", now) == {"h": 8}
    assert ring.marks("1-2", mark, "unlink")
    assert ring.marks("1-2", mark[:12], "unlink", 12)
    with pytest.raises(keys.ExpiredLink):
        ring.verify(week, "card", now + timedelta(8))
    fresh = ring.sign({"h": 9}, "card", None)
    town.retire(links=True)
    assert keys.current().verify(fresh, "card", now) == {"h": 9}
    with pytest.raises(keys.ForgedLink):
        keys.current().verify(card, "card", now)
    town.start()


def test_whoever_starts_with_keys_of_before_the_turn_is_stopped(town: KeyTown) -> None:
    before = file.read(town.path)
    town.turn()
    new = file.read(town.path).first
    keys.install(before.ring())
    with pytest.raises(WrongKeys, match=f"encryption key {new} is missing, lookup key {new} is"):
        town.store.write_now(keys.check_keys)
    with pytest.raises(UnknownKey):
        town.store.read_now(lambda session: session.scalars(select(Person.phone)).all())


def test_whoever_starts_with_the_old_keys_alone_after_they_are_retired_is_stopped(
    town: KeyTown,
) -> None:
    town.turn()
    kept = town.retire()
    file.write(town.path, file.KeysFile(keys.generate("k1")))
    with pytest.raises(WrongKeys, match="is missing"):
        town.start()
    file.write(town.path, file.read(kept))
    town.start()  # both keys: nothing speaks against it


def test_turning_says_ids_and_numbers_and_never_a_key(town: KeyTown) -> None:
    town.turn()
    ring = file.read(town.path).keys
    kept = town.retire()
    said = " ".join([*town.told, *town.turning().described()])
    for text in (*ring, *file.read(kept).keys):
        for entry in text.split(","):
            assert entry.rpartition(":")[2] not in said
    assert "100-" not in said


def test_the_writer_is_never_held_for_long(town: KeyTown) -> None:
    def many(session: Session) -> None:
        for number in range(1000, 1300):
            town.add(session, number)

    town.store.write_now(many)
    held: list[int] = []
    town.store.on_commit = lambda jobs, _seconds: held.append(jobs)
    town.turn()
    assert len(held) > 6  # in pieces, whose size follows from what the last one took
