"""A PDF that goes with a notice: sent to the chat like a picture, opened by anybody's phone, and with
nothing in it but its pages."""

from __future__ import annotations

import asyncio
import socket
import struct
from collections.abc import AsyncIterator
from datetime import timedelta
from functools import partial
from io import BytesIO
from urllib.parse import unquote

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from PIL import Image
from pypdf import PdfReader, PdfWriter
from pypdf.annotations import Link
from pypdf.generic import DictionaryObject, NameObject, TextStringObject
from sqlalchemy import func, select
from structlog.testing import capture_logs

from bot.channels.memory import MemoryChannel
from bot.settings import SHOWABLE
from bot.web.notice_pages import NoticePages
from bot.web.site import make_site
from models.clocks import FixedClock
from models.notices.documents import MOST_PAGES, only_pages
from models.notices.files import MOST_BYTES, PIECE, keep_piece
from models.notices.paper import file_path
from models.notices.tables import NoticeFile, NoticeFilePiece
from models.store import Store
from tests.notices.desk import director, to_what_goes_with_it
from tests.notices.homes import newest, of_talk_f, read, write
from tests.talks.phones import Person
from tests.talks.telegram import TelegramHandset, open_telegram_world
from tests.talks.web import PREFIX, WebHandset, open_web_world
from tests.talks.world import World

WRITER = "Zhang San, office PC 3"
WORDS = "供暖的事，都写在文件里。"
BASE = "https://jiamenkou.example"


def pdf(pages: int = 2, *, password: str = "") -> bytes:
    """As an office saves it: with its writer, a script that runs by itself, a file inside, a link."""
    made = PdfWriter()
    for _page in range(pages):
        made.add_blank_page(595, 842)
    if pages:
        made.add_annotation(0, Link(rect=(10, 10, 90, 30), url="https://example.org/map"))
        made.add_annotation(0, Link(rect=(10, 40, 90, 60), url="javascript:alert(1)"))
    made.add_metadata({"/Author": WRITER})
    made.add_attachment("list.xlsx", b"PK")
    script = {"/S": NameObject("/JavaScript"), "/JS": TextStringObject("app.alert(1)")}
    made.root_object[NameObject("/OpenAction")] = DictionaryObject(
        {NameObject(name): value for name, value in script.items()}
    )
    if password:
        made.encrypt(password)
    out = BytesIO()
    made.write(out)
    return out.getvalue()


async def attaches(town: World, content: bytes) -> Person:
    zheng = await director(town)
    await to_what_goes_with_it(zheng, WORDS)
    assert isinstance(town.channel, MemoryChannel)
    await town.channel.file("demo-zheng", content)
    await zheng.taps("不用")
    await brought_to_an_end(town)
    return zheng


async def brought_to_an_end(town: World) -> None:
    while await town.core.photos.run_once():
        pass
    await town.settle()


@pytest.fixture
async def browser(town: World) -> AsyncIterator[TestClient]:  # type: ignore[type-arg]  # of whatever application
    pages = NoticePages(town.core.store, town.core.town_clock, lambda _address: True)
    async with TestClient(TestServer(make_site(pages.routes(), base_url=BASE))) as client:
        yield client


# -- it goes along ---------------------------------------------------------------------------------------
async def test_everybody_opens_it_and_sees_its_pages(town: World, browser: TestClient) -> None:  # type: ignore[type-arg]
    homes = of_talk_f(town)
    zheng = await attaches(town, pdf())
    zheng.sees("供暖的事，都写在文件里。", "看文件", "带着一份文件")
    await zheng.taps("发出去").sees("发了，编号 ")
    told = [phone for one in homes if "供暖的事" in (phone := town._at(one, one)).screen]
    opened = await browser.get(told[0].button("看文件").url)
    assert opened.status == 200
    assert opened.content_type == "application/pdf"
    named = unquote(opened.headers["Content-Disposition"])
    assert named.startswith("inline")
    assert f"{newest(town).number}.pdf" in named
    assert len(PdfReader(BytesIO(await opened.read())).pages) == 2


