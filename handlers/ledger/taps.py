"""Somebody's categories, ticked one by one: a tap puts them in, another takes them out again."""

from __future__ import annotations

from functools import partial

from bot.dialogue.book import Do, Entry, Reply, tap, tap_token
from bot.dialogue.chat import Chat
from bot.dialogue.say import say
from bot.dialogue.screen import Button, Screen
from handlers.details import own_chat_at
from handlers.duty.lists import BACK_TO_DESK
from handlers.duty.names import full_name
from handlers.ledger import texts
from handlers.people.texts import BACK_TO_RECORD
from models.ledger.noting import OpenLedger, PutInCategory, TakeOutOfCategory
from models.ledger.queries import categories_of
from models.people.record import record_of
from models.refusals import NotFound

PAGE = 5


@tap("ledger")
def ledger(_chat: Chat, person_id: str) -> Reply:
    return _open(person_id, 0)


@tap("ledger_page")
def ledger_page(_chat: Chat, person_id: str, page: str) -> Reply:
    return _open(person_id, _number(page))


def _open(person_id: str, page: int) -> Reply:
    why = say(texts.WHY_LOOK, "zh")
    return Do(OpenLedger(_number(person_id), why), then=partial(ledger_screen, page=page))


@tap("ledger_in")
def ledger_in(_chat: Chat, person_id: str, category: str, page: str) -> Reply:
    command = PutInCategory(_number(person_id), category)
    return Do(command, then=partial(ledger_screen, page=_number(page)))


@tap("ledger_out")
def ledger_out(_chat: Chat, person_id: str, category: str, page: str) -> Reply:
    command = TakeOutOfCategory(_number(person_id), category)
    return Do(command, then=partial(ledger_screen, page=_number(page)))


def _number(words: str) -> int:
    if not words.isdecimal():
        raise NotFound("person")
    return int(words)


def ledger_screen(chat: Chat, person_id: int, *, page: int) -> Screen:
    """A page of the town's categories, those they are in ticked."""
    current = categories_of(chat.work, person_id)
    all_of_them = chat.town.categories
    shown = all_of_them[page * PAGE : (page + 1) * PAGE]
    buttons = [
        Button(
            one.label,
            tap_token(f"ledger_{'out' if one.id in current else 'in'}", person_id, one.id, page),
            ticked=one.id in current,
        )
        for one in shown
    ]
    if page:
        buttons.append(Button(texts.PREVIOUS, tap_token("ledger_page", person_id, page - 1)))
    if len(all_of_them) > (page + 1) * PAGE:
        buttons.append(Button(texts.NEXT, tap_token("ledger_page", person_id, page + 1)))
    who = full_name(record_of(chat.work, person_id).person)
    desk = Button(BACK_TO_DESK.label, BACK_TO_DESK.tap, style="small")
    back = Button(BACK_TO_RECORD, tap_token("record", person_id), style="small")
    return Screen(
        (texts.WHICH(who=who), texts.ONLY_FOR), (*buttons, back, desk),
        details_at=own_chat_at(chat),
    )  # fmt: skip


ENTRIES: tuple[Entry, ...] = (ledger, ledger_page, ledger_in, ledger_out)
