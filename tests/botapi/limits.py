"""The pace Telegram allows, and its 429.

Off unless asked for: most tests are about other things. Time comes from ``tick`` (monotonic
seconds), so that a test of the pace need not wait for it.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable

from tests.botapi.calls import Refusal, too_many

COUNTED = frozenset({
    "copyMessage", "copyMessages",
    "editMessageCaption", "editMessageChecklist", "editMessageLiveLocation", "editMessageMedia",
    "editMessageReplyMarkup", "editMessageText",
    "forwardMessage", "forwardMessages",
    "sendAnimation", "sendAudio", "sendContact", "sendDice", "sendDocument", "sendGame",
    "sendInvoice", "sendLocation", "sendMediaGroup", "sendMessage", "sendPaidMedia", "sendPhoto",
    "sendPoll", "sendSticker", "sendVenue", "sendVideo", "sendVideoNote", "sendVoice",
})  # fmt: skip
"""What counts, once a call. Free: answerCallbackQuery, sendChatAction, get*, set*, delete*."""

PER_SECOND, BURST = 30.0, 30.0
CHAT_PER_SECOND, CHAT_BURST = 1.0, 3.0
GROUP_PER_SECOND, GROUP_BURST = 20 / 60, 20.0


class Bucket:
    """Fills with ``rate`` tokens a second up to ``size``."""

    __slots__ = ("_at", "_rate", "_size", "tokens")

    def __init__(self, rate: float, size: float, now: float) -> None:
        self._rate, self._size, self._at = rate, size, now
        self.tokens = size

    def wait(self, now: float) -> float:
        """Seconds until there is a token; 0 if there is one."""
        self.tokens = min(self._size, self.tokens + (now - self._at) * self._rate)
        self._at = now
        # Sums of floats: a hair less than one is one.
        return 0.0 if self.tokens > 1 - 1e-9 else (1 - self.tokens) / self._rate


class Limits:
    """``refused`` counts the refusals by what ran out; ``impatient`` the calls made before the
    time a 429 had named; ``free_at`` says for each chat when it may go on (0 is the whole bot)."""

    def __init__(self, tick: Callable[[], float], *, on: bool = False) -> None:
        self.on = on
        self.refused: Counter[str] = Counter()
        self.impatient = 0
        self.free_at: dict[int, float] = {}
        self._tick = tick
        self._all = Bucket(PER_SECOND, BURST, tick())
        self._chats: dict[int, list[tuple[str, Bucket]]] = {}

    def check(self, chat: int | None) -> None:
        """A call that counts takes a token, or raises 429 and lets its time run."""
        if not (self.on or self.free_at):
            return
        now = self._tick()
        if self.free_at:
            self._running(chat, now)
        if not self.on:
            return
        buckets = (
            [("bot", self._all)] if chat is None else [*self._of(chat, now), ("bot", self._all)]
        )
        for name, bucket in buckets:
            wait = bucket.wait(now)
            if wait:
                self.refused[name] += 1
                raise self.penalty(wait, 0 if name == "bot" else chat)
        for _, bucket in buckets:
            bucket.tokens -= 1

    def penalty(self, seconds: float, chat: int | None) -> Refusal:
        """The 429 that starts to run now, for a chat or (0, None) for the whole bot."""
        whole = max(1, math.ceil(seconds))
        self.free_at[chat or 0] = self._tick() + whole
        return too_many(whole)

    def _running(self, chat: int | None, now: float) -> None:
        for key in (0, chat):
            until = self.free_at.get(key, 0.0) if key is not None else 0.0
            if until > now:
                self.impatient += 1
                self.refused["penalty"] += 1
                raise too_many(max(1, math.ceil(until - now)))
            if until and key is not None:
                del self.free_at[key]

    def _of(self, chat: int, now: float) -> list[tuple[str, Bucket]]:
        found = self._chats.get(chat)
        if found is None:
            found = [("chat", Bucket(CHAT_PER_SECOND, CHAT_BURST, now))]
            if chat < 0:
                found.append(("group", Bucket(GROUP_PER_SECOND, GROUP_BURST, now)))
            self._chats[chat] = found
        return found
