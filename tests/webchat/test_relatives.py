"""A relative's link on the web: it opens nobody's chat, it begins a talk in one's own."""

from __future__ import annotations

from models.clocks import FixedClock
from models.family.invites import invite
from tests.webchat.conftest import Browser, MakeBrowser
from tests.webchat.scripted import ScriptedTown


def code(wall: FixedClock) -> str:
    return invite("act", 7, 7, wall.now())


async def test_opening_it_changes_nothing_and_names_nobody(
    browser: Browser, town: ScriptedTown, wall: FixedClock
) -> None:
    page = await browser.page(f"/in/{code(wall)}")
    assert "家里人给您看的码" in page
    assert "接着说" in page
    assert not town.taken


async def test_a_newcomer_gets_a_chat_of_their_own(
    browser: Browser, town: ScriptedTown, wall: FixedClock
) -> None:
    token = code(wall)
    answer = await browser.post(f"/in/{token}")
    assert (answer.status, answer.headers["Location"]) == (303, "/chat")
    assert [update.text for update in town.got("start")] == [token]
    assert "person:7:1" not in [update.text for update in town.taken]


async def test_who_has_a_chat_goes_on_in_it(
    browser: Browser, open_browser: MakeBrowser, town: ScriptedTown, wall: FixedClock
) -> None:
    await browser.post("/", data={})
    token = code(wall)
    await browser.post(f"/in/{token}")
    first, second = town.got("start")
    assert (first.address, second.text) == (second.address, token)
    await open_browser().post(f"/in/{token}")
    assert town.got("start")[-1].address != first.address


async def test_a_forged_one_is_shown_nothing_before_the_chat_says_so(
    browser: Browser, town: ScriptedTown, wall: FixedClock
) -> None:
    forged = code(wall)[:-3] + "abc"
    assert "家里人给您看的码" in await browser.page(f"/in/{forged}")
