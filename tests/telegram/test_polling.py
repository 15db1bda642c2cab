"""Long polling: nothing is confirmed before it is committed, whoever gets in the way."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot.channels.telegram import polling as module
from models.clocks import FixedClock
from models.store import Store
from tests.botapi.webhook import Hook
from tests.telegram.arriving import Line, open_line, until

POLLED_TWICE = "Conflict: terminated by other getUpdates request; make sure that only one runs"


@pytest.fixture
async def line(store: Store, wall: FixedClock) -> AsyncIterator[Line]:
    async with open_line(store, wall) as opened:
        yield opened


def events(logged: Sequence[Mapping[str, Any]]) -> list[Any]:
    return [one["event"] for one in logged]


async def test_each_word_arrives_once_and_in_its_order(line: Line) -> None:
    wang, sun = line.fake.person(11), line.fake.person(12)
    polling = line.polling()
    for words in ("一", "二", "三"):
        await wang.says(words)
        await sun.says(words)
    await polling.once()
    for address in ("11", "12"):
        assert [one.text for one in line.town.taken if one.address == address] == list("一二三")
    await polling.once()
    assert line.fake.updates.count == 0
    assert len(line.town.taken) == 6
    assert line.town.taken[0].update_id.startswith("4200.")


async def test_nobody_waits_behind_somebody_elses_message(line: Line) -> None:
    await line.fake.person(11).says("慢")
    await line.fake.person(12).says("快")
    line.town.slow.add("慢")
    polling = line.polling()
    polling.start()
    await until(lambda: line.town.words == ["快"])
    line.town.go.set()
    await until(lambda: line.town.words == ["快", "慢"])
    await polling.stop()


async def test_nothing_is_confirmed_before_it_is_committed(line: Line) -> None:
    wang, sun = line.fake.person(11), line.fake.person(12)
    for who, words in ((wang, "一"), (wang, "坏"), (wang, "三"), (sun, "四")):
        await who.says(words)
    line.town.failing.add("坏")
    polling = line.polling()
    with capture_logs():
        await polling.once()
        await polling.once()
    assert "三" not in line.town.words, "her third word does not overtake her second"
    assert line.town.words.count("四") == 2, "it comes again, and the intake knows it by its number"
    assert len({one.update_id for one in line.town.taken if one.text == "四"}) == 1
    assert line.fake.updates.count == 3, "only the first is confirmed"
    assert line.pauses == [1.0, 2.0]
    line.town.failing.clear()
    await polling.once()
    await polling.once()
    assert line.fake.updates.count == 0
    hers = [one.text for one in line.town.taken if one.address == "11"]
    assert hers == ["一", "坏", "三"]


async def test_one_that_can_never_be_stored_does_not_stop_the_others_for_ever(line: Line) -> None:
    await line.fake.person(11).says("坏")
    line.town.failing.add("坏")
    polling = line.polling()
    with capture_logs() as logged:
        for number in range(module.TRIES + 1):
            await line.fake.person(12).says(f"{number}")
            await polling.once()
        await polling.once()
    assert line.counts["passed_over"] == 1
    assert "an update is passed over" in events(logged)
    assert line.fake.updates.count == 0


async def test_while_nothing_at_all_can_be_stored_nothing_is_passed_over(line: Line) -> None:
    await line.fake.person(11).says("坏")
    line.town.failing.add("坏")
    polling = line.polling()
    with capture_logs():
        for _ in range(module.TRIES * 2):
            await polling.once()
    assert line.fake.updates.count == 1
    assert max(line.pauses) == 30.0


async def test_broken_updates_are_counted_and_confirmed(line: Line) -> None:
    for update in ({"message": 5}, {"update_id": 700, "message": "x"}, {"update_id": 701}):
        await line.fake.deliver(update)
    await line.fake.person(11).says("在吗")
    polling = line.polling()
    with capture_logs() as logged:
        await polling.once()
        await polling.once()
    assert line.town.words == ["在吗"]
    assert line.counts["unreadable"] == 2
    assert len(logged) == 1, "said once"


async def test_a_poll_that_brings_only_rubbish_is_not_repeated_at_once(line: Line) -> None:
    line.fake.updates.next_update_id = 0
    await line.fake.deliver({"update_id": "x"})
    polling = line.polling()
    with capture_logs():
        await polling.once()
    assert line.pauses == [1.0]


async def test_after_a_quiet_week_the_numbers_may_begin_anywhere(line: Line) -> None:
    wang = line.fake.person(11)
    polling = line.polling()
    await wang.says("一")
    await polling.once()
    await polling.once()
    line.fake.next_update_id = 17
    await wang.says("二")
    await polling.once()
    assert line.town.words == ["一", "二"]


async def test_a_tap_is_acknowledged_by_a_call_at_once(line: Line) -> None:
    line.fake.anyone = True
    message = {"message_id": 1, "chat": {"id": 11, "type": "private"}}
    query = {"id": "77", "from": {"id": 11, "is_bot": False}, "message": message, "data": "g.menu"}
    await line.fake.deliver({"update_id": 700, "callback_query": query})
    await line.polling().once()
    await until(lambda: line.called("answerCallbackQuery") == 1)
    assert line.town.taken[0].tap == "g.menu"


async def test_what_was_taken_in_is_finished_before_the_end(line: Line) -> None:
    await line.fake.person(11).says("慢")
    line.town.slow.add("慢")
    polling = line.polling()
    polling.start()
    await until(lambda: line.called("getUpdates") == 1)
    for _ in range(20):
        await line.pause(0)
    line.supervisor.once("stop", polling.stop())
    await line.pause(0)
    line.town.go.set()
    await until(lambda: not line.supervisor.alive("telegram.polling"))
    assert line.town.words == ["慢"]


# -- whoever gets in the way -----------------------------------------------------------------------
async def test_a_second_poller_is_said_once_and_counted_and_met_with_growing_pauses(
    line: Line,
) -> None:
    line.fake.fail("getUpdates", status=409, description=POLLED_TWICE, times=6)
    polling = line.polling()
    with capture_logs() as logged:
        for _ in range(7):
            await polling.once()
    assert events(logged) == ["another program polls this bot, stop it or change TELEGRAM_TOKEN"]
    assert line.counts["poller"] == 6
    assert line.pauses[:6] == [1.0, 2.0, 4.0, 8.0, 16.0, 30.0]


async def test_our_own_last_poll_that_is_ending_is_no_alarm(line: Line) -> None:
    line.fake.fail("getUpdates", status=409, description=POLLED_TWICE)
    polling = line.polling()
    with capture_logs() as logged:
        await polling.once()
        await polling.once()
    assert not logged


async def test_a_webhook_is_taken_off_before_the_first_poll_and_nothing_is_lost(
    line: Line,
) -> None:
    line.fake.webhook.point_to(Hook("http://127.0.0.1:9/gone"))
    await line.fake.person(11).says("先前说的")
    await line.polling().once()
    assert line.fake.webhook.hook is None
    assert line.town.words == ["先前说的"]


async def test_a_webhook_that_somebody_sets_is_taken_off_at_most_once_a_minute(
    line: Line,
) -> None:
    polling = line.polling()
    await polling.once()
    line.pauses.clear()
    with capture_logs() as logged:
        for _ in range(3):
            line.fake.webhook.point_to(Hook("http://127.0.0.1:9/theirs"))
            await polling.once()
        assert line.called("deleteWebhook") == 1
        line.wall.advance(module.A_MINUTE)
        await polling.once()
        await polling.once()
    assert line.called("deleteWebhook") == 2
    assert line.fake.webhook.hook is None
    assert events(logged) == ["somebody has set a webhook for this bot, polling takes it away"]
    assert line.counts["webhook"] == 4
    assert line.pauses[:3] == [1.0, 2.0, 4.0]


async def test_a_token_that_is_revoked_is_said_once_tried_each_minute_and_said_when_it_is_well(
    line: Line,
) -> None:
    polling = line.polling()
    await polling.once()
    line.pauses.clear()
    line.fake.revoke()
    with capture_logs() as logged:
        for _ in range(3):
            await polling.once()
        assert line.pauses == [60.0] * 3
        assert [line.api.pulse.up] == [False]
        line.fake.restore()
        await line.fake.person(11).says("还在")
        await polling.once()
    assert len(logged) == 2
    assert "TELEGRAM_TOKEN" in str(logged[0]["event"])
    assert line.api.pulse.up
    assert line.town.words == ["还在"]


async def test_a_network_that_is_down_is_said_once_and_waited_for(line: Line) -> None:
    polling = line.polling()
    await polling.once()
    await line.fake.stop()
    line.pauses.clear()
    with capture_logs() as logged:
        for _ in range(7):
            await polling.once()
        assert len(logged) == 1
        await line.fake.start()
        await line.fake.person(11).says("通了")
        await polling.once()
    assert line.pauses == [1.0, 2.0, 4.0, 8.0, 16.0, 30.0, 30.0]
    assert line.town.words == ["通了"]
    assert len(logged) == 2


async def test_a_flood_and_a_broken_server_are_waited_out(line: Line) -> None:
    polling = line.polling()
    line.fake.fail("getUpdates", retry_after=9)
    line.fake.fail("getUpdates", status=502)
    await line.fake.person(11).says("还在")
    for _ in range(3):
        await polling.once()
    assert line.pauses == [9.0, 2.0]
    assert line.town.words == ["还在"]


async def test_one_process_polls_and_another_takes_over(
    store: Store, database_url: str, wall: FixedClock
) -> None:
    if store.dialect == "sqlite":
        pytest.skip("one service to a SQLite file")
    other = Store.open(database_url, wall=wall)
    async with open_line(store, wall) as one:
        first, second = one.polling(), one.polling(other)
        await one.fake.person(11).says("一")
        first.start()
        await until(lambda: one.town.words == ["一"])
        one.pauses.clear()
        one.supervisor.run("second", second.loop)
        await until(lambda: module.STAND_BY in one.pauses)
        await first.stop()
        await one.fake.person(11).says("二")
        await until(lambda: one.town.words == ["一", "二"])
        await one.supervisor.stop("second")
    other.close()
