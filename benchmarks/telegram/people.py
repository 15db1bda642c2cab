"""People who tap their way through the help flow, each as soon as the last reply is on the phone.

Somebody who has had help called begins anew as the next of the town, because one person may have
only so many cases open. What they see is what any Telegram client sees: the newest message and its
buttons.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

from benchmarks.scene import TALK
from benchmarks.telegram.fake import SENT_AT, FakeApi, Phones, Shown
from benchmarks.telegram.hook import Hook

FIRST_CHAT = "7000"
"""A chat's number is this and the number of its person."""


@dataclass(slots=True, eq=False)
class Person:
    """``step``: of the talk, the next to be taken. ``waits_since``: when the update was posted
    whose reply has not come yet (0: none is awaited)."""

    chat: int
    step: int = 0
    waits_since: float = 0.0
    screen: Shown | None = None
    update: bytes = b""
    number: int = 0
    answered: bool = True
    counts: bool = False
    heard: bool = True


@dataclass(slots=True)
class Seen:
    """What was measured in a stretch of time. ``unheard``: posted in it, and never replied to."""

    posted: int = 0
    replies: int = 0
    latencies: list[float] = field(default_factory=list)
    callbacks: int = 0
    unheard: int = 0


class Crowd:
    """So many people at once on one bot."""

    def __init__(self, api: FakeApi, people: int, order: Iterator[int]) -> None:
        self.api = api
        self.hook: Hook | None = None
        self.seen = Seen()
        self.answered_ids: list[int] = []
        self.refused = 0
        self.going = False
        self.talks = 0
        self._order = order
        self._next_update = 700_000_000
        self.people = [self._somebody() for _ in range(people)]
        self.by_chat = {one.chat: one for one in self.people}
        api.phones = Phones(self._arrived, self._shown)

    # -- what a person does -----------------------------------------------------------------------
    def act(self, one: Person) -> None:
        """Take the next step of the talk."""
        self._next_update += 1
        one.number = self._next_update
        one.update = _start(one) if one.step == 0 else _tap(one, TALK[one.step])
        one.counts, one.heard = True, False
        self.seen.posted += 1
        one.waits_since = time.perf_counter()
        self.post(one)

    def post(self, one: Person) -> None:
        assert self.hook is not None
        one.answered = False
        number = one.number

        def answered(status: int, body: bytes) -> None:
            if status != 200:
                self.refused += 1
                return
            self.answered_ids.append(number)
            if b"answerCallbackQuery" in body:
                self.seen.callbacks += 1
            if one.number == number:
                one.answered = True

        self.hook.deliver(one.update, answered)

    def everybody(self) -> None:
        """Whoever waits for nothing takes the next step, and from now on goes on by themselves."""
        self.going = True
        for one in self.people:
            if not one.waits_since and one.heard:
                self.act(one)

    async def quiet(self, seconds: float) -> bool:
        """Until nobody waits for anything any more; False if somebody still does then."""
        end = time.perf_counter() + seconds
        while any(one.waits_since or not one.heard or not one.answered for one in self.people):
            if time.perf_counter() > end:
                return False
            await asyncio.sleep(0.01)
        return True

    # -- what the phone does ----------------------------------------------------------------------
    def _arrived(self, chat: int, shown: Shown) -> None:
        one = self.by_chat.get(chat)
        if one is None or not one.waits_since or not _replies(one, shown):
            return
        if one.counts:
            self.seen.latencies.append(time.perf_counter() - one.waits_since)
            self.seen.replies += 1
        one.waits_since = 0.0

    def _shown(self, chat: int, shown: Shown) -> None:
        one = self.by_chat.get(chat)
        if one is None or one.heard or one.waits_since or not _replies(one, shown):
            return
        one.heard = True
        one.screen = shown
        one.step += 1
        if one.step == len(TALK):
            self.talks += 1
            self._next_person(one)
        if self.going:
            self.act(one)

    def _next_person(self, one: Person) -> None:
        del self.by_chat[one.chat]
        one.chat, one.step, one.screen = self._chat(), 0, None
        self.by_chat[one.chat] = one

    def _somebody(self) -> Person:
        return Person(self._chat())

    def _chat(self) -> int:
        return int(f"{FIRST_CHAT}{next(self._order)}")


def _replies(one: Person, shown: Shown) -> bool:
    """Whether this is what the person waits for: it has the button they are going to press."""
    if one.step + 1 == len(TALK):
        return True
    return any(label.endswith(TALK[one.step + 1]) for label in shown.buttons)


def _start(one: Person) -> bytes:
    return (
        f'{{"update_id":{one.number},"message":{{"message_id":{one.number % 100_000},'
        f'"from":{_from(one)},"chat":{{"id":{one.chat},"first_name":"李样本","type":"private"}},'
        f'"date":{SENT_AT},"text":"/start",'
        '"entities":[{"offset":0,"length":6,"type":"bot_command"}]}}'
    ).encode()


def _tap(one: Person, label: str) -> bytes:
    assert one.screen is not None
    data = next(data for text, data in one.screen.buttons.items() if text.endswith(label))
    return (
        f'{{"update_id":{one.number},"callback_query":{{"id":"{one.number}00{one.chat}",'
        f'"from":{_from(one)},"message":{one.screen.raw},"chat_instance":"-{one.chat}1",'
        f'"data":{json.dumps(data)}}}}}'
    ).encode()


def _from(one: Person) -> str:
    return (
        f'{{"id":{one.chat},"is_bot":false,"first_name":"李样本","username":"u{one.chat}",'
        '"language_code":"zh-hans"}'
    )
