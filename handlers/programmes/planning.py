"""Planning something new: what, for where, which days, when, until when, where. No rule is typed;
it is written here out of the days that were ticked."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial

from bot.dialogue.asking import Choice, Wrong
from bot.dialogue.book import Entry, Reply, flow
from bot.dialogue.chat import Chat
from bot.dialogue.say import Sayable, Text
from bot.dialogue.screen import Screen
from handlers import when
from handlers.programmes import texts
from handlers.programmes.asking import ask_day, ask_places, ask_time, at
from handlers.programmes.words import BACK, HOME, day_of, hours, length, weekdays
from models.clocks import to_town
from models.gate import Command
from models.programmes.commands import MakeProgramme
from models.programmes.making import unknown_year
from models.programmes.queries import (
    kinds_of_mine,
    leads_myself,
    next_of,
    places_for,
    teams_at,
)
from models.programmes.recurrence import Plan, by_weekdays
from models.refusals import NotAllowed, NotFound
from models.town.local import Local
from models.town.programmes import ProgrammeKind

LETTERS = 24
WHERE_LETTERS = 40
_WORKDAYS = (0, 1, 2, 3, 4)
_SPANS = ((30, texts.ONE_MONTH), (91, texts.THREE_MONTHS), (182, texts.HALF_YEAR))
_LENGTHS = (30, 60, 90, 120, 150, 180)
_NOWHERE = Local("", "")


def _planned(chat: Chat, programme_id: int) -> Reply:
    title, first = next_of(chat.work, programme_id)
    if first is None:
        return Screen((texts.PLANNED_RULE(title=title),), (BACK, HOME), keeps=True)
    return Screen((texts.IS_PLANNED(title=title, when=when.at(first)),), (BACK, HOME), keeps=True)


@flow("plan", say=texts.NEW, then=_planned)
def plan(chat: Chat) -> Command[int]:
    """At most eight questions; how long and how many are the kind's, and can be changed at the end."""
    kind = _ask_kind(chat)
    title = _ask_title(chat, kind)
    place = _ask_place(chat, kind)
    days = _ask_days(chat, kind)
    day = None if days else ask_day(chat)
    starts = ask_time(chat)
    last = _ask_until(chat, kind) if days else day
    where, link = _ask_where(chat, kind, place)
    minutes, places = _ask_minutes(chat, kind), ask_places(chat, texts.HOW_MANY, kind.places)
    today = to_town(chat.started_at).date()
    first = day or today
    made = MakeProgramme(
        kind=kind.id, place_id=place, starts=starts, first=first, last=last or first,
        rule=by_weekdays(days) if days else "", minutes=minutes, title_zh=title.zh,
        title_en=title.en, team_id=_team(chat, kind, place), where_zh=where.zh, where_en=where.en,
        room=where.zh if kind.where in ("hall", "station") and kind.way != "team" else "",
        leader_id=chat.reader.person_id if leads_myself(chat.work, kind) else None, link=link,
        places=places, term_only=kind.way == "term",
    )  # fmt: skip
    chat.confirm(*_summary(chat, made, days), yes=texts.YES_PLAN)
    return made


# -- its questions -----------------------------------------------------------------------------------
def _ask_kind(chat: Chat) -> ProgrammeKind:
    kinds = kinds_of_mine(chat.work)
    if not kinds:
        raise NotAllowed("MakeProgramme")
    if len(kinds) == 1:
        return kinds[0]
    choices = [Choice(kind.id, kind.name) for kind in kinds]
    answer = chat.ask("kind", texts.WHICH_KIND, choices=choices, what=texts.KIND)
    return next(kind for kind in kinds if kind.id == answer)


def _ask_title(chat: Chat, kind: ProgrammeKind) -> Local:
    """What the kind is called, unless it is one of many of its kind."""
    if kind.way != "single":
        return kind.name
    typed = chat.ask(
        "title", texts.WHICH_TITLE, parse=partial(_short, LETTERS, texts.TITLE_LONG),
        skip=texts.SAME_NAME(name=kind.name), what=texts.TITLE,
    )  # fmt: skip
    return _both(typed) if typed else kind.name


def _short(limit: int, too_long: Text, typed: str) -> str:
    if any(len(side) > limit for side in typed.split("/")):
        raise Wrong(too_long(limit=limit))
    return typed


def _both(typed: str) -> Local:
    """Of "冬天怎么穿 / Winter clothes" each language has its own; else both read the same words."""
    zh, _slash, en = (part.strip() for part in typed.partition("/"))
    return Local(zh or en, en or zh)


