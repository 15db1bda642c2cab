"""People with phones. What they do becomes updates; what the bot sends stands on their phones.

li = api.person(4711, name="李")
await li.start("grid-7")
await li.taps("没暖气")
await api.idle()
assert li.shown[-1].labels == ["哪儿都凉", "就一间"]
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.botapi.chats import Chat, Message

if TYPE_CHECKING:
    from tests.botapi.server import FakeBotApi


class _Phone:
    """What a private chat and a group have in common: it stands on phones and makes updates."""

    def __init__(self, api: FakeBotApi, raw: dict[str, Any]) -> None:
        self._api = api
        self.id: int = raw["id"]
        self.chat: Chat = api.chats.find(self.id) or api.chats.add(raw)

    # -- what stands there ------------------------------------------------------------------------
    @property
    def shown(self) -> list[Message]:
        """The messages of the bot that are there now, oldest first."""
        return [one for one in self.everything if one.mine]

    @property
    def everything(self) -> list[Message]:
        """Also what people wrote."""
        return list(self.chat.messages.values())

    @property
    def actions(self) -> list[str]:
        """Chat actions (``typing``, …) so far."""
        return self.chat.actions

    def button(self, wanted: str) -> tuple[Message, dict[str, Any]]:
        """The newest button whose label contains the words, or whose data they are."""
        for message in reversed(self.shown):
            for row in (message.markup or {}).get("inline_keyboard", []):
                for button in row:
                    if wanted in button["text"] or wanted == button.get("callback_data"):
                        return message, button
        there = [label for message in self.shown for label in message.labels]
        raise LookupError(f"no button {wanted!r} among {there}")

    # -- making updates ---------------------------------------------------------------------------
    def _write(self, by: dict[str, Any], kind: str = "message", **content: Any) -> Message:
        message = self._api.chats.put(self.chat, by, self._api.now(), **content)
        self._api.updates.put(kind, message.raw(), self.id)
        return message

    def _press(self, by: dict[str, Any], message: Message, data: str) -> str:
        query = str(7_000_000_000 + self._api.new_number())
        self._api.note_tap(query)
        shape = {
            "id": query,
            "from": by,
            "message": message.raw(),
            "chat_instance": str(-self.id),
            "data": data,
        }
        self._api.updates.put("callback_query", shape, self.id)
        return query

    def _membership(self, by: dict[str, Any], old: str, new: str) -> None:
        me = self._api.me
        shape = {
            "chat": self.chat.raw,
            "from": by,
            "date": int(self._api.now().timestamp()),
            "old_chat_member": _member(me, old),
            "new_chat_member": _member(me, new),
        }
        self._api.updates.put("my_chat_member", shape, self.id)


def _member(user: dict[str, Any], status: str) -> dict[str, Any]:
    return {"user": user, "status": status} | ({"until_date": 0} if status == "kicked" else {})


class Person(_Phone):
    """One account and its private chat with the bot. Whoever has blocked the bot and writes
    again has unblocked it by that, as on a real phone."""

    def __init__(
        self, api: FakeBotApi, number: int, name: str, *, language: str = "zh-hans"
    ) -> None:
        self.user = {"id": number, "is_bot": False, "first_name": name, "language_code": language}
        super().__init__(api, {"id": number, "type": "private", "first_name": name})
        self._taps: list[str] = []

    @property
    def callbacks_answered(self) -> list[str]:
        """For each answer to a tap of theirs: its words (mostly none)."""
        return [words for query in self._taps for words in self._api.taps[query].answers]

    @property
    def spinning(self) -> int:
        """Taps that nobody has answered: the button still turns."""
        return sum(not self._api.taps[query].answers for query in self._taps)

    # -- what they do -----------------------------------------------------------------------------
    async def start(self, payload: str = "") -> Message:
        self._open()
        entity = {"type": "bot_command", "offset": 0, "length": 6}
        return self._write(self.user, text=f"/start {payload}".strip(), more={"entities": [entity]})

    async def says(self, text: str) -> Message:
        self._open()
        more = {}
        if text.startswith("/"):
            length = len(text.split(maxsplit=1)[0])
            more["entities"] = [{"type": "bot_command", "offset": 0, "length": length}]
        return self._write(self.user, text=text, more=more)

    async def taps(self, wanted: str, *, message: Message | None = None) -> str:
        """A button by its label or data; with ``message``, that data under that message, shown
        or not (phones keep old keyboards). Returns the id of the query."""
        if message is None:
            message, button = self.button(wanted)
            if "callback_data" not in button:
                raise LookupError(f"{button['text']!r} opens {button.get('url')}")
            wanted = button["callback_data"]
        query = self._press(self.user, message, wanted)
        self._taps.append(query)
        return query

    def opens(self, wanted: str) -> str:
        """The address behind a button."""
        address: str = self.button(wanted)[1]["url"]
        return address

    async def edits(self, text: str, message: Message | None = None) -> Message:
        """Change what they wrote, the last message if none is named."""
        own = [one for one in self.everything if one.by["id"] == self.id]
        message = message or own[-1]
        message.text, message.edited = text, self._api.now()
        message.edits += 1
        self._api.updates.put("edited_message", message.raw(), self.id)
        return message

    async def photo(
        self, data: bytes, caption: str = "", *, as_file: bool = False, too_big: bool = False
    ) -> Message:
        self._open()
        if as_file:
            file = self._api.files.file(data, too_big=too_big)
            more = {"document": file | {"file_name": "photo.jpg", "mime_type": "image/jpeg"}}
            return self._write(self.user, caption=caption, more=more)
        picture = self._api.files.picture(data, too_big=too_big)
        return self._write(self.user, picture=picture, caption=caption)

    async def album(self, pictures: list[bytes], caption: str = "") -> list[Message]:
        """Several at once: messages of one group, the caption under the first."""
        self._open()
        group = str(13_000_000_000_000_000 + self._api.new_number())
        return [
            self._write(
                self.user,
                picture=self._api.files.picture(data),
                caption=caption if number == 0 else "",
                more={"media_group_id": group},
            )
            for number, data in enumerate(pictures)
        ]

    async def location(self, latitude: float, longitude: float) -> Message:
        return self._other(location={"latitude": latitude, "longitude": longitude})

    async def contact(self, phone: str, *, own: bool = True) -> Message:
        shape: dict[str, Any] = {"phone_number": phone, "first_name": self.user["first_name"]}
        return self._other(contact=shape | ({"user_id": self.id} if own else {}))

    async def voice(self, seconds: int = 3) -> Message:
        file = self._api.files.file(b"OggS", folder="voice")
        return self._other(voice=file | {"duration": seconds, "mime_type": "audio/ogg"})

    async def sticker(self, emoji: str = "👍") -> Message:
        file = self._api.files.file(b"RIFF", folder="stickers")
        shape = {"type": "regular", "width": 512, "height": 512, "emoji": emoji}
        flags = {"is_animated": False, "is_video": False}
        return self._other(sticker=file | shape | flags)

    async def file(self, data: bytes = b"%PDF", name: str = "a.pdf", kind: str = "") -> Message:
        file = self._api.files.file(data)
        mime = kind or "application/pdf"
        return self._other(document=file | {"file_name": name, "mime_type": mime})

    async def sends(self, **content: Any) -> Message:
        """A message of any other kind: ``sends(dice={"emoji": "🎲", "value": 4})``."""
        return self._other(**content)

    async def blocks(self) -> None:
        self.chat.state = "blocked"
        self._membership(self.user, "member", "kicked")

    async def unblocks(self) -> None:
        self.chat.state = "open"
        self._membership(self.user, "kicked", "member")

    async def deletes_account(self) -> None:
        """Telegram tells the bot nothing of it."""
        self.chat.state = "deleted"

    # -- inside -----------------------------------------------------------------------------------
    def _open(self) -> None:
        if self.chat.state == "blocked":
            self._membership(self.user, "kicked", "member")
        self.chat.state = "open"

    def _other(self, **content: Any) -> Message:
        self._open()
        return self._write(self.user, more=content)


class Group(_Phone):
    """A group the bot can be added to. Its people have numbers of their own."""

    def __init__(self, api: FakeBotApi, number: int, title: str) -> None:
        kind = "supergroup" if number <= -1_000_000_000_000 else "group"
        super().__init__(api, {"id": number, "type": kind, "title": title})
        if self.chat.state == "new":
            self.chat.state = "kicked"

    async def adds_bot(self, by: Person) -> None:
        self.chat.state = "open"
        self._membership(by.user, "left", "member")

    async def removes_bot(self, by: Person) -> None:
        self.chat.state = "kicked"
        self._membership(by.user, "member", "left")

    async def says(self, text: str, by: Person) -> Message:
        return self._write(by.user, text=text)

    async def taps(self, wanted: str, by: Person) -> str:
        message, button = self.button(wanted)
        return self._press(by.user, message, button["callback_data"])

    async def migrates(self, to: int, by: Person) -> Group:
        """It becomes a supergroup with another number; the old one is of no use any more."""
        self._write(by.user, more={"migrate_to_chat_id": to})
        self.chat.state, self.chat.moved_to = "migrated", to
        moved = Group(self._api, to, self.chat.raw["title"])
        moved.chat.state = "open"
        moved._write(by.user, more={"migrate_from_chat_id": self.id})
        return moved
