"""Agreeing to somebody who acts for one: asked by a link, answered in one's own chat, changed."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from functools import partial

from bot.dialogue.asking import Choice, Wrong
from bot.dialogue.book import Reply, flow
from bot.dialogue.chat import Chat
from bot.dialogue.say import Sayable, _
from bot.dialogue.screen import Screen
from handlers.family import names, texts
from handlers.register.flows import READ, YES_NO
from models.cleaning import clean_name
from models.clocks import to_town
from models.family.ages import end_of_next_year, latest_until, read_until
from models.family.invites import invite_of
from models.family.more import already_agreed
from models.family.proxies import AgreeToProxy, AskToActFor, ChangeProxy
from models.family.queries import my_agreement, name_of
from models.family.refusals import ActsAlready
from models.gate import Command
from models.register.commands import CONSENT
from models.town.people import KinWord

STRANGER = "stranger"


# -- asked in several places -------------------------------------------------------------------------
def started_on(chat: Chat) -> date:
    return to_town(chat.started_at).date()


def ask_until(chat: Chat) -> date:
    """A day by one tap, or in plain words."""
    day = started_on(chat)
    choices = (
        Choice("next_year", texts.END_OF_NEXT_YEAR, ("明年年底", "明年底")),
        Choice("this_year", texts.END_OF_THIS_YEAR, ("今年年底", "年底")),
        Choice("months", texts.THREE_MONTHS),
        Choice("own", texts.OWN_DAY),
    )
    chosen = chat.ask("until", texts.UNTIL_WHEN, choices=choices, what=_("到哪天"))
    if chosen == "own":
        typed = chat.ask("day", texts.WRITE_DAY, parse=partial(_day, day=day))
        return date.fromisoformat(typed)
    if chosen == "months":
        return read_until("三个月", day) or day
    return end_of_next_year(day) if chosen == "next_year" else date(day.year, 12, 31)


def _day(typed: str, day: date) -> str:
    found = read_until(typed, day)
    if found is None:
        raise Wrong(texts.DAY_UNCLEAR)
    if not day <= found <= latest_until(day):
        raise Wrong(texts.DAY_OUT(latest=names.full_date(latest_until(day))))
    return found.isoformat()


def ask_purposes(chat: Chat, question: Sayable, but: Collection[str] = ()) -> tuple[str, ...]:
    """``but``: what is agreed to already is not asked for again."""
    choices = [Choice(one.id, one.name) for one in chat.town.proxies if one.id not in but]
    return chat.ask_many("purposes", question, choices=choices, what=_("哪几样"))


def ask_gender(chat: Chat, question: Sayable, word: KinWord | None, known: str) -> str:
    """闺女还是儿子: asked only where the word for them depends on it."""
    if known or word is None or word.back_f.zh == word.back_m.zh:
        return known
    choices = (Choice("f", names.back_word(word, "f")), Choice("m", names.back_word(word, "m")))
    return chat.ask("gender", question, choices=choices)


def ask_consent(chat: Chat) -> str | None:
    """The version agreed to; "" if that was long ago; None if they do not want to be known."""
    purpose = chat.town.purpose(CONSENT)
    if chat.reader.consent == purpose.version:
        return ""
    line = texts.MAY_I_KEEP(what=purpose.short)
    answer = chat.ask("consent", line, choices=YES_NO, extra=(READ,))
    return purpose.version if answer == "yes" else None


def a_name(typed: str) -> str:
    name = clean_name(typed)
    if not name:
        raise Wrong(texts.NAME_UNCLEAR)
    return name


def kin_choices(chat: Chat) -> list[Choice]:
    return [
        Choice(word.id, names.in_a_sentence(word.name), (word.name.en,)) for word in chat.town.kin
    ]


# -- by the link ---------------------------------------------------------------------------------------
def _asked(chat: Chat, agreement_id: int) -> Reply:
    principal = my_agreement(chat.work, agreement_id).principal_id
    return Screen((texts.ASKED_THERE(who=names.kin_or_name(chat, principal)),), keeps=True)


@flow("act_for", say=texts.ACT_FOR, then=_asked)
def act_for(chat: Chat, token: str) -> Command[int] | None:
    """Who came by the link says what the one who showed it is to them; it names nobody itself."""
    stranger = Choice(STRANGER, texts.DO_NOT_KNOW)
    kin = chat.ask("kin", texts.WHO_IS_IT, choices=[*kin_choices(chat), stranger])
    if kin == STRANGER:
        return None
    version = ask_consent(chat)
    if version is None:
        return None
    known = name_of(chat.work, chat.work.actor.person_id)
    gender = ask_gender(chat, texts.WHICH_ARE_YOU, names.kin_of(chat, kin), known.gender)
    name = known.name or chat.ask("name", texts.MY_NAME, parse=a_name)
    held = already_agreed(chat.work, invite_of(chat.work, token, "act").subject)
    if len(held) == len(chat.town.proxies):
        raise ActsAlready(0)
    purposes = ask_purposes(chat, texts.WHICH_MORE if held else texts.WHICH_THINGS, held)
    return AskToActFor(token, kin, purposes, name, gender, version)


# -- in one's own chat -----------------------------------------------------------------------------------
def agreed(chat: Chat, agreement_id: int) -> Reply:
    return _says_what_holds(chat, agreement_id, changed=False)


def changed(chat: Chat, agreement_id: int) -> Reply:
    return _says_what_holds(chat, agreement_id, changed=True)


def _says_what_holds(chat: Chat, agreement_id: int, *, changed: bool) -> Reply:
    found = my_agreement(chat.work, agreement_id)
    sentence = texts.CHANGED if changed else texts.AGREED
    line = sentence(
        who=names.relative(chat, found.proxy_id),
        purposes=names.purposes_named(chat, found.purposes),
        until=names.until(chat, found.until or names.today(chat)),
    )
    return Screen((line, texts.HOW_TO_STOP), keeps=True)


@flow("proxy_until", say=texts.YES_OTHER_DAY, then=agreed)
def proxy_until(chat: Chat, agreement_id: int) -> Command[int]:
    return AgreeToProxy(agreement_id, ask_until(chat))


@flow("proxy_day", say=texts.OTHER_DAY, then=changed)
def proxy_day(chat: Chat, agreement_id: int) -> Command[int]:
    found = my_agreement(chat.work, agreement_id)
    return ChangeProxy(agreement_id, found.purposes, ask_until(chat))


@flow("proxy_things", say=texts.OTHER_THINGS, then=changed)
def proxy_things(chat: Chat, agreement_id: int) -> Command[int]:
    found = my_agreement(chat.work, agreement_id)
    purposes = ask_purposes(chat, texts.WHICH_THINGS)
    return ChangeProxy(agreement_id, purposes, found.until or started_on(chat))


ENTRIES = (act_for, proxy_until, proxy_day, proxy_things)
