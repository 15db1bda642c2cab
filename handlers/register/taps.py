"""What is kept about me, who sees it, and how to change it or take it back."""

from __future__ import annotations

from bot.dialogue.book import Reply, tap
from bot.dialogue.chat import Chat
from bot.dialogue.say import Sayable, private
from bot.dialogue.screen import Button, Screen
from handlers.register import texts
from handlers.register.linking import ways_elsewhere
from models.register.queries import my_address, my_phone_tail


@tap("about_me")
def about_me(chat: Chat) -> Reply:
    reader = chat.reader
    address, tail = my_address(chat.work), my_phone_tail(chat.work)
    home = Button(texts.HOME, "g.menu", style="small")
    if not (reader.address or address or tail):
        settle = Button(texts.MY_HOME, "f.settle")
        return Screen((texts.NOTHING_KEPT,), (settle, *ways_elsewhere(chat), home))
    phone = private("phone", texts.PHONE_TAIL(tail=tail)) if tail else texts.NO_PHONE_KEPT
    kept = texts.KEPT_OF_ME(
        called=private("name", reader.called or reader.name) or texts.NO_CALLED,
        address=private("door", address or "") or texts.NO_ADDRESS,
        phone=phone,
    )
    confirmed: Sayable = "" if reader.verified or address is None else texts.NOT_CONFIRMED
    return Screen(
        (kept, texts.WHO_SEES_IT, confirmed),
        (
            Button(texts.CALL_ME, "f.called"),
            Button(texts.CHANGE_HOME if address else texts.MY_HOME, "f.settle"),
            Button(texts.TAKE_BACK, "f.withdraw"),
            *ways_elsewhere(chat),
            home,
        ),
    )


ENTRIES = (about_me,)
