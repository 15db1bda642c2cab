"""Each thing that may stop is made to stop: within a minute the people responsible have read it, the
log, the metric and /readyz say it, and when the cause goes away all is well without a restart."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

from structlog.typing import EventDict

from bot.channels.base import Abilities
from bot.channels.memory import MemoryChannel
from bot.dialogue.messages import Outgoing
from bot.health import Vitals, not_ready
from bot.watch.board import KINDS, Board, Trouble
from bot.watch.wiring import Spare, Watching
from models.clocks import FixedClock
from models.messages import Priority
from models.store import Store
from models.work import Work
from tests.operations.house import House, house_of, metrics_page, until


class Hangs:
    """A job of the clock that does not end until it is let go."""

    name = "hangs"

    def __init__(self) -> None:
        self.go = threading.Event()
        self.hung = threading.Event()

    def run(self, work: Work) -> int:
        self.hung.set()
        self.go.wait(60)
        return 0

    def next_due(self, work: Work) -> None:
        return None


@contextmanager
def hanging(house: House) -> Iterator[Hangs]:
    """The clock has such a job; whatever happens it ends with the test."""
    job, clock = Hangs(), house.core.clock
    clock._jobs = (*clock._jobs, job)
    clock.nudge()
    try:
        yield job
    finally:
        clock._jobs = clock._jobs[:-1]
        job.go.set()


async def reasons(house: House) -> list[str]:
    """What /readyz gives as its reasons."""
    vitals = Vitals(
        wall=house.core.wall,
        database=lambda: asyncio.sleep(0),
        last_tick=house.core.wall.now,
        sender_alive=lambda: True,
        alarms=house.watch.reasons,
    )
    return await not_ready(vitals)


async def everywhere(house: House, logged: list[EventDict], kind: str) -> None:
    """Log, metric and /readyz say that this is wrong; nothing else is."""
    assert house.on == {kind}
    assert [one["kind"] for one in logged if one["event"] == "alarm"] == [kind]
    assert f'doorstep_alarm{{kind="{kind}"}} 1.0' in metrics_page(house.core.metrics)
    assert f"alarm: {kind}" in await reasons(house)


async def nowhere(house: House, logged: list[EventDict], kind: str) -> None:
    assert [one["kind"] for one in logged if one["event"] == "alarm over"] == [kind]
    assert f'doorstep_alarm{{kind="{kind}"}} 0.0' in metrics_page(house.core.metrics)
    assert await reasons(house) == []


async def test_all_is_well_for_an_hour_and_nobody_hears_anything(
    house: House, logged: list[EventDict]
) -> None:
    await house.passes(600)
    assert house.told() == house.told(house.radio) == []
    assert not [one for one in logged if one["event"].startswith("alarm")]


async def test_a_job_that_hangs_stops_the_clock(house: House, logged: list[EventDict]) -> None:
    with hanging(house) as job:
        await until(job.hung.is_set)
        took = await house.alarmed("clock", ticks=False)
        assert house.reason("clock") == "job.hangs"
        await everywhere(house, logged, "clock")
        assert took <= 30
        await house.passes(120, ticks=False)
    assert len(house.told()) == 1
    await house.well()
    await nowhere(house, logged, "clock")
    assert "钟又走了" in house.told()[-1]


async def test_a_clock_that_stands_still_without_any_job(
    house: House, logged: list[EventDict]
) -> None:
    async with house.core.clock._one_at_a_time:
        took = await house.alarmed("clock", ticks=False)
        await everywhere(house, logged, "clock")
        [told] = house.told()
        assert told.startswith("家门口的钟停了")
        assert len(told.splitlines()) <= 4
        await house.passes(600, ticks=False)
        assert len(house.told()) == 1
    assert took <= 40
    await house.well()
    await nowhere(house, logged, "clock")
    assert "钟又走了" in house.told()[1]


async def test_the_clock_s_loop_has_ended_and_is_begun_again(
    house: House, logged: list[EventDict]
) -> None:
    house.core.supervisor._tasks["clock"].cancel()
    await until(lambda: house.core.supervisor.ended("clock"))
    await house.alarmed("clock", ticks=False)
    await until(lambda: house.core.supervisor.alive("clock"))
    await house.well()
    await nowhere(house, logged, "clock")


async def test_the_sender_s_loop_has_ended_and_is_begun_again(
    house: House, logged: list[EventDict]
) -> None:
    house.core.supervisor._tasks["sender"].cancel()
    await until(lambda: house.core.supervisor.ended("sender"))
    took = await house.alarmed("sender")
    assert house.reason("sender") == "ended"
    assert took <= 20
    await everywhere(house, logged, "sender")
    assert "消息发不出去" in house.told()[0]
    await until(house.core.sender.alive)
    await house.well()
    await nowhere(house, logged, "sender")
    assert "消息又往外发了" in house.told()[1]


async def test_a_sender_that_takes_nothing(house: House, logged: list[EventDict]) -> None:
    load = house.core.sender._claimer.load
    room, load.room = load.room, lambda **_: (0, Priority.NOTICE)  # type: ignore[method-assign]  # a count that leaked
    house.owes()
    await house.alarmed("sender")
    assert house.reason("sender") == "takes_nothing"
    await everywhere(house, logged, "sender")
    load.room = room  # type: ignore[method-assign]
    house.core.sender.wake()
    await until(lambda: "早" in [one.text for one in house.post.phone("admin").messages])
    await house.well()
    await nowhere(house, logged, "sender")


class Hanging(MemoryChannel):
    """A platform that takes calls and answers none, while it is told to."""

    hangs = False

    async def send(self, address: str, message: Outgoing, *, key: str) -> str:
        while self.hangs:  # noqa: ASYNC110 - until the test lets go or the sender gives up
            await asyncio.sleep(0.01)
        return await super().send(address, message, key=key)


async def test_calls_that_hang_are_told_on_another_channel(
    store: Store, wall: FixedClock, logged: list[EventDict]
) -> None:
    post = Hanging("post", Abilities(), run="t")
    async with house_of(store, wall, channels={"post": post}) as house:
        post.hangs = True
        house.owes()
        await until(lambda: any(line.unanswered for line in house.core.lines))
        wall.advance(minutes=1)
        house.core.sender.wake()
        await until(lambda: any(line.unanswered > 1 for line in house.core.lines))
        took = await house.alarmed("sender")
        assert house.reason("sender") == "calls_hang"
        await everywhere(house, logged, "sender")
        assert house.told(post) == []
        [told] = house.told(house.radio)
        assert "消息发不出去" in told
        assert took <= 50
        post.hangs = False
        wall.advance(minutes=2)
        house.core.sender.wake()
        await until(lambda: bool(post.phone("admin").messages))
        await house.well()
        await nowhere(house, logged, "sender")


async def test_too_long_a_queue(store: Store, wall: FixedClock, logged: list[EventDict]) -> None:
    waiting = [False]
    choices = Watching(queue_too_long=lambda: waiting[0])
    async with house_of(store, wall, choices=choices) as house:
        waiting[0] = True
        assert await house.alarmed("queue") <= 10
        await everywhere(house, logged, "queue")
        assert "排着没发的消息太多了" in house.told()[0]
        waiting[0] = False
        await house.well()
        await nowhere(house, logged, "queue")


async def test_a_token_that_is_not_accepted_is_told_elsewhere(
    store: Store, wall: FixedClock, logged: list[EventDict]
) -> None:
    answer = [""]
    spare = MemoryChannel("post", Abilities(), run="s")

    async def ask() -> str:
        return answer[0]

    async def close() -> None:
        return None

    choices = Watching(spares={"post": lambda: Spare(spare, ask, close)})
    async with house_of(store, wall, choices=choices) as house:
        answer[0] = "token"
        assert await house.alarmed("token") <= 30
        await everywhere(house, logged, "token")
        assert not house.told(spare)
        assert "不认我们的口令" in house.told(house.radio)[0]
        answer[0] = ""
        await house.well()
        await nowhere(house, logged, "token")
        assert "又认我们的口令" in house.told(spare)[0]
        answer[0] = "platform"
        assert await house.alarmed("platform") <= 45
        answer[0] = ""
        await house.well()


async def test_quiet_hours_do_not_hold_it(house: House, wall: FixedClock) -> None:
    wall.advance(timedelta(hours=9))  # it is night in the town
    async with house.core.clock._one_at_a_time:
        await house.alarmed("clock", ticks=False)
        assert len(house.told()) == 1


def test_what_comes_and_goes_for_an_hour_is_one_alarm_that_lasts() -> None:
    board, begun = Board(), 0
    for second in range(0, 3600, 5):  # half a minute on, half a minute off
        found = [Trouble("queue")] if second % 60 < 30 else []
        begun += len(board.see(found, float(second))[0])
    assert begun == 2
    assert board.is_on("queue")
    for second in range(3600, 5400, 5):
        board.see([], float(second))
    assert not board.on


async def test_whoever_could_not_be_reached_is_tried_again(house: House) -> None:
    house.post.fail(ConnectionError(), times=10_000)
    house.radio.fail(ConnectionError(), times=10_000)
    async with house.core.clock._one_at_a_time:
        await house.alarmed("clock", ticks=False)
        await house.passes(60, ticks=False)
        assert not house.told()
        house.post._failures.clear()
        await house.passes(60, ticks=False)
        assert len(house.told()) == 1
    await house.well()
    assert len(house.told()) == 2


async def test_whoever_was_never_reached_hears_of_its_end(house: House) -> None:
    house.post.fail(ConnectionError(), times=10_000)
    house.radio.fail(ConnectionError(), times=10_000)
    async with house.core.clock._one_at_a_time:
        await house.alarmed("clock", ticks=False)
        await house.passes(120, ticks=False)
    house.post._failures.clear()
    await house.well()
    [told] = house.told()
    assert "停了 3 分钟" in told or "停了 2 分钟" in told


async def test_both_chats_of_one_person_hear_it_one_without_a_sound(house: House) -> None:
    async with house.core.clock._one_at_a_time:
        await house.alarmed("clock", ticks=False)
    [post], [radio] = (
        [one.message for one in channel.phone("admin").messages if one.message.urgent]
        for channel in (house.post, house.radio)
    )
    assert (post.quiet, radio.quiet) == (False, True)


async def test_one_message_for_one_cause(house: House) -> None:
    """A loop that hangs stops the clock and the sender too: one alarm, about the loop."""
    house.watch.beat = house.hand()
    for _ in range(24):
        house.hand.ahead += 5
        await house.look(beats=False)
    assert house.on == {"loop"}
    assert len(house.told()) <= 1


def test_every_text_fits_a_phone() -> None:
    from bot.dialogue.say import say
    from bot.watch import texts

    speak: Callable[[object], str] = lambda line: say(line, "zh")  # type: ignore[arg-type]  # noqa: E731 - short
    for kind in KINDS:
        lines = (*texts.begins(Trouble(kind, "telegram")), texts.WHERE(instance="one"))
        assert len(lines) <= 4
        assert all(len(speak(line)) <= 36 for line in lines), kind
        assert "{" not in "".join(map(speak, (*lines, *texts.over(Trouble(kind, "x"), 90))))
