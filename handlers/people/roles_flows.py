"""Talks about roles: giving one, somebody to stand in, noting a background check."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial

from bot.dialogue.asking import Choice, Wrong
from bot.dialogue.book import Entry, Reply, flow, tap_token
from bot.dialogue.chat import Chat
from bot.dialogue.say import Sayable
from bot.dialogue.screen import Button, Screen
from handlers.duty.lists import BACK_TO_DESK
from handlers.duty.names import called_here, full_name
from handlers.people import texts
from handlers.people.days import on_day, read_day, read_past_day, today
from handlers.people.finding import people, somebody
from models.doctors.terms import last_day as term_from
from models.duty.people import my_paths
from models.gate import Command
from models.rights import covers
from models.roles.checks import NoteCheck
from models.roles.colleagues import colleagues
from models.roles.commands import GIVERS, GiveRole, StandIn
from models.roles.queries import a_role, check_end, needs_check

GIVEN = ("coordinator", "grid_worker", "team_lead", "doctor", "tutor", "shared_mum")


# -- asked in several talks ---------------------------------------------------------------------------
def _ask_person(chat: Chat, question: Sayable) -> str:
    """Anybody at the places of who gives roles, by a part of the name."""
    part = chat.ask(
        "part", question, parse=partial(somebody, chat, roles=GIVERS), what=texts.SHORT_WHO
    )
    return chat.ask(
        "person", texts.WHICH_ONE, choices=partial(people, chat, part, GIVERS),
        what=texts.SHORT_WHICH,
    )  # fmt: skip


def _day(chat: Chat, typed: str) -> str:
    day = read_day(typed, today(chat))
    if day is None:
        raise Wrong(texts.NOT_A_DAY)
    return day.isoformat()


def _past_day(chat: Chat, typed: str) -> str:
    day = read_past_day(typed, today(chat))
    if day is None:
        raise Wrong(texts.NOT_A_DAY)
    return day.isoformat()


def _said(chat: Chat, day: str) -> Sayable:
    return on_day(date.fromisoformat(day), today(chat))


# -- giving one ---------------------------------------------------------------------------------------
def _given(chat: Chat, role_id: int) -> Reply:
    held = a_role(chat.work, role_id)
    if not needs_check(chat.town, held.role) or check_end(chat.work, role_id) is not None:
        return Screen((texts.GIVEN,), (BACK_TO_DESK,), keeps=True)
    check = Button(texts.NOTE_CHECK, tap_token("note_check", role_id), style="main")
    return Screen((texts.GIVEN_UNCHECKED,), (check, BACK_TO_DESK), keeps=True)


@flow("give_role", say=texts.GIVE, version=2, then=_given)
def give_role(chat: Chat) -> Command[int]:
    """A person by part of a name, a role, where, until when: never wider than one's own place."""
    person = _ask_person(chat, texts.GIVE_TO)
    role = chat.ask("role", texts.WHICH_ROLE, choices=_roles(chat), what=texts.SHORT_ROLE)
    place = chat.ask(
        "place", texts.WHERE, choices=partial(_places, chat, role), what=texts.SHORT_WHERE
    )
    until = chat.ask(
        "until", texts.TILL_WHEN, parse=partial(_day, chat), skip=texts.NO_END,
        what=texts.SHORT_TILL,
    )  # fmt: skip
    line = texts.HOLDING(
        name=called_here(chat, int(person)),
        place=chat.town.place(place).name,
        role=chat.town.role(role).name,
    )
    chat.confirm(line, *((texts.GIVING_TILL(day=_said(chat, until)),) if until else ()))
    return GiveRole(
        int(person), role, place, _team(chat, role, place),
        until=date.fromisoformat(until) if until else None,
    )  # fmt: skip


def _roles(chat: Chat) -> Sequence[Choice]:
    return [Choice(role, chat.town.role(role).name) for role in GIVEN]


