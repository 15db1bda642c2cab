"""What an update of the Bot API means, read from raw JSON of whatever shape.

Nothing here raises and nothing is believed: an id is a positive whole number or none, a reference
has the letters of one or is not taken, a text is cleaned before anybody stores it. A value that
slipped through would fail inside the transaction, and the platform would deliver it for ever.
Profile names and the platform's clock are not read at all.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from bot.channels.telegram.content import LONGEST, clean, content_of, reference
from bot.dialogue.messages import Incoming

NAME = "telegram"
ALLOWED = ("message", "edited_message", "callback_query", "my_chat_member")
"""The kinds of updates we ask for; others are acknowledged and forgotten."""
TAP_BYTES = 64
_BIGGEST = 2**53
"""The platform promises that its ids stay below."""


@dataclass(frozen=True, slots=True)
class Reading:
    """``number``: the update's id, -1 without a usable one. ``incoming``: what a person did in
    their private chat. ``callback``: the tap the platform waits to be told about. ``hint``: a group
    to be told that nothing personal is handled there. ``moved``: a group's old and new id.
    ``readable`` is false for what has not the shape of an update."""

    number: int = -1
    incoming: Incoming | None = None
    callback: str = ""
    hint: int = 0
    moved: tuple[int, int] | None = None
    readable: bool = True


UNREADABLE = Reading(readable=False)


@dataclass(frozen=True, slots=True)
class _Bot:
    id: int
    username: str


def read(update: Any, bot_id: int, username: str = "") -> Reading:
    """Read one update. ``username``: the bot's, if it is known; groups call it by that."""
    if not isinstance(update, dict):
        return UNREADABLE
    number = update.get("update_id")
    if type(number) is not int or not 0 <= number < _BIGGEST:
        return UNREADABLE
    for name, reader in _READERS:
        part = update.get(name)
        if isinstance(part, dict):
            return reader(number, part, _Bot(bot_id, username))
        if part is not None:
            return Reading(number, readable=False)
    return Reading(number)


# -- messages --------------------------------------------------------------------------------------
def _message(number: int, message: dict[str, Any], bot: _Bot) -> Reading:
    kind, chat_id = _chat(message.get("chat"))
    if kind == "group":
        return _in_group(number, message, chat_id, bot)
    if kind != "private":
        return Reading(number, readable=kind != "")
    if _is_bot(message):
        return Reading(number)
    found = content_of(message)
    if found is None:
        return Reading(number)
    incoming = Incoming(
        NAME,
        str(chat_id),
        f"{bot.id}.{number}",
        found.kind,
        text=found.text,
        photos=found.photos,
        file=found.file,
        too_large=found.too_large,
        place=found.place,
        album=reference(message.get("media_group_id")),
        language=_language(message),
    )
    return Reading(number, incoming)


def _edited(number: int, message: dict[str, Any], bot: _Bot) -> Reading:
    """New words for an old message. A live place that moves on is nothing new."""
    kind, chat_id = _chat(message.get("chat"))
    if kind != "private":
        return Reading(number, readable=kind != "")
    words = message.get("text") or message.get("caption")
    if _is_bot(message) or not isinstance(words, str):
        return Reading(number)
    incoming = Incoming(
        NAME,
        str(chat_id),
        f"{bot.id}.{number}",
        "edited",
        text=clean(words),
        language=_language(message),
    )
    return Reading(number, incoming)


# -- taps ------------------------------------------------------------------------------------------
def _tap(number: int, query: dict[str, Any], bot: _Bot) -> Reading:
    """A button; the message it stood under may be too old to be shown to us."""
    callback = reference(query.get("id"))
    sender = query.get("from")
    message = query.get("message")
    chat: Any = message.get("chat") if isinstance(message, dict) else None
    if message is None and "inline_message_id" not in query and isinstance(sender, dict):
        chat = {"type": "private", "id": sender.get("id")}
    kind, chat_id = _chat(chat)
    if kind != "private" or _is_bot(query):
        return Reading(number, callback=callback, readable=kind != "")
    token = query.get("data")
    known = isinstance(token, str) and token.isprintable() and _bytes(token) <= TAP_BYTES
    incoming = Incoming(
        NAME,
        str(chat_id),
        f"{bot.id}.{number}",
        "tap" if known and token else "unknown",
        tap=token if known and isinstance(token, str) else "",
        language=_language(query),
    )
    return Reading(number, incoming, callback)


