"""The talks of the kill proof, and where each of their steps leaves a conversation.

The places are not written down by hand: each script is run once from the start, undisturbed, on a
database of its own; whatever was killed must stand exactly where that run stood.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.channels.memory import MemoryChannel
from bot.core import build
from bot.dialogue.messages import Incoming, Option
from models.clocks import FixedClock
from models.help.tables import Case
from models.outbox.tables import OutboxRow
from models.register.tables import Account
from models.store import Store
from models.talks.tables import TalkRow
from tests.botapi import Person
from tests.databases import create_tables
from tests.proofs.town import CHANNEL, EVENING, address_of, settle


@dataclass(frozen=True)
class Step:
    """What a person does: open the chat, tap a label, type its number, or write words."""

    does: str
    what: str = ""

    @property
    def label(self) -> str:
        """The button that must be on the phone first."""
        return self.what if self.does in ("tap", "number") else ""

    def incoming(self, address: str, update_id: str, button: Option | None) -> Incoming:
        blank = Incoming(CHANNEL, address, update_id, "text")
        if self.does == "start":
            return replace(blank, kind="start")
        if self.does == "words" or button is None:
            return replace(blank, text=self.what)
        if self.does == "number":
            return replace(blank, text=str(button.number))
        return replace(blank, kind="tap", tap=button.tap)

    async def done_by(self, person: Person, button: Option | None, under: int) -> None:
        """The same on a phone; ``under`` is the message the button stands under."""
        if self.does == "start":
            await person.start()
        elif self.does == "words" or button is None:
            await person.says(self.what)
        elif self.does == "number":
            await person.says(str(button.number))
        else:
            await person.taps(button.tap, message=person.chat.messages[under])


@dataclass(frozen=True)
class Script:
    """``case`` is what must have been opened by it: kind and answers."""

    steps: tuple[Step, ...]
    case: tuple[str, tuple[tuple[str, str], ...]]


def tap(*labels: str) -> tuple[Step, ...]:
    return tuple(Step("tap", label) for label in labels)


def number(*labels: str) -> tuple[Step, ...]:
    return tuple(Step("number", label) for label in labels)


def words(text: str) -> tuple[Step, ...]:
    return (Step("words", text),)


START = (Step("start"),)
SEND = tap("对，叫人来")

SCRIPTS = (
    Script(
        (*START, *tap("要人帮忙", "暖气不热", "哪儿都凉", "冻得慌"), *SEND),
        ("heating", (("where", "all"), ("freezing", "yes"))),
    ),
    Script(
        (*START, *tap("要人帮忙", "水管、漏水"), *words("0"),
         *number("暖气不热", "有一屋凉", "还行"), *SEND),
        ("heating", (("where", "one"), ("freezing", "no"))),
    ),
    Script(
        (*words("家里没水"), *tap("没水"), *SEND),
        ("water", (("what", "none"),)),
    ),
    Script(
        (*START, *tap("要人帮忙", "别的事", "别的，自己说"), *words("想找人念封信"),
         *tap("改一改", "什么事"), *words("想找人写封信"), *SEND),
        ("something", (("what", "想找人写封信"),)),
    ),
    Script(
        (*START, *tap("要人帮忙", "没电、跳闸", "一推就跳闸", "没有", "返回", "没有"), *SEND),
        ("power", (("scope", "trips"), ("burnt", "no"))),
    ),
)  # fmt: skip


@dataclass(frozen=True)
class Place:
    """Where a conversation stands: nothing of it depends on the hour or on which talk it is."""

    flow: str = ""
    answers: tuple[tuple[str, Any], ...] = ()
    key: str = ""
    step: int = 0
    options: tuple[str, ...] = ()
    changing: str = ""
    mode: str = ""

    @classmethod
    def of(cls, state: Any) -> Place:
        talk = (state or {}).get("open")
        if not talk:
            return cls()
        asked = talk["asked"] or {}
        return cls(
            talk["flow"],
            tuple((key, answer) for key, answer in talk["answers"]),
            asked.get("key", ""),
            asked.get("step", 0),
            tuple(asked.get("options", ())),
            talk["changing"],
            asked.get("mode", ""),
        )


@dataclass(frozen=True)
class Course:
    """``places[n]`` is where the talk stands after n steps, ``replies[n]`` what step n said."""

    places: tuple[Place, ...]
    replies: tuple[int, ...]


def places_of(session: Session) -> dict[str, Place]:
    """Every conversation by its address."""
    query = select(Account.address, TalkRow.state).join(Account, Account.id == TalkRow.account_id)
    return {address: Place.of(state) for address, state in session.execute(query)}


async def courses(folder: Path) -> tuple[Course, ...]:
    """Each script, run once undisturbed."""
    url = f"sqlite:///{folder / 'undisturbed.db'}"
    create_tables(url)
    wall = FixedClock(EVENING)
    store = Store.open(url, wall=wall)
    channel = MemoryChannel(CHANNEL)
    try:
        settle(store, wall.now(), residents=len(SCRIPTS), helpers=0)
        core = build(store, {CHANNEL: channel}, wall=wall)
        channel.intake, channel.settle = core.intake, core.sender.settled
        found = [
            await _course(store, channel, address_of("resident", index), script)
            for index, script in enumerate(SCRIPTS)
        ]
        await core.stop()
    finally:
        store.close()
    return tuple(found)


async def _course(store: Store, channel: MemoryChannel, address: str, script: Script) -> Course:
    places, replies = [Place()], []
    for index, step in enumerate(script.steps):
        button = channel.button(address, step.label) if step.label else None
        update = f"{address}.{index}"
        await channel.again(step.incoming(address, update, button))
        places.append(store.read_now(places_of)[address])
        replies.append(store.read_now(partial(replies_to, update=update)))
    opened = store.read_now(lambda session: cases_of(session)[address])
    assert opened == [script.case], "the script itself does not open its case"
    return Course(tuple(places), tuple(replies))


def replies_to(session: Session, update: str) -> int:
    key = f"u:{CHANNEL}:{update}:s"
    query = select(func.count()).select_from(OutboxRow).where(OutboxRow.key.startswith(key))
    return session.execute(query).scalar_one()


def cases_of(session: Session) -> dict[str, list[tuple[str, tuple[tuple[str, str], ...]]]]:
    """The cases of every address, oldest first: kind and answers."""
    query = (
        select(Account.address, Case.kind, Case.details)
        .join(Account, Account.person_id == Case.asker_id)
        .order_by(Case.id)
    )
    found: dict[str, list[Any]] = {}
    for address, kind, details in session.execute(query):
        found.setdefault(address, []).append((kind, tuple(details["answers"].items())))
    return found


def button_named(options: Sequence[Option], label: str) -> Option | None:
    return next((one for one in options if one.label == label), None)
