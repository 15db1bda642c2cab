"""Somebody opened a link that a relative showed them. Nothing is done yet, and nobody is named."""

from __future__ import annotations

from bot.dialogue.book import Reply, Start
from bot.dialogue.chat import Chat
from bot.dialogue.screen import Button, Screen
from handlers.family import texts
from models.family.invites import invite_of, read_invite
from models.family.refusals import InviteNotGood


def by_invite(chat: Chat, token: str) -> Reply:
    """Begin the talk that the link is for; say why not where it leads nowhere."""
    home = Button(texts.HOME, "g.menu", style="small")
    try:
        kind = read_invite(token, chat.work.now).kind
        found = invite_of(chat.work, token, kind)
    except InviteNotGood as refusal:
        return Screen((texts.INVITE_WORDS[refusal.why],), (home,), keeps=True)
    if chat.reader.person_id in (found.by, found.subject):
        return Screen((texts.YOUR_OWN_CODE,), (home,), keeps=True)
    return Start("act_for" if kind == "act" else "guard_with", (token,))
