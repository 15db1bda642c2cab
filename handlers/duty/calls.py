"""The call list: who, on which number, and what to say, in the words they would have read."""

from __future__ import annotations

from bot.dialogue.book import tap_token
from bot.dialogue.chat import Chat
from bot.dialogue.say import Sayable, _
from bot.dialogue.screen import Button, Screen
from handlers.details import details_at
from handlers.duty.lists import BACK_TO_DESK
from handlers.duty.names import door_of, full_name, phone_buttons
from handlers.duty.told import said_as
from models.duty.calls import path_of_call
from models.duty.queries import reach_of, staff_call
from models.messages import Message


def call_screen(chat: Chat, call_id: int) -> Screen:
    """At most three lines of what they are to be told, below who and where."""
    call = staff_call(chat.work, call_id)
    person, home = reach_of(chat.work, call.person_id, path_of_call(chat.work, call_id))
    said = said_as(chat, call.person_id, Message.restore(call.message, call.args or {}))
    who = _("{who}，{where}")(who=full_name(person), where=door_of(chat, home))
    all_of_it = details_at(chat, "call", call.id)
    if call.done_at is not None:
        return Screen((who, _("这个已经说到了。")), (BACK_TO_DESK,), details_at=all_of_it)
    if said is None:
        over = Button(_("划掉"), tap_token("called", call.id, "over"))
        line = _("要说的事已经过去了，不用再打。")
        return Screen((who, line), (over, BACK_TO_DESK), details_at=all_of_it)
    ticks = [
        Button(_("说到了"), tap_token("called", call.id, "told"), style="main"),
        Button(_("没人接"), tap_token("called", call.id, "no_answer")),
    ]
    if call.outcome != "knock":
        ticks.append(Button(_("请网格员上门"), tap_token("called", call.id, "knock")))
    return Screen(
        (who, *_at_most_three(said)),
        (*phone_buttons(person), *ticks, BACK_TO_DESK),
        details_at=all_of_it,
    )


def _at_most_three(said: tuple[Sayable, ...]) -> tuple[Sayable, ...]:
    first, *rest = said[:3]
    return (_("跟他说：{what}")(what=first), *rest)