async def test_it_stands_on_the_page_behind_the_paper_too(town: World, browser: TestClient) -> None:  # type: ignore[type-arg]
    of_talk_f(town)
    zheng = await attaches(town, pdf())
    link = await _tried(zheng)
    page = link.removesuffix("/file")
    assert (await browser.get(page)).status == 410, "not sent yet"
    await zheng.taps("发出去")
    assert f'href="{link}"' in await (await browser.get(page)).text()


async def _tried(zheng: Person) -> str:
    await zheng.taps("先发给我自己看").sees("只发给您自己看的：", "供暖的事")
    return zheng.button("看文件").url


async def test_its_writer_opens_it_before_it_goes_out(town: World, browser: TestClient) -> None:  # type: ignore[type-arg]
    of_talk_f(town)
    zheng = await attaches(town, pdf())
    link = await _tried(zheng)
    assert (await browser.get(link)).status == 200
    await zheng.taps("不发了")
    gone = await browser.get(link)
    assert gone.status == 410
    assert "这个链接过了时候" in await gone.text()


async def test_nobody_guesses_its_link_and_it_ends_with_the_notice(
    town: World,
    browser: TestClient,  # type: ignore[type-arg]
) -> None:
    of_talk_f(town)
    zheng = await attaches(town, pdf())
    await zheng.taps("发出去")
    notice = newest(town)
    link = file_path(notice.id, notice.expires_at)
    assert (await browser.get(link.replace(".", "1.", 1))).status == 410
    assert (await browser.get(link)).status == 200
    town.wall.advance(notice.expires_at - town.wall.now() + timedelta(seconds=1))
    assert (await browser.get(link)).status == 410


# -- nothing but pages -----------------------------------------------------------------------------------
def test_only_pages_are_left_and_links_to_the_net() -> None:
    content = only_pages(pdf())
    safe = PdfReader(BytesIO(content))
    assert not safe.metadata
    assert set(safe.root_object) == {"/Type", "/Pages"}
    links = [note.get_object()["/A"]["/URI"] for note in safe.pages[0]["/Annots"]]  # type: ignore[attr-defined]  # a list of them
    assert links == ["https://example.org/map"]
    for word in (WRITER.encode(), b"JavaScript", b"list.xlsx"):
        assert word not in content


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"PK\x03\x04 a table", "文件只能带 PDF"),
        (b"%PDF-1.7 and then nothing", "那份文件打不开"),
        (pdf()[:-400], "那份文件打不开"),
        (pdf(0), "那份文件打不开"),
        (pdf(password="0000"), "那份文件上了密码"),
        (pdf(MOST_PAGES + 1), "那份文件超过 100 页"),
        (b"%PDF-" + b"0" * MOST_BYTES, "超过 10 兆"),
    ],
    ids=["table", "nothing", "cut", "no page", "password", "pages", "heavy"],
)
async def test_what_cannot_go_along_is_left_out_and_said(
    town: World, content: bytes, why: str
) -> None:
    of_talk_f(town)
    zheng = await attaches(town, content)
    zheng.sees(why, "没带上")
    assert "看文件" not in zheng.screen
    await zheng.taps("发出去").sees("发了，编号 ")


# -- kept in pieces --------------------------------------------------------------------------------------
async def test_a_large_one_is_kept_in_pieces_and_comes_out_whole(
    town: World,
    browser: TestClient,  # type: ignore[type-arg]
) -> None:
    of_talk_f(town)
    content = large()
    zheng = await attaches(town, content)
    assert _pieces(town) == len(only_pages(content)) // PIECE + 1 > 2
    assert await (await browser.get(await _tried(zheng))).read() == only_pages(content)