def _places(chat: Chat, role: str) -> Sequence[Choice]:
    """Places of the role's kind within those of the giver."""
    mine = my_paths(chat.work, GIVERS)
    kinds = chat.town.role(role).at
    return [
        Choice(place.id, place.name)
        for place in chat.town.places
        if place.kind in kinds and any(covers(path, chat.town.path(place.id)) for path in mine)
    ]


def _team(chat: Chat, role: str, place_id: str) -> str | None:
    if role != "team_lead":
        return None
    return next((team.id for team in chat.town.teams if team.community == place_id), None)


# -- somebody stands in -------------------------------------------------------------------------------
def _stood(_chat: Chat, _role_id: int) -> Reply:
    return Screen((texts.STOOD,), (BACK_TO_DESK,), keeps=True)


@flow("stand_in", say=texts.SOMEBODY_STANDS, then=_stood)
def stand_in(chat: Chat, role_id: str) -> Command[int]:
    """I am away: a colleague does it, from a day to a day."""
    person = chat.ask(
        "person", texts.WHICH_COLLEAGUE, choices=partial(_colleagues, chat, int(role_id)),
        what=texts.SHORT_WHICH,
    )  # fmt: skip
    return _standing(chat, int(role_id), int(person))


@flow("send_stand_in", say=texts.SOMEBODY_STANDS, then=_stood)
def send_stand_in(chat: Chat, role_id: str) -> Command[int]:
    """Somebody is away, and who answers for the place sends another one."""
    return _standing(chat, int(role_id), int(_ask_person(chat, texts.WHO_STANDS)))


def _standing(chat: Chat, role_id: int, person_id: int) -> StandIn:
    first = chat.ask(
        "first", texts.SINCE_WHEN, parse=partial(_day, chat), skip=texts.FROM_TODAY,
        what=texts.SHORT_SINCE,
    )  # fmt: skip
    last = chat.ask("until", texts.LAST_DAY, parse=partial(_day, chat), what=texts.SHORT_TILL)
    first = first or today(chat).isoformat()
    role = a_role(chat.work, role_id).role
    line = texts.STANDING(
        name=called_here(chat, person_id),
        place=chat.town.place(role.place_id).name,
        role=chat.town.role(role.role).name,
    )
    chat.confirm(line, texts.STANDING_DAYS(first=_said(chat, first), last=_said(chat, last)))
    return StandIn(role_id, person_id, date.fromisoformat(first), date.fromisoformat(last))


def _colleagues(chat: Chat, role_id: int) -> Sequence[Choice]:
    return [
        Choice(
            str(person.id),
            texts.HOLDING(
                name=full_name(person),
                place=chat.town.place(role.place_id).name,
                role=chat.town.role(role.role).name,
            ),
        )
        for role, person in colleagues(chat.work, role_id)
    ]


# -- background checks --------------------------------------------------------------------------------
def _noted(chat: Chat, noted: date) -> Reply:
    line = texts.CHECK_NOTED(day=on_day(noted, today(chat)))
    return Screen((line,), (BACK_TO_DESK,), keeps=True)


@flow("note_check", say=texts.NOTE_CHECK, then=_noted)
def note_check(chat: Chat, person_id: str) -> Command[date]:
    """What the worker has on paper: when it was done, and until when it is good."""
    checked = chat.ask(
        "checked_on", texts.CHECKED_WHEN, parse=partial(_past_day, chat), what=texts.SHORT_CHECKED
    )
    until = chat.ask(
        "until", texts.VALID_TILL, parse=partial(_day, chat), skip=texts.ONE_TERM,
        what=texts.SHORT_VALID,
    )  # fmt: skip
    first = date.fromisoformat(checked)
    whole = term_from(first, chat.town.checks.valid_months)
    last = date.fromisoformat(until) if until else whole
    chat.confirm(
        texts.CHECK_OF(name=called_here(chat, int(person_id))),
        texts.CHECK_DAYS(first=on_day(first, today(chat)), last=on_day(last, today(chat))),
    )
    return NoteCheck(int(person_id), first, last)


ENTRIES: tuple[Entry, ...] = (give_role, stand_in, send_stand_in, note_check)
