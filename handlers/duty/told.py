"""What somebody on the phone is to be told: the message's own words, as put for that person.

The words live with their areas and are not written a second time for the phone.
"""

from __future__ import annotations

from dataclasses import replace

from bot.dialogue.chat import Chat
from bot.dialogue.reader import Reader
from bot.dialogue.say import Sayable
from models.messages import Message
from models.register.tables import Person
from models.work import Actor


def said_as(chat: Chat, person_id: int, message: Message) -> tuple[Sayable, ...] | None:
    """The lines the person would read, in the caller's language; None if no longer true."""
    person = chat.work.session.get(Person, person_id)
    if person is None:
        return None
    reader = Reader(
        account_id=0,
        person_id=person.id,
        channel="",
        language=chat.reader.language,
        name=person.name,
        called=person.called,
        consent=person.consent,
        household_id=person.household_id,
        verified=person.verified_at is not None,
    )
    work = replace(chat.work, actor=Actor("person", person.id))
    if chat.words is None:
        return None
    screen = chat.words(Chat(chat.talk, reader, work, words=chat.words), message)
    return screen.lines if screen is not None else None
