"""[登记一个人]: somebody without a phone, written down face to face by the worker who was there.

The text is read out and the nod is asked for before anything is stored; without it nothing is.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial

from bot.dialogue.asking import Choice, Wrong
from bot.dialogue.book import Entry, Reply, flow, tap_token
from bot.dialogue.chat import Chat
from bot.dialogue.say import Sayable, private
from bot.dialogue.screen import Button, Screen
from handlers import reading
from handlers.duty.lists import BACK_TO_DESK
from handlers.people import texts
from handlers.register.address import ask_address
from handlers.register.flows import consent_version
from handlers.register.texts import NOT_A_PHONE
from models.cleaning import clean_name
from models.family.ages import read_birth
from models.gate import Command
from models.people.registering import RegisterResident
from models.register.commands import CONSENT

SHORTEST, LONGEST = 2, 20
GENDERS = (Choice("f", texts.WOMAN), Choice("m", texts.MAN), Choice("-", texts.NOT_SAID))


def _registered(_chat: Chat, person_id: int) -> Reply:
    theirs = Button(texts.TO_RECORD, tap_token("record", person_id), style="main")
    return Screen((texts.REGISTERED,), (theirs, BACK_TO_DESK), keeps=True)


@flow("register_resident", say=texts.REGISTER, then=_registered)
def register_resident(chat: Chat) -> Command[int] | None:
    name = chat.ask("name", texts.THEIR_NAME, parse=_name, what=texts.SHORT_NAME)
    called = chat.ask(
        "called", texts.THEIR_CALLED, parse=clean_name, skip=texts.NO_CALLED,
        what=texts.SHORT_CALLED,
    )  # fmt: skip
    home = ask_address(chat)
    gender = chat.ask("gender", texts.THEIR_GENDER, choices=GENDERS, what=texts.SHORT_GENDER)
    born = chat.ask(
        "born", texts.THEIR_BIRTH, parse=_birth, skip=texts.BIRTH_UNKNOWN,
        what=texts.SHORT_BIRTH,
    )  # fmt: skip
    phone = chat.ask(
        "phone", texts.THEIR_PHONE, parse=partial(reading.phone, sentence=NOT_A_PHONE),
        skip=texts.NO_PHONE, what=texts.SHORT_PHONE, keyboard="number",
    )  # fmt: skip
    if not _agreed(chat):
        return None
    who = texts.NAME_AND_HOME(name=private("name", name), home=private("door", home.in_words(chat)))
    reach = texts.PHONE_OF(phone=private("phone", phone)) if phone else texts.NO_PHONE_LINE
    chat.confirm(who, reach, yes=texts.WRITE_DOWN)
    return RegisterResident(
        consent_version(chat), name, called, home.estate_id, home.building, home.unit, home.door,
        phone, "" if gender == "-" else gender, date.fromisoformat(born) if born else None,
    )  # fmt: skip


def _agreed(chat: Chat) -> bool:
    """Read out, and nodded to."""
    nods: Sequence[Choice] = (Choice("yes", texts.NODDED), Choice("no", texts.DID_NOT_NOD))
    text: Sayable = chat.town.purpose(CONSENT).short
    return (
        chat.ask("agreed", (texts.READ_OUT(text=text), texts.DID_THEY_NOD), choices=nods) == "yes"
    )


def _name(typed: str) -> str:
    name = clean_name(typed)
    if not SHORTEST <= len(name) <= LONGEST:
        raise Wrong(texts.NOT_A_NAME)
    return name


def _birth(typed: str) -> str:
    born = read_birth(typed)
    if born is None:
        raise Wrong(texts.NOT_A_BIRTH)
    return born.isoformat()


ENTRIES: tuple[Entry, ...] = (register_resident,)
