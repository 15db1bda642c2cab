"""Every flow, with Back, Cancel, Change and every interruption at every step.

Nobody loses what they said: after any of these the same answers lead to the same end.
"""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from handlers.book import book
from models.register.tables import Account
from models.talks.tables import TalkRow
from tests.talks.phones import Person
from tests.talks.scripts import SCRIPTS, Script
from tests.talks.world import World

NAMES = [f"{script.flow}-{script.who}-{len(script.answers)}" for script in SCRIPTS]
every_flow = pytest.mark.parametrize("script", SCRIPTS, ids=NAMES)


async def at_the_start(town: World, script: Script) -> Person:
    if script.before is not None:
        await script.before(town)
    person = town.stranger("new") if script.who == "new" else town.person(script.who)
    await person.looks()
    await script.begin(town, person)
    assert open_flow(town, person) == script.flow
    assert script.first in person.screen
    return person


def open_flow(town: World, person: Person) -> str | None:
    address = person.handset.address  # type: ignore[attr-defined]  # the handset of this world

    def find(session: Session) -> str | None:
        return session.execute(
            select(TalkRow.flow)
            .join(Account, Account.id == TalkRow.account_id)
            .where(Account.address == address)
        ).scalar()

    return town.core.store.read_now(find)


def last_words(person: Person) -> str:
    messages = person.handset.messages()
    return "\n".join(message.text for _version, message in messages[-4:])


async def to_the_end(person: Person, script: Script, start: int = 0) -> None:
    for answer in script.answers[start:]:
        await answer.give(person)
    assert script.end in last_words(person)


def test_every_flow_has_a_script() -> None:
    assert {script.flow for script in SCRIPTS} == set(book().flows)


@every_flow
async def test_back_at_every_step_asks_that_question_again(town: World, script: Script) -> None:
    person = await at_the_start(town, script)
    for number, answer in enumerate(script.answers[:-1]):
        question = person.screen
        await answer.give(person)
        await person.says("返回")
        assert open_flow(town, person) == script.flow, f"after step {number}"
        if not answer.photo:
            assert person.screen.split("\n")[0] == question.split("\n")[0], f"after step {number}"
        await answer.give(person)
    await to_the_end(person, script, len(script.answers) - 1)


@every_flow
async def test_cancel_at_every_step_leaves_nothing_open(town: World, script: Script) -> None:
    person = await at_the_start(town, script)
    for number in range(len(script.answers)):
        for answer in script.answers[:number]:
            await answer.give(person)
        await person.says("不办了").sees("不办了")
        assert open_flow(town, person) is None
        assert script.end not in last_words(person)
        if number + 1 < len(script.answers):
            restarted = await begin_again(town, person, script)
            if not restarted:
                return
    if await begin_again(town, person, script):
        await to_the_end(person, script)


async def begin_again(town: World, person: Person, script: Script) -> bool:
    """Start the same flow once more, if its button is still there."""
    try:
        await script.begin(town, person)
    except AssertionError:
        return False
    return open_flow(town, person) == script.flow


@every_flow
async def test_interruptions_at_every_step_change_nothing(town: World, script: Script) -> None:
    person = await at_the_start(town, script)
    for number, answer in enumerate(script.answers):
        question = person.screen.split("\n")[0]
        await person.says("帮助").sees("找人说话", question)
        await person.says("English")
        await person.says("中文").sees(question)
        await person.sends("sticker").sees("看不懂", question)
        await person.sends("voice").sees("语音", question)
        await person.says("长" * 4097).sees("太长", question)
        if number == 0:
            await person.says("找人说话")
        assert open_flow(town, person) == script.flow, f"before step {number}"
        await answer.give(person)
    assert script.end in last_words(person)


@pytest.mark.parametrize(
    "script", [script for script in SCRIPTS if script.flow != "alarm_where"],
    ids=[name for name in NAMES if not name.startswith("alarm_where")],
)  # fmt: skip
async def test_an_alarm_at_every_step_is_raised_and_the_talk_goes_on(
    town: World, script: Script
) -> None:
    person = await at_the_start(town, script)
    for answer in script.answers:
        question = person.screen.split("\n")[0]
        await person.says("救命").sees("120")
        assert open_flow(town, person) == script.flow
        await person.taps("点错了，没事").sees("没事就好", question)
        await answer.give(person)
    assert script.end in last_words(person)


with_a_summary = pytest.mark.parametrize(
    "script",
    [script for script in SCRIPTS if script.flow in ("help", "settle", "join")],
    ids=[name for name, script in zip(NAMES, SCRIPTS, strict=True)
         if script.flow in ("help", "settle", "join")],
)  # fmt: skip


@with_a_summary
async def test_every_answer_can_be_changed_and_the_others_stay(town: World, script: Script) -> None:
    person = await at_the_start(town, script)
    for answer in script.answers[:-1]:
        await answer.give(person)
    summary = person.screen
    await person.taps("改一改").sees("改哪样？")
    for label in [
        label for label in person.buttons() if label not in ("返回", "不办了", "找人说话")
    ]:
        if "改哪样" not in person.screen:
            await person.taps("改一改")
        await person.taps(label)
        await person.says("返回")
        assert person.screen == summary, f"after looking at {label}"
    await to_the_end(person, script, len(script.answers) - 1)
