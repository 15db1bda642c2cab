"""What the menus offer of lists: to who sends them, and to who may take one out."""

from __future__ import annotations

from bot.dialogue.book import tap_token
from bot.dialogue.chat import Chat
from bot.dialogue.say import _
from bot.dialogue.screen import Button
from models.imports.exporting import my_export_places
from models.imports.senders import my_places

IMPORT = _("收表、导名单")
EXPORT = _("要份名单")


def imports_menu(chat: Chat) -> tuple[Button, ...]:
    """Coordinators and administrators come to both; a family doctor takes out their list only."""
    if my_places(chat.work):
        return (Button(IMPORT, tap_token("lists")),)
    if my_export_places(chat.work):
        return (Button(EXPORT, "f.export_people"),)
    return ()
