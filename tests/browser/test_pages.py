"""What a person at a screen meets: readable, reachable, and nothing from anybody else."""

from __future__ import annotations

import asyncio
from typing import Literal
from urllib.parse import urlsplit

import pytest

from bot.dialogue.messages import Outgoing
from models.access.signed import Link, sign_link
from tests.browser.conftest import OpenScreen, Screen
from tests.webchat.scripted import ScriptedTown, numbered

Theme = Literal["light", "dark"]
LOOKS: list[tuple[int, str, Theme]] = [
    (360, "", "light"), (360, "?lang=en", "dark"), (1280, "", "dark"), (1280, "?lang=en", "light"),
]  # fmt: skip
SMALL_TARGETS = """
() => [...document.querySelectorAll('button, a[href], textarea, input, select')]
  .filter((node) => node.getClientRects().length)
  .map((node) => [node.outerHTML.slice(0, 90), node.getBoundingClientRect()])
  .filter(([, box]) => box.height < 59.5 || box.width < 59.5)
  .map(([html, box]) => `${html} ${Math.round(box.width)}x${Math.round(box.height)}`)
"""
WIDER = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.mark.parametrize(("width", "query", "theme"), LOOKS)
async def test_no_page_of_the_chat_has_an_accessibility_fault(
    open_screen: OpenScreen, axe: str, width: int, query: str, theme: Theme
) -> None:
    screen = await open_screen(width, theme=theme)
    card = f"/in/{sign_link(Link('card', 1), None)}"
    for path in ("/", card, "/in/forged", "/none", "/cards"):
        await screen.goes(path + query)
        assert await screen.violations(axe) == []
    await screen.starts(query)
    assert await screen.violations(axe) == []
    await screen.page.click("#size")
    await screen.page.click("#plus")
    await screen.says("接")
    await screen.page.wait_for_selector("[data-tap=k1]")
    assert await screen.violations(axe) == []
    await screen.says("fire" if query else "着火了")
    await screen.page.wait_for_selector(".urgent")
    assert await screen.violations(axe) == []
    await screen.goes("/out")
    assert await screen.violations(axe) == []


@pytest.mark.parametrize(("width", "query", "theme"), LOOKS)
async def test_the_three_phones_have_no_accessibility_fault(
    open_screen: OpenScreen, axe: str, width: int, query: str, theme: Theme
) -> None:
    screen = await open_screen(width, theme=theme)
    await screen.goes(f"/demo{query}")
    await screen.page.frame_locator("iframe").first.locator(".choices .button").first.wait_for()
    assert await screen.violations(axe) == []
    assert await screen.page.evaluate(WIDER) <= 0


OVERLAPS = """
() => {
  const boxes = [...document.querySelectorAll('.bar .in button')].map((node) => node.getBoundingClientRect());
  return boxes.some((box) => box.left < 0 || box.right > innerWidth) || boxes.some((a, i) => boxes.slice(i + 1).some((b) => a.right > b.left + 0.5 && a.left < b.right - 0.5));
}
"""


@pytest.mark.parametrize(
    ("size", "query"), [("m", ""), ("m", "?lang=en"), ("l", ""), ("x", ""), ("x", "?lang=en")]
)
async def test_everything_that_can_be_touched_is_large_enough_and_nothing_sticks_out(
    open_screen: OpenScreen, size: str, query: str
) -> None:
    screen = await open_screen()
    await screen.starts(query)
    assert not await screen.page.evaluate(OVERLAPS)
    await screen.page.click("#size")
    await screen.page.click(f"[data-set={size}]")
    await screen.page.click("#plus")
    await screen.page.keyboard.press("Tab")
    assert not await screen.page.evaluate(OVERLAPS)
    assert await screen.page.evaluate(SMALL_TARGETS) == []
    assert await screen.page.evaluate(WIDER) <= 0


async def test_the_letters_go_from_18_to_30_pixels_and_are_remembered(
    open_screen: OpenScreen,
) -> None:
    screen = await open_screen()
    await screen.starts()
    sizes = []
    for key in ("s", "m", "l", "x"):
        if await screen.page.is_hidden("#sizes"):
            await screen.page.click("#size")
        await screen.page.click(f"[data-set={key}]")
        sizes.append(await screen.page.evaluate("getComputedStyle(document.body).fontSize"))
    assert sizes == ["18px", "21px", "25px", "30px"]
    await screen.page.reload()
    assert await screen.page.evaluate("getComputedStyle(document.body).fontSize") == "30px"


