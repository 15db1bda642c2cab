"""What Telegram received, call by call, and what stands on the phones after it.

The fake Bot API lives in the process that judges, so it outlives every killed service: it keeps a
call although the caller died before hearing the answer, and shows a repeated message twice.
"""

from __future__ import annotations

import asyncio
import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Any

from bot.channels.telegram.texts import TAKEN_BACK
from bot.dialogue.messages import Option
from bot.dialogue.say import LANGUAGES, say
from tests import botapi

SAID = frozenset({"sendMessage", "editMessageText"})
"""The calls that an outbox row of a message stands behind."""
UNCHANGED = "message is not modified"
_KEPT = SAID | {"editMessageReplyMarkup"}
_LABEL = re.compile(r"(?:(\d+) )?(.*)")


@dataclass(frozen=True, slots=True)
class Call:
    """One call that took effect (or found its effect there already). ``said``: a message."""

    life: int
    method: str
    to: str
    id: int
    text: str
    options: tuple[Option, ...]
    said: bool


@dataclass(slots=True)
class Phone:
    """``news`` is set with every call to this chat, also one that was refused."""

    calls: list[Call] = field(default_factory=list)
    news: asyncio.Event = field(default_factory=asyncio.Event)


class Record:
    """Listens at the fake. ``life`` numbers the processes that call; ``refused`` are the calls
    without effect, by method and reason; ``blocked`` are the chats that refused a message."""

    def __init__(self, api: botapi.FakeBotApi) -> None:
        self.life = 0
        self.calls: list[Call] = []
        self.phones: dict[str, Phone] = defaultdict(Phone)
        self.refused: Counter[str] = Counter()
        self.blocked: set[str] = set()
        self.heard = asyncio.Event()
        self._taken_back = {say(TAKEN_BACK, language) for language in LANGUAGES}
        api.on_call = self._take

    def _take(self, made: botapi.Call) -> None:
        self.heard.set()
        if made.chat is None or made.method not in _KEPT:
            return
        phone = self.phones[str(made.chat)]
        phone.news.set()
        if not made.done and UNCHANGED not in made.description:
            self.refused[f"{made.method}: {made.description}"] += 1
            if made.status == 403 and made.method in SAID:
                self.blocked.add(str(made.chat))
            return
        call = self._read(made)
        self.calls.append(call)
        phone.calls.append(call)

    def _read(self, made: botapi.Call) -> Call:
        sent = made.method == "sendMessage"
        text = made.fields.text("text")
        return Call(
            self.life,
            made.method,
            str(made.chat),
            made.result["message_id"] if sent else made.fields.whole("message_id"),
            text,
            _options(made.fields.parsed("reply_markup")),
            made.method in SAID and text not in self._taken_back,
        )


def _options(markup: Any) -> tuple[Option, ...]:
    rows = (markup or {}).get("inline_keyboard", [])
    return tuple(_option(one) for row in rows for one in row if "callback_data" in one)


def _option(button: dict[str, Any]) -> Option:
    found = _LABEL.fullmatch(button["text"])
    assert found is not None
    return Option(found[2], button["callback_data"], int(found[1]) if found[1] else None)
