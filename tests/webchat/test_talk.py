"""The talk over the wire: nothing is lost, nothing is doubled, and a reload shows it all."""

from __future__ import annotations

import asyncio
import io
from typing import Any

import pytest
from aiohttp import WSMsgType
from aiohttp.test_utils import TestServer

from bot.channels.base import Gone, Refused
from bot.channels.webchat.channel import WebChat
from bot.dialogue.messages import Option, Outgoing
from models.access import history, uploads
from models.store import Store
from tests.webchat.conftest import Browser
from tests.webchat.scripted import ScriptedTown

TEXT = {"id": "aaaaaaaa-1", "kind": "text", "text": "<script>alert(1)</script> **好**"}
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 100


async def _lines(browser: Browser) -> list[str]:
    return [str(line) for one in (await browser.shown())["messages"] for line in one["lines"]]  # type: ignore[attr-defined]


async def test_a_newcomer_sees_the_first_question_at_once(browser: Browser) -> None:
    await browser.start()
    assert await _lines(browser) == ["王姨，您有什么事？"]


async def test_what_a_person_wrote_is_in_the_history_as_plain_words(
    browser: Browser, town: ScriptedTown
) -> None:
    await browser.start()
    assert await browser.item(TEXT) == {"ack": "aaaaaaaa-1"}
    assert TEXT["text"] in await _lines(browser)
    update = town.got("text")[0]
    assert update.update_id == f"{update.address}:aaaaaaaa-1"


async def test_the_same_item_again_is_acknowledged_and_shown_once(
    browser: Browser, town: ScriptedTown
) -> None:
    await browser.start()
    for _ in range(3):
        assert await browser.item(TEXT) == {"ack": "aaaaaaaa-1"}
    assert (await _lines(browser)).count(TEXT["text"]) == 1
    assert len(town.got("text")) == 1


async def test_nothing_is_acknowledged_before_the_intake_has_it(
    browser: Browser, town: ScriptedTown
) -> None:
    await browser.start()
    town.failing = True
    assert await browser.item(TEXT) == {"nack": "aaaaaaaa-1", "again": 5}
    town.failing = False
    assert await browser.item(TEXT) == {"ack": "aaaaaaaa-1"}
    assert (await _lines(browser)).count(TEXT["text"]) == 1


async def test_a_person_who_came_in_while_the_core_was_away_is_greeted_later(
    browser: Browser, town: ScriptedTown
) -> None:
    town.failing = True
    await browser.start()
    town.failing = False
    assert await _lines(browser) == ["王姨，您有什么事？"]


async def test_a_tap_shows_the_words_of_the_button_and_not_the_pages_claim(
    browser: Browser, town: ScriptedTown
) -> None:
    await browser.start()
    question = (await browser.shown())["messages"][0]
    tap = question["options"][0]["tap"]  # type: ignore[index]
    item = {
        "id": "bbbbbbbb-1", "kind": "tap", "tap": tap, "about": str(question["id"]),
        "shown": "我中奖了",
    }  # fmt: skip
    assert (await browser.item(item))["ack"]
    assert town.got("tap")[0].tap == tap
    lines = await _lines(browser)
    assert "要人帮忙" in lines
    assert "我中奖了" not in lines


async def test_a_tap_whose_question_is_edited_in_place_leaves_no_line(
    browser: Browser, town: ScriptedTown
) -> None:
    await browser.start()
    question = (await browser.shown())["messages"][0]
    item = {"id": "bbbbbbbb-2", "kind": "tap", "tap": "t:1:要人帮忙", "about": str(question["id"])}
    await browser.item(item)
    address = town.taken[0].address
    await town.chat.edit(address, str(question["id"]), Outgoing(("改了",)))
    messages = (await browser.shown())["messages"]
    assert [one["lines"] for one in messages if one["sender"] == "person"] == []
    assert messages[0]["lines"] == ["改了"]


async def test_an_edit_and_a_withdrawal_reach_a_page_that_was_away(
    browser: Browser, town: ScriptedTown, site_store: Store
) -> None:
    await browser.start()
    before: Any = await browser.shown()
    address = town.taken[0].address
    secret = Outgoing(("王姨，3 号楼，电话 100-0000-0021",), (Option("办完了", "d", 1),))
    shown = await town.chat.send(address, secret, key="details")
    await town.chat.withdraw(address, shown, language="zh")
    after: Any = await browser.shown(after=before["seq"])
    changed = next(one for one in after["messages"] if str(one["id"]) == shown)
    assert changed["withdrawn"]
    assert changed["lines"] == []
    row = site_store.read_now(lambda session: history.get(session, address, int(shown)))
    assert row is not None
    assert row.body == {"lines": []}


