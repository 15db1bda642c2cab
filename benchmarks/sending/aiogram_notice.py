# mypy: ignore-errors
# ruff: noqa: ANN001, ANN201 - written as their users would write it
"""aiogram 3: answers everybody, and ten plain senders share out a notice at SIGUSR1.

python -m benchmarks.sending.aiogram_notice API PORT FIRST PEOPLE
"""

from __future__ import annotations

import asyncio
import signal
import sys

from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import TelegramRetryAfter
from aiogram.types import Message
from aiogram.webhook.aiohttp_server import SimpleRequestHandler, setup_application
from aiohttp import web

from benchmarks.sending.words import NOTICE, REPLY

TOKEN = "4202:bench"  # noqa: S105 - of a bot that does not exist
SENDERS = 10
dispatcher = Dispatcher()


@dispatcher.message()
async def reply(message: Message) -> None:
    await message.answer(REPLY)


async def send(bot, chats):
    while chats:
        chat = chats.pop()
        while True:
            try:
                await bot.send_message(chat, NOTICE)
            except TelegramRetryAfter as flood:
                await asyncio.sleep(flood.retry_after)
            else:
                break


async def main(api, port, first, people):
    bot = Bot(TOKEN, session=AiohttpSession(api=TelegramAPIServer.from_base(api)))
    server = web.Application()
    SimpleRequestHandler(dispatcher, bot).register(server, path="/telegram")
    setup_application(server, dispatcher, bot=bot)
    runner = web.AppRunner(server, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    go = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGUSR1, go.set)
    print("ready", flush=True)
    await go.wait()
    chats = [int(f"{first}{number}") for number in range(people, 0, -1)]
    await asyncio.gather(*(send(bot, chats) for _ in range(SENDERS)))
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], int(sys.argv[2]), sys.argv[3], int(sys.argv[4])))
