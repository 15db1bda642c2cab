"""The least a bot on aiohttp can do: read the JSON, two calls, one dict. It keeps nothing.

python -m benchmarks.telegram.floor API PORT
"""

from __future__ import annotations

import asyncio
import json
import sys
from typing import Any

from aiohttp import ClientSession, TCPConnector, web

from benchmarks.telegram import questions

SCREENS = (
    questions.HOME,
    questions.WHAT,
    questions.WHERE,
    questions.COLD,
    questions.RIGHT,
    questions.DONE,
)
_JSON = {"Content-Type": "application/json"}


class Floor:
    """``steps``: how far each chat is."""

    def __init__(self, session: ClientSession, api: str) -> None:
        self._session = session
        self._base = f"{api}/bot4203:bench/"
        self._steps: dict[int, int] = {}

    async def take(self, request: web.Request) -> web.Response:
        update = json.loads(await request.read())
        query = update.get("callback_query")
        if query is None:
            chat = update["message"]["chat"]["id"]
            self._steps[chat] = 0
            await self._call("sendMessage", chat_id=chat, **_screen(questions.HOME))
            return web.Response()
        await self._call("answerCallbackQuery", callback_query_id=query["id"])
        message = query["message"]
        chat = message["chat"]["id"]
        step = self._steps[chat] = self._steps[chat] + 1
        where = {"chat_id": chat, "message_id": message["message_id"]}
        await self._call("editMessageText", **where, **_screen(SCREENS[step]))
        if step + 1 == len(SCREENS):
            del self._steps[chat]
            await self._call("sendMessage", chat_id=chat, **_screen(questions.ADVICE))
        return web.Response()

    async def _call(self, method: str, **fields: Any) -> Any:
        body = json.dumps(fields, ensure_ascii=False).encode()
        async with self._session.post(self._base + method, data=body, headers=_JSON) as answer:
            return json.loads(await answer.read())["result"]


def _screen(screen: tuple[str, questions.Rows]) -> dict[str, Any]:
    text, rows = screen
    if not rows:
        return {"text": text}
    keys = [[{"text": label, "callback_data": data} for label, data in row] for row in rows]
    return {"text": text, "reply_markup": {"inline_keyboard": keys}}


async def main(api: str, port: int) -> None:
    async with ClientSession(connector=TCPConnector(limit=0)) as session:
        server = web.Application()
        server.router.add_post("/telegram", Floor(session, api).take)
        runner = web.AppRunner(server, access_log=None)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", port).start()
        print("ready", flush=True)
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], int(sys.argv[2])))
