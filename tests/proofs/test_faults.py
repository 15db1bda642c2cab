"""Telegram refuses, breaks, hangs and is silent: nothing is lost, and nobody waits for others.

The short runs belong to every test run, with pauses a few times shorter than real ones; the long
ones, with a whole minute of silence, to ``make prove``.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from aiohttp.test_utils import unused_port

from bot.channels.base import Abilities
from bot.channels.telegram import pulse
from bot.channels.telegram.channel import ABILITIES
from models.messages import Priority
from models.store import Store
from tests.botapi import FakeBotApi, Faults
from tests.proofs.faulty import NOTHING_WRONG, Patience, Town, given_up, opened
from tests.proofs.rows import (
    each_row_was_sent_or_says_why_not,
    each_talk_has_its_case,
    each_update_was_answered,
    each_update_was_taken_once,
    rows_sent,
    summed,
)
from tests.proofs.running import Reach
from tests.proofs.scripts import Course, courses
from tests.proofs.service import Mode, Platform
from tests.proofs.town import EVENING, UNPACED, Keys, RunningClock, ahead_of, settle_on_telegram
from tests.proofs.waits import longest

pytestmark = pytest.mark.usefixtures("service_logs")
Quote = Callable[[str], None]
EVERYTHING = Faults(too_many=0.05, server_error=0.05, hang=0.02, blocked=0.03, reset=0.02)
SHORT = Patience(call=0.4, backoff=1.0)
LONG = Patience(call=2.0, backoff=4.0)
QUIET_FOR = 1.5
FLOOD = 9.0
"""Seconds one chat is told to wait: long against a stall of a busy machine, so that who waits for whom
can be told apart from it."""
BEHIND = 3.0
"""Seconds an answer may wait for no reason of its own chat or of everybody: a second until the sender
looks into the table again, and the work, on a machine that does other things too."""


@asynccontextmanager
async def town(
    url: str,
    mode: Mode,
    patience: Patience,
    *,
    residents: int,
    helpers: int,
    abilities: Abilities = UNPACED,
    limits: bool = False,
) -> AsyncIterator[Town]:
    store = Store.open(url, wall=RunningClock(ahead_of(EVENING)))
    try:
        async with FakeBotApi(latency=0.002, limits=limits) as api:
            phones = settle_on_telegram(store, api, residents=residents, helpers=helpers)
            reach = Reach(api.token, api.url, unused_port(), mode)
            platform = Platform(api, random.Random(residents))
            async with opened(store, api, phones, reach, patience, platform, abilities) as one:
                yield one
    finally:
        store.close()


async def worst(one: Town, known: tuple[Course, ...], *, talks: int, silence: float) -> str:
    """Everything goes wrong while people talk and are told; then a silence, while they go on."""
    one.api.trouble.rates = EVERYTHING
    helpers = one.kind("helper")
    async with asyncio.TaskGroup() as group:
        group.create_task(one.talk(one.kind("resident"), talks))
        for number, priority in enumerate((Priority.NOTICE, Priority.ORDINARY, Priority.URGENT)):
            await one.tell(helpers, priority, f"wave{number}")
            await asyncio.sleep(0.3)
        one.silence(silence)
        await one.tell(helpers, Priority.ORDINARY, "silence")
    await one.drained()
    one.api.trouble.clear()
    return judged(one, known)


def judged(one: Town, known: tuple[Course, ...]) -> str:
    """Row by row; the figures in a few lines."""
    record, store = one.record, one.store
    driven = one.driven(known)
    whole = [who for who in one.residents if who.address not in record.blocked]
    reached = replace(driven, updates=[update for who in whole for update in who.updates])
    wrong = {
        each.__name__: store.read_now(lambda session: each(session, one))  # noqa: B023 - read at once
        for each in NOTHING_WRONG
    }
    for check, of in (
        (each_talk_has_its_case, driven),
        (each_update_was_taken_once, driven),
        (each_row_was_sent_or_says_why_not, driven),
        (each_update_was_answered, reached),
    ):
        wrong[check.__name__] = store.read_now(partial(check, driven=of))
    assert not any(wrong.values()), {name: found[:5] for name, found in wrong.items() if found}
    repeats = sum(call.said for call in record.calls) - store.read_now(rows_sent)
    unanswered = sum(attempt.unanswered for attempt in one.watch.attempts)
    assert 0 <= repeats <= unanswered
    dead = store.read_now(given_up)
    assert one.counted("failed") == 0
    assert one.counted("gone") >= dead
    figures = store.read_now(partial(summed, driven=driven))
    assert figures.cases == figures.cases_wanted
    struck = ", ".join(f"{what} {times}" for what, times in one.api.trouble.struck.items())
    return (
        f"faults on Telegram ({store.dialect}): {sum(one.api.counted.values()):,} calls, struck: "
        f"{struck}; cases {figures.cases:,}/{figures.cases_wanted:,}, updates {figures.updates:,}, "
        f"due rows sent {figures.sent:,}/{figures.due:,} (the others: {figures.reasons}), "
        f"accounts given up {dead}, repeats {repeats} (calls that were left "
        f"without an answer {unanswered})\n  {patiently(one)}"
    )


def patiently(one: Town) -> str:
    """Nobody in a talk waits behind somebody else's trouble longer than all were told to. Tellings
    come after answers by rights, and after an outage there are many: of them the figure is said."""
    waits = one.waits()
    answers = [wait for wait in waits if wait.priority == Priority.ANSWER]
    calm, rough = (
        [one for one in answers if one.troubled is is_rough] for is_rough in (False, True)
    )
    tellings = [wait for wait in waits if wait.priority > Priority.ANSWER]
    rests = [attempt.rest for attempt in one.watch.attempts if attempt.everyone]
    said = (
        f"waits: {len(calm):,} answers without trouble in their own chat, longest "
        f"{max(wait.seconds for wait in calm):.1f} s, of it behind others {longest(calm):.2f} s; "
        f"{len(rough):,} with trouble, behind others {longest(rough):.2f} s; {len(tellings):,} "
        f"tellings, behind others {longest(tellings):.2f} s; everybody rested {len(rests)} times, "
        f"for at most {max(rests, default=0):.0f} s"
    )
    assert longest(answers) <= BEHIND, said
    return said


# -- everything goes wrong ---------------------------------------------------------------------------
async def test_with_everything_going_wrong_nothing_is_lost_and_nobody_waits_for_others(
    sqlite_url: str,
    tmp_path: Path,
    own_keys: Keys,
    quote: Quote,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(pulse, "LONGEST", SHORT.backoff)
    known = await courses(tmp_path)
    async with town(sqlite_url, "webhook", SHORT, residents=30, helpers=40) as one:
        quote(await worst(one, known, talks=1, silence=QUIET_FOR))


@pytest.mark.prove
@pytest.mark.timeout(1800)
async def test_through_a_minute_of_silence_nothing_is_lost_and_nobody_waits_for_others(
    dialect: str, database_url: str, tmp_path: Path, own_keys: Keys, quote: Quote
) -> None:
    modes: dict[str, Mode] = {"sqlite": "polling", "postgresql": "webhook"}
    known, mode = await courses(tmp_path), modes[dialect]
    async with town(database_url, mode, LONG, residents=200, helpers=200) as one:
        quote(f"by {mode}: {await worst(one, known, talks=2, silence=60)}")


# -- the pace ----------------------------------------------------------------------------------------
async def test_whoever_is_told_to_wait_holds_up_nobody_else(
    sqlite_url: str, own_keys: Keys, quote: Quote
) -> None:
    async with town(sqlite_url, "webhook", SHORT, residents=20, helpers=0) as one:
        slow, *others = one.kind("resident")
        one.api.flood(FLOOD, slow.id)
        await one.talk([slow, *others], talks=1)
        await one.drained()
        waits = one.waits()
    theirs = max(wait.seconds for wait in waits if wait.address == str(slow.id))
    others_longest = max(wait.seconds for wait in waits if wait.address != str(slow.id))
    assert theirs >= FLOOD - 0.5
    assert others_longest < FLOOD / 2
    quote(
        f"one chat must wait {FLOOD:.0f} s: its message went after {theirs:.1f} s, "
        f"the {len(others)} others waited {others_longest:.2f} s at most"
    )


async def test_at_telegrams_own_pace_hardly_a_call_is_refused_and_urgent_goes_before_bulk(
    sqlite_url: str, own_keys: Keys, quote: Quote
) -> None:
    pace = partial(town, abilities=ABILITIES, limits=True)
    async with pace(sqlite_url, "webhook", SHORT, residents=6, helpers=130) as one:
        helpers = one.kind("helper")
        await one.tell(helpers[:120], Priority.NOTICE, "bulk")
        async with asyncio.TaskGroup() as group:
            group.create_task(one.talk(one.kind("resident"), talks=1))
            await asyncio.sleep(1.0)
            await one.tell(helpers[120:], Priority.URGENT, "urgent")
        await one.drained()
        waits, refused = one.waits(), dict(one.record.refused)
        calls = sum(call.said for call in one.record.calls)
    longest_of = {
        priority: max(wait.seconds for wait in waits if wait.priority == priority)
        for priority in (Priority.ANSWER, Priority.URGENT, Priority.NOTICE)
    }
    said = ", ".join(f"{priority.name} {most:.1f} s" for priority, most in longest_of.items())
    quote(f"at Telegram's pace: {calls} messages, refused {refused or 0}; longest waits {said}")
    assert longest_of[Priority.URGENT] < longest_of[Priority.NOTICE] / 2
    assert not refused
