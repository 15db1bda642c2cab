"""Talks of the desk that ask something: whom to send, when I go, what to say, who gets a role."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from functools import partial

from bot.dialogue.asking import Choice, Wrong
from bot.dialogue.book import Entry, Reply, flow
from bot.dialogue.chat import Chat
from bot.dialogue.say import Sayable, _
from bot.dialogue.screen import Screen
from handlers import when
from handlers.duty.lists import BACK_TO_DESK
from handlers.duty.names import called_here, full_name, whereabouts
from models.duty.choosing import helpers_for
from models.duty.commands import SayToAsker
from models.duty.people import my_paths
from models.duty.queries import people_like
from models.gate import Command, covers
from models.register.commands import GiveRole
from models.tasks.answering import AssignCase, TakeCaseMyself

GIVEN = ("coordinator", "grid_worker", "team_lead")


def _told(note: Sayable) -> Screen:
    return Screen((note,), (BACK_TO_DESK,), keeps=True)


# -- whom to send ----------------------------------------------------------------------------------
def _assigned(chat: Chat, _offer_id: int) -> Reply:
    return _told(_("问过去了。他点了“我去”，这边就知道。"))


@flow("assign", say=_("派给…"), then=_assigned)
def assign(chat: Chat, case_id: str) -> Command[int]:
    """By hand, from the same list the clock uses, with the same reasons."""
    person = chat.ask("who", _("请谁去？"), choices=partial(_helpers, chat, int(case_id)))
    return AssignCase(int(case_id), int(person))


def _helpers(chat: Chat, case_id: int) -> Sequence[Choice]:
    return [
        Choice(str(found.person_id), _helper(chat, found.person_id, found.why))
        for found in helpers_for(chat.work, case_id)
    ]


def _helper(chat: Chat, person_id: int, why: Sequence[str]) -> Sayable:
    said = called_here(chat, person_id)
    for reason in why:
        said = _("{said}，{reason}")(said=said, reason=_reason(chat, reason))
    return said


def _reason(chat: Chat, code: str) -> Sayable:
    name, _colon, value = code.partition(":")
    if name == "skill":
        return chat.town.skill(value).phrase
    if name == "idle":
        return _("{days} 天没找他了")(days=value)
    return _REASONS.get(code, "")


_REASONS: dict[str, Sayable] = {
    "near:grid": _("住得近"),
    "near:community": _("一个社区"),
    "near:street": _("一个街道"),
    "first": _("头一回"),
    "wide": _("离得远些"),
}


# -- I go myself -----------------------------------------------------------------------------------
def _taken(chat: Chat, _offer_id: int) -> Reply:
    return _told(_("归您了，本人那边也告诉了。"))


@flow("take_case", say=_("我去"), then=_taken)
def take_case(chat: Chat, case_id: str) -> Command[int]:
    minutes = chat.ask("when", _("几点能到？"), choices=_arrivals(chat))
    arrive_at = chat.started_at + timedelta(minutes=int(minutes))
    return TakeCaseMyself(int(case_id), chat.work.calendar.round_up(arrive_at, 15))


def _arrivals(chat: Chat) -> Sequence[Choice]:
    """Half an hour, an hour, two hours from now, as times."""
    start, up = chat.started_at, chat.work.calendar.round_up
    times = [(minutes, up(start + timedelta(minutes=minutes), 15)) for minutes in (15, 30, 60, 120)]
    return [
        Choice(str(minutes), _("{by}前")(by=when.by(moment, start))) for minutes, moment in times
    ]


# -- a word to the one who asked -------------------------------------------------------------------
def _said(chat: Chat, _event_id: int) -> Reply:
    return _told(_("捎过去了，写的是您的名字。"))


@flow("say_to_asker", say=_("说一句"), then=_said)
def say_to_asker(chat: Chat, case_id: str) -> Command[int]:
    words = chat.ask("words", _("跟本人说句什么？原样过去，带您的名字。"))
    return SayToAsker(int(case_id), words)


# -- roles -----------------------------------------------------------------------------------------
def _given(chat: Chat, _role_id: int) -> Reply:
    return _told(_("派好了。让他点一下[我上班了]，就算上班。"))


@flow("give_role", say=_("派个角色"), then=_given)
def give_role(chat: Chat) -> Command[int]:
    """A person by part of a name, a role, and where: never wider than one's own place."""
    part = chat.ask(
        "part", _("派给谁？打名字里的一两个字。"), parse=partial(_known, chat), what=_("谁")
    )
    person = chat.ask(
        "person", _("是哪一位？"), choices=partial(_people, chat, part), what=_("哪一位")
    )
    role = chat.ask("role", _("请他做什么？"), choices=_roles(chat), what=_("做什么"))
    place = chat.ask(
        "place", _("管哪儿？打一两个字也行。"), choices=partial(_places, chat, role), what=_("哪儿")
    )
    line = _("{name}，{place}，{role}")
    chat.confirm(
        line(
            name=called_here(chat, int(person)),
            place=chat.town.place(place).name,
            role=chat.town.role(role).name,
        )
    )
    return GiveRole(int(person), role, place, _team(chat, role, place))


def _known(chat: Chat, part: str) -> str:
    if not people_like(chat.work, part, 1):
        raise Wrong(_("您这儿没找着名字里带“{part}”的。换个字试试。")(part=part[:12]))
    return part


def _people(chat: Chat, part: str) -> Sequence[Choice]:
    return [
        Choice(
            str(person.id),
            _("{who}，{where}")(
                who=full_name(person),
                where=whereabouts(chat, home, home.grid_id if home else None),
            ),
        )
        for person, home in people_like(chat.work, part)
    ]


def _roles(chat: Chat) -> Sequence[Choice]:
    return [Choice(role, chat.town.role(role).name) for role in GIVEN]


def _places(chat: Chat, role: str) -> Sequence[Choice]:
    """Places of the role's kind within those of the giver."""
    mine = my_paths(chat.work, ("coordinator", "admin"))
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


ENTRIES: tuple[Entry, ...] = (assign, take_case, say_to_asker, give_role)
