"""A volunteer's buttons on the first screen. Knows nothing of the flows: the menu is everywhere."""

from __future__ import annotations

from bot.dialogue.book import tap_token
from bot.dialogue.chat import Chat
from bot.dialogue.say import _
from bot.dialogue.screen import Button
from models.tasks.queries import my_round

MY_TASKS = _("我的任务")
THIS_MONTH = _("这个月")
REST = _("歇几天")
ON_AGAIN = _("接着干")


def menu_for_volunteer(chat: Chat) -> tuple[Button, ...]:
    """At most three; nobody who is no helper sees any of them."""
    mine = my_round(chat.work)
    if mine.on_duty is None and not mine.waiting:
        return ()
    label = _("我的任务（{count}）")(count=mine.waiting) if mine.waiting else MY_TASKS
    buttons = [Button(label, tap_token("mytasks"))]
    if mine.on_duty is not None:
        buttons.append(Button(THIS_MONTH, tap_token("myhours")))
        buttons.append(rest_button(on_duty=mine.on_duty))
    return tuple(buttons)


def rest_button(*, on_duty: bool) -> Button:
    return Button(REST, tap_token("rest")) if on_duty else Button(ON_AGAIN, tap_token("onagain"))