async def test_nothing_is_asked_of_anybody_else_and_nothing_breaks_the_policy(
    open_screen: OpenScreen,
) -> None:
    screen = await open_screen(1280)
    await screen.goes("/demo")
    await screen.page.frame_locator("iframe").first.locator(".choices .button").first.click()
    await screen.page.wait_for_timeout(1500)
    await screen.starts()
    await screen.says("着火了")
    await screen.page.wait_for_selector(".urgent")
    hosts = {urlsplit(url).netloc for url in screen.requests}
    assert hosts == {urlsplit(screen.root).netloc}
    assert screen.complaints == []


async def test_markup_in_a_message_is_shown_as_the_letters_it_is(
    open_screen: OpenScreen, town: ScriptedTown
) -> None:
    screen = await open_screen()
    await screen.starts()
    evil = "<img src=x onerror=document.title=1><b>粗</b>"
    await screen.says(evil)
    await screen.sees(evil)
    assert await screen.page.locator("#log b, #log img").count() == 0
    assert await screen.page.title() == "家门口"


async def test_a_digit_on_the_keyboard_answers_and_enter_sends(
    open_screen: OpenScreen, town: ScriptedTown
) -> None:
    screen = await open_screen()
    await screen.starts()
    await screen.page.keyboard.press("1")
    await screen.sees("哪样事？")
    assert town.got("tap")[0].tap == "t:1:要人帮忙"
    await screen.says("2")
    await screen.sees("您看对不对")
    assert town.got("text")[0].text == "2"


async def test_a_message_is_seen_when_it_was_on_the_open_page(
    open_screen: OpenScreen, town: ScriptedTown
) -> None:
    screen = await open_screen()
    await screen.starts()
    async with asyncio.timeout(10):
        while not town.got("seen"):
            await screen.page.wait_for_timeout(50)
    assert town.got("seen")[0].seen == ("row1",)


async def test_a_reload_shows_the_talk_as_it_was(
    open_screen: OpenScreen, town: ScriptedTown
) -> None:
    screen = await open_screen()
    await screen.starts()
    await screen.says("大冷天的，太麻烦人家了")
    await screen.sees("哪样事？")
    await screen.page.reload()
    await screen.sees("大冷天的，太麻烦人家了")
    await screen.sees("哪样事？")
    assert await screen.page.locator(".item").count() == 3


async def test_ticks_are_told_to_a_screen_reader_and_leave_no_line(
    open_screen: OpenScreen, town: ScriptedTown
) -> None:
    screen = await open_screen()
    await screen.starts()
    await screen.says("接")
    third = screen.page.locator("[data-tap=k3]")
    await third.wait_for()
    assert await third.get_attribute("aria-pressed") == "false"
    await third.click()
    await screen.page.wait_for_selector("[data-tap=k3][aria-pressed=true]")
    assert await screen.page.locator(".item.me").count() == 1
    assert await screen.page.evaluate("document.activeElement.dataset.tap") == "k3"


async def test_a_tap_without_signal_is_kept_said_and_sent_later_once(
    open_screen: OpenScreen, town: ScriptedTown
) -> None:
    screen = await open_screen()
    await screen.starts()
    town.failing = True
    await _cut(screen)
    await screen.page.keyboard.press("1")
    await screen.sees("没信号，先记在手机里了（1 条）")
    await screen.page.reload(wait_until="commit")
    town.failing = False
    await screen.sees("哪样事？")
    await screen.page.wait_for_timeout(800)
    assert len(town.got("tap")) == 1


async def _cut(screen: Screen) -> None:
    """The line goes dead the way a basement does it: the page is told, then nothing comes."""
    await screen.page.evaluate(
        "() => { window.WebSocket.prototype.send = () => {}; dispatchEvent(new Event('offline')); }"
    )


async def test_where_no_socket_gets_through_the_page_asks_again_and_again(
    open_screen: OpenScreen, town: ScriptedTown
) -> None:
    closed = "setTimeout(() => this.onclose({code: 1006}), 10)"
    screen = await open_screen(
        init=f"window.WebSocket = class {{ static OPEN = 1; constructor() {{ {closed} }} }}"
    )
    await screen.starts()
    await screen.says("大冷天的")
    await screen.sees("哪样事？")


async def test_what_was_withdrawn_is_replaced_on_the_open_page(
    open_screen: OpenScreen, town: ScriptedTown
) -> None:
    screen = await open_screen()
    await screen.starts()
    await town.chat.withdraw(
        town.taken[0].address, town.shown[town.taken[0].address], language="zh"
    )
    await screen.sees("（内容已撤回）")
    assert await screen.page.locator(".choices").count() == 0


