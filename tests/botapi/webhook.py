"""Telegram as the client of a webhook: one update of a chat after the other, again until it is
taken, and a call of the Bot API inside an answer is done as if it had been made.
"""

from __future__ import annotations

import asyncio
import json
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from aiohttp import ClientConnectorError, ClientError, ClientSession, ClientTimeout, TCPConnector

from bot.supervise import Supervisor
from tests.botapi.updates import Pending, Updates

SECRET = "X-Telegram-Bot-Api-Secret-Token"  # the name of the header
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


@dataclass(frozen=True, slots=True)
class Hook:
    """Where the bot wants its updates. ``many``: so many at once."""

    url: str
    secret: str = ""
    many: int = 40


class Webhook:
    """``inside`` does the call that an answer holds; ``pause`` seconds lie between two tries,
    ``patience`` is how long an answer may take. ``delivered`` counts what was taken, ``tries``
    every attempt."""

    def __init__(self, updates: Updates, inside: Callable[[dict[str, Any]], None]) -> None:
        self.hook: Hook | None = None
        self.pause = 0.05
        self.patience = 60.0
        self.last_error = ""
        self.tries = self.delivered = 0
        self._open = False
        self._updates = updates
        self._inside = inside
        self._lanes: dict[object, deque[Pending]] = {}
        self._at_work: set[object] = set()
        self._slots = asyncio.Semaphore(40)
        self._tasks = Supervisor()
        self._session: ClientSession | None = None
        updates.arrived = self._arrived

    def point_to(self, hook: Hook | None) -> None:
        """From now on there, or (None) nowhere. What waits, waits."""
        self.hook = hook
        self.last_error = ""
        self._lanes.clear()
        if hook is None or not self._open:
            return
        self._slots = asyncio.Semaphore(hook.many)
        for pending in self._updates.waiting():
            self._arrived(pending)

    def start(self) -> None:
        self._open = True
        self.point_to(self.hook)

    async def stop(self) -> None:
        """Nothing goes out any more. Where to is remembered, as Telegram does in an outage."""
        self._open = False
        await self._tasks.stop()
        if self._session is not None:
            await self._session.close()
            self._session = None

    def _arrived(self, pending: Pending) -> None:
        if self.hook is None or not self._open:
            return
        self._lanes.setdefault(pending.lane, deque()).append(pending)
        if pending.lane not in self._at_work:
            self._at_work.add(pending.lane)
            self._tasks.once("webhook", self._empty(pending.lane))

    async def _empty(self, lane: object) -> None:
        """Bring everything that waits for this chat, in its order."""
        try:
            while (waiting := self._lanes.get(lane)) and self.hook is not None:
                pending = waiting[0]
                if not await self._bring(pending, self.hook):
                    await asyncio.sleep(self.pause)
                    continue
                self._updates.confirm(pending)
                # The hook may have been pointed elsewhere meanwhile, and the lane laid anew.
                waiting = self._lanes.get(lane, waiting)
                if waiting and waiting[0] is pending:
                    waiting.popleft()
            self._lanes.pop(lane, None)
        finally:
            self._at_work.discard(lane)

    async def _bring(self, pending: Pending, hook: Hook) -> bool:
        headers = {"Content-Type": "application/json"}
        if hook.secret:
            headers[SECRET] = hook.secret
        async with self._slots:
            self.tries += 1
            try:
                async with self._client().post(
                    hook.url,
                    data=_encode(pending.update).encode(),
                    headers=headers,
                    timeout=ClientTimeout(total=self.patience),
                ) as answer:
                    body = await answer.read()
            except TimeoutError:
                self.last_error = "Read timeout expired"
                return False
            except ClientConnectorError:
                self.last_error = "Connection refused"
                return False
            except (ClientError, OSError):
                self.last_error = "Connection reset by peer"
                return False
        if not 200 <= answer.status < 300:
            self.last_error = f"Wrong response from the webhook: {answer.status} {answer.reason}"
            return False
        self.delivered += 1
        self._do(body)
        return True

    def _do(self, body: bytes) -> None:
        try:
            call = json.loads(body) if body else None
        except ValueError:
            return
        if isinstance(call, dict) and "method" in call:
            self._inside(call)

    def _client(self) -> ClientSession:
        if self._session is None:
            self._session = ClientSession(connector=TCPConnector(limit=0))
        return self._session