async def test_a_repeated_key_is_shown_once_and_has_one_id(
    browser: Browser, town: ScriptedTown
) -> None:
    await browser.start()
    address = town.taken[0].address
    first = await town.chat.send(address, Outgoing(("一回",)), key="k")
    assert await town.chat.send(address, Outgoing(("一回",)), key="k") == first
    assert (await _lines(browser)).count("一回") == 1


async def test_another_accounts_message_cannot_be_edited_or_withdrawn_by_its_id(
    browser: Browser, town: ScriptedTown
) -> None:
    await browser.start()
    address = town.taken[0].address
    shown = await town.chat.send(address, Outgoing(("我的",)), key="mine")
    await town.chat.withdraw("somebody-else", shown, language="zh")
    with pytest.raises(Refused):
        await town.chat.edit("somebody-else", shown, Outgoing(("坏",)))
    assert "我的" in await _lines(browser)


async def test_a_closed_account_is_gone(town: ScriptedTown, site_store: Store) -> None:
    await town.chat.send("account-1", Outgoing(("好",)), key="1")
    now = town.chat.clock
    site_store.write_now(lambda session: history.close_talk(session, "account-1", now.now(session)))
    with pytest.raises(Gone):
        await town.chat.send("account-1", Outgoing(("好",)), key="2")


async def test_seen_reaches_the_core_only_for_the_accounts_own_messages(
    browser: Browser, town: ScriptedTown
) -> None:
    await browser.start()
    foreign = await town.chat.send("somebody-else", Outgoing(("别人的",)), key="f")
    mine = str((await browser.shown())["messages"][0]["id"])
    await browser.item({"id": "cccccccc", "kind": "seen", "seen": [mine, foreign]})
    assert town.got("seen")[0].seen == ("row1",)  # the key it was sent under, not the page's number
    assert (await browser.shown())["messages"][0]["seen"]
    answer = await browser.item({"id": "dddddddd", "kind": "seen", "seen": [foreign]})
    assert answer == {"ack": "dddddddd"}
    assert len(town.got("seen")) == 1


async def test_a_socket_gets_the_history_then_the_answer_then_the_acknowledgement(
    browser: Browser,
) -> None:
    await browser.start()
    async with browser.session.ws_connect(
        browser.root + "/chat/ws?after=0", headers={"Origin": browser.root}
    ) as line:
        first = await line.receive_json(timeout=5)
        assert first["first"]
        await line.send_json(TEXT)
        heard: list[Any] = []
        while not any("ack" in parcel for parcel in heard):
            heard.append(await line.receive_json(timeout=5))
        while not any("哪样事？" in str(parcel) for parcel in heard):
            heard.append(await line.receive_json(timeout=5))


async def test_a_socket_is_closed_when_its_session_ends(browser: Browser) -> None:
    await browser.start()
    async with browser.session.ws_connect(
        browser.root + "/chat/ws?after=0", headers={"Origin": browser.root}
    ) as line:
        await line.receive_json(timeout=5)
        await browser.post("/out")
        closed = await line.receive(timeout=5)
        assert closed.type is WSMsgType.CLOSE
        assert line.close_code == 4401


async def test_old_messages_come_in_pages(browser: Browser, town: ScriptedTown) -> None:
    await browser.start()
    address = town.taken[0].address
    for n in range(60):
        await town.chat.send(address, Outgoing((f"第 {n} 条",)), key=f"n{n}")
    first: Any = await browser.shown()
    assert first["more"]
    assert len(first["messages"]) == 40
    answer = await browser.get(f"/chat/older?before={first['messages'][0]['id']}")
    older = await answer.json()
    assert len(older["messages"]) == 21
    assert not older["more"]


async def test_a_page_away_for_hundreds_of_changes_begins_anew(
    browser: Browser, town: ScriptedTown
) -> None:
    await browser.start()
    before: Any = await browser.shown()
    address = town.taken[0].address
    for n in range(210):
        await town.chat.send(address, Outgoing((f"{n}",)), key=f"n{n}")
    after: Any = await browser.shown(after=before["seq"])
    assert after["first"]


async def test_photos_go_up_and_come_back_to_their_owner_only(
    browser: Browser, town: ScriptedTown, open_browser: Any
) -> None:
    await browser.start()
    answer = await browser.post("/chat/upload", data=PNG)
    photo = (await answer.json())["id"]
    item = {"id": "dddddddd", "kind": "photos", "photos": [photo]}
    assert (await browser.item(item))["ack"]
    assert town.got("photo")[0].photos == (photo,)
    back = await browser.get(f"/chat/upload/{photo}")
    assert await back.read() == PNG
    assert back.headers["Content-Security-Policy"].startswith("default-src 'none'; sandbox")
    other = open_browser()
    await other.start()
    assert (await other.get(f"/chat/upload/{photo}")).status == 404
    assert "why" in await other.item(item)