async def test_the_words_of_the_page_switch_with_the_account(open_screen: OpenScreen) -> None:
    screen = await open_screen()
    await screen.starts()
    await screen.page.get_by_text("English").click()
    await screen.sees("What do you need")
    assert await screen.page.inner_text("#write [type=submit]") == "Send"
    assert await screen.page.get_attribute("html", "lang") == "en"


async def test_home_and_a_person_are_one_tap_away_in_every_state(
    open_screen: OpenScreen, town: ScriptedTown
) -> None:
    screen = await open_screen()
    await screen.starts()
    await screen.page.click("#person")
    await screen.sees("哪样事？")
    await screen.page.click("#home")
    await screen.sees("您看对不对")
    assert [one.tap for one in town.got("tap")] == ["g.person", "g.menu"]


async def test_who_taps_an_old_button_far_up_is_shown_the_answer(
    open_screen: OpenScreen, town: ScriptedTown
) -> None:
    screen = await open_screen()
    await screen.starts()
    address = town.taken[0].address
    offer = Outgoing(("有家暖气不热。",), numbered("我去", "这回去不了"))
    await town.chat.send(address, offer, key="offer")
    for number in range(12):
        await town.chat.send(address, Outgoing((f"第 {number} 句",)), key=f"more{number}")
    await screen.sees("第 11 句")
    await screen.page.locator("[data-tap='t:1:我去']").click()
    await screen.sees("哪样事？")
    await screen.page.wait_for_timeout(300)
    left = "() => { const s = document.getElementById('scroll'); return s.scrollHeight - s.scrollTop - s.clientHeight; }"
    assert await screen.page.evaluate(left) < 5


async def test_the_number_to_dial_stays_on_the_screen_when_the_next_question_comes(
    open_screen: OpenScreen, town: ScriptedTown
) -> None:
    screen = await open_screen(height=640)
    await screen.starts()
    await screen.says("着火了")
    await screen.page.wait_for_selector(".urgent")
    address = town.taken[0].address
    await town.say(address, Outgoing(("是谁有事？",), numbered("我自己", "家里人", "邻居", "没事")))
    await screen.sees("是谁有事？")
    await screen.page.wait_for_timeout(400)
    dial = screen.page.get_by_role("link", name="打 120")
    box = await dial.bounding_box()
    assert box is not None
    assert 0 < box["y"] < 540
    assert await screen.page.get_by_role("button", name="点错了，没事").count() == 0


async def test_only_the_newest_question_calls_and_older_ones_can_still_be_answered(
    open_screen: OpenScreen, town: ScriptedTown
) -> None:
    screen = await open_screen()
    await screen.starts()
    address = town.taken[0].address
    offer = Outgoing(("有家暖气不热。",), numbered("我去", "这回去不了", main=1))
    await town.chat.send(address, offer, key="offer")
    await screen.sees("我去")
    await screen.says("您好")
    await screen.sees("哪样事？")
    old = screen.page.locator(".earlier [data-tap='t:1:我去']")
    fresh = screen.page.locator(".item:not(.earlier) [data-tap='t:1:暖气不热']")
    await fresh.wait_for()
    plain = "(node) => getComputedStyle(node).backgroundColor"
    assert await old.evaluate(plain) == "rgba(0, 0, 0, 0)"
    assert await fresh.evaluate(plain) != "rgba(0, 0, 0, 0)"
    await old.click()
    await screen.sees("您看对不对")
    assert town.got("tap")[-1].tap == "t:1:我去"


async def test_everything_can_be_reached_and_seen_with_the_keyboard_alone(
    open_screen: OpenScreen, town: ScriptedTown
) -> None:
    screen = await open_screen()
    await screen.goes("/")
    await _tab_to(screen, "button.main")
    await screen.page.keyboard.press("Enter")
    await screen.page.wait_for_selector(".choices .button")
    await _tab_to(screen, "[data-tap='t:2:约大夫']")
    assert await screen.page.evaluate(
        "parseFloat(getComputedStyle(document.activeElement).outlineWidth) >= 3"
    )
    await screen.page.keyboard.press("Enter")
    await screen.sees("哪样事？")
    assert town.got("tap")[0].tap == "t:2:约大夫"
    assert await screen.page.evaluate("document.activeElement.closest('#log') !== null")


async def _tab_to(screen: Screen, wanted: str) -> None:
    for _ in range(30):
        await screen.page.keyboard.press("Tab")
        if await screen.page.evaluate("w => document.activeElement.matches(w)", wanted):
            return
    raise AssertionError(f"the Tab key never comes to {wanted}")
