"""What is due goes out once, in order, the most urgent first; what became of it is written down."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from bot.channels.base import Abilities, Gone, Refused, RetryLater
from models.messages import Priority
from models.outbox.claim import release
from tests.killpoints import FallAt
from tests.outbox.world import World, until


async def test_a_reply_handed_over_is_shown_recorded_and_erased(world: World) -> None:
    person = world.person(("memory", "a"))
    sender = world.sender()
    row = world.reply(sender, person, "您好")
    sender.hand_over([row])
    await sender.settled()
    assert world.texts("a") == ["您好"]
    stored = world.row(row.id)
    assert (stored.state, stored.body, stored.lease) == ("sent", None, None)
    assert stored.shown_id == "m1"
    assert stored.sent_at == world.wall.now()


async def test_replies_to_one_person_arrive_in_the_order_they_were_handed_over(
    world: World,
) -> None:
    person = world.person(("memory", "a"))
    sender = world.sender()
    rows = [world.reply(sender, person, f"第{n}句") for n in range(40)]
    sender.hand_over(rows)
    await sender.settled()
    assert world.texts("a") == [f"第{n}句" for n in range(40)]
    assert world.states() == {"sent": 40}


async def test_what_is_due_is_claimed_the_most_urgent_first(world: World) -> None:
    person = world.person(("memory", "a"))
    order = [Priority.NOTICE, Priority.ORDINARY, Priority.EMERGENCY, Priority.URGENT]
    for priority in order:
        world.telling(person, priority.name, priority=int(priority), args={})
    await world.sender().sweep()
    assert world.texts("a") == ["EMERGENCY", "URGENT", "ORDINARY", "NOTICE"]


async def test_a_row_held_back_for_the_night_waits_for_its_instant(world: World) -> None:
    person = world.person(("memory", "a"))
    morning = world.wall.now() + timedelta(hours=9)
    world.telling(person, "Morning", not_before=morning)
    sender = world.sender()
    await sender.sweep()
    assert world.texts("a") == []
    world.wall.advance(hours=9)
    await sender.sweep()
    assert len(world.texts("a")) == 1


async def test_what_comes_late_into_the_night_waits_for_the_morning(world: World) -> None:
    """It was due by day, but the service stood still, or there was much to send."""
    ann, bob = world.person(("memory", "a"), ("memory", "b")), world.person(("memory", "c"))
    now = world.wall.now()
    morning, half = now + timedelta(hours=9), timedelta(minutes=30)
    late = world.telling(ann, "Plain", loud=False, watch_at=now + half)
    useless = world.telling(ann, "Short", loud=False, expires_at=now)
    world.telling(bob, "Siren", loud=True)
    sender = world.sender(quiet_until=lambda _s, at: morning if at < morning else None)
    await sender.sweep()
    await sender.sweep()
    assert (world.texts("a"), world.texts("b"), len(world.texts("c"))) == ([], [], 1)
    row = world.row(late)
    assert (row.state, row.lease, row.not_before) == ("due", None, morning)
    assert row.watch_at == morning + half  # nobody is rung up because of it meanwhile
    assert world.row(useless).state == "expired"
    world.wall.advance(hours=8)
    world.writes("a")  # by then another account is the one used last
    world.wall.advance(hours=1)
    await sender.sweep()
    await sender.settled()
    assert len(world.texts("a")) == len(world.texts("b")) == 1


async def test_what_has_expired_is_not_sent(world: World) -> None:
    person = world.person(("memory", "a"))
    row = world.telling(person, expires_at=world.wall.now() + timedelta(minutes=5))
    world.wall.advance(minutes=6)
    await world.sender().sweep()
    assert world.texts("a") == []
    assert world.row(row).state == "expired"


async def test_what_is_no_longer_true_is_dropped_and_not_watched(world: World) -> None:
    person = world.person(("memory", "a"))
    row = world.telling(person, "NoLongerTrue", watch_at=world.wall.now())
    await world.sender().sweep()
    assert (world.row(row).state, world.row(row).watch_at) == ("dropped", None)


async def test_a_telling_that_cannot_be_worded_holds_up_nobody(world: World) -> None:
    person = world.person(("memory", "a"))
    other = world.person(("memory", "b"))
    broken = world.telling(person, "Broken")
    world.telling(other)
    sender = world.sender(attempts=3)
    await sender.sweep()
    assert len(world.texts("b")) == 1
    assert (world.row(broken).attempts, world.row(broken).fault) == (1, "ZeroDivisionError")
    for _ in range(2):
        world.wall.advance(minutes=10)
        await sender.sweep()
    assert world.row(broken).state == "failed"


async def test_a_telling_goes_to_the_account_used_last(world: World) -> None:
    other = world.add_channel("other", Abilities())
    person = world.person(("memory", "a"), ("other", "b"))
    row = world.telling(person)
    await world.sender().sweep()
    assert [shown.message.quiet for shown in other.phone("b").messages] == [False]
    assert [shown.message.quiet for shown in world.channel.phone("a").messages] == [True]
    assert world.row(row).account_id is not None


async def test_someone_without_an_account_is_unreachable(world: World) -> None:
    row = world.telling(world.person())
    await world.sender().sweep()
    assert (world.row(row).state, world.row(row).fault) == ("unreachable", "no_account")


async def test_a_dead_account_is_marked_and_the_telling_finds_another(world: World) -> None:
    other = world.add_channel("other", Abilities())
    person = world.person(("memory", "a"), ("other", "b"))
    world.telling(person)
    other.fail(Gone())
    sender = world.sender()
    await sender.sweep()
    assert len(world.texts("a")) == 1
    world.telling(person)
    await sender.sweep()
    assert len(world.texts("a")) == 2
    assert len(other.phone("b").calls) == 0


async def test_what_waits_behind_a_dead_account_is_not_tried(world: World) -> None:
    person = world.person(("memory", "a"))
    world.channel.close("a")
    sender = world.sender()
    replies = [world.reply(sender, person, "x") for _ in range(3)]
    telling = world.telling(person)
    sender.hand_over(replies)
    await sender.settled()
    await sender.sweep()
    assert [world.row(row.id).state for row in replies] == ["unreachable"] * 3
    assert world.row(telling).state == "unreachable"
    assert world.account(person).state == "dead"


async def test_retry_later_for_one_chat_delays_no_other_and_keeps_the_order(world: World) -> None:
    slow, quick = world.person(("memory", "slow")), world.person(("memory", "quick"))
    sender = world.sender()
    world.channel.fail(RetryLater(30), address="slow")
    sender.hand_over([world.reply(sender, slow, "一"), world.reply(sender, slow, "二")])
    sender.hand_over([world.reply(sender, quick, "快")])
    await sender.settled()
    assert world.texts("quick") == ["快"]
    assert world.texts("slow") == []
    sender.hand_over([world.reply(sender, slow, "三")])
    await sender.sweep()
    assert world.texts("slow") == []
    world.wall.advance(seconds=30)
    sender.hand_over([world.reply(sender, slow, "四")])
    await sender.sweep()
    assert world.texts("slow") == ["一", "二", "三", "四"]
    assert world.states() == {"sent": 5}


async def test_retry_later_for_everyone_stops_the_channel_and_no_other(world: World) -> None:
    other = world.add_channel("other", Abilities())
    people = [world.person(("memory", f"m{n}")) for n in range(5)]
    elsewhere = world.person(("other", "b"))
    world.channel.fail(RetryLater(60, everyone=True))
    for person in [*people, elsewhere]:
        world.telling(person)
    sender = world.sender(window=64, chunk=2)
    await sender.sweep()
    assert len(world.texts("b", other)) == 1
    calls = sum(len(world.channel.phone(f"m{n}").calls) for n in range(5))
    world.wall.advance(seconds=61)
    await sender.sweep()
    assert world.states() == {"sent": 6}
    assert calls <= 1
    assert all(len(world.texts(f"m{n}")) == 1 for n in range(5))


async def test_a_refused_message_fails_at_once_and_an_unknown_fault_is_tried_again(
    world: World,
) -> None:
    one, two = world.person(("memory", "a")), world.person(("memory", "b"))
    refused, shaky = world.telling(one), world.telling(two)
    world.channel.fail(Refused(), address="a")
    world.channel.fail(ConnectionResetError(), address="b", times=2)
    sender = world.sender()
    await sender.sweep()
    assert world.row(refused).state == "failed"
    assert world.row(shaky).attempts == 1
    world.wall.advance(seconds=1)
    await sender.sweep()
    assert world.row(shaky).attempts == 2
    world.wall.advance(seconds=1)
    await sender.sweep()
    assert world.row(shaky).state == "leased"
    world.wall.advance(seconds=1)
    await sender.sweep()
    assert world.row(shaky).state == "sent"


async def test_a_message_that_always_fails_is_given_up(world: World) -> None:
    row = world.telling(world.person(("memory", "a")))
    world.channel.fail(OSError(), times=99)
    sender = world.sender(attempts=3)
    for _ in range(5):
        await sender.sweep()
        world.wall.advance(minutes=10)
    assert (world.row(row).state, world.row(row).attempts) == ("failed", 3)
    assert ("memory", "failed") in world.faults


async def test_an_edit_replaces_and_a_new_screen_takes_the_old_buttons_off(world: World) -> None:
    person = world.person(("memory", "a"))
    sender = world.sender()
    first = world.reply(sender, person, "一")
    second = world.reply(sender, person, "二", op="edit", target=first.id)
    third = world.reply(sender, person, "三", target=second.id)
    sender.hand_over([first, second, third])
    await sender.settled()
    assert world.texts("a") == ["二", "三"]
    phone = world.channel.phone("a").messages
    assert [bool(shown.options) for shown in phone] == [False, True]
    assert world.row(second.id).shown_id == "m1"


async def test_an_edit_of_a_message_nobody_knows_is_sent_anew(world: World) -> None:
    person = world.person(("memory", "a"))
    sender = world.sender()
    world.channel.fail(LookupError(), call="edit")
    first = world.reply(sender, person, "一")
    sender.hand_over([first, world.reply(sender, person, "二", op="edit", target=first.id)])
    sender.hand_over([world.reply(sender, person, "三", op="edit", target=987654)])
    await sender.settled()
    assert world.texts("a") == ["一", "二", "三"]


async def test_a_withdrawal_by_another_instance_finds_the_message(world: World) -> None:
    person = world.person(("memory", "a"))
    first = world.telling(person)
    await world.sender("one").sweep()
    account = world.account(person).id
    withdrawal = world.telling(person, "", op="withdraw", target_id=first, account_id=account)
    await world.sender("two").sweep()
    assert world.channel.phone("a").messages[0].withdrawn
    assert world.row(withdrawal).state == "sent"


async def test_details_that_are_still_on_their_way_are_withdrawn_after_they_arrived(
    world: World,
) -> None:
    person = world.person(("memory", "a"))
    first = world.telling(person)
    world.channel.fail(RetryLater(5))
    sender = world.sender()
    await sender.sweep()
    account = world.account(person).id
    urgent = int(Priority.ANSWER)
    world.telling(person, "", op="withdraw", target_id=first, account_id=account, priority=urgent)
    await sender.sweep()
    for _ in range(3):
        world.wall.advance(seconds=6)
        await sender.sweep()
    assert world.channel.phone("a").messages[0].withdrawn
    assert world.states() == {"sent": 2}


async def test_buttons_are_taken_off_by_a_row_of_its_own(world: World) -> None:
    person = world.person(("memory", "a"))
    sender = world.sender()
    first = world.reply(sender, person, "一")
    sender.hand_over([first, world.reply(sender, person, "", op="strip", target=first.id)])
    await sender.settled()
    assert world.channel.phone("a").messages[0].options == ()


async def test_a_lapsed_lease_is_taken_by_another_instance(world: World) -> None:
    person = world.person(("memory", "a"))
    dead = world.sender("dead")
    row = world.reply(dead, person, "您好")
    survivor = world.sender("survivor")
    await survivor.sweep()
    assert world.texts("a") == []
    world.wall.advance(seconds=61)
    await survivor.sweep()
    assert world.texts("a") == ["您好"]
    assert world.row(row.id).state == "sent"


async def test_an_instance_alone_on_its_database_frees_what_its_predecessor_held(
    world: World,
) -> None:
    person = world.person(("memory", "a"))
    world.reply(world.sender("same"), person, "您好")
    survivor = world.sender("same")
    assert await survivor.free_former_leases() == 1
    await survivor.sweep()
    assert world.texts("a") == ["您好"]


async def test_a_later_message_waits_while_an_earlier_one_is_in_other_hands(world: World) -> None:
    person = world.person(("memory", "a"))
    other = world.sender("other")
    held = {"state": "leased", "lease": other.lease, "lease_until": other.lease_until()}
    world.telling(person, "First", args={}, **held)
    world.telling(person, "Second", args={})
    world.telling(person, "Alarm", args={}, priority=int(Priority.EMERGENCY))
    sender = world.sender()
    await sender.sweep()
    assert world.texts("a") == ["Alarm"]
    world.wall.advance(seconds=61)
    await sender.sweep()
    assert world.texts("a") == ["Alarm", "First", "Second"]


async def test_a_repeated_update_releases_its_unsent_replies(world: World) -> None:
    person = world.person(("memory", "a"))
    dead, alive = world.sender("dead"), world.sender("alive")
    world.reply(dead, person, "您好", key="u:memory:7_%:0")
    world.reply(dead, world.person(("memory", "b")), "别的", key="u:memory:7xx:0")
    own = world.reply(alive, person, "自己的", key="u:memory:7_%:1")

    def released() -> int:
        return world.store.write_now(
            lambda session: release(session.connection(), "u:memory:7_%:", alive.lease)
        )

    assert released() == 1
    assert released() == 0
    await alive.sweep()
    assert world.texts("a") == ["您好"]
    assert world.row(own.id).state == "leased"


async def test_killed_between_send_and_record_it_is_sent_again_and_recorded_once(
    world: World,
) -> None:
    people = [world.person(("memory", f"p{n}")) for n in range(6)]
    rows = [world.telling(person) for person in people]
    falling = world.sender("falls", probe=FallAt("after_send", 3), window=4, chunk=4)
    await falling._claimer.claim()
    await until(lambda: all(world.channel.phone(f"p{n}").calls for n in range(3)))
    await world.end()
    world.wall.advance(seconds=61)
    survivor = world.sender("survivor")
    await survivor.sweep()
    calls = [len(world.channel.phone(f"p{n}").calls) for n in range(6)]
    assert min(calls) == 1
    assert sum(calls) <= 6 + 4
    assert world.states() == {"sent": 6}
    assert all(world.row(row).shown_id for row in rows)


@pytest.mark.parametrize("point", ["after_send", "before_record"])
async def test_results_survive_a_crash_of_the_loop_that_records_them(
    world: World, point: str
) -> None:
    crashes = iter([True])

    def probe(reached: str) -> None:
        if reached == point and next(crashes, False):
            raise RuntimeError

    person = world.person(("memory", "a"))
    world.telling(person)
    sender = world.sender(probe=probe)
    await sender.sweep()
    world.wall.advance(seconds=61)
    await sender.sweep()
    assert world.states() == {"sent": 1}
    assert len(world.texts("a")) == 1


async def test_the_window_bounds_the_calls_that_are_out(world: World) -> None:
    people = [world.person(("memory", f"p{n}")) for n in range(30)]
    for person in people:
        world.telling(person, priority=int(Priority.URGENT))
    out = most = 0
    real = world.channel.send

    async def slow(address: str, message: object, *, key: str) -> str:
        nonlocal out, most
        out += 1
        most = max(most, out)
        for _ in range(3):
            await asyncio.sleep(0)
        out -= 1
        return await real(address, message, key=key)  # type: ignore[arg-type]  # passed through

    world.channel.send = slow  # type: ignore[method-assign]  # the platform is slow
    await world.sender(window=8).sweep()
    assert 2 <= most <= 8
    assert world.states() == {"sent": 30}


async def test_the_background_loop_sends_what_it_is_woken_for(world: World) -> None:
    person = world.person(("memory", "a"))
    sender = world.sender(poll=3600)
    sender.start()
    await asyncio.sleep(0)
    world.telling(person)
    sender.wake()
    await until(lambda: bool(world.texts("a")))
    assert sender.alive()
    await sender.stop()
    assert not sender.alive()
    assert world.states() == {"sent": 1}


async def test_stopping_gives_back_what_was_not_sent(world: World) -> None:
    other = world.add_channel("slow", Abilities(per_second=1))
    people = [world.person(("slow", f"p{n}")) for n in range(4)]
    for person in people:
        world.telling(person)
    first = world.sender("first")
    await first._claimer.claim()
    await first.stop()
    await world.sender("second").sweep()
    for _ in range(4):
        world.wall.advance(seconds=2)
        await world.sender("second").sweep()
    assert sum(len(other.phone(f"p{n}").messages) for n in range(4)) >= 1