async def test_a_file_that_is_no_picture_is_refused_kindly(browser: Browser) -> None:
    await browser.start()
    answer = await browser.post("/chat/upload", data=b"<html><script>alert(1)</script>")
    assert answer.status == 415
    assert "不是照片" in (await answer.json())["why"]


async def test_more_than_ten_megabytes_are_refused_kindly(browser: Browser) -> None:
    await browser.start()
    answer = await browser.post(
        "/chat/upload", data=io.BytesIO(b"\xff\xd8\xff" + b"0" * 10 * 1024 * 1024)
    )
    assert answer.status == 413
    assert "太大" in (await answer.json())["why"]


async def test_the_chrome_follows_the_language_of_the_account(
    browser: Browser, town: ScriptedTown
) -> None:
    await browser.start()
    address = town.taken[0].address
    assert 'lang="zh-CN"' in await browser.page("/chat")
    town.door.languages[address] = "en"
    assert 'lang="en"' in await browser.page("/chat")
    shown: Any = await browser.shown()
    assert shown["lang"] == "en"


async def test_an_account_cannot_fill_the_disk_in_a_day(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "A_DAY", 2 * len(PNG))
    await browser.start()
    statuses = [(await browser.post("/chat/upload", data=PNG)).status for _ in range(3)]
    assert statuses == [200, 200, 429]


async def test_a_page_hears_what_another_process_wrote(
    browser: Browser, town: ScriptedTown, site_store: Store
) -> None:
    await browser.start()
    elsewhere = WebChat(site_store, town.chat.clock)
    async with browser.session.ws_connect(
        browser.root + "/chat/ws?after=0", headers={"Origin": browser.root}
    ) as line:
        await line.receive_json(timeout=5)
        async with asyncio.TaskGroup() as group:
            watching = group.create_task(town.chat.hub.watch(site_store))
            await elsewhere.send(town.taken[0].address, Outgoing(("从别处来的",)), key="e")
            heard = await line.receive_json(timeout=5)
            watching.cancel()
    assert heard["messages"][-1]["lines"] == ["从别处来的"]


async def test_leaving_asks_first_and_then_ends_the_session(browser: Browser) -> None:
    await browser.start()
    assert "退出这部手机" in await browser.page("/out")
    assert (await browser.get("/chat")).status == 200
    await browser.post("/out")
    assert (await browser.get("/chat")).status == 303


async def test_stopping_the_site_ends_open_lines_at_once(
    browser: Browser, site: tuple[ScriptedTown, TestServer]
) -> None:
    await browser.start()
    before: Any = await browser.shown()
    async with browser.session.ws_connect(
        browser.root + "/chat/ws?after=0", headers={"Origin": browser.root}
    ) as line:
        await line.receive_json(timeout=5)
        async with asyncio.TaskGroup() as group:
            polling = group.create_task(browser.shown(after=before["seq"]))
            async with asyncio.timeout(10):
                while site[0].chat.hub.open_pages < 2:  # noqa: ASYNC110 - no event to wait for
                    await asyncio.sleep(0)
                await site[1].close()
    assert polling.result()["messages"] == []


async def test_links_stay_when_the_answers_are_taken_off(
    browser: Browser, town: ScriptedTown
) -> None:
    await browser.start()
    address = town.taken[0].address
    options = (Option("打 120", url="tel:120"), Option("点错了", "no", 1))
    shown = await town.chat.send(address, Outgoing(("马上打 120。",), options), key="a")
    await town.chat.take_off_buttons(address, shown)
    [alarm] = [one for one in (await browser.shown())["messages"] if str(one["id"]) == shown]
    assert [option["label"] for option in alarm["options"]] == ["打 120"]  # type: ignore[attr-defined]


async def test_a_tap_on_an_older_button_leaves_no_line_below_its_answer(
    browser: Browser, town: ScriptedTown
) -> None:
    await browser.start()
    address = town.taken[0].address
    push = Outgoing(("有人找您说话。",), (Option("我来回", "t.x", 1),))
    older = await town.chat.send(address, push, key="push")
    newest = await town.chat.send(address, Outgoing(("没有人在等。",)), key="desk")
    item = {"id": "eeeeeeee", "kind": "tap", "tap": "t.x", "about": older}
    await browser.item(item)
    await town.chat.edit(address, newest, Outgoing(("您现在跟他说话。",)))
    assert "我来回" not in await _lines(browser)
    assert "您现在跟他说话。" in await _lines(browser)
