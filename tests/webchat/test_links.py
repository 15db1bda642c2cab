"""Signed links: opening changes nothing, a tap lets in, a second device must show it belongs."""

from __future__ import annotations

from datetime import timedelta

import pytest

from models import keys
from models.access.signed import Link, sign_link
from models.clocks import FixedClock
from tests.webchat.conftest import Browser, MakeBrowser
from tests.webchat.scripted import ScriptedTown

CARD = Link("card", 12)
PERSON = Link("person", 7)


async def test_opening_a_link_changes_nothing_and_names_nobody(
    browser: Browser, open_browser: MakeBrowser, town: ScriptedTown
) -> None:
    path = f"/in/{sign_link(PERSON, None)}"
    for _ in range(3):
        page = await browser.page(path)
        assert "是我，进入" in page
        assert "最后四位" not in page
    assert not town.taken
    other = await open_browser().page(path)
    assert "最后四位" not in other


async def test_the_tap_lets_in_and_the_core_hears_which_link(
    browser: Browser, town: ScriptedTown
) -> None:
    answer = await browser.post(f"/in/{sign_link(CARD, None)}")
    assert (answer.status, answer.headers["Location"]) == (303, "/chat")
    assert [update.text for update in town.got("start")] == ["card:12:1"]
    assert (await browser.get("/chat")).status == 200


async def test_the_same_browser_may_open_its_link_again(
    browser: Browser, town: ScriptedTown
) -> None:
    path = f"/in/{sign_link(CARD, None)}"
    await browser.post(path)
    assert "最后四位" not in await browser.page(path)
    assert (await browser.post(path)).status == 303
    assert len(town.got("start")) == 1


async def test_a_forwarded_link_asks_for_the_last_four_digits(
    browser: Browser, open_browser: MakeBrowser, town: ScriptedTown
) -> None:
    town.door.phones["person", 7] = frozenset({"0021"})
    path = f"/in/{sign_link(PERSON, None)}"
    await browser.post(path)
    other = open_browser()
    assert "最后四位" in await other.page(path)
    assert (await other.post(path)).status == 200
    wrong = await other.post(path, data={"digits": "9999"})
    assert "对不上" in await wrong.text()
    assert (await other.get("/chat")).status == 303
    right = await other.post(path, data={"digits": "0021"})
    assert right.status == 303
    starts = town.got("start")
    assert starts[0].address == starts[1].address


async def test_five_wrong_tries_close_the_link_for_a_day(
    browser: Browser, open_browser: MakeBrowser, town: ScriptedTown, wall: FixedClock
) -> None:
    town.door.phones["person", 7] = frozenset({"0021"})
    path = f"/in/{sign_link(PERSON, None)}"
    await browser.post(path)
    other = open_browser()
    for _ in range(5):
        assert (await other.post(path, data={"digits": "1111"})).status == 200
    locked = await other.post(path, data={"digits": "0021"})
    assert locked.status == 403
    assert "明天再试" in await locked.text()
    wall.advance(timedelta(hours=24))
    assert (await other.post(path, data={"digits": "0021"})).status == 303


async def test_a_forwarded_link_without_a_phone_on_record_sends_to_the_duty(
    browser: Browser, open_browser: MakeBrowser
) -> None:
    path = f"/in/{sign_link(CARD, None)}"
    await browser.post(path)
    answer = await open_browser().post(path, data={"digits": "0021"})
    assert answer.status == 403
    assert "社区值班" in await answer.text()


async def test_an_invite_works_once(browser: Browser, open_browser: MakeBrowser) -> None:
    path = f"/in/{sign_link(Link('invite', 1), None)}"
    assert (await browser.post(path)).status == 303
    other = open_browser()
    assert "已经用过了" in await other.page(path)
    assert (await other.post(path)).status == 403


async def test_an_expired_link_is_refused_with_a_way_on(
    browser: Browser, town: ScriptedTown, wall: FixedClock
) -> None:
    path = f"/in/{sign_link(PERSON, wall.now() + timedelta(days=1))}"
    wall.advance(timedelta(days=1))
    assert "到日子了" in await browser.page(path)
    assert (await browser.post(path)).status == 410
    assert not town.taken


@pytest.mark.parametrize("spoil", [lambda t: t[:-6] + t[-5:], lambda t: "A" + t, lambda t: t * 20])
async def test_a_forged_link_is_refused_counted_and_logged(
    browser: Browser, town: ScriptedTown, spoil: object
) -> None:
    token = sign_link(PERSON, None)
    assert callable(spoil)
    answer = await browser.post(f"/in/{spoil(token)}")
    assert answer.status == 410
    assert town.refused_links["forged"] == 1
    assert not town.taken


async def test_a_token_signed_for_something_else_is_no_link(browser: Browser) -> None:
    token = keys.current().sign({"k": "person", "s": 7, "n": 1}, "other_purpose", None)
    assert (await browser.post(f"/in/{token}")).status == 410


async def test_a_replaced_card_is_refused_and_stays_unused(
    browser: Browser, town: ScriptedTown
) -> None:
    town.door.serials["card", 12] = 2
    path = f"/in/{sign_link(CARD, None)}"
    answer = await browser.post(path)
    assert answer.status == 403
    assert "换了新的" in await answer.text()
    town.door.serials["card", 12] = 1
    assert (await browser.post(path)).status == 303


async def test_a_link_taken_up_in_a_signed_in_browser_ends_the_old_session(
    browser: Browser, open_browser: MakeBrowser
) -> None:
    answer = await browser.post("/", data={})
    old = answer.cookies["doorstep"].value
    await browser.post(f"/in/{sign_link(PERSON, None)}")
    ghost = open_browser()
    ghost.session.cookie_jar.update_cookies({"doorstep": old})
    assert (await ghost.get("/chat")).status == 303
