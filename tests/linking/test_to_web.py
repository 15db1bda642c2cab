"""From a chat program to the web chat: one's own chat there, or one thing for as long as it lasts."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from models.access.signed import link_to_see
from models.access.tables import WebSession
from models.register.tables import Account
from models.tasks.tables import Offer
from tests.linking.site import WebAndChat
from tests.linking.world import payload


async def own_link(web: WebAndChat, alias: str = "wang") -> str:
    """Somebody asks in the chat program for their chat on the web."""
    web.known(alias)
    person = web.there(f"demo-{alias}")
    await person.says("主页")
    await person.taps("我的资料").sees("在网页上看").but_not("Telegram")
    await person.taps("在网页上看").sees("别发给别人")
    return f"/in/{payload(person)}"


async def taken(web: WebAndChat) -> int:
    """Aunt Wang has asked for help and Mr Zhao goes; the id of his task."""
    web.known("wang")
    web.known("zhao")
    wang, zhao = web.there("demo-wang"), web.there("demo-zhao")
    await wang.says("主页")
    for label in ("要人帮忙", "暖气不热", "哪儿都凉", "冻得慌", "对，叫人来"):
        await wang.taps(label)
    await zhao.looks()
    await zhao.taps("我去")
    await zhao.taps(2)
    mine = select(Offer.id).where(Offer.state == "accepted")
    return web.read(lambda session: session.scalars(mine).one())


def to_see(web: WebAndChat, what: str, about: int, alias: str = "zhao") -> str:
    return f"/in/{link_to_see(web.ids[alias], what, about, web.wall.now())}"  # type: ignore[arg-type]  # one of the five


def accounts(web: WebAndChat, alias: str) -> int:
    mine = select(func.count()).where(Account.person_id == web.ids[alias])
    return web.read(lambda session: session.execute(mine).scalar_one())


# -- my own chat ---------------------------------------------------------------------------------------
async def test_opening_changes_nothing_and_names_nobody(web: WebAndChat) -> None:
    path, browser = await own_link(web), web.browser()
    for _ in range(3):
        page = await browser.page(path)
        assert "接上您的聊天" in page
        assert "王姨" not in page
    assert accounts(web, "wang") == 1


async def test_a_tap_joins_the_two_and_the_old_chat_is_told(web: WebAndChat) -> None:
    path, browser = await own_link(web), web.browser()
    assert "王姨，您有什么事？" in await browser.it_is_me(path)
    assert accounts(web, "wang") == 2
    wang = web.there("demo-wang")
    assert "您在网页上也接上了。不是您接的，点[断开]。" in wang.screen
    assert web.quiet(web.other, "demo-wang", "也接上了") == [False]
    await wang.taps("断开").sees("断开了")
    assert accounts(web, "wang") == 1
    assert await browser.words() == ""


async def test_it_works_once(web: WebAndChat) -> None:
    path = await own_link(web)
    first, second = web.browser(), web.browser()
    await first.it_is_me(path)
    assert "已经用过了" in await second.page(path)
    assert "已经用过了" in await second.it_is_me(path, "0021")
    assert (await first.get(path)).headers["Location"] == "/chat"
    assert accounts(web, "wang") == 2


async def test_it_ends_by_the_towns_clock(web: WebAndChat) -> None:
    path = await own_link(web)
    web.wall.advance(timedelta(minutes=30))
    assert "过了时候" in await web.browser().page(path)
    assert "过了时候" in await web.browser().it_is_me(path)


@pytest.mark.parametrize(
    "spoil", [lambda p: p[:-1], lambda p: p + "A", lambda p: p.replace("m-", "s-")]
)
async def test_a_forged_one_is_refused(web: WebAndChat, spoil: object) -> None:
    path = await own_link(web)
    assert callable(spoil)
    answer = await web.browser().post(spoil(path))
    assert answer.status == 410


async def test_what_somebody_began_in_the_browser_before_goes_along(web: WebAndChat) -> None:
    path, browser = await own_link(web), web.browser()
    await browser.post("/", lang="zh")
    for label in ("要人帮忙", "暖气不热", "哪儿都凉", "冻得慌", "对，叫人来"):
        await browser.taps(label)
    await browser.it_is_me(path)
    assert web.asker_of_newest() == web.ids["wang"]
    assert "暖气" in await browser.says("我的事儿")


async def test_the_word_web_shows_the_way_too(web: WebAndChat) -> None:
    web.known("wang")
    await web.there("demo-wang").opens("web").sees("打开网页", "别发给别人")


# -- one thing -----------------------------------------------------------------------------------------
async def test_a_task_is_seen_on_the_web_and_only_the_one_who_has_it_gets_in(
    web: WebAndChat,
) -> None:
    offer = await taken(web)
    browser = web.browser()
    assert "请您看一样" in await browser.page(to_see(web, "task", offer))
    words = await browser.it_is_me(to_see(web, "task", offer))
    assert "3 号楼 2 单元 401" in words
    forged = await web.browser().it_is_me(to_see(web, "task", offer, "sun"))
    assert "已经过去了" in forged


async def test_the_link_ends_with_the_task(web: WebAndChat) -> None:
    offer = await taken(web)
    path, browser = to_see(web, "task", offer), web.browser()
    await browser.it_is_me(path)
    await web.there("demo-zhao").taps("去不成了")
    assert "401" not in await browser.words()
    for again in (browser, web.browser()):
        assert "已经过去了" in await again.page(path)
        assert "已经过去了" in await again.it_is_me(path)


async def test_another_thing_lasts_half_a_day(web: WebAndChat) -> None:
    await taken(web)
    path = to_see(web, "case", 1, "wang")
    web.wall.advance(timedelta(hours=12))
    assert "过了时候" in await web.browser().page(path)


async def test_on_a_second_device_the_end_of_the_phone_is_asked(web: WebAndChat) -> None:
    await taken(web)
    path = to_see(web, "case", 1, "wang")
    assert "编号" in await web.browser().it_is_me(path)
    second = web.browser()
    assert "最后四位" in await second.page(path)
    assert "对不上" in await second.it_is_me(path, "1111")
    assert "编号" in await second.it_is_me(path, "0021")


async def test_without_a_phone_on_record_a_second_device_stays_out(web: WebAndChat) -> None:
    await taken(web)
    web.change("wang", phone=None, phone_hash=None)
    path = to_see(web, "case", 1, "wang")
    await web.browser().it_is_me(path)
    assert "也没记着电话" in await web.browser().it_is_me(path, "0021")


async def test_who_is_signed_in_goes_straight_there(web: WebAndChat) -> None:
    offer = await taken(web)
    browser = web.browser()
    await browser.it_is_me(to_see(web, "task", offer))
    before = len(await browser.messages())
    assert (await browser.get(to_see(web, "task", offer))).headers["Location"] == "/chat"
    await web.settle()
    assert len(await browser.messages()) > before


async def test_many_links_open_one_chat_for_half_a_day(web: WebAndChat) -> None:
    offer = await taken(web)
    for _ in range(3):
        web.wall.advance(timedelta(seconds=1))
        await web.browser().it_is_me(to_see(web, "case", 1, "wang"))
        await web.browser().it_is_me(to_see(web, "task", offer))
    assert (accounts(web, "wang"), accounts(web, "zhao")) == (2, 2)
    ends = web.read(lambda session: session.scalars(select(WebSession.expires_at)).all())
    assert max(ends) <= web.wall.now() + timedelta(hours=12)


async def test_what_is_not_theirs_is_not_shown_whatever_the_link_says(web: WebAndChat) -> None:
    offer = await taken(web)
    for what, about in (("case", 1), ("alarm", 1), ("call", 1), ("talk", 1)):
        words = await web.browser().it_is_me(to_see(web, what, about, "yu"))
        assert "401" not in words
        assert "王" not in words
    for words in (f"see.task.{offer}", "see.case.1"):
        await web.there("77").opens(words).but_not("401", "王姨")


# -- the code on the page --------------------------------------------------------------------------------
async def test_the_page_draws_the_code_of_its_own_message_only(web: WebAndChat) -> None:
    browser = web.browser()
    await browser.post("/", lang="zh")
    await browser.says("主页")
    await browser.taps("我的资料")
    await browser.taps("Telegram 上也用")
    shown = (await browser.messages())[-1]
    assert shown["code"]
    assert "t.me" not in str(shown["code"])
    answer = await browser.get(f"/chat/code/{shown['id']}?v={shown['code']}")
    assert answer.content_type == "image/svg+xml"
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Cache-Control"] == "private, no-store"
    body = await answer.text()
    assert body.startswith("<svg")
    assert "style" not in body
    stranger = web.browser()
    assert (await stranger.get(f"/chat/code/{shown['id']}")).status == 401
    await stranger.post("/", lang="zh")
    assert (await stranger.get(f"/chat/code/{shown['id']}")).status == 404
    plain = next(one["id"] for one in await stranger.messages())
    assert (await stranger.get(f"/chat/code/{plain}")).status == 404


async def test_a_chat_on_the_web_is_joined_with_the_program(web: WebAndChat) -> None:
    browser = web.browser()
    await browser.post("/", lang="zh")
    await browser.says("主页")
    await browser.taps("我的资料")
    await browser.taps("Telegram 上也用")
    url = next(
        option["url"] for option in (await browser.messages())[-1]["options"] if option["url"]
    )
    phone = web.there("77")
    await phone.opens(url.partition("?start=")[2])
    await phone.taps("是我").sees("接上了")
    assert "您在 Telegram 上也接上了" in await browser.words()
