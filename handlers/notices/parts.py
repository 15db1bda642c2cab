"""In how many messages one notice arrives, where a platform takes only short ones."""

from __future__ import annotations

from bot.dialogue.chat import Chat
from handlers.notices.looks import lines_of
from models.notices.tables import Notice


def parts_of(chat: Chat, notice: Notice) -> int:
    """The most that anybody gets of it, on any channel in use."""
    limits = [pace.most for pace in chat.paces.values() if pace.most]
    if not limits:
        return 1
    longest = max(len("\n".join(lines_of(notice, language))) for language in ("zh", "en"))
    return max(-(-longest // min(limits)), 1)
