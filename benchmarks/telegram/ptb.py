# mypy: ignore-errors
# ruff: noqa: ANN001, ANN201, ANN202 - written as their users would write it
"""The same questions on python-telegram-bot's ConversationHandler, in memory.

As its documentation shows it for a webhook of one's own: the server puts each update into the
application's queue and answers; the handlers run one after the other.

    python -m benchmarks.telegram.ptb API PORT
"""

from __future__ import annotations

import asyncio
import sys

from aiohttp import web
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import Application, CallbackQueryHandler, CommandHandler, ConversationHandler

from benchmarks.telegram import questions

TOKEN = "4201:bench"  # noqa: S105 - of a bot that does not exist
HOME, WHAT, WHERE, COLD, RIGHT = range(5)


def _markup(rows):
    return InlineKeyboardMarkup(
        [[InlineKeyboardButton(label, callback_data=data) for label, data in row] for row in rows]
    )


async def _edit(query, screen):
    text, rows = screen
    await query.edit_message_text(text, reply_markup=_markup(rows) if rows else None)


async def start(update, context):
    context.user_data.clear()
    text, rows = questions.HOME
    await update.message.reply_text(text, reply_markup=_markup(rows))
    return HOME


async def what(update, _context):
    query = update.callback_query
    await query.answer()
    await _edit(query, questions.WHAT)
    return WHAT


async def where(update, context):
    query = update.callback_query
    await query.answer()
    context.user_data["kind"] = query.data
    await _edit(query, questions.WHERE)
    return WHERE


async def cold(update, context):
    query = update.callback_query
    await query.answer()
    context.user_data["where"] = query.data
    await _edit(query, questions.COLD)
    return COLD


async def right(update, context):
    query = update.callback_query
    await query.answer()
    context.user_data["cold"] = query.data
    await _edit(query, questions.RIGHT)
    return RIGHT


async def done(update, _context):
    query = update.callback_query
    await query.answer()
    await _edit(query, questions.DONE)
    text, rows = questions.ADVICE
    await query.message.reply_text(text, reply_markup=_markup(rows))
    return ConversationHandler.END


def _application(api):
    application = Application.builder().token(TOKEN).base_url(f"{api}/bot").updater(None).build()
    application.add_handler(
        ConversationHandler(
            entry_points=[CommandHandler("start", start)],
            states={
                HOME: [CallbackQueryHandler(what, pattern="^f.help$")],
                WHAT: [CallbackQueryHandler(where, pattern="^heating$")],
                WHERE: [CallbackQueryHandler(cold, pattern="^(all|one|leak)$")],
                COLD: [CallbackQueryHandler(right, pattern="^(yes|no)$")],
                RIGHT: [CallbackQueryHandler(done, pattern="^call$")],
            },
            fallbacks=[CommandHandler("start", start)],
        )
    )
    return application


async def main(api, port):
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
        print("ready", flush=True)
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], int(sys.argv[2])))
