"""Whom a visit is for and who sees them, as it stands inside a sentence."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from bot.dialogue.asking import Choice
from bot.dialogue.chat import Chat
from bot.dialogue.say import Sayable, Text, _, private
from bot.dialogue.screen import Button
from bot.dialogue.whom import KIN_AND_NAME, SOMEBODY
from handlers.bookings.words import too_late
from handlers.family import names
from handlers.visits import texts, times
from models.bookings import terms
from models.bookings.tables import ReminderRow
from models.clocks import to_town
from models.family.kin import kin_word, yours
from models.visits.finding import FreeTime, Visit
from models.work import Work

_HERE = _("大夫")
_STATION = _("服务站")
HOME_BUTTON = Button(texts.HOME, "g.menu", style="small")


def them(chat: Chat) -> Sayable:
    """妈妈, or the name: whom it is for, to the one who holds the phone."""
    actor = chat.work.actor
    word = kin_word(chat.work, actor.by_id, actor.person_id)
    if word is not None:
        return yours(word.name)
    return private("name", chat.reader.called or chat.reader.name) or SOMEBODY


def full(chat: Chat) -> Sayable:
    """妈妈 王桂兰 on the summary; one's own name for oneself."""
    name = private("name", chat.reader.name or chat.reader.called, texts.YOU)
    actor = chat.work.actor
    word = kin_word(chat.work, actor.by_id, actor.person_id) if actor.by_id else None
    if word is None:
        return name or texts.YOU
    kin = names.in_a_sentence(word.name)
    return KIN_AND_NAME(kin=kin, name=name) if name else kin


def they(chat: Chat) -> Sayable:
    return names.they(chat, chat.work.actor.person_id)


def leader(visit: Visit) -> Sayable:
    return visit.team.leader if visit.team is not None else _HERE


def station(visit: Visit) -> Sayable:
    return visit.team.station if visit.team is not None else _STATION


def phone(visit: Visit) -> str:
    return visit.team.phone if visit.team is not None else ""


def is_late(chat: Chat, visit: Visit) -> bool:
    """Whether it is so near that calling it off counts as not come."""
    late = terms.is_late(visit.kind, visit.begins_at, chat.work.now)
    return late and visit.state == "booked"


def late_words(chat: Chat, visit: Visit) -> Sayable:
    """What is said to that; "" while it is not late."""
    if not is_late(chat, visit):
        return ""
    return too_late(visit.kind.cancel_minutes, at_home=visit.at_home)


def as_choice(chat: Chat, free: FreeTime, said: tuple[str, ...] = ()) -> Choice:
    """A free time as it is tapped; ``said``: words that mean it as well."""
    return Choice(str(free.session_id), times.label(free.begins_at, chat.work.now), said)


def reminded(work: Work, visit: Visit) -> list[Text]:
    """头天晚上, 当天中午: when the reminders that are planned for it come."""
    found = work.session.scalars(
        select(ReminderRow.at)
        .where(ReminderRow.booking_id == visit.booking_id, ReminderRow.state == "due")
        .order_by(ReminderRow.at)
    )
    day = to_town(visit.begins_at).date()
    eve = day - timedelta(days=1)
    said = []
    for at in found:
        sentence = texts.EVE if to_town(at).date() == eve else texts.DAY_ITSELF
        said.append(sentence(part=times.part_of_day(at)))
    return said
