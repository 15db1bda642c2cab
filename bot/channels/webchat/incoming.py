"""What a page may say to us, checked before anything else looks at it.

A page is a stranger's program: every field is held against its type, length and range here, and
what does not fit is answered with a sentence, never with a fault.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from bot.channels.webchat.channel import NAME
from bot.dialogue.messages import Incoming, IncomingKind
from bot.dialogue.say import Language, Text
from bot.web import texts
from models.cleaning import clean_text

Kind: TypeAlias = Literal["text", "tap", "photos", "file", "place", "seen"]

LONGEST = 4096
LONGEST_NAME = 120
MOST_PHOTOS = 5
MOST_SEEN = 200
TAP_BYTES = 64
_ID = re.compile(r"[A-Za-z0-9-]{8,64}")
_NUMBER = re.compile(r"[0-9]{1,18}")
_KINDS: dict[Kind, IncomingKind] = {
    "text": "text", "tap": "tap", "photos": "photo", "file": "file", "place": "location",
    "seen": "seen",
}  # fmt: skip


class Unfit(Exception):
    """The page said something we cannot take; ``why`` is for the person."""

    def __init__(self, why: Text, item_id: str = "") -> None:
        super().__init__(why.msgid)
        self.why = why
        self.item_id = item_id


@dataclass(frozen=True, slots=True)
class Item:
    """One thing a person did, as the page reports it. ``id`` is made by the page and stays the
    same when it is sent again. ``seen`` are the page's ids of messages; ``keys`` what the core calls
    those of them that are this account's, known once the history was asked."""

    id: str
    kind: Kind
    text: str = ""
    tap: str = ""
    about: int | None = None
    photos: tuple[int, ...] = ()
    file: int = 0
    place: tuple[float, float] | None = None
    seen: tuple[int, ...] = ()
    keys: tuple[str, ...] = ()

    def incoming(self, address: str, language: Language) -> Incoming:
        return Incoming(
            channel=NAME,
            address=address,
            update_id=f"{address}:{self.id}",
            kind=_KINDS[self.kind],
            text="" if self.file else self.text,
            tap=self.tap,
            photos=tuple(map(str, self.photos)),
            file=str(self.file) if self.file else "",
            place=self.place,
            seen=self.keys,
            language=language,
        )


def read_item(data: Any) -> Item:
    """Raises ``Unfit``. Unknown fields are ignored: a newer page may say more."""
    if not isinstance(data, dict):
        raise Unfit(texts.NOT_UNDERSTOOD)
    item_id = data.get("id")
    if not isinstance(item_id, str) or not _ID.fullmatch(item_id):
        raise Unfit(texts.NOT_UNDERSTOOD)
    readers = {
        "text": _text, "tap": _tap, "photos": _photos, "file": _file, "place": _place,
        "seen": _seen,
    }  # fmt: skip
    kind = data.get("kind")
    if not isinstance(kind, str) or kind not in readers:
        raise Unfit(texts.NOT_UNDERSTOOD, item_id)
    return readers[kind](item_id, data)


def _text(item_id: str, data: dict[str, Any]) -> Item:
    raw = data.get("text")
    if not isinstance(raw, str):
        raise Unfit(texts.NOT_UNDERSTOOD, item_id)
    if len(raw) > LONGEST:
        raise Unfit(texts.CHROME["too_long"], item_id)
    text = clean_text(raw)
    if not text:
        raise Unfit(texts.EMPTY_WORDS, item_id)
    return Item(item_id, "text", text=text)


def _tap(item_id: str, data: dict[str, Any]) -> Item:
    tap = data.get("tap")
    if not isinstance(tap, str) or not tap or not tap.isprintable() or _bytes(tap) > TAP_BYTES:
        raise Unfit(texts.NOT_UNDERSTOOD, item_id)
    about = data.get("about")
    known = isinstance(about, str) and _NUMBER.fullmatch(about)
    return Item(item_id, "tap", tap=tap, about=int(about) if known and about else None)


def _bytes(text: str) -> int:
    return len(text.encode("utf-8", "surrogatepass"))


def _photos(item_id: str, data: dict[str, Any]) -> Item:
    photos = _numbers(data.get("photos"), MOST_PHOTOS)
    if not photos:
        raise Unfit(texts.NOT_UNDERSTOOD, item_id)
    return Item(item_id, "photos", photos=photos)


def _file(item_id: str, data: dict[str, Any]) -> Item:
    """``text`` is the file's name, for the history of whoever sent it."""
    [*one] = _numbers([data.get("file")], 1)
    name = data.get("text", "")
    if not one or not isinstance(name, str):
        raise Unfit(texts.NOT_UNDERSTOOD, item_id)
    return Item(item_id, "file", text=clean_text(name[:LONGEST_NAME]), file=one[0])


def _place(item_id: str, data: dict[str, Any]) -> Item:
    place = data.get("place")
    if not isinstance(place, list) or len(place) != 2:
        raise Unfit(texts.NOT_UNDERSTOOD, item_id)
    if not all(type(part) in {int, float} and math.isfinite(part) for part in place):
        raise Unfit(texts.NOT_UNDERSTOOD, item_id)
    latitude, longitude = float(place[0]), float(place[1])
    if abs(latitude) > 90 or abs(longitude) > 180:
        raise Unfit(texts.NOT_UNDERSTOOD, item_id)
    return Item(item_id, "place", place=(latitude, longitude))


def _seen(item_id: str, data: dict[str, Any]) -> Item:
    seen = _numbers(data.get("seen"), MOST_SEEN)
    if not seen:
        raise Unfit(texts.NOT_UNDERSTOOD, item_id)
    return Item(item_id, "seen", seen=seen)


def _numbers(raw: Any, most: int) -> tuple[int, ...]:
    """Ids as text or numbers; () if it is anything else."""
    if not isinstance(raw, list) or not 0 < len(raw) <= most:
        return ()
    if not all(isinstance(one, str | int) and _NUMBER.fullmatch(str(one)) for one in raw):
        return ()
    return tuple(int(one) for one in raw)
