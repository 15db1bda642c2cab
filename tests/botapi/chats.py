"""What stands on the phones: chats, their messages, and the files behind the pictures."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from typing import Any

from PIL import Image, UnidentifiedImageError

from tests.botapi.calls import bad, forbidden

Row = list[tuple[str, str]]
LARGEST_DOWNLOAD = 20 * 1024 * 1024


@dataclass(slots=True)
class Picture:
    """A photo in all its sizes, the smallest first."""

    sizes: list[dict[str, Any]]
    data: bytes


@dataclass(slots=True, eq=False)
class Message:
    """One message in a chat. ``by`` is the raw user who sent it, ``more`` whatever else it holds
    (location, contact, …)."""

    id: int
    chat: Chat
    by: dict[str, Any]
    date: datetime
    text: str = ""
    caption: str = ""
    picture: Picture | None = None
    markup: dict[str, Any] | None = None
    more: dict[str, Any] = field(default_factory=dict)
    edits: int = 0
    edited: datetime | None = None

    @property
    def mine(self) -> bool:
        """Whether the bot sent it."""
        return bool(self.by["is_bot"])

    @property
    def photo(self) -> bytes | None:
        return self.picture.data if self.picture else None

    @property
    def buttons(self) -> list[Row]:
        """Rows of (label, data or address)."""
        rows = (self.markup or {}).get("inline_keyboard", [])
        return [
            [(one["text"], one.get("callback_data") or one["url"]) for one in row] for row in rows
        ]

    @property
    def labels(self) -> list[str]:
        return [label for row in self.buttons for label, _ in row]

    def raw(self) -> dict[str, Any]:
        shape: dict[str, Any] = {
            "message_id": self.id,
            "from": self.by,
            "chat": self.chat.raw,
            "date": int(self.date.timestamp()),
        }
        if self.edited is not None:
            shape["edit_date"] = int(self.edited.timestamp())
        if self.picture is not None:
            shape["photo"] = self.picture.sizes
        if self.text:
            shape["text"] = self.text
        if self.caption:
            shape["caption"] = self.caption
        if self.markup is not None:
            shape["reply_markup"] = self.markup
        shape.update(self.more)
        return shape


@dataclass(slots=True, eq=False)
class Chat:
    """``state``: "new" (never wrote to the bot), "open", "blocked", "deleted", "kicked"."""

    id: int
    raw: dict[str, Any]
    state: str = "new"
    moved_to: int = 0
    messages: dict[int, Message] = field(default_factory=dict)
    actions: list[str] = field(default_factory=list)

    @property
    def is_group(self) -> bool:
        return self.id < 0

    def check(self) -> None:
        """Raises the refusal that whoever writes to this chat gets."""
        if self.state == "open":
            return
        if self.moved_to:
            raise bad(
                "group chat was upgraded to a supergroup chat", migrate_to_chat_id=self.moved_to
            )
        raise {
            "new": forbidden("bot can't initiate conversation with a user"),
            "blocked": forbidden("bot was blocked by the user"),
            "deleted": forbidden("user is deactivated"),
            "kicked": forbidden("bot was kicked from the group chat"),
        }[self.state]


class Chats:
    """All chats. ``anyone``: any number is a person who has started the bot (for benchmarks);
    ``keep``: so many messages of a chat are kept, 0 for all."""

    def __init__(self, *, anyone: bool = False, keep: int = 0) -> None:
        self._all: dict[int, Chat] = {}
        self._anyone = anyone
        self._keep = keep
        self._ids = count(1001)

    def __iter__(self) -> Iterator[Chat]:
        return iter(self._all.values())

    def find(self, chat_id: int) -> Chat | None:
        return self._all.get(chat_id)

    def add(self, raw: dict[str, Any], state: str = "new") -> Chat:
        chat = self._all[raw["id"]] = Chat(raw["id"], raw, state)
        return chat

    def get(self, chat_id: int) -> Chat:
        """A chat the bot knows; else "chat not found"."""
        chat = self._all.get(chat_id)
        if chat is None:
            if not self._anyone or chat_id <= 0:
                raise bad("chat not found")
            chat = self.add({"id": chat_id, "type": "private", "first_name": "A"}, "open")
        return chat

    def writable(self, chat_id: int) -> Chat:
        chat = self.get(chat_id)
        chat.check()
        return chat

    def put(self, chat: Chat, by: dict[str, Any], date: datetime, **content: Any) -> Message:
        message = Message(next(self._ids), chat, by, date, **content)
        kept = chat.messages
        kept[message.id] = message
        if self._keep and len(kept) > self._keep:
            del kept[next(iter(kept))]
        return message


class Files:
    """Everything that can be fetched by a file id. Small sizes are made when somebody asks."""

    _EDGES = (("s", 90), ("m", 320), ("x", 800), ("y", 1280))

    def __init__(self) -> None:
        self._numbers = count(1)
        self._bodies: dict[str, Callable[[], bytes]] = {}
        self._paths: dict[str, str] = {}
        self._unique: dict[str, str] = {}
        self.too_big: set[str] = set()

    def picture(self, data: bytes, *, too_big: bool = False) -> Picture:
        """What Telegram makes of a photo: several sizes with ids of their own."""
        number, (width, height) = next(self._numbers), _measure(data)
        sizes = []
        for letter, edge in self._EDGES:
            share = min(1.0, edge / max(width, height))
            last = edge >= max(width, height) or letter == "y"
            size = {"width": round(width * share), "height": round(height * share)}
            path = f"photos/file_{number}{letter}.jpg"
            weight = len(data) if last else max(1, round(len(data) * share * share))
            shape = self._store(f"AgAC{number}{letter}", path, _shrunk(data, edge, last=last))
            sizes.append(shape | {"file_size": weight} | size)
            if last:
                break
        if too_big:
            self.too_big.update(str(size["file_id"]) for size in sizes)
        return Picture(sizes, data)

    def file(
        self, data: bytes, *, folder: str = "documents", too_big: bool = False
    ) -> dict[str, Any]:
        number = next(self._numbers)
        name = f"BQAC{number}"
        shape = self._store(name, f"{folder}/file_{number}", lambda: data)
        if too_big or len(data) > LARGEST_DOWNLOAD:
            self.too_big.add(name)
        return shape | {"file_size": len(data)}

    def forget(self, file_id: str) -> None:
        """Telegram does not give this file out any more."""
        self._paths.pop(file_id, None)

    def described(self, file_id: str) -> dict[str, Any]:
        path = self._paths.get(file_id)
        if path is None:
            raise bad("wrong file_id or the file is temporarily unavailable")
        if file_id in self.too_big:
            raise bad("file is too big")
        size = len(self._bodies[path]())
        return self._shape(file_id) | {"file_size": size, "file_path": path}

    def body(self, path: str) -> bytes | None:
        make = self._bodies.get(path)
        return make() if make else None

    def known(self, file_id: str) -> bytes | None:
        path = self._paths.get(file_id)
        return self._bodies[path]() if path else None

    def _store(self, name: str, path: str, make: Callable[[], bytes]) -> dict[str, Any]:
        self._paths[name] = path
        self._bodies[path] = make
        self._unique[name] = f"AQAD{len(self._unique) + 1}"
        return self._shape(name)

    def _shape(self, name: str) -> dict[str, Any]:
        return {"file_id": name, "file_unique_id": self._unique[name]}


def _measure(data: bytes) -> tuple[int, int]:
    """Width and height; what is no picture counts as a square."""
    try:
        with Image.open(io.BytesIO(data)) as image:
            return image.size
    except (UnidentifiedImageError, OSError, ValueError):
        return 1280, 1280


def _shrunk(data: bytes, edge: int, *, last: bool) -> Callable[[], bytes]:
    def make() -> bytes:
        if last:
            return data
        try:
            with Image.open(io.BytesIO(data)) as image:
                image.thumbnail((edge, edge))
                file = io.BytesIO()
                image.convert("RGB").save(file, "JPEG")
        except (UnidentifiedImageError, OSError, ValueError):
            return data[: max(1, edge // 10)]
        return file.getvalue()

    return make
