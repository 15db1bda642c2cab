"""Running services hear of new keys, and nobody is left behind or waited for in vain."""

from __future__ import annotations

from bot.keywatch import KeyWatch
from models import keys
from models.keys import file, holders
from models.keys.holders import Holder
from models.rotation.turning import SILENT
from tests.keys.town import KeyTown


def answers(town: KeyTown, name: str, content: file.KeysFile) -> None:
    """A service that has read this state of the file answers the last call."""

    def job(session: object) -> None:
        word = holders.last_call(session)  # type: ignore[arg-type]  # the store hands a session
        ring = content.ring()
        holders.answer(session, holders.holder(name, ring, word))  # type: ignore[arg-type]

    town.store.write_now(job)


def test_a_new_key_writes_only_after_every_service_has_read_it(town: KeyTown) -> None:
    slow = file.read(town.path)
    answers(town, "slow", slow)
    looks = 0

    def time_goes_by() -> None:
        nonlocal slow, looks
        looks += 1
        here = file.read(town.path)
        if looks <= 5:
            assert here.first == "k1", "switched although a service cannot read the new key"
        if 5 < looks <= 10 and here.first != "k1":
            assert slow.next or slow.first != "k1"
        if looks in (5, 10):
            slow = here
        answers(town, "slow", slow)

    town.aside = time_goes_by
    town.turn()
    assert looks >= 10
    assert town.under() == {file.read(town.path).first}


def test_a_service_that_is_gone_is_waited_for_only_so_long(town: KeyTown) -> None:
    town.store.write_now(
        lambda session: holders.answer(session, Holder("gone", ("k1",), "k1", "long ago"))
    )
    looks = 0

    def time_goes_by() -> None:
        nonlocal looks
        looks += 1

    town.aside = time_goes_by
    town.turn()
    assert SILENT <= looks < 3 * SILENT
    assert town.store.read_now(holders.holders) == []


def test_a_service_that_lives_and_cannot_read_the_file_is_named(town: KeyTown) -> None:
    before = file.read(town.path)
    answers(town, "web-2", before)
    looks = 0

    def time_goes_by() -> None:
        nonlocal looks
        looks += 1
        answers(town, "web-2", before if looks < 2 * SILENT else file.read(town.path))

    town.aside = time_goes_by
    town.turn()
    assert any(line.startswith("Waiting: web-2 has not read") for line in town.told)
    assert str(town.path) in " ".join(town.told)


async def test_a_quiet_service_says_what_it_has_read_and_leaves_when_it_ends(
    town: KeyTown,
) -> None:
    watch = KeyWatch(town.store, "web-1")
    await watch.look()
    announced = file.read(town.path).announced("k2")
    file.write(town.path, announced)
    await watch.look()
    [one] = town.store.read_now(holders.holders)
    assert (one.name, one.reads, one.writes) == ("web-1", ("k1", "k2"), "k1")
    file.write(town.path, announced.switched())
    await watch.look()
    [one] = town.store.read_now(holders.holders)
    assert (one.reads, one.writes) == (("k2", "k1"), "k2")
    await watch.leave()
    assert town.store.read_now(holders.holders) == []


def test_a_value_under_a_key_that_was_not_read_yet_makes_it_be_read_at_once(
    town: KeyTown,
) -> None:
    announced = file.read(town.path).announced("k2")
    sealed = announced.switched().ring().seal(b"tea", "people.phone")
    file.write(town.path, announced)
    assert keys.current().open(sealed, "people.phone") == b"tea"
    assert keys.current().knows("k2")


def test_a_file_that_cannot_be_used_changes_nothing(town: KeyTown) -> None:
    town.path.write_text("ENCRYPTION_KEYS=nonsense\n")
    assert keys.look_again().current_id == "k1"
    town.path.unlink()
    assert keys.look_again().current_id == "k1"
    assert town.everybody_is_found()


def test_the_keys_file_is_readable_by_its_owner_alone_and_nothing_lies_beside_it(
    town: KeyTown,
) -> None:
    town.turn()
    town.retire()
    made = sorted(town.path.parent.iterdir())
    new = file.read(town.path).first
    assert [path.name for path in made] == ["keys.env", f"keys.env.before-{new}"]
    assert {path.stat().st_mode & 0o777 for path in made} == {0o600}
