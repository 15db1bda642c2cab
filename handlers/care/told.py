"""What people are told of what is due, as long as it is true when it is read."""

from __future__ import annotations

from bot.dialogue.book import Entry, says, tap_token
from bot.dialogue.chat import Chat
from bot.dialogue.say import Sayable
from bot.dialogue.screen import Button, Screen
from bot.dialogue.whom import stand_for
from handlers.care import texts
from handlers.care.words import day, today
from models.behalf import acting_for, purposes
from models.care.messages import CareDue, CareNews
from models.care.queries import MyDue, my_due, still_due
from models.care.saying import PURPOSE
from models.outbox.hearers import COPIES
from models.refusals import NotFound


@says(CareDue)
def care_due(chat: Chat, message: CareDue) -> Screen | None:
    """Nothing once it is done, said to be done, or booked."""
    try:
        due = my_due(chat.work, message.item_id)
    except NotFound:
        return None
    if due.said or due.booked:
        return None
    return Screen((due_line(chat, due),), ways(due), keeps=True)


def due_line(chat: Chat, due: MyDue) -> Sayable:
    """What is due and by when, in the words of the town."""
    sentence = texts.COMING if due.due_on > today(chat) else texts.TODAY_OR_OVER
    return sentence(said=due.rule.said, day=day(chat, due.due_on))


def ways(due: MyDue) -> tuple[Button, ...]:
    """Book it, it was done, later."""
    return (
        Button(texts.BOOK, tap_token("care_book", due.item_id), style="main"),
        Button(texts.DONE_ALREADY, tap_token("care_said", due.item_id)),
        Button(texts.LATER, tap_token("care_later", due.item_id)),
    )


@says(CareNews)
def care_news(chat: Chat, message: CareNews) -> Screen | None:
    """Dropped if they do not get copies any more, or it is no longer due: asked when it is sent."""
    work = chat.work
    may = purposes(acting_for(work, message.person_id))
    if COPIES not in may or not still_due(work, message.person_id, message.item_id):
        return None
    standing = stand_for(chat.reader, work, message.person_id)
    if standing is None:
        return None
    known = Button(texts.KNOWN, "t.known")
    buttons: tuple[Button, ...] = (known,)
    if PURPOSE in may:
        token = f"w.{message.person_id}.{tap_token('care_book', message.item_id)}"
        buttons = (Button(texts.BOOK_FOR_THEM, token, style="main"), known)
    return Screen((texts.FAMILY(who=standing.named),), buttons, keeps=True)


ENTRIES: tuple[Entry, ...] = (care_due, care_news)