def _bytes(text: str) -> int:
    return len(text.encode("utf-8", "surrogatepass"))


# -- coming and going ------------------------------------------------------------------------------
def _member(number: int, change: dict[str, Any], bot: _Bot) -> Reading:
    """Somebody blocked us, or put us into a group."""
    kind, chat_id = _chat(change.get("chat"))
    before, after = _status(change.get("old_chat_member")), _status(change.get("new_chat_member"))
    if kind == "private" and after == "kicked":
        return Reading(number, Incoming(NAME, str(chat_id), f"{bot.id}.{number}", "left"))
    if kind == "group" and before in {"left", "kicked"} and after in {"member", "administrator"}:
        return Reading(number, hint=chat_id)
    return Reading(number, readable=kind != "")


def _status(member: Any) -> str:
    status = member.get("status") if isinstance(member, dict) else None
    return status if isinstance(status, str) else ""


def _in_group(number: int, message: dict[str, Any], chat_id: int, bot: _Bot) -> Reading:
    """Nothing is taken from a group. Who calls us there is told where to write instead."""
    new = _group_id(message.get("migrate_to_chat_id"))
    if new:
        return Reading(number, moved=(chat_id, new))
    old = _group_id(message.get("migrate_from_chat_id"))
    if old:
        return Reading(number, moved=(old, chat_id))
    called = not _is_bot(message) and (_added(message, bot) or _calls_us(message, bot))
    return Reading(number, hint=chat_id if called else 0)


def _added(message: dict[str, Any], bot: _Bot) -> bool:
    members = message.get("new_chat_members")
    return isinstance(members, list) and any(
        isinstance(one, dict) and one.get("id") == bot.id for one in members
    )


def _calls_us(message: dict[str, Any], bot: _Bot) -> bool:
    text = message.get("text")
    if not isinstance(text, str):
        return False
    words = text[:LONGEST].casefold()
    ours = f"@{bot.username.casefold()}" if bot.username else ""
    first = words.split(maxsplit=1)[:1]
    if first and first[0].partition("@")[0] == "/start":
        return first[0] in {"/start", f"/start{ours}"}
    return bool(ours) and re.search(rf"{re.escape(ours)}(?!\w)", words) is not None


# -- single values ---------------------------------------------------------------------------------
def _chat(chat: Any) -> tuple[Literal["private", "group", "other", ""], int]:
    """What kind of chat it is, and its id; "" for what is none."""
    if not isinstance(chat, dict):
        return "", 0
    kind, number = chat.get("type"), chat.get("id")
    if type(number) is not int or not isinstance(kind, str):
        return "", 0
    if kind == "private":
        return ("private", number) if 0 < number < _BIGGEST else ("", 0)
    if kind in {"group", "supergroup"}:
        return ("group", number) if _group_id(number) else ("", 0)
    return "other", 0


def _group_id(value: Any) -> int:
    return value if type(value) is int and -_BIGGEST < value < 0 else 0


def _is_bot(part: dict[str, Any]) -> bool:
    sender = part.get("from")
    return isinstance(sender, dict) and sender.get("is_bot") is True


def _language(part: dict[str, Any]) -> str:
    """What the platform says of the reader: zh, en, or "" for everything else."""
    sender = part.get("from")
    code = sender.get("language_code") if isinstance(sender, dict) else None
    head = code[:2].lower() if isinstance(code, str) else ""
    return head if head in {"zh", "en"} else ""


_Reader = Callable[[int, dict[str, Any], _Bot], Reading]
_READERS: tuple[tuple[str, _Reader], ...] = (
    ("message", _message),
    ("callback_query", _tap),
    ("edited_message", _edited),
    ("my_chat_member", _member),
)
