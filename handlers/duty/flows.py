"""Talks of the desk that ask something: whom to send, when I go, what to say."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from functools import partial

from bot.dialogue.asking import Choice
from bot.dialogue.book import Entry, Reply, flow
from bot.dialogue.chat import Chat
from bot.dialogue.say import Sayable, _
from bot.dialogue.screen import Screen
from handlers import when
from handlers.duty.lists import BACK_TO_DESK
from handlers.duty.names import called_here
from models.duty.choosing import helpers_for
from models.duty.commands import SayToAsker
from models.gate import Command
from models.tasks.answering import AssignCase, TakeCaseMyself


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


ENTRIES: tuple[Entry, ...] = (assign, take_case, say_to_asker)
