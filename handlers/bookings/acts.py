"""What was done for somebody, in half a sentence: 约了讲座活动. The kind, never the title."""

from __future__ import annotations

from collections.abc import Callable

from bot.dialogue.chat import Chat
from bot.dialogue.say import Sayable
from handlers import when
from handlers.bookings import texts
from handlers.family.done import phrase
from models.bookings.commands import BookPlace, CancelPlace, ChangePlace
from models.bookings.mine import Mine, booking_of_act
from models.family.tables import Act

_ONE_THING = {"BookPlace": texts.DID_BOOK_ONE, "CancelPlace": texts.DID_CANCEL_ONE,
              "ChangePlace": texts.DID_CHANGE_ONE}  # fmt: skip


def _said(say: Callable[[Mine], Sayable]) -> Callable[[Chat, Act], Sayable]:
    def run(chat: Chat, act: Act) -> Sayable:
        undo = act.undo["args"] if act.undo else {}
        booking_id = act.about.get("booking_id") or undo.get("booking_id") or 0
        one = booking_of_act(chat.work, act.person_id, int(booking_id))
        return say(one) if one is not None else _ONE_THING[act.command]

    return run


phrase(BookPlace)(
    _said(lambda one: texts.DID_BOOK(what=one.kind.name, when=when.at(one.begins_at)))
)
phrase(CancelPlace)(_said(lambda one: texts.DID_CANCEL(what=one.kind.name)))
phrase(ChangePlace)(
    _said(lambda one: texts.DID_CHANGE(what=one.kind.name, when=when.at(one.begins_at)))
)
