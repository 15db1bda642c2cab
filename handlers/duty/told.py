"""What somebody on the phone is to be told: the message's own words, as put for that person.

The words live with their areas; asking each area's entries keeps them in one place.
"""

from __future__ import annotations

import pkgutil
from dataclasses import replace
from functools import cache
from importlib import import_module

import handlers
from bot.dialogue.book import Words
from bot.dialogue.chat import Chat, Reader
from bot.dialogue.say import Sayable
from models.messages import Message
from models.register.tables import Person
from models.work import Actor


def said_as(chat: Chat, person_id: int, message: Message) -> tuple[Sayable, ...] | None:
    """The lines the person would read, in the caller's language; None if no longer true."""
    words = _words().get(type(message))
    person = chat.work.session.get(Person, person_id)
    if words is None or person is None:
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
    screen = words.run(Chat(chat.talk, reader, work), message)
    return screen.lines if screen is not None else None


@cache
def _words() -> dict[type[Message], Words]:
    """Every area's words. Looked up when first needed: the areas import one another's names."""
    found: dict[type[Message], Words] = {}
    for module in pkgutil.iter_modules(handlers.__path__):
        entries = getattr(import_module(f"handlers.{module.name}"), "ENTRIES", ())
        found |= {entry.message: entry for entry in entries if isinstance(entry, Words)}
    return found
