# mypy: ignore-errors
# ruff: noqa: ANN001, ANN201, ANN202 - written as their users would write it
"""python-telegram-bot with its AIORateLimiter: answers everybody, and sends a notice at SIGUSR1.

python -m benchmarks.sending.ptb_notice API PORT FIRST PEOPLE
"""

from __future__ import annotations

import asyncio
import signal
import sys

from aiohttp import web
from telegram import Update
from telegram.ext import AIORateLimiter, Application, MessageHandler, filters

from benchmarks.sending.words import NOTICE, REPLY

TOKEN = "4201:bench"  # noqa: S105 - of a bot that does not exist


async def reply(update, _context):
    await update.message.reply_text(REPLY)


async def notice(bot, first, people):
    for number in range(1, people + 1):
        await bot.send_message(int(f"{first}{number}"), NOTICE)


def _application(api):
    application = (
        Application.builder()
        .token(TOKEN)
        .base_url(f"{api}/bot")
        .updater(None)
        .rate_limiter(AIORateLimiter(max_retries=5))
        .build()
    )
    application.add_handler(MessageHandler(filters.ALL, reply))
    return application


async def main(api, port, first, people):
    application = _application(api)

    async def telegram(request):
        await application.update_queue.put(Update.de_json(await request.json(), application.bot))
        return web.Response()

    server = web.Application()
    server.router.add_post("/telegram", telegram)
    runner = web.AppRunner(server, access_log=None)
    async with application:
        await application.start()
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", port).start()
        go = asyncio.Event()
        asyncio.get_running_loop().add_signal_handler(signal.SIGUSR1, go.set)
        print("ready", flush=True)
        await go.wait()
        await notice(application.bot, first, people)
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], int(sys.argv[2]), sys.argv[3], int(sys.argv[4])))
