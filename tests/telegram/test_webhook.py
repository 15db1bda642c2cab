"""The webhook: forged calls are turned away unread, and 200 means committed."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import pytest
from aiohttp import ClientResponse, ClientSession
from aiohttp.test_utils import TestServer
from structlog.testing import capture_logs

from bot.channels.telegram.webhook import MOST_BYTES, PATH, SECRET_HEADER, Webhook
from bot.web.site import make_site
from models.clocks import FixedClock
from models.store import Store
from tests.telegram.arriving import SECRET, Line, open_line

BASE = "https://doorstep.example"


@dataclass
class Hook:
    """The service's address, as Telegram or anybody else reaches it."""

    line: Line
    server: TestServer
    session: ClientSession

    async def post(
        self, body: Any, *, secret: str | None = SECRET, path: str = PATH
    ) -> ClientResponse:
        """As Telegram does it: JSON, no Origin, no cookie."""
        headers = {"Content-Type": "application/json"}
        if secret is not None:
            headers[SECRET_HEADER] = secret
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        return await self.session.post(self.server.make_url(path), data=data, headers=headers)


@pytest.fixture
async def hook(sqlite_url: str, wall: FixedClock) -> AsyncIterator[Hook]:
    store = Store.open(sqlite_url, wall=wall)
    async with open_line(store, wall) as line:
        webhook = Webhook(line.reception, SECRET, count=line.count)
        server = TestServer(make_site(webhook.routes(), base_url=BASE, for_machines=[PATH]))
        await server.start_server()
        async with ClientSession() as session:
            yield Hook(line, server, session)
        await server.close()
    store.close()


def update(words: str = "在吗", number: int = 7) -> dict[str, Any]:
    chat = {"id": 11, "type": "private"}
    message = {"message_id": 1, "from": {"id": 11, "is_bot": False}, "chat": chat, "text": words}
    return {"update_id": number, "message": message}


async def test_an_update_is_taken_and_acknowledged_without_a_word(hook: Hook) -> None:
    answer = await hook.post(update())
    assert (answer.status, await answer.read()) == (200, b"")
    assert hook.line.town.words == ["在吗"]


async def test_a_tap_is_acknowledged_inside_the_answer(hook: Hook) -> None:
    query = {"id": "77", "from": {"id": 11}, "message": update()["message"], "data": "g.menu"}
    answer = await hook.post({"update_id": 8, "callback_query": query})
    assert await answer.json() == {"method": "answerCallbackQuery", "callback_query_id": "77"}
    assert hook.line.town.taken[0].tap == "g.menu"


async def test_the_answer_waits_for_the_commit(hook: Hook) -> None:
    hook.line.town.slow.add("慢")
    async with asyncio.TaskGroup() as group:
        waiting = group.create_task(hook.post(update("慢")))
        await hook.post(update("快", 8))
        assert not waiting.done()
        hook.line.town.go.set()
    assert waiting.result().status == 200


async def test_what_cannot_be_stored_is_asked_for_again(hook: Hook) -> None:
    hook.line.town.failing.add("在吗")
    with capture_logs() as logged:
        answer = await hook.post(update())
    assert answer.status == 503
    assert answer.headers["Retry-After"] == "5"
    assert "在吗" not in str(logged)
    hook.line.town.failing.clear()
    assert (await hook.post(update())).status == 200
    assert hook.line.town.words == ["在吗"]


@pytest.mark.parametrize("secret", [None, "", "wrong", SECRET[:-1], f"{SECRET}x", "密"])
async def test_who_does_not_know_the_secret_is_turned_away(hook: Hook, secret: str | None) -> None:
    with capture_logs() as logged:
        for _ in range(2):
            assert (await hook.post(update(), secret=secret)).status == 401
    assert hook.line.town.taken == []
    assert hook.line.counts == {"secret": 2}
    assert len(logged) == 1, "said once"


