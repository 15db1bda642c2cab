"""``Telegram``: the channel the outbox sends through.

A message of ours may be several of Telegram's: pictures, then the text (in parts, if it is long).
Its id names them all, pictures with a "p", so that everything can be taken back.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from telegram import InputFile, InputMediaPhoto
from telegram.error import BadRequest, TelegramError

from bot.channels.base import Abilities, Refused
from bot.channels.telegram.api import Api
from bot.channels.telegram.faults import has_vanished, is_unchanged, translate
from bot.channels.telegram.pictures import blank, drawn
from bot.channels.telegram.showing import MAX_TEXT, Shown, link_of, show
from bot.channels.telegram.texts import TAKEN_BACK
from bot.channels.telegram.waiting import Waiting
from bot.dialogue.messages import Outgoing
from bot.dialogue.say import Language, say

NAME = "telegram"
ABILITIES = Abilities(
    edit=True,
    withdraw=True,
    buttons=True,
    tells_seen=False,
    photos=True,
    max_text=MAX_TEXT,
    per_second=30,
    chat_per_second=1,
    chat_burst=3,
)
"""The pace the platform asks for: about one message a second to a chat, thirty in all."""
MOST_PICTURES = 10
LARGEST_FILE = 20 * 1024 * 1024
"""What a bot may fetch."""

Pictures = Callable[[str, int], Awaitable[bytes | None]]
"""The photo with this id as JPEG, if the account of this address may see it now."""


@dataclass(slots=True)
class _Ids:
    """The messages that one of ours became."""

    pictures: list[int] = field(default_factory=list)
    texts: list[int] = field(default_factory=list)

    @classmethod
    def read(cls, text: str) -> _Ids:
        """Ids we did not make name nothing."""
        parts = text.split("+") if len(text) < 400 else []
        pictures = [int(part[1:]) for part in parts if part[:1] == "p" and part[1:].isdecimal()]
        return cls(pictures, [int(part) for part in parts if part.isdecimal()])

    def __str__(self) -> str:
        return "+".join([*(f"p{one}" for one in self.pictures), *map(str, self.texts)])


class Telegram:
    """The private chats of one bot. An address is a chat's number."""

    name = NAME

    def __init__(
        self,
        api: Api,
        *,
        pictures: Pictures,
        base_url: str,
        waiting: Waiting,
        abilities: Abilities = ABILITIES,
    ) -> None:
        self.abilities = abilities
        self._api = api
        self._pictures = pictures
        self._base_url = base_url
        self._waiting = waiting
        self._begun: dict[str, _Ids] = {}
        """Messages of several parts that were broken off: a new try goes on where it stopped."""

    async def send(self, address: str, message: Outgoing, *, key: str) -> str:
        self._waiting.answered(address)
        shown = show(message, self._base_url)
        if len(shown.texts) == 1 and not message.photos and not message.code:
            fields = _fields(shown.texts[0], shown.keyboard, quiet=message.quiet)
            return str(_message_id(await self._call("sendMessage", address, **fields)))
        ids = self._begun.pop(key, _Ids())
        try:
            await self._send_parts(address, message, shown, ids)
        except BaseException:
            if ids.pictures or ids.texts:
                self._begun[key] = ids
            raise
        return str(ids)

    async def edit(self, address: str, message_id: str, message: Outgoing) -> None:
        """Text and buttons of one message. What has pictures or parts is sent anew instead."""
        self._waiting.answered(address)
        ids, shown = _Ids.read(message_id), show(message, self._base_url)
        if message.photos or message.code or ids.pictures or len(ids.texts) != 1:
            raise Refused("only a single text can be replaced in place")
        if len(shown.texts) != 1:
            raise Refused("the text needs more than one message")
        await self._replace(address, ids.texts[0], shown)

    async def take_off_buttons(self, address: str, message_id: str) -> None:
        for text in _Ids.read(message_id).texts[-1:]:
            await self._try("editMessageReplyMarkup", address, message_id=text)

    async def withdraw(self, address: str, message_id: str, *, language: Language) -> None:
        """Every text is replaced by a sentence that says so (a bot may edit what it wrote for as
        long as it stands there); pictures are deleted, or, after two days, painted over."""
        ids = _Ids.read(message_id)
        for text in ids.texts:
            words = say(TAKEN_BACK, language)
            await self._try("editMessageText", address, message_id=text, text=words)
        for picture in ids.pictures:
            if not await self._try("deleteMessage", address, message_id=picture):
                await self._try("editMessageMedia", address, message_id=picture, media=blank())

    async def fetch(self, source: str) -> bytes:
        """The bytes of a picture or a file somebody sent us. LookupError if Telegram has it no more."""
        try:
            file = await self._api.call("getFile", file_id=source)
        except BadRequest:
            raise LookupError("Telegram does not give out this file") from None
        path = file.get("file_path") if isinstance(file, dict) else None
        if not path or int(file.get("file_size") or 0) > LARGEST_FILE:
            raise LookupError("there is no such file, or it is too large")
        return await self._api.download(str(path))

    # -- inside -----------------------------------------------------------------------------------
    async def _send_parts(self, address: str, message: Outgoing, shown: Shown, ids: _Ids) -> None:
        """Pictures, then texts; ``ids`` grows with each, and says what is there already."""
        if not ids.pictures:
            ids.pictures.extend(await self._send_pictures(address, message))
        for number, text in enumerate(shown.texts[len(ids.texts) :], start=len(ids.texts) + 1):
            last = shown.keyboard if number == len(shown.texts) else None
            fields = _fields(text, last, quiet=message.quiet)
            ids.texts.append(_message_id(await self._call("sendMessage", address, **fields)))

    async def _send_pictures(self, address: str, message: Outgoing) -> list[int]:
        """One by itself, several as an album; without a sound: the text that follows has one."""
        bodies = [body for one in message.photos if (body := await self._pictures(address, one))]
        if message.code:
            bodies.append(drawn(link_of(message.code, self._base_url)))
        if not bodies:
            return []
        if len(bodies) == 1:
            picture = InputFile(bodies[0], filename="photo.jpg")
            sent = await self._call("sendPhoto", address, photo=picture, disable_notification=True)
            return [_message_id(sent)]
        album = [
            InputMediaPhoto(InputFile(body, filename="photo.jpg", attach=True))
            for body in bodies[:MOST_PICTURES]
        ]
        sent = await self._call("sendMediaGroup", address, media=album, disable_notification=True)
        return [_message_id(one) for one in sent]

    async def _replace(self, address: str, message_id: int, shown: Shown) -> None:
        text = shown.texts[0]
        fields = _fields(text, shown.keyboard)
        try:
            await self._api.call(
                "editMessageText", chat_id=_chat(address), message_id=message_id, **fields
            )
        except TelegramError as error:
            if not is_unchanged(error):
                raise translate(error, address, self._api.pulse) from None

    async def _call(self, method: str, address: str, **fields: Any) -> Any:
        try:
            return await self._api.call(method, chat_id=_chat(address), **fields)
        except TelegramError as error:
            raise translate(error, address, self._api.pulse) from None

    async def _try(self, method: str, address: str, **fields: Any) -> bool:
        """Change a message that may not be there any more; whether it was changed."""
        try:
            await self._api.call(method, chat_id=_chat(address), **fields)
        except TelegramError as error:
            if is_unchanged(error):
                return True
            if has_vanished(error) or isinstance(error, BadRequest):
                return False
            raise translate(error, address, self._api.pulse) from None
        return True


def _fields(text: str, keyboard: Any, *, quiet: bool = False) -> dict[str, Any]:
    fields: dict[str, Any] = {"text": text}
    if keyboard:
        fields["reply_markup"] = keyboard
    if "http" in text:  # a preview would open our links on Telegram's machines
        fields["link_preview_options"] = {"is_disabled": True}
    if quiet:
        fields["disable_notification"] = True
    return fields


def _chat(address: str) -> int:
    return int(address)


def _message_id(sent: Any) -> int:
    return int(sent["message_id"])
