"""Asking for help, adding to it, calling it off: talk A.

Known things are shown in the summary, not asked again; urgency is computed; who it is for is
asked only of those who say that it is for somebody else.
"""

from __future__ import annotations

from typing import Any

from bot.dialogue.asking import Choice
from bot.dialogue.book import Reply, Start, flow, tap_token
from bot.dialogue.chat import Chat
from bot.dialogue.say import Sayable, _
from bot.dialogue.screen import Button, Screen
from handlers import when
from handlers.help import texts
from handlers.help.asking import ask_fields, ask_kind, for_whom, how_to_reach, what_it_is
from handlers.menu import home as first_screen
from handlers.register.address import ask_address
from models.cleaning import clean_name
from models.gate import Command
from models.help.calling_off import CancelCase
from models.help.commands import AddToCase, ThankHelper
from models.help.opening import OpenCase, Opened, SomebodyElse
from models.help.queries import my_case
from models.numbers import show
from models.places import grid_of_person


def opened(chat: Chat, case: Opened) -> Reply:
    """Result first, then the number; the safety words; then what is still missing."""
    kind = chat.town.kind(case.kind)
    first = Screen(
        (
            texts.GOT_IT(when=when.by(case.promised_at, chat.work.now)),
            texts.NUMBER(number=show(case.number), duty=_duty_phone(chat)),
        ),
        keeps=True,
    )
    add = Button(texts.ADD_SOMETHING, tap_token("add", case.case_id))
    mine = Button(texts.MY_THINGS, "t.mine")
    second = Screen(
        (*kind.safety, *(() if kind.safety else (texts.MAY_ADD,))), (add, mine), keeps=True
    )
    if case.at_home or chat.whom or chat.reader.consent == "no":
        return (first, second)
    return (first, second, Start("settle"))


def _duty_phone(chat: Chat) -> Sayable:
    grid = grid_of_person(chat.work, chat.reader.person_id)
    contact = chat.town.duty_contact(grid or chat.town.city.id)
    if contact is None:
        return ""
    return texts.DUTY_PHONE(name=contact.name, phone=contact.phone)


def _somebody_else(chat: Chat) -> SomebodyElse:
    name = chat.ask("other.name", texts.OTHER_NAME, parse=clean_name, what=texts.NAME_SHORT)
    relation = chat.ask(
        "other.relation", texts.OTHER_RELATION, parse=clean_name, what=_("是您什么人")
    )
    home = ask_address(chat, "other.")
    return SomebodyElse(name, relation, home.estate_id, home.building, home.unit, home.door)


@flow("help", say=_("要人帮忙"), then=opened, purpose="help")
def ask_for_help(chat: Chat) -> Command[Opened]:
    """Five taps from the menu for the heating of talk A, nothing typed."""
    chat.for_whom("help")
    choices = (Choice("me", texts.ME), Choice("other", texts.SOMEBODY_ELSE))
    whose = chat.ask(
        "whose", texts.FOR_WHOM, choices=choices, default="me", what=texts.FOR_WHOM_SHORT
    )
    other = _somebody_else(chat) if whose == "other" else None
    kind = ask_kind(chat)
    answers = ask_fields(chat, kind)
    trouble = what_it_is(kind, dict(answers), just_typed=True)
    reach = how_to_reach(chat)
    last = texts.TROUBLE_AND_PHONE(trouble=trouble, phone=reach) if reach else trouble
    chat.confirm(*for_whom(chat, other), last, yes=texts.SEND_SOMEBODY)
    return OpenCase(kind.id, tuple(answers), other)


def _added(chat: Chat, count: int) -> Reply:
    return Screen((texts.ADDED if count else texts.NOTHING_ADDED,), keeps=True)


@flow("add", say=_("补一句话或照片"), then=_added, purpose="help")
def add_to_case(chat: Chat, case_id: str) -> Command[int]:
    """Photos, words and a place, in any order, until Done."""
    items: list[dict[str, Any]] = chat.ask_photos("items", texts.SEND_ANYTHING, most=5)
    return AddToCase(int(case_id), tuple(items))


def _called_off(chat: Chat, _result: None) -> Reply:
    return (Screen((texts.CALLED_OFF,), keeps=True), first_screen(chat))


@flow("cancel_case", say=_("不用来了"), then=_called_off, purpose="help")
def cancel_case(chat: Chat, case_id: str) -> Command[None] | None:
    """Asked once more: a slip of the finger must not send help away."""
    my_case(chat.work, int(case_id))
    choices = (Choice("yes", texts.DO_NOT_COME), Choice("no", texts.STILL_NEEDED))
    answer = chat.ask("sure", texts.REALLY_NOT, choices=choices)
    return CancelCase(int(case_id)) if answer == "yes" else None


def _thanked(chat: Chat, passed_on: bool) -> Reply:  # noqa: FBT001 - the command's result
    return Screen((texts.thanks_passed(chat, passed_on),), keeps=True)


@flow("thank", say=_("捎句话"), then=_thanked, purpose="look")
def thank(chat: Chat, case_id: str) -> Command[bool]:
    """A word of one's own to the one who helped."""
    return ThankHelper(int(case_id), chat.ask("words", texts.WHAT_TO_SAY))


ENTRIES = (ask_for_help, add_to_case, cancel_case, thank)
