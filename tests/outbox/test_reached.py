"""Who was reached: seen is noted once, whoever was not reached is named once, old rows go."""

from __future__ import annotations

from datetime import timedelta

from bot.channels.base import Abilities
from models.outbox.seen import note_seen
from models.outbox.watch import Unreached, claim_unreached, next_watch, queue_counts
from tests.outbox.world import World

SOON = timedelta(minutes=3)


def seen(world: World, account: int, *keys: str) -> int:
    return world.store.write_now(
        lambda session: note_seen(session, account, keys, world.wall.now())
    )


def unreached(
    world: World, *cannot_tell: str, messages: list[str] | None = None
) -> list[Unreached]:
    return world.store.write_now(
        lambda session: claim_unreached(
            session, world.wall.now(), cannot_tell=cannot_tell, messages=messages
        )
    )


async def test_the_first_sight_counts_and_a_second_changes_nothing(world: World) -> None:
    person = world.person(("memory", "a"))
    row = world.telling(person)
    await world.sender().sweep()
    account = world.account(person).id
    first = world.wall.now()
    assert seen(world, account, str(row)) == 1
    world.wall.advance(minutes=5)
    assert seen(world, account, str(row)) == 0
    assert world.row(row).seen_at == first


async def test_nobody_marks_what_is_not_theirs(world: World) -> None:
    one, two = world.person(("memory", "a")), world.person(("memory", "b"))
    row = world.telling(one)
    await world.sender().sweep()
    assert seen(world, world.account(two).id, str(row)) == 0
    assert world.row(row).seen_at is None


async def test_keys_that_are_no_rows_are_passed_over(world: World) -> None:
    account = world.account(world.person(("memory", "a"))).id
    assert seen(world, account, "", "x", "-1", "9" * 40, "１", "1; DROP TABLE outbox") == 0


async def test_what_was_not_seen_in_time_is_named_once(world: World) -> None:
    person = world.person(("memory", "a"))
    row = world.telling(person, watch_at=world.wall.now() + SOON)
    await world.sender().sweep()
    assert unreached(world) == []
    world.wall.advance(SOON)
    [found] = unreached(world)
    assert (found.id, found.person_id, found.message, found.why) == (row, person, "Hello", "unseen")
    assert unreached(world) == []


async def test_what_was_seen_in_time_is_not_named(world: World) -> None:
    person = world.person(("memory", "a"))
    row = world.telling(person, watch_at=world.wall.now() + SOON)
    await world.sender().sweep()
    seen(world, world.account(person).id, str(row))
    world.wall.advance(SOON)
    assert unreached(world) == []


async def test_where_a_channel_cannot_tell_sent_counts_as_reached(world: World) -> None:
    world.add_channel("mute", Abilities())
    person = world.person(("mute", "a"))
    world.telling(person, watch_at=world.wall.now() + SOON)
    late = world.telling(
        person,
        watch_at=world.wall.now() + SOON,
        not_before=world.wall.now() + timedelta(hours=1),
    )
    await world.sender().sweep()
    world.wall.advance(SOON)
    assert [found.id for found in unreached(world, "mute")] == [late]


async def test_someone_without_an_account_is_named_at_once(world: World) -> None:
    world.telling(world.person(), watch_at=world.wall.now() + SOON)
    await world.sender().sweep()
    assert [found.why for found in unreached(world)] == ["no_account"]


async def test_only_the_asked_message_types_are_taken(world: World) -> None:
    person = world.person(("memory", "a"))
    world.telling(person, "Offer", watch_at=world.wall.now())
    world.telling(person, "Notice", watch_at=world.wall.now())
    assert [found.message for found in unreached(world, messages=["Notice"])] == ["Notice"]
    assert [found.message for found in unreached(world, messages=["Offer"])] == ["Offer"]


def test_the_next_watch_is_the_earliest(world: World) -> None:
    person = world.person(("memory", "a"))
    world.telling(person, watch_at=world.wall.now() + 2 * SOON)
    world.telling(person, watch_at=world.wall.now() + SOON)
    assert world.store.read_now(next_watch) == world.wall.now() + SOON
    assert world.store.read_now(queue_counts) == {"due": 2}
