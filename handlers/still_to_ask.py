"""What has to be asked before the first screen: a platform that carries data abroad, and texts that
changed since somebody agreed to them. One question at a time, each once."""

from __future__ import annotations

from bot.dialogue.book import Start
from bot.dialogue.chat import Chat
from models.consents.again import next_to_ask_again
from models.consents.places_abroad import to_ask_abroad

AGREE = "agree"


def ask_about(purpose_id: str, other_id: int = 0, whom: int = 0) -> Start:
    """The talk about one purpose."""
    return Start(AGREE, (purpose_id, str(other_id)), whom=whom)


def next_question(chat: Chat) -> Start | None:
    """None if there is nothing to ask; nor is anybody asked who does not want to be kept."""
    if chat.reader.consent in ("", "no"):
        return None
    abroad = to_ask_abroad(chat.work)
    if abroad is not None:
        return ask_about(abroad.id)
    again = next_to_ask_again(chat.work)
    return ask_about(again.purpose, again.other_id, again.whom) if again is not None else None
