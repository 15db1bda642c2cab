"""A picture leaves its hidden contents behind, or the one who sent it hears that it is not kept."""

from __future__ import annotations

import io
import struct
import zlib
from datetime import datetime, timedelta

import pytest
from PIL import Image
from sqlalchemy import select
from sqlalchemy.orm import Session
from structlog.testing import capture_logs

from bot.core import clock_work
from handlers.photos.texts import BROKEN, NOT_FETCHED, TOO_LARGE
from models.clocks import FixedClock, TownClock
from models.help.tables import Attachment, Case
from models.outbox.tables import OutboxRow
from models.photos.picture import AIM_BYTES, LONGEST_SIDE, BadPicture, cleaned
from models.register.tables import Person
from models.store import Store
from models.town.apply import apply_town
from scheduler.photos import PhotoKeeper
from tests.furniture import huadian

TOWN = huadian()


def with_gps(width: int = 2000, height: int = 1000, orientation: int = 6) -> bytes:
    """A phone's JPEG: place, phone, comment, lying on its side."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = "PhoneMaker"
    exif.get_ifd(0x8825).update({1: "N", 2: (42.0, 58.0, 12.0), 3: "E", 4: (126.0, 44.0, 30.0)})
    out = io.BytesIO()
    picture = Image.new("RGB", (width, height), (200, 30, 30))
    picture.paste((30, 30, 200), (0, 0, width // 2, height))
    picture.save(out, "JPEG", exif=exif, comment=b"at home", icc_profile=b"profile" * 20)
    return out.getvalue()


def header_of_png(width: int, height: int) -> bytes:
    """A file that promises many pixels and holds none."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        checked = kind + data
        return struct.pack(">I", len(data)) + checked + struct.pack(">I", zlib.crc32(checked))

    size = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", size) + chunk(b"IDAT", b"") + chunk(b"IEND", b"")


def test_a_photo_with_a_place_in_it_leaves_without() -> None:
    raw = with_gps()
    assert b"PhoneMaker" in raw
    clean = cleaned(raw)
    with Image.open(io.BytesIO(clean)) as picture:
        assert dict(picture.getexif()) == {}
        assert set(picture.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    for hidden in (b"PhoneMaker", b"at home", b"profile", b"Exif"):
        assert hidden not in clean


def test_a_photo_taken_sideways_stands_upright_and_small() -> None:
    with Image.open(io.BytesIO(cleaned(with_gps(4000, 2000)))) as picture:
        assert picture.size == (LONGEST_SIDE // 2, LONGEST_SIDE)
        top = picture.getpixel((400, 100))
    assert isinstance(top, tuple)
    assert top[2] > top[0]


def test_a_picture_full_of_detail_is_made_small_enough() -> None:
    noise = Image.effect_noise((2500, 2500), 120).convert("RGB")
    out = io.BytesIO()
    noise.save(out, "PNG")
    assert len(cleaned(out.getvalue())) <= AIM_BYTES


def test_what_is_transparent_becomes_white() -> None:
    out = io.BytesIO()
    Image.new("RGBA", (50, 50), (0, 0, 0, 0)).save(out, "PNG")
    with Image.open(io.BytesIO(cleaned(out.getvalue()))) as picture:
        assert picture.getpixel((10, 10)) == (255, 255, 255)


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (b"", "broken"),
        (b"not a picture", "broken"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "broken"),
        (with_gps()[:3000], "broken"),
        (header_of_png(7000, 6000), "too_large"),
        (header_of_png(60000, 60000), "too_large"),
        (b"\xff" * 25_000_001, "too_large"),
    ],
    ids=["empty", "text", "svg", "cut off", "42 megapixels", "a bomb", "25 MB"],
)
def test_what_cannot_be_kept_is_refused(data: bytes, fault: str) -> None:
    with pytest.raises(BadPicture) as caught:
        cleaned(data)
    assert caught.value.fault == fault


