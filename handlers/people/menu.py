"""What finding people and roles put on the first screen of staff."""

from __future__ import annotations

from bot.dialogue.book import tap_token
from bot.dialogue.chat import Chat
from bot.dialogue.screen import Button
from handlers.people import texts
from models.duty.people import my_paths
from models.people.finding import FINDERS, STAFF


def people_menu(chat: Chat) -> tuple[Button, ...]:
    """[找人] for whoever may look for people; writing somebody down for those who knock at doors."""
    if not my_paths(chat.work, FINDERS):
        return ()
    find = Button(texts.FIND, "f.find", style="small")
    if not my_paths(chat.work, STAFF):
        return (find,)
    return (find, Button(texts.REGISTER, "f.register_resident", style="small"))


def roles_menu(chat: Chat) -> tuple[Button, ...]:
    """One's own roles: until when, and somebody who stands in."""
    if not my_paths(chat.work, FINDERS):
        return ()
    return (Button(texts.MY_ROLES, tap_token("my_roles"), style="small"),)
