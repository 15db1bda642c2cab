"""[改一改]: one small talk for each thing that may be wrong about oneself."""

from __future__ import annotations

from datetime import date
from functools import partial

from bot.dialogue.asking import Wrong
from bot.dialogue.book import Reply, flow, tap
from bot.dialogue.chat import Chat
from bot.dialogue.say import Sayable, private
from bot.dialogue.screen import Button, Screen
from handlers import reading
from handlers.privacy import texts
from handlers.privacy.about import ways_back
from handlers.privacy.days import on_day
from models.cleaning import clean_name
from models.clocks import to_town
from models.family.ages import possible_birth, read_birth
from models.gate import Command
from models.privacy.correcting import CorrectBorn, CorrectName, CorrectPhone

SHORTEST, LONGEST = 2, 20


@tap("correct", purpose="register")
def correct(chat: Chat) -> Reply:
    return Screen(
        (texts.CORRECT_WHAT,),
        (
            Button(texts.CORRECT_NAME, "f.correct_name"),
            Button(texts.CORRECT_CALLED, "f.called"),
            Button(texts.CORRECT_PHONE, "f.correct_phone"),
            Button(texts.CORRECT_HOME, "f.settle"),
            Button(texts.CORRECT_BORN, "f.correct_born"),
            *ways_back(chat),
        ),
    )


def _done(chat: Chat, line: Sayable) -> Screen:
    return Screen((line,), ways_back(chat), keeps=True)


# -- the name ----------------------------------------------------------------------------------------
def _named(chat: Chat, name: str) -> Reply:
    return _done(chat, texts.NAME_NOW(name=private("name", name)))


@flow("correct_name", say=texts.CORRECT_NAME, then=_named, purpose="register")
def correct_name(chat: Chat) -> Command[str]:
    return CorrectName(chat.ask("name", texts.WRITE_NAME, parse=_name))


def _name(typed: str) -> str:
    name = clean_name(typed)
    if not SHORTEST <= len(name) <= LONGEST:
        raise Wrong(texts.NAME_TOO_LONG)
    return name


# -- the phone ---------------------------------------------------------------------------------------
def _phoned(chat: Chat, tail: str) -> Reply:
    if not tail:
        return _done(chat, texts.NO_PHONE_NOW)
    return _done(chat, texts.PHONE_NOW(tail=private("phone", tail)))


@flow("correct_phone", say=texts.CORRECT_PHONE, then=_phoned, purpose="register")
def correct_phone(chat: Chat) -> Command[str]:
    phone = chat.ask(
        "phone", texts.NEW_PHONE, parse=partial(reading.phone, sentence=texts.NOT_A_PHONE),
        skip=texts.NO_PHONE, keyboard="number",
    )  # fmt: skip
    return CorrectPhone(phone)


# -- the birthday ------------------------------------------------------------------------------------
def _born(chat: Chat, day: date) -> Reply:
    return _done(chat, texts.BORN_NOW(day=on_day(day)))


@flow("correct_born", say=texts.CORRECT_BORN, then=_born, purpose="register")
def correct_born(chat: Chat) -> Command[date]:
    today = to_town(chat.started_at).date()
    born = chat.ask("born", texts.WRITE_BORN, parse=partial(_day, today=today))
    return CorrectBorn(date.fromisoformat(born))


def _day(typed: str, today: date) -> str:
    born = read_birth(typed)
    if born is None or not possible_birth(born, today):
        raise Wrong(texts.NOT_A_DAY)
    return born.isoformat()


ENTRIES = (correct, correct_name, correct_phone, correct_born)
