"""A photo's whole way on the web chat: from a page, cleaned, to those who may see it, to nobody else."""

from __future__ import annotations

from collections.abc import AsyncIterator
from io import BytesIO

import pytest
from PIL import Image
from sqlalchemy import select

from bot.core import clock_work
from models.clocks import FixedClock
from models.help.tables import Attachment
from models.store import Store
from scheduler.photos import PhotoKeeper
from tests.talks.scripts import cold
from tests.talks.web import WebHandset, WebWorld, open_web_world


@pytest.fixture
async def town(store: Store, wall: FixedClock) -> AsyncIterator[WebWorld]:
    async with open_web_world(store, wall) as world:
        yield world


@pytest.fixture
def keeper(town: WebWorld) -> PhotoKeeper:
    async def fetch(_channel: str, source: str) -> bytes:
        return await town.chat.fetch(source)

    core = town.core
    return PhotoKeeper(core.store, fetch, clock_work(core.town_clock), core.wall)


def shot() -> bytes:
    """As a phone makes it: with the place where it was taken."""
    body, facts = BytesIO(), Image.Exif()
    facts[0x010F] = "PhoneMaker"
    facts.get_ifd(0x8825)[1] = "N"
    Image.new("RGB", (640, 480), (200, 120, 80)).save(body, "JPEG", exif=facts)
    return body.getvalue()


def page_of(town: WebWorld, alias: str) -> WebHandset:
    handset = town.person(alias).handset
    assert isinstance(handset, WebHandset)
    return handset


async def test_a_photo_is_seen_by_who_asked_who_comes_and_the_desk_and_by_nobody_else(
    town: WebWorld, keeper: PhotoKeeper
) -> None:
    wang, zhao = town.person("wang"), town.person("zhao")
    for alias in ("zhao", "sun", "limin", "zhoumin", "lifang"):
        await town.person(alias).opens()
    await cold(town)
    await wang.taps("发照片、补一句").sees("都发到这儿")
    await wang.sends_photo(shot(), shot()).sees("2 张照片")
    await wang.taps("好了").sees("都添上了")
    first, second = town.core.store.read_now(
        lambda session: session.scalars(select(Attachment.id).order_by(Attachment.id)).all()
    )
    path = f"/chat/photo/{first}"
    assert (await page_of(town, "wang").picture(path))[0] == 404  # not before it is cleaned
    while await keeper.run_once():
        pass

    status, body = await page_of(town, "wang").picture(path)
    assert status == 200
    assert Image.open(BytesIO(body)).size == (640, 480)
    assert not Image.open(BytesIO(body)).getexif()
    assert (await page_of(town, "wang").picture(f"/chat/photo/{second}"))[0] == 200

    assert await who_sees(town, path) == {"wang", "limin", "zhoumin"}
    await zhao.taps("我去")
    await zhao.taps(2)
    assert await who_sees(town, path) == {"wang", "limin", "zhoumin", "zhao"}
    await zhao.taps("办完了")
    await zhao.taps("弄好了")
    assert await who_sees(town, path) == {"wang", "limin", "zhoumin"}


async def who_sees(town: WebWorld, path: str) -> set[str]:
    return {name for name in town.people if (await page_of(town, name).picture(path))[0] == 200}


async def test_an_upload_belongs_to_the_page_that_sent_it(town: WebWorld) -> None:
    await town.person("wang").opens()
    await town.person("zhao").opens()
    number = (await page_of(town, "wang").uploads(shot()))["id"]
    assert (await page_of(town, "wang").picture(f"/chat/upload/{number}"))[0] == 200
    assert (await page_of(town, "zhao").picture(f"/chat/upload/{number}"))[0] == 404
    with pytest.raises(AssertionError, match="nack"):
        await page_of(town, "zhao").does({"kind": "photos", "photos": [number]})
    with pytest.raises(LookupError):
        await town.chat.fetch("999999")
