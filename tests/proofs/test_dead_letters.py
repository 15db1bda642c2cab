"""An update that fails three times: kept for staff, apologised for, and nothing said is lost.

The fault is one extra flow in the book whose second question breaks; everything else is the
service as it ships.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from bot.channels.memory import MemoryChannel
from bot.core import Core, build
from bot.dialogue.asking import Choice
from bot.dialogue.book import Flow, flow
from bot.dialogue.chat import Chat
from bot.dialogue.messages import Incoming
from bot.logs import configure
from models.clocks import FixedClock
from models.store import Store
from models.talks.tables import DeadLetter
from tests.proofs.scripts import places_of
from tests.proofs.town import CHANNEL, settle

pytestmark = pytest.mark.usefixtures("service_logs")
WHO, ADMIN = "resident-0", "admin-0"
WORDS = "我叫王桂兰，电话 100-987654321-5678"
PRIVATE = ("王桂兰", "100-987654321-5678", "987654321")


@dataclass
class Fault:
    """Breaks so many times; counts how often it was met."""

    times: int = 99
    met: int = 0

    def parse(self, words: str) -> str:
        self.met += 1
        if self.met <= self.times:
            raise RuntimeError(f"cannot take {words}")
        return words


def fragile(fault: Fault) -> Flow:
    def run(chat: Chat) -> None:
        chat.ask("first", "头一样？", choices=(Choice("a", "甲"), Choice("b", "乙")))
        chat.ask("second", "第二样？", parse=fault.parse)
        chat.ask("third", "第三样？")

    return flow("fragile", say="易碎的")(run)


@dataclass
class Broken:
    """A service with one flow that breaks."""

    core: Core
    channel: MemoryChannel
    fault: Fault = field(default_factory=Fault)

    async def at_the_second_question(self) -> None:
        await self.channel.taps_token(WHO, "f.fragile")
        await self.channel.taps(WHO, "甲")
        assert self.channel.screen(WHO).text == "第二样？"

    def letters(self) -> list[DeadLetter]:
        return self.core.store.read_now(lambda session: list(session.scalars(select(DeadLetter))))


@pytest.fixture
async def broken(store: Store, wall: FixedClock) -> AsyncIterator[Broken]:
    settle(store, wall.now(), residents=2, helpers=0)
    channel = MemoryChannel(CHANNEL)
    core = build(store, {CHANNEL: channel}, wall=wall)
    service = Broken(core, channel)
    core.engine.book.add(fragile(service.fault))

    async def settled() -> None:
        await core.sender.sweep()

    channel.intake, channel.settle = core.intake, settled
    yield service
    await core.stop()


async def test_an_update_that_fails_three_times_is_kept_and_apologised_for(
    broken: Broken, capsys: pytest.CaptureFixture[str]
) -> None:
    configure("json")  # once more: what is captured has changed since
    await broken.at_the_second_question()
    before = broken.core.store.read_now(places_of)[WHO]
    await broken.channel.says(WHO, WORDS)
    assert broken.fault.met == 3
    [letter] = broken.letters()
    assert WORDS in letter.body, "staff with the key can read what it was"
    assert letter.fault == "RuntimeError"
    assert f"报 {letter.reference}" in broken.channel.screen(WHO).text
    assert broken.core.store.read_now(places_of)[WHO] == before, "nothing said is lost"
    at_staff = broken.channel.screen(ADMIN).text
    assert letter.reference in at_staff
    said = capsys.readouterr()
    assert said.err.count("update_failed") == 3
    assert letter.reference in said.err
    assert broken.core.store.read_now(_raw_body).isascii()
    for private in PRIVATE:
        assert private not in said.err + said.out + at_staff


async def test_after_the_apology_the_talk_goes_on_from_the_same_question(broken: Broken) -> None:
    await broken.at_the_second_question()
    await broken.channel.says(WHO, WORDS)
    broken.fault.times = 0  # mended
    await broken.channel.says(WHO, "就这样")
    assert broken.channel.screen(WHO).text == "第三样？"
    place = broken.core.store.read_now(places_of)[WHO]
    assert dict(place.answers) == {"first": "a", "second": "就这样"}


async def test_a_dead_letter_delivered_again_changes_nothing(broken: Broken) -> None:
    await broken.at_the_second_question()
    await broken.channel.says(WHO, WORDS)
    apologies = len(broken.channel.phone(WHO).messages)
    update = broken.core.store.read_now(_buried)
    for _time in range(3):
        await broken.channel.again(Incoming(CHANNEL, WHO, update, "text", text=WORDS))
    assert broken.fault.met == 3
    assert len(broken.letters()) == 1
    assert len(broken.channel.phone(WHO).messages) == apologies


async def test_a_fault_that_passes_by_itself_leaves_no_trace(broken: Broken) -> None:
    broken.fault.times = 2
    await broken.at_the_second_question()
    await broken.channel.says(WHO, WORDS)
    assert broken.fault.met == 3
    assert not broken.letters()
    assert broken.channel.screen(WHO).text == "第三样？"
    assert dict(broken.core.store.read_now(places_of)[WHO].answers)["second"] == WORDS


async def test_somebody_elses_fault_does_not_keep_the_others_waiting(broken: Broken) -> None:
    await broken.at_the_second_question()
    await broken.channel.says(WHO, WORDS)
    await broken.channel.says("resident-1", "家里没水")
    assert "水怎么了" in broken.channel.screen("resident-1").text


def _raw_body(session: Session) -> str:
    return str(session.execute(text("SELECT body FROM dead_letters")).scalar_one())


def _buried(session: Session) -> str:
    return session.execute(select(DeadLetter.update_id)).scalar_one()