async def test_a_forged_call_is_answered_before_its_body_is_there(hook: Hook) -> None:
    """The head of a request whose body never comes: whoever read it would wait for ever."""
    host, port = hook.server.host, hook.server.port
    assert port is not None
    reader, writer = await asyncio.open_connection(host, port)
    head = f"POST {PATH} HTTP/1.1\r\nHost: x\r\nContent-Length: 500000\r\n\r\n"
    writer.write(head.encode())
    assert b" 401 " in await reader.readline()
    writer.close()


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "PATCH", "HEAD"])
async def test_another_method_is_refused(hook: Hook, method: str) -> None:
    url = hook.server.make_url(PATH)
    answer = await hook.session.request(method, url, headers={SECRET_HEADER: SECRET})
    assert answer.status == 405
    assert answer.headers["Allow"] == "POST"
    assert hook.line.counts == {"method": 1}


async def test_another_path_is_no_webhook(hook: Hook) -> None:
    for path in (f"{PATH}/", f"{PATH}x", "/webhook", "/"):
        assert (await hook.post(update(), path=path)).status in {403, 404}
    assert hook.line.town.taken == []


async def test_ten_megabytes_are_refused_unread(hook: Hook) -> None:
    host, port = hook.server.host, hook.server.port
    assert port is not None
    reader, writer = await asyncio.open_connection(host, port)
    lines = [f"POST {PATH} HTTP/1.1", "Host: x", f"{SECRET_HEADER}: {SECRET}"]
    writer.write("\r\n".join([*lines, f"Content-Length: {10 * MOST_BYTES}", "", ""]).encode())
    assert b" 413 " in await reader.readline()
    writer.close()
    assert hook.line.counts == {"size": 1}


async def test_a_body_that_does_not_say_how_long_it_is_is_read_no_further_than_allowed(
    hook: Hook,
) -> None:
    async def pieces() -> AsyncIterator[bytes]:
        for _ in range(40):
            yield b" " * (MOST_BYTES // 16)

    url = hook.server.make_url(PATH)
    answer = await hook.session.post(url, data=pieces(), headers={SECRET_HEADER: SECRET})
    assert answer.status == 413


async def test_a_body_in_pieces_is_put_together(hook: Hook) -> None:
    async def pieces() -> AsyncIterator[bytes]:
        whole = json.dumps(update("长" * 4000)).encode()
        for start in range(0, len(whole), 1000):
            yield whole[start : start + 1000]
            await asyncio.sleep(0)

    url = hook.server.make_url(PATH)
    answer = await hook.session.post(url, data=pieces(), headers={SECRET_HEADER: SECRET})
    assert answer.status == 200
    assert len(hook.line.town.words[0]) == 4000


@pytest.mark.parametrize(
    "body", [b"", b"hello", b"{", b"[]", b"7", b"null", b'"x"', b"\xff\xfe", b"[" * 200_000]
)
async def test_what_is_no_json_object_did_not_come_from_telegram(hook: Hook, body: bytes) -> None:
    assert (await hook.post(body)).status == 400
    assert hook.line.counts == {"no_json_object": 1}


@pytest.mark.parametrize(
    "body",
    [{}, {"update_id": "7"}, {"update_id": 7, "message": 5}, {"update_id": 7, "message": {}}],
)
async def test_an_update_nobody_can_read_is_not_delivered_for_ever(hook: Hook, body: Any) -> None:
    with capture_logs() as logged:
        for _ in range(2):
            assert (await hook.post(body)).status == 200
    assert hook.line.counts == {"unreadable": 2}
    assert len(logged) == 1, "said once"


async def test_a_kind_of_update_that_is_new_is_let_go(hook: Hook) -> None:
    assert (await hook.post({"update_id": 7, "kind_of_next_year": {}})).status == 200
    assert hook.line.counts == {}


async def test_a_page_of_somebody_else_cannot_use_the_webhook_either(hook: Hook) -> None:
    headers = {"Origin": "https://evil.example"}
    answer = await hook.session.post(hook.server.make_url(PATH), json=update(), headers=headers)
    assert answer.status == 401


async def test_telegrams_clock_may_be_wrong(hook: Hook) -> None:
    ahead = update()
    ahead["message"]["date"] = 2**40
    assert (await hook.post(ahead)).status == 200
    assert hook.line.town.words == ["在吗"]
