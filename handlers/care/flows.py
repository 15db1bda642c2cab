"""Booking what has times of its own; and the doctors' notes that need a word: a day, an illness."""

from __future__ import annotations

from datetime import date
from functools import partial

from bot.dialogue.asking import Choice, Wrong
from bot.dialogue.book import Entry, Reply, flow
from bot.dialogue.chat import Chat
from bot.dialogue.screen import Screen
from handlers import when
from handlers.bookings.words import calendar_link
from handlers.care import texts
from handlers.care.team import done_screen, health_screen
from handlers.care.words import HOME, number
from handlers.people.days import read_past_day, today
from handlers.visits import times
from models.bookings.commands import Booked
from models.care.commands import MarkDone, NoteCondition
from models.care.queries import MyDue, health_of, my_due, opened_item
from models.care.saying import PURPOSE, BookDue
from models.clocks import to_town
from models.doctors.queries import my_team
from models.gate import Command
from models.numbers import show
from models.programmes.tables import Session
from models.visits.finding import doctors_of, free_times, my_visit

MOST = 6


# -- booking it --------------------------------------------------------------------------------------
def _booked(chat: Chat, result: Booked) -> Reply:
    visit = my_visit(chat.work, result.booking_id)
    time = times.spoken(visit.begins_at, chat.work.now)
    lines = [texts.IS_BOOKED(time=time, number=show(result.number))]
    if visit.kind.bring is not None:
        lines.append(texts.BRING(things=visit.kind.bring))
    return Screen(tuple(lines), (calendar_link(chat, result.booking_id), HOME), keeps=True)


@flow("care_visit", say=texts.BOOK, then=_booked, purpose=PURPOSE)
def care_visit(chat: Chat, item_id: str) -> Command[Booked]:
    """Two taps: which day, and yes."""
    chat.for_whom(PURPOSE)
    due = my_due(chat.work, number(item_id))
    answer = chat.ask(
        "session", texts.WHEN(said=due.rule.said), choices=partial(_times, chat, due),
        what=texts.TIME,
    )  # fmt: skip
    session = chat.work.session.get_one(Session, int(answer))
    chat.confirm(texts.THAT_DAY(said=due.rule.said, time=when.at(session.begins_at)), yes=texts.YES)
    return BookDue(due.item_id, session.id)


def _times(chat: Chat, due: MyDue) -> list[Choice]:
    """The earliest of each day."""
    team = doctors_of(my_team(chat.work))
    if team is None or due.rule.book is None:
        return []
    first: dict[date, Choice] = {}
    for one in free_times(chat.work, due.rule.book, team.id):
        label = times.label(one.begins_at, chat.started_at)
        first.setdefault(to_town(one.begins_at).date(), Choice(str(one.session_id), label))
    return list(first.values())[:MOST]


# -- by their doctor ---------------------------------------------------------------------------------
def _marked(chat: Chat, item_id: int) -> Reply:
    return done_screen(chat, item_id)


@flow("care_done_on", say=texts.NOT_TODAY, then=_marked)
def done_on(chat: Chat, item_id: str) -> Command[int]:
    """On another day than today."""
    opened = opened_item(chat.work, number(item_id))
    on = chat.ask("day", texts.WHICH_DAY, parse=partial(_past, chat), what=texts.DAY)
    result = ""
    if opened.rule.sooner_days:
        choices = [Choice(key, label) for key, label in texts.RESULTS.items()]
        result = chat.ask("result", texts.HOW_WAS_IT, choices=choices, what=texts.RESULT)
    return MarkDone(opened.item.id, date.fromisoformat(on), result)


def _past(chat: Chat, words: str) -> str:
    day = read_past_day(words, today(chat))
    if day is None:
        raise Wrong(texts.NO_SUCH_DAY)
    return day.isoformat()


def _noted(chat: Chat, person_id: int) -> Reply:
    return health_screen(chat, person_id, texts.NOTED_ONE)


@flow("care_condition", say=texts.NOTE_ONE, then=_noted)
def note_condition(chat: Chat, person_id: str) -> Command[int]:
    """Which illness, and since when."""
    health = health_of(chat.work, number(person_id))
    has = {condition for condition, _since in health.conditions}
    choices = [Choice(one.id, one.name) for one in chat.town.conditions if one.id not in has]
    condition = chat.ask("condition", texts.WHICH, choices=choices, what=texts.CONDITION)
    since = chat.ask(
        "since", texts.SINCE, parse=partial(_past, chat), skip=texts.FROM_TODAY,
        what=texts.SINCE_SHORT,
    )  # fmt: skip
    day = date.fromisoformat(since) if since else today(chat)
    return NoteCondition(health.person.id, condition, day)


ENTRIES: tuple[Entry, ...] = (care_visit, done_on, note_condition)
