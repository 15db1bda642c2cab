# mypy: ignore-errors
# ruff: noqa: ANN001, ANN201, ANN202 - written as their users would write it
"""The same questions on aiogram 3 with its states in memory, behind its own aiohttp webhook.

python -m benchmarks.telegram.aiogram_fsm API PORT
"""

from __future__ import annotations

import asyncio
import sys

from aiogram import Bot, Dispatcher, F
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.filters import CommandStart
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.fsm.storage.memory import MemoryStorage
from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message
from aiogram.webhook.aiohttp_server import SimpleRequestHandler, setup_application
from aiohttp import web

from benchmarks.telegram import questions

TOKEN = "4202:bench"  # noqa: S105 - of a bot that does not exist
dispatcher = Dispatcher(storage=MemoryStorage())


class Help(StatesGroup):
    home = State()
    what = State()
    where = State()
    cold = State()
    right = State()


def _markup(rows):
    return InlineKeyboardMarkup(
        inline_keyboard=[
            [InlineKeyboardButton(text=label, callback_data=data) for label, data in row]
            for row in rows
        ]
    )


async def _edit(query, screen):
    text, rows = screen
    await query.message.edit_text(text, reply_markup=_markup(rows) if rows else None)


@dispatcher.message(CommandStart())
async def start(message: Message, state: FSMContext) -> None:
    await state.clear()
    await state.set_state(Help.home)
    text, rows = questions.HOME
    await message.answer(text, reply_markup=_markup(rows))


@dispatcher.callback_query(Help.home, F.data == "f.help")
async def what(query: CallbackQuery, state: FSMContext) -> None:
    await query.answer()
    await state.set_state(Help.what)
    await _edit(query, questions.WHAT)


@dispatcher.callback_query(Help.what, F.data == "heating")
async def where(query: CallbackQuery, state: FSMContext) -> None:
    await query.answer()
    await state.update_data(kind=query.data)
    await state.set_state(Help.where)
    await _edit(query, questions.WHERE)


@dispatcher.callback_query(Help.where, F.data.in_({"all", "one", "leak"}))
async def cold(query: CallbackQuery, state: FSMContext) -> None:
    await query.answer()
    await state.update_data(where=query.data)
    await state.set_state(Help.cold)
    await _edit(query, questions.COLD)


@dispatcher.callback_query(Help.cold, F.data.in_({"yes", "no"}))
async def right(query: CallbackQuery, state: FSMContext) -> None:
    await query.answer()
    await state.update_data(cold=query.data)
    await state.set_state(Help.right)
    await _edit(query, questions.RIGHT)


@dispatcher.callback_query(Help.right, F.data == "call")
async def done(query: CallbackQuery, state: FSMContext) -> None:
    await query.answer()
    await state.clear()
    await _edit(query, questions.DONE)
    text, rows = questions.ADVICE
    await query.message.answer(text, reply_markup=_markup(rows))


async def main(api, port):
    bot = Bot(TOKEN, session=AiohttpSession(api=TelegramAPIServer.from_base(api)))
    server = web.Application()
    SimpleRequestHandler(dispatcher, bot).register(server, path="/telegram")
    setup_application(server, dispatcher, bot=bot)
    runner = web.AppRunner(server, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    print("ready", flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], int(sys.argv[2])))
