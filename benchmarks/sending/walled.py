"""The Bot API of the benchmarks with Telegram's limits: thirty calls in any one second, and a chat's.

The wall is the strict reading of "thirty a second": whatever second is looked at, the thirty-first
call in it gets a 429. A chat takes three at once and then one a second.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

from benchmarks.telegram.fake import FakeApi, _fields
from tests.botapi.limits import CHAT_BURST, CHAT_PER_SECOND, COUNTED, Bucket

PER_SECOND = 30
_FLOOD = (
    '{"ok":false,"error_code":429,"description":"Too Many Requests: retry after 1",'
    '"parameters":{"retry_after":1}}'
)


@dataclass(slots=True)
class WalledApi(FakeApi):
    """``counted``: when each call that counts was taken. ``floods``: the 429s that were given."""

    counted: list[float] = field(default_factory=list)
    floods: int = 0
    refused_chats: int = 0
    _recent: deque[float] = field(default_factory=deque)
    _chats: dict[str, Bucket] = field(default_factory=dict)

    def serve(self, method: str, body: bytes, answer: Callable[[str], None]) -> None:
        if method in COUNTED and not self._may(str(_fields(body).get("chat_id"))):
            self.floods += 1
            answer(_FLOOD)
            return
        FakeApi.serve(self, method, body, answer)

    def _may(self, chat: str) -> bool:
        now = time.perf_counter()
        while self._recent and self._recent[0] <= now - 1.0:
            self._recent.popleft()
        bucket = self._chats.setdefault(chat, Bucket(CHAT_PER_SECOND, CHAT_BURST, now))
        if bucket.wait(now):
            self.refused_chats += 1
            return False
        if len(self._recent) >= PER_SECOND:
            return False
        bucket.tokens -= 1
        self._recent.append(now)
        self.counted.append(now)
        return True