class Album:
    """Pictures that wait on a case, and a platform that gives out files."""

    def __init__(self, store: Store, wall: FixedClock) -> None:
        self.store = store
        self.wall = wall
        self.files: dict[str, bytes | Exception] = {}
        self.asked: list[str] = []
        town = TownClock(wall)
        store.write_now(lambda s: apply_town(s, TOWN, now=wall.now(), by="test"))
        self.case, self.person = store.write_now(self._case)
        self.keeper = PhotoKeeper(store, self._fetch, clock_work(town), wall)

    def sent(self, source: str, content: bytes | Exception) -> int:
        self.files[source] = content

        def job(session: Session) -> int:
            photo = Attachment(
                case_id=self.case,
                person_id=self.person,
                channel="memory",
                source=source,
                at=self.wall.now(),
            )
            session.add(photo)
            session.flush()
            return photo.id

        return self.store.write_now(job)

    def photo(self, photo_id: int) -> Attachment:
        return self.store.read_now(lambda session: session.get_one(Attachment, photo_id))

    def told(self) -> list[tuple[str, str]]:
        rows = self.store.read_now(
            lambda session: session.execute(select(OutboxRow.message, OutboxRow.args)).all()
        )
        return [(message, args["fault"]) for message, args in rows]

    async def _fetch(self, channel: str, source: str) -> bytes:
        self.asked.append(source)
        content = self.files[source]
        if isinstance(content, Exception):
            raise content
        return content

    def _case(self, session: Session) -> tuple[int, int]:
        now: datetime = self.wall.now()
        person = Person(created_at=now)
        session.add(person)
        session.flush()
        case = Case(
            number="307256",
            kind="heating",
            town_version=1,
            asker_id=person.id,
            details={},
            urgency="ordinary",
            stage="open",
            route="help",
            opened_at=now,
            promised_at=now,
            arrive_by=now,
        )
        session.add(case)
        session.flush()
        return case.id, person.id


@pytest.fixture
def album(store: Store, wall: FixedClock) -> Album:
    return Album(store, wall)


async def test_a_waiting_picture_is_fetched_cleaned_and_sealed(album: Album) -> None:
    photo = album.sent("f1", with_gps())
    assert await album.keeper.run_once()
    assert not await album.keeper.run_once()
    kept = album.photo(photo)
    assert kept.state == "ready"
    assert kept.content is not None
    assert kept.content[:2] == b"\xff\xd8"
    assert b"PhoneMaker" not in kept.content
    sealed = album.store.read_now(
        lambda session: (
            session.connection().exec_driver_sql("SELECT content FROM attachments").scalar_one()
        )
    )
    assert kept.content not in bytes(sealed)


async def test_a_broken_picture_is_given_up_and_its_sender_is_told_once(album: Album) -> None:
    photo = album.sent("f1", b"not a picture")
    while await album.keeper.run_once():
        pass
    assert (album.photo(photo).state, album.photo(photo).fault) == ("rejected", "broken")
    assert album.told() == [("PhotoRejected", "broken")]


async def test_a_platform_that_does_not_answer_is_asked_again_later(album: Album) -> None:
    photo = album.sent("f1", ConnectionResetError())
    with capture_logs():
        assert await album.keeper.run_once()
        assert not await album.keeper.run_once()
    album.files["f1"] = with_gps(100, 100)
    album.wall.advance(minutes=1)
    assert await album.keeper.run_once()
    assert album.photo(photo).state == "ready"


async def test_a_picture_that_never_comes_is_given_up(album: Album) -> None:
    photo = album.sent("f1", OSError())
    gone = album.sent("f2", LookupError())
    with capture_logs():
        for _ in range(8):
            while await album.keeper.run_once():
                pass
            album.wall.advance(hours=3)
    assert album.photo(photo).fault == album.photo(gone).fault == "not_fetched"
    assert album.asked.count("f1") == 5
    assert album.asked.count("f2") == 1
    assert len(album.told()) == 2


async def test_a_picture_whose_keeper_was_killed_is_taken_up_again(album: Album) -> None:
    photo = album.sent("f1", with_gps(100, 100))
    from models.photos.keep import claim_photo

    album.store.write_now(lambda session: claim_photo(session, album.wall.now()))
    assert not await album.keeper.run_once()
    album.wall.advance(timedelta(minutes=3))
    assert await album.keeper.run_once()
    assert album.photo(photo).state == "ready"


def test_each_fault_has_a_sentence_of_its_own() -> None:
    assert len({BROKEN.msgid, TOO_LARGE.msgid, NOT_FETCHED.msgid}) == 3