def _ask_place(chat: Chat, kind: ProgrammeKind) -> str:
    places = places_for(chat.work, kind)
    if not places:
        raise NotFound("place")
    if len(places) == 1:
        return places[0].id
    choices = [Choice(place.id, place.name) for place in places]
    return chat.ask("place", texts.WHOSE, choices=choices, what=texts.SHORT_WHOSE)


def _ask_days(chat: Chat, kind: ProgrammeKind) -> tuple[int, ...]:
    """The days of the week it meets on; nothing for something that is once."""
    choices = [Choice("once", texts.ONCE), Choice("week", texts.WEEKLY)]
    if kind.way == "term":
        choices = choices[1:]
    if kind.way != "single":
        choices = [Choice("workdays", texts.EVERY_WORKDAY), *choices]
    often = chat.ask("often", texts.HOW_OFTEN, choices=choices, what=texts.OFTEN)
    if often == "once":
        return ()
    if often == "workdays":
        return _WORKDAYS
    week = [Choice(str(day), when.weekday(day)) for day in range(7)]
    ticked = chat.ask_many("days", texts.WHICH_DAYS, choices=week, what=texts.DAYS)
    return tuple(sorted(int(day) for day in ticked))


def _ask_until(chat: Chat, kind: ProgrammeKind) -> date:
    today = to_town(chat.started_at).date()
    choices = [Choice((today + timedelta(days=days)).isoformat(), label) for days, label in _SPANS]
    term = next((one for one in chat.town.terms if one.last >= today), None)
    if term is not None:
        of_term = Choice(term.last.isoformat(), texts.END_OF_TERM)
        choices = [of_term, *choices] if kind.way == "term" else [*choices, of_term]
    answer = chat.ask("until", texts.UNTIL_WHEN, choices=choices, what=texts.UNTIL)
    return date.fromisoformat(answer)


def _ask_where(chat: Chat, kind: ProgrammeKind, place: str) -> tuple[Local, str]:
    """The place in words, and the link of what is online. Where the doctors sit is known."""
    if kind.where == "online":
        return _NOWHERE, chat.ask("link", texts.LINK, parse=_link, what=texts.SHORT_LINK)
    if kind.way == "team":
        teams = teams_at(chat.work, place)
        return (teams[0].station if teams else _NOWHERE), ""
    if kind.where == "station":
        name = chat.town.place(place).name
        return Local(f"{name.zh}站", f"{name.en} station"), ""
    typed = chat.ask(
        "where", texts.WHERE, parse=partial(_short, WHERE_LETTERS, texts.WHERE_LONG),
        what=texts.SHORT_WHERE,
    )  # fmt: skip
    return _both(typed), ""


def _link(typed: str) -> str:
    if not typed.startswith("https://") or any(letter.isspace() for letter in typed):
        raise Wrong(texts.NOT_A_LINK)
    return typed


def _ask_minutes(chat: Chat, kind: ProgrammeKind) -> int:
    lengths = [one for one in sorted({*_LENGTHS, kind.minutes}) if one >= kind.slot_minutes]
    choices = [Choice(str(one), length(one)) for one in lengths]
    default = str(kind.minutes)
    return int(
        chat.ask("minutes", texts.HOW_LONG, choices=choices, default=default, what=texts.LONG)
    )


def _team(chat: Chat, kind: ProgrammeKind, place: str) -> str:
    teams = teams_at(chat.work, place) if kind.way == "team" else []
    return teams[0].id if teams else ""


# -- looking it over ---------------------------------------------------------------------------------
def _summary(chat: Chat, made: MakeProgramme, days: tuple[int, ...]) -> tuple[Sayable, ...]:
    title = Local(made.title_zh, made.title_en)
    spoken = hours(made.starts, made.minutes)
    where = Local(made.where_zh, made.where_en) if made.where_zh else texts.ONLINE
    many = texts.WHERE_AND_PLACES(where=where, places=made.places or 0)
    if not days:
        day = when.day(at(made.first, made.starts))
        return texts.TITLE_AND_TIME(
            title=title, when=texts.DAY_AND_TIME(day=day, time=spoken)
        ), many
    last = day_of(chat, made.last)
    week = texts.EACH_WEEK(title=title, days=weekdays(days), time=spoken, until=last)
    rule = Plan(made.rule, made.starts, made.minutes, made.first, made.last, made.term_only)
    unknown = unknown_year(chat.town, rule, made.first)
    more = (texts.YEAR_UNKNOWN(year=str(unknown)),) if unknown is not None else ()
    return week, many, *more


ENTRIES: tuple[Entry, ...] = (plan,)
