"""Everything as a file: all of mine, nothing of others, and for nobody but me."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import insert

from bot.own_file.archive import own_file
from models.family.tables import Guardian
from models.help.tables import Attachment, Case
from models.privacy.file_link import LASTS, file_link, read_file_link
from models.privacy.gather import gather
from models.privacy.tables import AccessNote
from models.work import Work
from tests.furniture import huadian
from tests.linking.site import WebAndChat
from tests.linking.world import TwoChats, payload
from tests.permissions.town import SmallTown
from tests.privacy.acting import child_of, person
from tests.talks.scripts import picture
from tests.words.screens import BOOK, chat_of, screens_in

EVERYTHING = frozenset({"name", "door", "phone", "words", "photos"})
STORY = "厨房的窗户也关不严"


async def full_life(town: TwoChats, *neighbours: str, words: str = STORY) -> None:
    """王姨 asks for help, says something, and is looked at; so do her neighbours."""
    for alias in ("wang", *neighbours):
        town.known(alias)
        someone = town.person(alias)
        await someone.says("主页")
        for label in ("要人帮忙", "暖气不热", "哪儿都凉", "冻得慌", "对，叫人来"):
            await someone.taps(label)
    wang = town.person("wang")
    await wang.taps("发照片、补一句")
    await wang.says(words)
    await wang.taps("好了")
    note = AccessNote(person_id=town.ids["wang"], by_person=town.ids["zhoumin"],
                      role="grid_worker", what="record", why="上门走访", at=town.wall.now())  # fmt: skip
    town.write(lambda session: session.add(note))


def opened(body: bytes) -> tuple[str, dict[str, Any], list[str]]:
    """The page, the data, and the names of everything in the archive."""
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        names = archive.namelist()
        page = archive.read("my-data.html").decode()
        return page, json.loads(archive.read("my-data.json")), names


def file_of(town: TwoChats, alias: str, language: str = "zh") -> bytes:
    return town.read(
        lambda session: own_file(
            session, town.ids[alias], "en" if language == "en" else "zh", huadian(),
            town.wall.now(),
        )
    )  # fmt: skip


# -- what is in it -----------------------------------------------------------------------------------
async def test_the_file_holds_everything_of_mine(town: TwoChats) -> None:
    await full_life(town)
    page, data, _names = opened(file_of(town, "wang"))
    me = person(town, "wang")
    assert data["people"][0]["name"] == me.name
    assert data["people"][0]["phone"] == me.phone
    assert data["households"][0]["door"] == "401"
    assert data["cases"][0]["details"]["answers"]
    assert STORY in {row["words"] for row in data["case_events"]}
    assert [row["why"] for row in data["access_notes"]] == ["上门走访"]
    assert {row["command"] for row in data["audit"]} >= {"OpenCase", "AddToCase"}
    for word in (me.name, me.phone, "401", STORY, "上门走访", "网格员"):
        assert str(word) in page


async def test_every_table_is_named_even_where_it_holds_nothing(town: TwoChats) -> None:
    _page, data, _names = opened(file_of(town, "wang"))
    sections = town.read(lambda session: gather(session, town.ids["wang"]))
    assert set(data) == {section.table for section in sections}
    assert data["merges"] == []


async def test_nothing_of_others_is_in_it(town: TwoChats) -> None:
    await full_life(town, "tong")
    page, data, _names = opened(file_of(town, "wang"))
    text = page + json.dumps(data, ensure_ascii=False)
    for alias in ("tong", "zhao", "zhoumin", "limin"):
        other = person(town, alias)
        assert other.phone
        assert other.phone not in text
        assert other.phone[-4:] not in text.replace(person(town, "wang").phone or "", "")
    assert person(town, "tong").name not in text


async def test_a_helpers_file_does_not_tell_whom_they_helped(town: TwoChats) -> None:
    await full_life(town)
    zhao = town.person("zhao")
    await zhao.looks()
    await zhao.taps("我去")
    await zhao.taps(2)
    page, data, _names = opened(file_of(town, "zhao"))
    text = page + json.dumps(data, ensure_ascii=False)
    assert data["offers"][0]["state"] == "accepted"
    for word in ("王桂兰", "王姨", "401", STORY, person(town, "wang").phone):
        assert str(word) not in text


async def test_pictures_lie_beside_the_page(town: TwoChats) -> None:
    await full_life(town, "tong")
    body = picture()

    def job(session: Any) -> None:
        case = session.query(Case).filter_by(asker_id=town.ids["wang"]).one()
        row = {"case_id": case.id, "person_id": town.ids["wang"], "channel": "memory",
               "source": "x", "state": "ready", "attempts": 1, "content": body,
               "at": town.wall.now()}  # fmt: skip
        session.execute(insert(Attachment).values(**row))

    town.write(job)
    _page, _data, names = opened(file_of(town, "wang"))
    assert len([name for name in names if name.startswith("photos/")]) == 1
    _page, _data, names = opened(file_of(town, "tong"))
    assert not [name for name in names if name.startswith("photos/")]


async def test_what_somebody_wrote_stays_words_on_the_page(town: TwoChats) -> None:
    """A file that is opened at home must not do what somebody once typed."""
    await full_life(town, words="<script>alert(1)</script><img src=x onerror=y>")
    page, _data, _names = opened(file_of(town, "wang"))
    assert "<script" not in page
    assert "<img" not in page
    assert "&lt;script&gt;" in page


async def test_it_reads_in_the_language_of_the_reader(town: TwoChats) -> None:
    page, _data, _names = opened(file_of(town, "wang", "en"))
    assert "Everything that Doorstep keeps about you" in page
    assert '<html lang="en">' in page


def test_a_chat_that_must_not_show_it_leads_to_the_web(small_town: SmallTown) -> None:
    def links(work: Work) -> list[str]:
        reply = BOOK.taps["download"].run(chat_of(work, "zh", hides=EVERYTHING))
        return [button.url for one in screens_in(reply) for button in one.buttons if button.url]

    (link,) = small_town.tries("asker", links)
    assert link.startswith("/in/s-")
    assert "data" in link


# -- who gets it -------------------------------------------------------------------------------------
def token(path: str) -> str:
    return path.removeprefix("/data/")


def test_a_link_ends_and_cannot_be_made_up(town: TwoChats) -> None:
    now = town.wall.now()
    good = token(file_link(12, 12, now))
    assert read_file_link(good, now) is not None
    assert read_file_link(good, now + LASTS) is None
    for bad in ("", "x", good[:-1], good.replace("12-12", "13-13", 1), "中-文", good + "0"):
        assert read_file_link(bad, now) is None


async def browser_of(web: WebAndChat, alias: str) -> Any:
    """Somebody of the town signed in at the web chat, by the link their other chat gives them."""
    web.known(alias)
    chat = web.there(f"demo-{alias}")
    await chat.opens()
    if "传出去" in chat.screen:
        await chat.taps("行")
    await chat.says("主页")
    await chat.taps("我的资料")
    await chat.taps("在网页上看")
    browser = web.browser()
    await browser.it_is_me(f"/in/{payload(chat)}")
    return browser


async def link_in(browser: Any) -> str:
    await browser.says("主页")
    await browser.taps("我的资料")
    await browser.taps("下载全部")
    options = [option for one in await browser.messages() for option in one["options"]]
    return str([option["url"] for option in options if option["url"].startswith("/data/")][-1])


async def test_my_file_comes_to_my_own_browser(web: WebAndChat) -> None:
    mine = await browser_of(web, "wang")
    answer = await mine.get(await link_in(mine))
    assert answer.status == 200
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "no-store" in answer.headers["Cache-Control"]
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    page, data, _names = opened(await answer.read())
    assert data["people"][0]["name"] == "王桂兰"
    assert "王桂兰" in page


async def test_the_link_alone_opens_nothing(web: WebAndChat) -> None:
    mine = await browser_of(web, "wang")
    path = await link_in(mine)
    nobody = web.browser()
    answer = await nobody.get(path)
    assert (answer.status, answer.headers["Location"]) == (303, "/")


async def test_somebody_elses_session_gets_a_friendly_page_and_not_a_word_of_mine(
    web: WebAndChat,
) -> None:
    mine, theirs = await browser_of(web, "wang"), await browser_of(web, "tong")
    path = await link_in(mine)
    answer = await theirs.get(path)
    assert answer.status == 410
    assert "王桂兰" not in await answer.text()


@pytest.mark.parametrize(
    "spoil", [lambda p: p[:-2] + "xx", lambda _p: "/data/1-1-9999999999-" + "A" * 22]
)
async def test_a_forged_link_is_refused(web: WebAndChat, spoil: Any) -> None:
    mine = await browser_of(web, "wang")
    assert (await mine.get(spoil(await link_in(mine)))).status == 410


async def test_a_quarter_of_an_hour_later_it_is_over(web: WebAndChat) -> None:
    mine = await browser_of(web, "wang")
    path = await link_in(mine)
    web.wall.advance(timedelta(minutes=15))
    assert (await mine.get(path)).status == 410


async def test_a_guardian_gets_the_childs_file_and_a_former_one_does_not(web: WebAndChat) -> None:
    child = child_of(web, "xiaoshu", "wang", "lifang")
    mine = await browser_of(web, "wang")
    path = file_link(child, web.ids["wang"], web.wall.now())
    answer = await mine.get(path)
    assert answer.status == 200
    _page, data, _names = opened(await answer.read())
    assert data["people"][0]["name"] == "王小树"

    def end(session: Any) -> None:
        row = session.query(Guardian).filter_by(child_id=child, guardian_id=web.ids["wang"]).one()
        row.ended_at = web.wall.now()

    web.write(end)
    assert (await mine.get(path)).status == 410
