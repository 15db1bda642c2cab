"""How the fake Bot API hands out updates: to one poller, or to a webhook until it takes them."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import unused_port

from tests.botapi.client import LI, ROWS, Bot, Hook, gives_up, until


# -- polling -------------------------------------------------------------------------------------
async def test_an_update_comes_again_until_a_later_offset_confirms_it(bot: Bot) -> None:
    await bot.api.person(LI).says("一")
    [first] = await bot.call("getUpdates")
    assert await bot.call("getUpdates", offset=first["update_id"]) == [first]
    assert await bot.call("getUpdates", offset=first["update_id"] + 1) == []
    await bot.api.idle()


async def test_a_long_poll_ends_with_the_first_update(bot: Bot) -> None:
    async with asyncio.TaskGroup() as group:
        poll = group.create_task(bot.call("getUpdates", timeout=30))
        await until(lambda: bot.api.updates.polled)
        await bot.api.person(LI).says("一")
    assert [one["message"]["text"] for one in poll.result()] == ["一"]


async def test_of_two_pollers_the_older_is_sent_away(bot: Bot) -> None:
    async with asyncio.TaskGroup() as group:
        old = group.create_task(bot.ask("getUpdates", timeout=30))
        await until(lambda: bot.api.updates.polled)
        new = group.create_task(bot.call("getUpdates", timeout=30))
        status, answer = await old
        await bot.api.person(LI).says("一")
    assert (status, len(new.result())) == (409, 1)
    assert answer["description"].startswith("Conflict: terminated by other getUpdates request")


async def test_a_poller_that_hung_up_takes_nothing_with_it(bot: Bot) -> None:
    await gives_up(bot.call("getUpdates", timeout=30), lambda: bot.api.updates.polled)
    await until(lambda: not bot.api.updates.polled)
    await bot.api.person(LI).says("一")
    assert len(await bot.call("getUpdates", timeout=30)) == 1


async def test_only_what_the_bot_wants_to_hear_is_kept(bot: Bot) -> None:
    li = bot.api.person(LI)
    await bot.call("getUpdates", allowed_updates=["message"])
    await li.says("一")
    await li.edits("二")
    assert [list(one)[1] for one in await bot.call("getUpdates")] == ["message"]


async def test_a_broken_update_and_a_repeated_one_go_out_as_they_are(bot: Bot) -> None:
    whole = {"update_id": 7, "message": {"chat": {"id": 99, "type": "private"}, "text": "一"}}
    given: list[dict[str, Any]] = [whole, {}, {"update_id": "x"}, {"message": {"chat": []}}, whole]
    for one in given:
        await bot.api.deliver(one)
    assert await bot.call("getUpdates") == given
    await bot.send(chat=99)
    await bot.call("getUpdates", offset=bot.api.next_update_id)
    await bot.api.idle()


async def test_whoever_waits_for_a_bot_that_does_not_answer_is_told_what_it_did_not_confirm(
    bot: Bot,
) -> None:
    await bot.api.deliver({"update_id": 7})
    with pytest.raises(TimeoutError, match="7"):
        await bot.api.idle(0.001)


# -- webhook -------------------------------------------------------------------------------------
async def test_updates_go_to_the_webhook_with_its_secret(bot: Bot, hook: Hook) -> None:
    await bot.api.person(LI).says("一")
    await bot.call("setWebhook", url=hook.url, secret_token="s-1")
    await bot.api.person(LI).says("二")
    await bot.api.idle()
    assert (hook.texts(), hook.secrets) == (["一", "二"], ["s-1", "s-1"])
    assert "can't use getUpdates method while webhook" in await bot.refused("getUpdates")
    await bot.call("deleteWebhook")
    assert await bot.call("getUpdates") == []


async def test_what_is_not_taken_comes_again_before_anything_later_of_that_chat(
    bot: Bot, hook: Hook
) -> None:
    hook.answers += [web.Response(status=500), web.Response(status=404)]
    await bot.call("setWebhook", url=hook.url)
    await bot.api.person(LI).says("一")
    await bot.api.person(LI).says("二")
    await bot.api.idle()
    assert hook.texts() == ["一", "一", "一", "二"]
    assert (bot.api.webhook.tries, bot.api.webhook.delivered) == (4, 2)
    info = await bot.call("getWebhookInfo")
    assert info["last_error_message"] == "Wrong response from the webhook: 404 Not Found"


async def test_a_webhook_nobody_listens_at_is_said_and_its_updates_wait(bot: Bot) -> None:
    await bot.call("setWebhook", url=f"http://127.0.0.1:{unused_port()}/hook")
    await bot.api.person(LI).says("一")
    await until(lambda: bot.api.webhook.last_error)
    info = await bot.call("getWebhookInfo")
    assert (info["pending_update_count"], info["last_error_message"]) == (1, "Connection refused")
    await bot.call("deleteWebhook", drop_pending_updates=True)
    await bot.api.idle()


async def test_so_many_chats_at_once_as_the_bot_allows_and_one_update_of_each(
    bot: Bot, hook: Hook
) -> None:
    hook.gate = asyncio.Event()
    await bot.call("setWebhook", url=hook.url, max_connections=3)
    for number in range(5):
        await bot.api.person(LI + number).says("一")
        await bot.api.person(LI + number).says("二")
    await until(lambda: hook.at_once == 3)
    hook.gate.set()
    await bot.api.idle()
    assert (hook.most, len(hook.got)) == (3, 10)


async def test_a_call_in_the_answer_to_a_webhook_is_done(bot: Bot, hook: Hook) -> None:
    li = bot.api.person(LI)
    await li.start()
    await bot.send(reply_markup=ROWS)
    await bot.call("setWebhook", url=hook.url, drop_pending_updates=True)
    call = {"method": "answerCallbackQuery", "callback_query_id": await li.taps("好")}
    hook.answers.append(web.json_response(call))
    await bot.api.idle()
    assert li.spinning == 0
    assert bot.api.calls[-1].inside


async def test_after_an_outage_telegram_still_knows_the_webhook(bot: Bot, hook: Hook) -> None:
    await bot.call("setWebhook", url=hook.url)
    await bot.api.stop()
    await bot.api.person(LI).says("一")
    assert hook.got == []
    await bot.api.start()
    await bot.api.idle()
    assert hook.texts() == ["一"]


async def test_a_webhook_is_https_or_on_this_machine_and_its_secret_plain(bot: Bot) -> None:
    said = await bot.refused("setWebhook", url="http://bot.example/hook")
    assert said == "Bad Request: bad webhook: An HTTPS URL must be provided for webhook"
    said = await bot.refused("setWebhook", url="https://bot.example/hook", secret_token="a b")
    assert said == "Bad Request: secret token contains unallowed characters"
