"""What family who get copies hear: that somebody comes, that it is done. Nothing of what it is about."""

from __future__ import annotations

from bot.dialogue.book import says
from bot.dialogue.chat import Chat
from bot.dialogue.say import Text, _
from bot.dialogue.screen import Button, Screen
from bot.dialogue.whom import stand_for
from handlers.help.texts import KNOWN
from models.behalf import acting_for, purposes
from models.help.messages import NewsOf
from models.outbox.hearers import COPIES

WHAT: dict[str, Text] = {
    "found": _("{who}那儿，有人去帮忙了。"),
    "asked": _("{who}那儿，帮忙的人说办完了。"),
    "closed": _("{who}的那件事，社区办完了。"),
}


@says(NewsOf)
def news_of(chat: Chat, message: NewsOf) -> Screen | None:
    """Dropped if they do not get copies any more: asked when it is sent."""
    work = chat.work
    if COPIES not in purposes(acting_for(work, message.person_id)):
        return None
    standing = stand_for(chat.reader, work, message.person_id)
    if standing is None:
        return None
    line = WHAT[message.what](who=standing.named)
    return Screen((line,), (Button(KNOWN, "t.known"),), keeps=True)


ENTRIES = (news_of,)
