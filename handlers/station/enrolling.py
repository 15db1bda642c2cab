"""Signing one's children up for the after-school room: eight taps for two, and nothing is typed."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from bot.dialogue.asking import Choice, Wrong
from bot.dialogue.book import Entry, Reply, flow, tap, tap_token
from bot.dialogue.chat import Chat
from bot.dialogue.say import Sayable
from bot.dialogue.screen import Button, Screen
from handlers import reading
from handlers.family.children import elders
from handlers.station import texts, words
from handlers.station.went import went
from models.bookings.enrolling import (
    ANYWHERE,
    CONSENT,
    DeclineStation,
    EnrolChildren,
    Enrolled,
    fits,
    needs_consent,
)
from models.cleaning import clean_name
from models.family.queries import my_children
from models.gate import Command
from models.numbers import show
from models.programmes.tables import Programme
from models.register.tables import Person
from models.station.collectors import PURPOSE, Added, MayCollect, Named, who_may_collect
from models.station.enrolled import my_enrolment, my_enrolments
from models.station.refusals import GradeNotHere, NoStation
from models.station.stations import SCHOOL_DAYS, Station, mask, stations, weekdays_in
from models.work import Work

ALL, ANY, ADD, SOME = "all", "any", "add", "some"
SHOWN = 4
"""Stations before "any will do", on a page of five."""


def enrolled(chat: Chat, result: Enrolled | None) -> Reply:
    """The number, and when they hear."""
    if result is None:
        return Screen((texts.DECLINED,), (words.HOME,), keeps=True)
    one = my_enrolment(chat.work, result.sign_up_id)
    number = show(result.number)
    if result.state != "applied":
        return went(chat, one).below(texts.ENROLLED(number=number))
    many = len(one.children)
    line = texts.APPLIED_TOGETHER(number=number, kids=words.kids(many))
    by = (texts.SURE_BY(when=words.evening(one.draw_at)),) if one.draw_at is not None else ()
    return Screen(
        (line if many > 1 else texts.APPLIED(number=number), *by),
        (
            Button(texts.CHANGE, tap_token("station_mine", one.sign_up_id)),
            Button(texts.NO_MORE, tap_token("station_leave", one.sign_up_id)),
        ),
        keeps=True,
    )


@flow("enrol", say=texts.ROOM, then=enrolled, purpose=PURPOSE)
def enrol(chat: Chat) -> Command[Enrolled] | Command[None]:
    children = _ask_children(chat)
    programme_id = _ask_station(chat, len(children))
    days = _ask_days(chat, programme_id)
    people, added = ask_collectors(chat, [one.id for one in children])
    version = _agrees(chat, children)
    if version is None:
        return DeclineStation(tuple(one.id for one in children))
    chat.confirm(*_summary(chat, children, programme_id, days, people, added), yes=texts.YES_ENROL)
    ids = tuple(one.id for one in children)
    return EnrolChildren(ids, programme_id, days, people, added, version)


# -- who -------------------------------------------------------------------------------------------
def _ask_children(chat: Chat) -> list[Person]:
    """All of mine that may go and do not yet. Whoever has one child is not asked which."""
    mine = _who_may_go(chat)
    if len(mine) == 1:
        return mine
    choices = [Choice(str(one.id), words.child(one)) for one in mine]
    every = Choice(ALL, texts.BOTH if len(mine) == 2 else texts.ALL_OF_THEM)
    answer = chat.ask("who", texts.FOR_WHICH, choices=(*choices, every), what=texts.WHOM)
    return mine if answer == ALL else [one for one in mine if str(one.id) == answer]


def _who_may_go(chat: Chat) -> list[Person]:
    """GradeNotHere, or AlreadyEnrolled, if there is nobody."""
    work = chat.work
    known = my_children(work)
    if not known:
        raise NoStation
    grades = _grades(work)
    going = {child.id for one in my_enrolments(work) for child in one.children}
    people = [work.session.get_one(Person, one.id) for one in known]
    right = [one for one in people if fits(work, one.id, grades)]
    if not right:
        raise GradeNotHere(people[0].id, grades)
    return [one for one in right if one.id not in going] or right


def _grades(work: Work) -> tuple[int, ...]:
    kinds = [one for one in work.town.programme_kinds if one.way == "term"]
    return tuple(sorted({grade for kind in kinds for grade in kind.who.grades}))


# -- where and when --------------------------------------------------------------------------------
def _ask_station(chat: Chat, count: int) -> int:
    if not stations(chat.work):
        raise NoStation
    choices = partial(_stations, chat, count)
    answer = chat.ask("station", texts.WHICH_STATION, choices=choices, what=texts.STATION)
    return ANYWHERE if answer == ANY else int(answer)


def _stations(chat: Chat, count: int) -> list[Choice]:
    found = stations(chat.work)
    choices = [
        Choice(str(one.programme_id), _station(chat, one, nearest=at == 0))
        for at, one in enumerate(found)
    ]
    if len(found) > 1:
        label = {1: texts.ANY, 2: texts.ANY_TOGETHER}.get(count, texts.ANY_ALL)
        choices.insert(min(len(choices), SHOWN), Choice(ANY, label))
    return choices


def _station(chat: Chat, one: Station, *, nearest: bool) -> Sayable:
    name = chat.town.place(one.place_id).name
    if one.metres is None:
        return name
    line = texts.NEAREST if nearest else texts.FURTHER
    return line(station=name, way=words.way(one.metres))


def _days_there(chat: Chat, programme_id: int) -> int:
    found = {one.programme_id: one.days for one in stations(chat.work)}
    return found.get(programme_id, SCHOOL_DAYS)


def _ask_days(chat: Chat, programme_id: int) -> int:
    return ask_days(chat, _days_there(chat, programme_id))


def ask_days(chat: Chat, there: int) -> int:
    """All weekdays of the station by one tap, or some of them."""
    choices = (
        Choice(ALL, texts.EVERY_DAY(days=words.weekdays(there))),
        Choice(SOME, texts.SOME_DAYS),
    )
    if chat.ask("days", texts.WHICH_DAYS, choices=choices, what=texts.DAYS) == ALL:
        return there
    listed_days = [Choice(str(one), texts.WEEKDAYS[one]) for one in weekdays_in(there)]
    return mask(int(one) for one in chat.ask_many("weekdays", texts.TICK_DAYS, choices=listed_days))


# -- who collects ----------------------------------------------------------------------------------
def ask_collectors(
    chat: Chat, children: Sequence[int], before: Sequence[Named] | None = None
) -> tuple[tuple[int, ...], tuple[Added, ...]]:
    """Ticks; the guardians (or who was named ``before``) have theirs from the beginning."""
    known = who_may_collect(chat.work, children)
    first = [str(one.person_id) for one in known if one.guardian]
    strangers = [one for one in before or () if not one.person_id]
    if before is not None:
        first = [str(one.person_id) if one.person_id else _id(one) for one in before]
    ticks = chat.ask_many(
        "collect",
        texts.WHO_COLLECTS,
        choices=partial(_collectors, chat, known, strangers),
        ticked=first,
        what=texts.COLLECTS,
    )
    people = tuple(one.person_id for one in known if str(one.person_id) in ticks)
    stay = tuple(Added(one.name, one.kin, one.phone) for one in strangers if _id(one) in ticks)
    return people, (*stay, _ask_added(chat)) if ADD in ticks else stay


def _id(one: Named) -> str:
    return f"c{one.collector_id}"


def _collectors(
    chat: Chat, known: Sequence[MayCollect], strangers: Sequence[Named]
) -> list[Choice]:
    choices = [Choice(str(one.person_id), known_label(chat, one)) for one in known]
    choices += [Choice(_id(one), words.collector_in_full(chat, one)) for one in strangers]
    return [*choices, Choice(ADD, texts.ADD_ONE)]


def known_label(chat: Chat, one: MayCollect) -> Sayable:
    """妈妈; 姥姥 赵玉芬."""
    named = Named(0, one.person_id, one.kin, one.name, "")
    return words.collector(chat, named) if one.guardian else words.collector_in_full(chat, named)


def _ask_added(chat: Chat) -> Added:
    name = chat.ask("name", texts.THEIR_NAME, parse=_name)
    kin = chat.ask("kin", texts.WHAT_ARE_THEY, choices=partial(elders, chat))
    phone = chat.ask(
        "phone",
        texts.THEIR_PHONE,
        parse=partial(reading.phone, sentence=texts.NOT_A_PHONE),
        skip=texts.NO_PHONE,
        keyboard="number",
    )
    return Added(name, kin, phone)


def _name(typed: str) -> str:
    name = clean_name(typed)
    if not name:
        raise Wrong(texts.NAME_UNCLEAR)
    return name


# -- the guardian's own yes ------------------------------------------------------------------------
_READ = Choice("t.read_station", texts.WHOLE_TEXT)
_ALOUD = Choice("t.read_station", texts.READ_TO_ME)


def _agrees(chat: Chat, children: Sequence[Person]) -> str | None:
    """The version agreed to, "" where there was nothing to agree to, None for a no."""
    if not any(needs_consent(chat.work, one.id) for one in children):
        return ""
    purpose = chat.town.purpose(CONSENT)
    lines = (texts.UNDER_14, texts.CONSENT_AND(short=purpose.short, back=texts.TAKE_BACK))
    choices = (Choice("yes", texts.AGREE, ("行", "好")), Choice("no", texts.DISAGREE, ("不行",)))
    answer = chat.ask("agree", lines, choices=choices, extra=(_READ, _ALOUD))
    return purpose.version if answer == "yes" else None


@tap("read_station", purpose=PURPOSE)
def read_station(chat: Chat) -> Reply:
    """The whole text, read aloud where the channel has a voice."""
    return Screen((chat.town.purpose(CONSENT).full,), read_aloud=True, keeps=True)


# -- the summary -----------------------------------------------------------------------------------
def _summary(
    chat: Chat,
    children: Sequence[Person],
    programme_id: int,
    days: int,
    people: Sequence[int],
    added: Sequence[Added],
) -> tuple[Sayable, Sayable]:
    who = words.listed([words.with_grade(chat, one) for one in children])
    known = {one.person_id: one for one in who_may_collect(chat.work, [one.id for one in children])}
    collect: list[Sayable] = [
        words.kin(chat, known[one].kin) or known_label(chat, known[one]) for one in people
    ]
    collect += [words.kin(chat, one.kin) or one.name for one in added]
    second = texts.CAN_COLLECT(people=words.listed(collect or [texts.PARENT]))
    found = chat.work.session.get(Programme, programme_id or stations(chat.work)[0].programme_id)
    if found is None:
        raise NoStation
    where = words.station(chat, found.place_id) if programme_id else texts.ANY
    line = texts.SUMMARY(
        children=who, station=where, when=words.hours(found, days), until=words.until(chat, found)
    )
    return line, second


ENTRIES: tuple[Entry, ...] = (enrol, read_station)
