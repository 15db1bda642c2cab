"""One message to very many: its words are put together once for all who read the same.

A handler says of each hearer how they read it (``Alike``), that it is not to be said just now, or
(None) that it is not true for them any more; and makes the screen of each way of reading it.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from bot.dialogue.book import Words
from bot.dialogue.chat import Chat
from bot.dialogue.messages import Outgoing
from bot.dialogue.say import NOTHING, Language
from bot.dialogue.screen import Screen, render, taps_by_number
from models.messages import Message
from models.talks import rows
from models.work import Work


class NotNow(Enum):
    """True, but it must not go out at the moment."""

    NOT_NOW = "not_now"


NOT_NOW = NotNow.NOT_NOW


@dataclass(frozen=True, slots=True)
class Hearer:
    """Who hears a message by which account; ``whom_id``: for whom, 0 for oneself. ``anew``: it is a
    change of an earlier one that their channel cannot change where it stands. ``below``: it comes
    below everything else."""

    account_id: int
    person_id: int
    whom_id: int
    channel: str
    language: Language
    anew: bool = False
    below: bool = True


@dataclass(frozen=True, slots=True)
class Alike:
    """One way of reading it: whoever has the same, and the same language, reads the same."""

    variant: Any


Variants = Callable[[Work, Any, Sequence[Hearer]], Sequence["Alike | NotNow | None"]]
Show = Callable[[Work, Any, Alike, Language], Screen]


@dataclass(frozen=True)
class AlikeWords(Words):
    """Words of a message type that many hear at once."""

    variants: Variants
    show: Show


def says_alike(message: type[Message], variants: Variants, show: Show) -> AlikeWords:
    """Declare the words of a message to many. For one of them it is the same."""

    def alone(chat: Chat, told: Message) -> Screen | None:
        by = chat.work.actor.by_id
        me, whom = (by, chat.reader.person_id) if by else (chat.reader.person_id, 0)
        hearer = Hearer(chat.reader.account_id, me, whom, chat.reader.channel, chat.reader.language)
        (found,) = variants(chat.work, told, (hearer,))
        return show(chat.work, told, found, hearer.language) if isinstance(found, Alike) else None

    return AlikeWords(message, alone, variants, show)


def word_for_many(
    words: AlikeWords,
    work: Work,
    message: Message,
    hearers: Sequence[Hearer],
    hides: Mapping[str, frozenset[str]],
) -> list[Outgoing | NotNow | None]:
    """Words for each hearer, in their order; and each talk knows that something came below it."""
    rendered: dict[Hashable, Outgoing] = {}
    below: dict[Hashable, list[int]] = {}
    said: list[Outgoing | NotNow | None] = []
    for hearer, found in zip(hearers, words.variants(work, message, hearers), strict=True):
        if not isinstance(found, Alike):
            said.append(found)
            continue
        hidden = hides.get(hearer.channel, NOTHING)
        key: Hashable = (found, hearer.language, hidden)
        if key not in rendered:
            screen = words.show(work, message, found, hearer.language)
            rendered[key] = render(screen, hearer.language, hidden)
        if hearer.below:
            below.setdefault(key, []).append(hearer.account_id)
        said.append(rendered[key])
    for same, accounts in below.items():
        rows.shown_below_all(work.connection, accounts, taps_by_number(rendered[same]))
    return said
