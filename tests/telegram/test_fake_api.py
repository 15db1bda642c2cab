"""The fake Bot API itself, calls and people: whoever trusts its tests must be able to trust it."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
from aiohttp import FormData

from models.clocks import FixedClock
from tests.botapi.client import LI, ROWS, Bot, jpeg


# -- who calls, and what -------------------------------------------------------------------------
async def test_a_wrong_token_is_unauthorized_and_an_unknown_method_is_not_found(bot: Bot) -> None:
    async with bot.session.get(f"{bot.api.url}/bot4200:other/getMe") as answer:
        assert (answer.status, (await answer.json())["description"]) == (401, "Unauthorized")
    assert await bot.refused("makeTea") == "Not Found"
    bot.api.violations.clear()


async def test_a_revoked_token_is_unauthorized_until_it_is_restored(bot: Bot) -> None:
    bot.api.revoke()
    assert await bot.refused("getMe") == "Unauthorized"
    bot.api.restore()
    assert (await bot.call("getMe"))["is_bot"]


@pytest.mark.parametrize("how", ["json", "form", "multipart", "address", "chunks"])
async def test_parameters_are_read_however_they_come(bot: Bot, how: str) -> None:
    await bot.api.person(LI).start()
    fields = {"chat_id": str(LI), "text": "一 & 二", "reply_markup": json.dumps(ROWS)}
    form = FormData(quote_fields=False, default_to_multipart=True)
    for name, value in fields.items():
        form.add_field(name, value)

    async def chunks() -> AsyncIterator[bytes]:
        for letter in json.dumps(fields).encode():
            yield bytes([letter])

    given: dict[str, dict[str, Any]] = {
        "json": {"json": fields | {"chat_id": LI, "reply_markup": ROWS}},
        "form": {"data": fields},
        "multipart": {"data": form},
        "address": {"params": fields},
        "chunks": {"data": chunks(), "headers": {"Content-Type": "application/json"}},
    }
    address = f"{bot.api.url}/bot{bot.api.token}/sendMessage"
    async with bot.session.post(address, **given[how]) as answer:
        assert answer.status == 200
    shown = bot.api.person(LI).shown[-1]
    assert (shown.text, shown.buttons) == ("一 & 二", [[("好了", "t1")]])


# -- messages ------------------------------------------------------------------------------------
async def test_a_message_is_shown_edited_and_deleted(bot: Bot) -> None:
    li = bot.api.person(LI)
    await li.start()
    number = await bot.send("一", reply_markup=ROWS)
    await bot.call("editMessageText", chat_id=LI, message_id=number, text="二")
    assert [(one.text, one.labels, one.edits) for one in li.shown] == [("二", [], 1)]
    await bot.call("deleteMessage", chat_id=LI, message_id=number)
    assert li.shown == []


async def test_what_changes_nothing_is_not_modified(bot: Bot) -> None:
    await bot.api.person(LI).start()
    edit = {"chat_id": LI, "message_id": await bot.send("一", reply_markup=ROWS)}
    same = await bot.refused("editMessageText", **edit, text="一", reply_markup=ROWS)
    assert same.startswith("Bad Request: message is not modified: ")
    await bot.call("editMessageReplyMarkup", **edit)
    assert "is not modified" in await bot.refused("editMessageReplyMarkup", **edit)


@pytest.mark.parametrize(
    ("method", "fields", "words"),
    [
        ("sendMessage", {"text": " \n"}, "message text is empty"),
        ("sendMessage", {"text": "好" * 4097}, "message is too long"),
        ("sendMessage", {"text": "😀" * 2049}, "message is too long"),
        ("sendMessage", {"text": "a", "chat_id": 99}, "chat not found"),
        ("sendMessage", {"text": "a", "reply_markup": [("a", "好" * 22)]}, "BUTTON_DATA_INVALID"),
        ("editMessageText", {"text": "a", "message_id": 9}, "message to edit not found"),
        ("deleteMessage", {"message_id": 9}, "message to delete not found"),
        ("getFile", {"file_id": "x"}, "wrong file_id or the file is temporarily unavailable"),
        (
            "answerCallbackQuery",
            {"callback_query_id": "1"},
            "query is too old and response timeout expired or query ID is invalid",
        ),
    ],
)
async def test_what_telegram_refuses_is_refused_in_its_words(
    bot: Bot, method: str, fields: dict[str, Any], words: str
) -> None:
    await bot.api.person(LI).start()
    if method not in ("getFile", "answerCallbackQuery"):
        fields = {"chat_id": LI} | fields
    if "reply_markup" in fields:
        row = [{"text": text, "callback_data": data} for text, data in fields["reply_markup"]]
        fields = fields | {"reply_markup": {"inline_keyboard": [row]}}
    assert await bot.refused(method, **fields) == f"Bad Request: {words}"


@pytest.mark.parametrize("url", ["tel:0432-000-0001", "http://localhost/a", "ftp://a.example"])
async def test_a_button_opens_public_pages_only(bot: Bot, url: str) -> None:
    await bot.api.person(LI).start()
    markup = {"inline_keyboard": [[{"text": "a", "url": url}]]}
    said = await bot.refused("sendMessage", chat_id=LI, text="a", reply_markup=markup)
    assert said == (f"Bad Request: inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")


async def test_after_two_days_a_message_can_be_edited_but_not_deleted(
    bot: Bot, wall: FixedClock
) -> None:
    await bot.api.person(LI).start()
    old = {"chat_id": LI, "message_id": await bot.send()}
    wall.advance(hours=49)
    said = await bot.refused("deleteMessage", **old)
    assert said == "Bad Request: message can't be deleted for everyone"
    await bot.call("editMessageText", **old, text="二")


async def test_pictures_go_out_alone_and_as_an_album(bot: Bot) -> None:
    li = bot.api.person(LI)
    await li.start()
    one = FormData(quote_fields=False)
    one.add_field("chat_id", str(LI))
    one.add_field("caption", "门口")
    one.add_field("photo", jpeg(), filename="门口.jpg")
    many = FormData(quote_fields=False)
    many.add_field("chat_id", str(LI))
    media = [{"type": "photo", "media": f"attach://p{number}"} for number in range(2)]
    many.add_field("media", json.dumps(media))
    for number in range(2):
        many.add_field(f"p{number}", jpeg(20 + number, 20), filename="a.jpg")
    for method, form in (("sendPhoto", one), ("sendMediaGroup", many)):
        address = f"{bot.api.url}/bot{bot.api.token}/{method}"
        async with bot.session.post(address, data=form) as answer:
            assert answer.status == 200
    assert [(shown.photo, shown.caption) for shown in li.shown] == [
        (jpeg(), "门口"),
        (jpeg(20, 20), ""),
        (jpeg(21, 20), ""),
    ]
    said = await bot.refused("editMessageText", chat_id=LI, message_id=li.shown[0].id, text="a")
    assert said == "Bad Request: there is no text in the message to edit"


# -- people --------------------------------------------------------------------------------------
async def test_nobody_is_written_to_who_did_not_begin_or_does_not_want_it(bot: Bot) -> None:
    li = bot.api.person(LI)
    send: dict[str, Any] = {"method": "sendMessage", "chat_id": LI, "text": "a"}
    began = "Forbidden: bot can't initiate conversation with a user"
    assert await bot.refused(**send) == began
    await li.start()
    await li.blocks()
    assert await bot.refused(**send) == "Forbidden: bot was blocked by the user"
    await li.says("我回来了")
    await bot.call(**send)
    await li.deletes_account()
    assert await bot.refused(**send) == "Forbidden: user is deactivated"
    got = await bot.call("getUpdates")
    members = [one["my_chat_member"] for one in got if "my_chat_member" in one]
    states = [one["new_chat_member"]["status"] for one in members]
    assert states == ["kicked", "member"]


async def test_a_tap_turns_until_it_is_answered(bot: Bot, wall: FixedClock) -> None:
    li = bot.api.person(LI)
    await li.start()
    await bot.send(reply_markup=ROWS)
    first, second = await li.taps("好"), await li.taps("t1")
    assert li.spinning == 2
    await bot.call("answerCallbackQuery", callback_query_id=first, text="收到了")
    assert (li.callbacks_answered, li.spinning) == (["收到了"], 1)
    wall.advance(hours=1)
    assert "too old" in await bot.refused("answerCallbackQuery", callback_query_id=second)
    with pytest.raises(LookupError, match="没有"):
        await li.taps("没有")


async def test_a_photo_comes_in_several_sizes_that_can_be_fetched(bot: Bot) -> None:
    li = bot.api.person(LI)
    await li.photo(jpeg(), "冷")
    await li.photo(jpeg(), too_big=True)
    taken, large = [one["message"]["photo"] for one in await bot.call("getUpdates")]
    widths = [size["width"] for size in taken]
    assert widths == sorted(widths) == [90, 320, 800, 1280]
    bodies = []
    for size in (taken[0], taken[-1]):
        path = (await bot.call("getFile", file_id=size["file_id"]))["file_path"]
        async with bot.session.get(f"{bot.api.url}/file/bot{bot.api.token}/{path}") as answer:
            bodies.append(await answer.read())
    assert len(bodies[0]) < len(bodies[1])
    assert bodies[1] == jpeg()
    said = await bot.refused("getFile", file_id=large[-1]["file_id"])
    assert said == "Bad Request: file is too big"


async def test_everything_else_a_phone_can_send_arrives(bot: Bot) -> None:
    li = bot.api.person(LI)
    await li.location(43.0, 126.7)
    await li.contact("100-0000-0001")
    await li.voice()
    await li.sticker()
    await li.file()
    await li.photo(jpeg(), as_file=True)
    await li.says("一")
    await li.edits("二")
    await li.album([jpeg(), jpeg()], "两张")
    got = await bot.call("getUpdates")
    kinds = ("location", "contact", "voice", "sticker", "document", "text", "photo")
    content = [one.get("message") or one["edited_message"] for one in got]
    seen = [next(kind for kind in kinds if kind in one) for one in content]
    files = ["document", "document"]
    assert seen == [
        "location",
        "contact",
        "voice",
        "sticker",
        *files,
        "text",
        "text",
        *["photo"] * 2,
    ]
    assert got[7]["edited_message"]["text"] == "二"
    assert content[-1]["media_group_id"] == content[-2]["media_group_id"]
    numbers = [one["update_id"] for one in got]
    assert numbers == sorted(set(numbers))


async def test_a_group_that_became_a_supergroup_says_where_it_is(bot: Bot) -> None:
    li, group = bot.api.person(LI), bot.api.group(-100)
    await group.adds_bot(li)
    await bot.send(chat=-100)
    await group.migrates(-1_000_000_000_100, li)
    status, answer = await bot.ask("sendMessage", chat_id=-100, text="a")
    assert status == 400
    assert answer["description"].endswith("group chat was upgraded to a supergroup chat")
    assert answer["parameters"] == {"migrate_to_chat_id": -1_000_000_000_100}
    await bot.send(chat=-1_000_000_000_100)


async def test_telegrams_clock_may_be_ahead(bot: Bot, wall: FixedClock) -> None:
    bot.api.skew = timedelta(minutes=7)
    sent = await bot.api.person(LI).says("一")
    assert sent.raw()["date"] == int((wall.now() + timedelta(minutes=7)).timestamp())
