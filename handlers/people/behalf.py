"""[替本人办事]: the resident's own menu, in the hand of the worker who does it for them.

Each button carries for whom it is; the gate asks again at the end whether one may. What the service
has to say is told to the worker where the resident has no chat of their own, and brought to them.
"""

from __future__ import annotations

from bot.dialogue.book import Entry, Reply, tap, tap_token
from bot.dialogue.chat import Chat
from bot.dialogue.say import Sayable, private
from bot.dialogue.screen import Button, Screen
from handlers.duty.names import NOBODY_KNOWN
from handlers.merges.texts import PAIR, WHY
from handlers.people import texts
from handlers.visits.texts import VISIT
from models.behalf import EVERYTHING, acting_for, purposes
from models.family.duplicates import pairs
from models.people.record import record_of

# What can be done for somebody, and the purpose one must have for it; "look" is everything.
WAYS: tuple[tuple[Sayable, str, str], ...] = (
    (texts.NEEDS_HELP, "f.help", "help"),
    (VISIT, "f.visit", "visits"),
    (texts.THEIR_DOCTOR, "t.my_team", "contract"),
    (texts.THEIR_THINGS, "t.mine", "look"),
    (texts.THEIR_FAMILY, "t.family", "look"),
)
LISTED = 4


@tap("for_them")
def for_them(chat: Chat, person_id: str) -> Reply:
    person = record_of(chat.work, int(person_id)).person
    given = purposes(acting_for(chat.work, person.id))
    ways = [
        Button(label, f"w.{person.id}.{token}")
        for label, token, purpose in WAYS
        if EVERYTHING in given or purpose in given
    ]
    back = Button(texts.BACK_TO_RECORD, tap_token("record", person.id), style="small")
    if not ways:
        return Screen((texts.CANNOT_FOR_THEM,), (back,))
    name = private("name", person.called or person.name) or NOBODY_KNOWN
    return Screen((texts.WHAT_FOR_THEM(name=name),), (*ways, back))


@tap("twins")
def twins(chat: Chat, person_id: str) -> Reply:
    """Rows that may be this same person, if there are any: from there the desk makes them one."""
    person = record_of(chat.work, int(person_id)).person
    alike = [pair for pair in pairs(chat.work) if person.id in pair[:2]]
    back = Button(texts.BACK_TO_RECORD, tap_token("record", person.id), style="small")
    name = private("name", person.name or person.called) or NOBODY_KNOWN
    rows = [
        Button(PAIR(name=name, why=WHY[pair.why]), tap_token("alike", pair.one_id, pair.other_id))
        for pair in alike[:LISTED]
    ]
    return Screen((texts.TWINS if rows else texts.NO_TWIN,), (*rows, back))


ENTRIES: tuple[Entry, ...] = (for_them, twins)
