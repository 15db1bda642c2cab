"""People who each send one message while a notice is under way, and wait for the reply."""

from __future__ import annotations

import asyncio
import itertools
import random
import time

from benchmarks.sending.words import NOTICE
from benchmarks.telegram.fake import SENT_AT, FakeApi, Shown
from benchmarks.telegram.hook import Hook
from benchmarks.telegram.people import FIRST_CHAT

SECONDS = 20.0
_A_PART = NOTICE[:12].encode("ascii", "backslashreplace").decode()
PATIENCE = 10.0
_updates = itertools.count(700_000_000)


class Talkers:
    """``waits``: for each of those who were answered, from their message until the reply came to
    the platform. ``posted`` counts all of them."""

    def __init__(self, api: FakeApi, address: str) -> None:
        self.waits: list[float] = []
        self.posted = 0
        self._hook = Hook(address)
        self._since: dict[int, float] = {}
        api.phones.arrived = self._arrived

    async def talk(self, people: range, seconds: float, seed: int = 5) -> None:
        """Each of them once, at a moment of their own."""
        chance = random.Random(seed)
        began = time.perf_counter()
        for number, at in zip(people, sorted(chance.random() for _ in people), strict=True):
            await asyncio.sleep(max(began + at * seconds - time.perf_counter(), 0.0))
            self._post(int(f"{FIRST_CHAT}{number}"))
        end = time.perf_counter() + PATIENCE
        while self._since and time.perf_counter() < end:  # noqa: ASYNC110 - an end in time, too
            await asyncio.sleep(0.02)

    @property
    def lost(self) -> int:
        return self.posted - len(self.waits)

    def p95(self) -> float:
        """Milliseconds."""
        found = sorted(self.waits)
        return found[min(int(len(found) * 0.95), len(found) - 1)] * 1e3 if found else float("inf")

    def longest(self) -> float:
        return max(self.waits, default=float("inf")) * 1e3

    def _post(self, chat: int) -> None:
        number = next(_updates)
        self.posted += 1
        self._since[chat] = time.perf_counter()
        self._hook.deliver(
            (
                f'{{"update_id":{number},"message":{{"message_id":{number % 10**6},'
                f'"from":{{"id":{chat},"is_bot":false,"first_name":"李样本"}},'
                f'"chat":{{"id":{chat},"first_name":"李样本","type":"private"}},"date":{SENT_AT},'
                '"text":"/start","entities":[{"offset":0,"length":6,"type":"bot_command"}]}}'
            ).encode(),
            lambda _status, _body: None,
        )

    def _arrived(self, chat: int, shown: Shown) -> None:
        if _A_PART in shown.raw:
            return
        since = self._since.pop(chat, None)
        if since is not None:
            self.waits.append(time.perf_counter() - since)
