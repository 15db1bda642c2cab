"""What the main menu offers to staff. Apart from the desk, because every area shows the menu."""

from __future__ import annotations

from bot.dialogue.book import tap_token
from bot.dialogue.chat import Chat
from bot.dialogue.say import _
from bot.dialogue.screen import Button
from models.duty.queries import my_roles

DESK = _("要我管的")
GO_ON_DUTY = _("我上班了")
GO_OFF_DUTY = _("我下班了")


def menu_for_staff(chat: Chat) -> tuple[Button, ...]:
    """The desk, and going on or off duty; nothing for anybody else."""
    if not my_roles(chat.work):
        return ()
    return (Button(DESK, tap_token("desk"), style="main"), duty_button(chat))


def duty_button(chat: Chat) -> Button:
    if any(role.on_duty for role in my_roles(chat.work)):
        return Button(GO_OFF_DUTY, tap_token("desk_off"))
    return Button(GO_ON_DUTY, tap_token("desk_on"))
