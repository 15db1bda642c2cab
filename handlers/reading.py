"""Reading what people type where several areas ask the same: phones, numbers, communities."""

from __future__ import annotations

import re

from bot.dialogue.asking import Choice, Wrong
from bot.dialogue.chat import Chat
from bot.dialogue.say import Sayable
from models.phones import NotAPhone, plain_phone

_WIDE_DIGITS = str.maketrans("０１２３４５６７８９", "0123456789")


def digits(typed: str) -> str:
    """The same words with plain digits."""
    return typed.translate(_WIDE_DIGITS)


def number(typed: str) -> int | None:
    """The one number in "3", "３号楼", "80 分钟"; None if there is none, or more than one."""
    found = re.findall(r"\d+", digits(typed))
    return int(found[0]) if len(found) == 1 and len(found[0]) <= 6 else None


def phone(typed: str, sentence: Sayable) -> str:
    """A mobile or landline number without spaces; Wrong with ``sentence`` if it cannot be one."""
    try:
        return plain_phone(typed)
    except NotAPhone:
        raise Wrong(sentence) from None


def communities(chat: Chat) -> list[Choice]:
    """Communities first, then villages; a typed part of the name finds each of them."""
    ordered = sorted(chat.town.communities, key=lambda place: place.rural)
    return [Choice(place.id, place.name, (place.name.zh, place.name.en)) for place in ordered]
