"""The sheet for the stairwell and the page that its code opens: the text, and nobody's name."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from aiohttp.test_utils import TestClient, TestServer
from sqlalchemy import update

from bot.channels.webchat.pace import Pace
from bot.web.notice_pages import NoticePages
from bot.web.site import make_site
from models.audiences.expressions import Everybody
from models.notices.paper import KEPT, notice_token, read_notice_token, sheet_path
from models.notices.sending import CorrectNotice, StopNotice
from models.notices.tables import Notice
from tests.notices.after import BEGINS, ENDS, After
from tests.talks.world import World

BASE = "https://jiamenkou.example"
WORDS = "明天停水，先把水接好。"


@pytest.fixture
async def after(town: World) -> After:
    made = After(town)
    await made.goes_out(Everybody())
    return made


@pytest.fixture
async def browser(town: World) -> AsyncIterator[TestClient]:  # type: ignore[type-arg]  # of whatever application
    pace = Pace(town.wall, per_second=1, burst=8)
    pages = NoticePages(town.core.store, town.core.town_clock, pace.allows)
    async with TestClient(TestServer(make_site(pages.routes(), base_url=BASE))) as client:
        yield client


def _token(after: After) -> str:
    return sheet_path(after.notice_id, BEGINS).removeprefix("/sheet/")


async def test_the_page_is_the_notice_and_nothing_else(after: After, browser: TestClient) -> None:  # type: ignore[type-arg]
    shown = await browser.get(f"/notice/{_token(after)}")
    page = await shown.text()
    assert shown.status == 200
    assert WORDS in page
    assert "富华社区" in page
    assert "打开家门口" in page
    assert "郑" not in page
    in_english = await (await browser.get(f"/notice/{_token(after)}?lang=en")).text()
    assert "No water tomorrow." in in_english
    assert "Open Doorstep" in in_english


async def test_the_sheet_has_both_languages_and_a_code(after: After, browser: TestClient) -> None:  # type: ignore[type-arg]
    page = await (await browser.get(f"/sheet/{_token(after)}")).text()
    for words in ("停水通知", WORDS, "No water tomorrow.", "<svg", "扫一扫"):
        assert words in page
    assert "style=" not in page, "the policy forbids it"
    assert 'class="sheet large"' in page


async def test_what_is_over_says_so_and_what_was_corrected_too(
    after: After,
    browser: TestClient,  # type: ignore[type-arg]
    town: World,
) -> None:
    after.does("zheng", CorrectNotice(after.notice_id, "改成后天停水。", begins_at=BEGINS))
    page = await (await browser.get(f"/notice/{_token(after)}")).text()
    assert "改成后天停水。" in page
    assert "更正过" in page
    after.changes(update(Notice).values(ends_at=ENDS))
    town.wall.advance(ENDS - town.wall.now())
    over = await browser.get(f"/notice/{_token(after)}")
    page = await over.text()
    assert over.status == 410
    assert "已经过去了" in page
    assert "改成后天" not in page
    town.wall.advance(KEPT)
    assert (await browser.get(f"/notice/{_token(after)}")).status == 410


async def test_a_stopped_one_is_over_at_once(after: After, browser: TestClient) -> None:  # type: ignore[type-arg]
    after.does("zheng", StopNotice(after.notice_id))
    assert "已经过去了" in await (await browser.get(f"/notice/{_token(after)}")).text()


async def test_nobody_guesses_a_link(after: After, browser: TestClient) -> None:  # type: ignore[type-arg]
    token = _token(after)
    other = notice_token(after.notice_id + 1, BEGINS)
    forged = f"{other.partition('-')[0]}-{token.partition('-')[2]}"
    for bad in ("1", forged, token[:-1], f"{token}x", "中文", other):
        assert (await browser.get(f"/notice/{bad}")).status == 410
    assert read_notice_token(token, BEGINS) == after.notice_id
    assert read_notice_token(token, BEGINS + KEPT + timedelta(seconds=1)) is None


async def test_whoever_asks_too_often_waits(after: After, browser: TestClient) -> None:  # type: ignore[type-arg]
    answers = [(await browser.get(f"/notice/{_token(after)}")).status for _ in range(10)]
    assert answers[:8] == [200] * 8
    assert 429 in answers[8:]


async def test_the_link_stands_under_the_message_that_counts(after: After, town: World) -> None:
    await town.away(seconds=10)
    button = town.person("zheng").button("贴单元门的纸")
    assert button.url == sheet_path(after.notice_id, BEGINS)
