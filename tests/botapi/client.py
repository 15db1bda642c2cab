"""What the fake is tested with: a client without any library, a webhook that does as it is told."""

from __future__ import annotations

import asyncio
import io
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any

from aiohttp import ClientError, ClientSession, web
from PIL import Image

from tests.botapi.server import FakeBotApi

LI = 4711
ROWS = {"inline_keyboard": [[{"text": "好了", "callback_data": "t1"}]]}


@dataclass
class Bot:
    """A client of the Bot API without any library."""

    api: FakeBotApi
    session: ClientSession

    async def ask(self, method: str, **fields: Any) -> tuple[int, dict[str, Any]]:
        """The status, and the whole answer."""
        address = f"{self.api.url}/bot{self.api.token}/{method}"
        async with self.session.post(address, json=fields) as answer:
            return answer.status, await answer.json()

    async def call(self, method: str, **fields: Any) -> Any:
        status, answer = await self.ask(method, **fields)
        assert status == 200, answer
        return answer["result"]

    async def refused(self, method: str, **fields: Any) -> str:
        """The words of the refusal."""
        status, answer = await self.ask(method, **fields)
        assert status == answer["error_code"] >= 400
        assert answer["ok"] is False
        return str(answer["description"])

    async def send(self, text: str = "您好", chat: int = LI, **more: Any) -> int:
        sent = await self.call("sendMessage", chat_id=chat, text=text, **more)
        return int(sent["message_id"])


@dataclass
class Hook:
    """A webhook: answers with the next of ``answers``, else with 200."""

    url: str = ""
    got: list[dict[str, Any]] = field(default_factory=list)
    secrets: list[str | None] = field(default_factory=list)
    answers: list[web.Response] = field(default_factory=list)
    at_once: int = 0
    most: int = 0
    gate: asyncio.Event | None = None

    async def take(self, request: web.Request) -> web.StreamResponse:
        self.got.append(await request.json())
        self.secrets.append(request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
        self.at_once += 1
        self.most = max(self.most, self.at_once)
        if self.gate is not None:
            await self.gate.wait()
        self.at_once -= 1
        return self.answers.pop(0) if self.answers else web.Response()

    def texts(self) -> list[str]:
        return [one["message"]["text"] for one in self.got]


def jpeg(width: int = 1600, height: int = 900) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (width, height), "tan").save(file, "JPEG")
    return file.getvalue()


async def until(reached: Callable[[], Any]) -> None:
    async with asyncio.timeout(5):
        while not reached():  # noqa: ASYNC110 - what is waited for tells nobody
            await asyncio.sleep(0)


async def broken(call: Awaitable[Any]) -> bool:
    try:
        await call
    except ClientError:
        return True
    return False


async def gives_up(call: Coroutine[Any, Any, Any], once: Callable[[], Any]) -> None:
    """Make a call that nobody answers, and hang up once the fake has it."""
    async with asyncio.TaskGroup() as group:
        waiting = group.create_task(call)
        await until(once)
        assert not waiting.done()
        waiting.cancel()