async def test_a_phone_that_hangs_up_in_the_middle_is_no_fault(town: World) -> None:
    of_talk_f(town)
    link = await _tried(await attaches(town, large(3000)))
    pages = NoticePages(town.core.store, town.core.town_clock, lambda _address: True)
    # Not aiohttp's server for tests: it ends whoever serves a phone that has hung up, ours does not.
    service = web.AppRunner(make_site(pages.routes(), base_url=BASE))
    await service.setup()
    await web.TCPSite(service, "127.0.0.1", 0).start()
    with socket.socket() as phone, capture_logs() as said:
        phone.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        phone.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        phone.setblocking(False)
        loop = asyncio.get_running_loop()
        await loop.sock_connect(phone, service.addresses[0])
        await loop.sock_sendall(phone, f"GET {link} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
        assert (await loop.sock_recv(phone, 64)).startswith(b"HTTP/1.1 200")
        phone.close()
        await service.cleanup()  # which waits for those that are being served
    assert not said


async def test_a_try_that_was_broken_off_leaves_nothing_in_it(town: World) -> None:
    of_talk_f(town)
    zheng = await director(town)
    await to_what_goes_with_it(zheng, WORDS)
    assert isinstance(town.channel, MemoryChannel)
    await town.channel.file("demo-zheng", pdf())
    await zheng.taps("不用")
    file_id = read(town, lambda session: session.scalars(select(NoticeFile.id)).one())
    for number in range(3):
        write(town, partial(keep_piece, file_id=file_id, number=number, content=b"half"))
    await brought_to_an_end(town)
    assert _pieces(town) == 1


def large(side: int = 1000) -> bytes:
    """More than two pieces: what a scanner makes of a page."""
    out = BytesIO()
    Image.effect_noise((side, side), 100).save(out, "PDF", quality=95)
    return out.getvalue()


def _pieces(town: World) -> int:
    return read(town, lambda session: session.scalar(select(func.count(NoticeFilePiece.id))) or 0)


# -- over each channel -----------------------------------------------------------------------------------
async def test_from_the_web_page(store: Store, wall: FixedClock) -> None:
    async with open_web_world(store, wall) as town:
        zheng = await director(town)
        await to_what_goes_with_it(zheng, WORDS)
        phone = zheng.handset
        assert isinstance(phone, WebHandset)
        answer = await phone.session.post(
            f"{town.root}{PREFIX}/chat/upload", headers={"Origin": town.root}, data=pdf()
        )
        number = (await answer.json())["id"]
        await phone.does({"kind": "file", "file": number, "text": "供暖须知.pdf"})
        await zheng.taps("不用")
        await brought_to_an_end(town)
        zheng.sees("带着一份文件")
        await zheng.taps("先发给我自己看")
        assert zheng.button("看文件").url.startswith("/notice/")


async def test_a_heavy_one_is_refused_while_it_is_sent(store: Store, wall: FixedClock) -> None:
    async with open_web_world(store, wall) as town:
        zheng = await director(town)
        phone = zheng.handset
        assert isinstance(phone, WebHandset)
        answer = await phone.session.post(
            f"{town.root}{PREFIX}/chat/upload",
            headers={"Origin": town.root},
            data=BytesIO(b"%PDF-" + b"0" * MOST_BYTES),
        )
        assert answer.status == 413
        assert "超过 10 兆" in (await answer.json())["why"]


async def test_from_telegram_and_opened_on_the_web(store: Store, wall: FixedClock) -> None:
    async with open_telegram_world(store, wall, "polling", frozenset(SHOWABLE)) as town:
        zheng = await director(town)
        await zheng.taps("行")
        await to_what_goes_with_it(zheng, WORDS)
        phone = zheng.handset
        assert isinstance(phone, TelegramHandset)
        await phone.phone.file(pdf(), "供暖须知.pdf", "application/pdf")
        await town.settle()
        await zheng.taps("不用")
        await brought_to_an_end(town)
        zheng.sees("带着一份文件")
        # A link of this machine is no button there; of a real address it is one.
        await zheng.taps("先发给我自己看").sees("看文件 http://127.0.0.1", "/file")


async def test_a_pdf_out_of_the_blue_is_told_where_it_goes(town: World) -> None:
    zheng = await director(town)
    assert isinstance(town.channel, MemoryChannel)
    await town.channel.file("demo-zheng", pdf())
    while await town.core.imports.run_once():
        pass
    await town.settle()
    assert "这是 PDF，收不成表" in zheng.new_words()
