"""Who does what here, until when, and who stands in: lists and single taps.

Whoever answers for the place sees everybody's; a holder sees their own, and who stands in for them.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from functools import partial, reduce

from bot.dialogue.book import Do, Entry, Reply, Start, tap, tap_token
from bot.dialogue.chat import Chat
from bot.dialogue.say import Sayable
from bot.dialogue.screen import Button, Screen
from handlers.duty.lists import BACK_TO_DESK, Row, listed
from handlers.duty.lists import Entry as ListEntry
from handlers.duty.names import full_name
from handlers.people import texts
from handlers.people.days import on_day
from models.clocks import to_town
from models.duty.people import DESK, my_paths
from models.register.tables import Person, Role
from models.rights import covers
from models.roles.colleagues import colleagues
from models.roles.commands import EndRole
from models.roles.days import last_day
from models.roles.queries import (
    Held,
    a_role,
    check_end,
    my_own_roles,
    needs_check,
    roles_here,
    stood_in_for,
    substitutes_of,
)

GIVE = Button(texts.GIVE, "f.give_role", style="small")
NAMED = 3


@tap("roles")
def roles(chat: Chat, page: str) -> Reply:
    rows: Sequence[Row] = [partial(_entry, chat, held) for held in roles_here(chat.work)]
    screen = listed(texts.ROLES, texts.NO_ROLES, rows, int(page), tap_token("roles"))
    if not my_paths(chat.work, DESK):
        return screen
    return Screen(screen.lines, (*screen.buttons, GIVE))


@tap("my_roles")
def my_roles(chat: Chat) -> Reply:
    mine = my_own_roles(chat.work)
    buttons = [Button(_line(chat, role, None), tap_token("role", role.id)) for role in mine[:5]]
    return Screen((texts.MINE_ARE if mine else texts.NONE_MINE,), (*buttons, BACK_TO_DESK))


def _entry(chat: Chat, held: Held) -> ListEntry:
    return _line(chat, held.role, held.person), tap_token("role", held.role.id)


def _line(chat: Chat, role: Role, person: Person | None) -> Sayable:
    """One line of a list: who, what, where, and what is particular about it."""
    place, name = chat.town.place(role.place_id).name, chat.town.role(role.role).name
    line: Sayable = texts.MY_HOLDS(place=place, role=name)
    if person is not None:
        line = texts.HOLDING(name=full_name(person), place=place, role=name)
    if role.stands_for is not None:
        line = texts.STANDS_IN(holds=line)
    if role.since > chat.work.now:
        return texts.FROM(holds=line, day=day_of(chat, role.since))
    if not _counts(chat, role):
        return texts.NOT_CHECKED(holds=line)
    if role.ends_at is not None:
        return texts.TILL(holds=line, day=day_of(chat, role.ends_at, last=True))
    return line


def _counts(chat: Chat, role: Role) -> bool:
    return role.counts_until is None or role.counts_until > chat.work.now


def day_of(chat: Chat, moment: datetime, *, last: bool = False) -> Sayable:
    """The day of an instant; of one at which something ends, its last day."""
    day = last_day(moment) if last else to_town(moment).date()
    return on_day(day, _today(chat))


def _today(chat: Chat) -> date:
    return to_town(chat.work.now).date()


# -- one role -----------------------------------------------------------------------------------------
@tap("role")
def role(chat: Chat, role_id: str) -> Reply:
    return role_screen(chat, int(role_id))


def role_screen(chat: Chat, role_id: int) -> Screen:
    held = a_role(chat.work, role_id)
    lines = [_is(chat, held), *_term(chat, held), *_check(chat, held), *_others(chat, held)]
    return Screen(tuple(lines[:4]), (*_buttons(chat, held), BACK_TO_DESK))


def _is(chat: Chat, held: Held) -> Sayable:
    place = chat.town.place(held.role.place_id).name
    name = chat.town.role(held.role.role).name
    if held.person.id == chat.reader.person_id:
        return texts.YOU_ARE(place=place, role=name)
    return texts.IS(name=full_name(held.person), place=place, role=name)


def _term(chat: Chat, held: Held) -> list[Sayable]:
    """From when, if that is still to come; until when, if that is known."""
    role = held.role
    begins = day_of(chat, role.since) if role.since > chat.work.now else None
    ends = day_of(chat, role.ends_at, last=True) if role.ends_at else None
    if begins and ends:
        return [texts.FROM_TILL(first=begins, last=ends)]
    if begins:
        return [texts.ONLY_FROM(first=begins)]
    return [texts.ONLY_TILL(last=ends)] if ends else []


def _check(chat: Chat, held: Held) -> list[Sayable]:
    if not needs_check(chat.town, held.role):
        return []
    end = check_end(chat.work, held.role.id)
    if end is None:
        return [texts.NEVER_CHECKED]
    said = texts.CHECKED_TILL if end >= _today(chat) else texts.CHECK_OVER
    return [said(day=on_day(end, _today(chat)))]


def _others(chat: Chat, held: Held) -> list[Sayable]:
    """For whom this one stands in, or who stands in for it."""
    stood = stood_in_for(chat.work, held.role.id)
    if stood is not None:
        return [texts.STANDS_FOR(name=full_name(stood[1]))]
    named = [
        texts.SUBSTITUTE(
            name=full_name(one.person),
            first=day_of(chat, one.role.since),
            last=day_of(chat, one.role.ends_at, last=True),
        )
        for one in substitutes_of(chat.work, held.role.id)[:NAMED]
        if one.role.ends_at is not None
    ]
    if not named:
        return []
    names = reduce(lambda some, more: texts.SOME_MORE(some=some, more=more), named)
    return [texts.SUBSTITUTES(names=names)]


def _buttons(chat: Chat, held: Held) -> tuple[Button, ...]:
    role = held.role
    gives = gives_here(chat, role)
    mine = held.person.id == chat.reader.person_id
    may_stand = role.stands_for is None and _counts(chat, role) and (mine or gives)
    checks = gives and not mine and needs_check(chat.town, role)
    return (
        *((Button(texts.SOMEBODY_STANDS, tap_token("stand_in", role.id)),) if may_stand else ()),
        *((Button(texts.NOTE_CHECK, tap_token("note_check", role.id)),) if checks else ()),
        *((Button(texts.NO_LONGER, tap_token("end_role", role.id)),) if mine or gives else ()),
    )


def gives_here(chat: Chat, role: Role) -> bool:
    """Whether the reader answers for the role's place."""
    place = chat.town.path(role.place_id)
    return any(covers(path, place) for path in my_paths(chat.work, DESK))


@tap("end_role")
def end_role(_chat: Chat, role_id: str) -> Reply:
    return Do(EndRole(int(role_id)), then=_ended)


def _ended(_chat: Chat, _nothing: None) -> Reply:
    return Screen((texts.ENDED,), (BACK_TO_DESK,))


@tap("stand_in")
def stand_in(chat: Chat, role_id: str) -> Reply:
    """The holder chooses among colleagues, who gives roles among everybody."""
    held = a_role(chat.work, int(role_id))
    if held.person.id != chat.reader.person_id:
        return Start("send_stand_in", (role_id,))
    if not colleagues(chat.work, held.role.id):
        return Screen((texts.NO_COLLEAGUE,), (BACK_TO_DESK,))
    return Start("stand_in", (role_id,))


@tap("note_check")
def note_check(chat: Chat, role_id: str) -> Reply:
    return Start("note_check", (str(a_role(chat.work, int(role_id)).person.id),))


ENTRIES: tuple[Entry, ...] = (roles, my_roles, role, end_role, stand_in, note_check)
