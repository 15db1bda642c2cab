"""How children, stations, days and those who collect are said."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from functools import reduce

from bot.dialogue.chat import Chat
from bot.dialogue.say import Sayable, Text, private
from bot.dialogue.screen import Button
from bot.dialogue.whom import SOMEBODY
from handlers import when
from handlers.family import names
from handlers.people.days import on_day
from handlers.station import texts
from models.clocks import to_town
from models.family.ages import grade_on
from models.family.queries import name_of
from models.programmes.tables import Programme
from models.register.tables import Person
from models.station.collectors import Named, collectors_of_all, kin_to_child, named
from models.station.excusing import excused, excused_together
from models.station.stations import SCHOOL_DAYS, weekdays_in
from models.station.tables import Collector
from models.station.there import Group
from models.town.local import Local

HOME = Button(texts.HOME, "g.menu", style="small")
_SHE = frozenset({"mother", "grandmother", "mothers_mother"})
ICE = frozenset({11, 12, 1, 2, 3})


def listed(parts: Sequence[Sayable]) -> Sayable:
    """浩浩、悦悦."""
    return reduce(lambda first, rest: texts.AND(first=first, rest=rest), parts)


# -- children --------------------------------------------------------------------------------------
def child(person: Person) -> Sayable:
    """浩浩: as it is called at home."""
    return private("name", person.called or person.name) or SOMEBODY


def children(people: Iterable[Person]) -> Sayable:
    return listed([child(one) for one in people] or [texts.THE_KID])


def kids(count: int) -> Sayable:
    """俩孩子."""
    return {1: texts.THE_KID, 2: texts.BOTH_KIDS}.get(count, texts.THE_KIDS)


def with_grade(chat: Chat, person: Person) -> Sayable:
    day = to_town(chat.work.now).date()
    grade = names.grade(grade_on(person.grade, person.grade_year, day))
    return texts.KID_AND_GRADE(name=child(person), grade=grade)


# -- places and days -------------------------------------------------------------------------------
def station(chat: Chat, place_id: str) -> Local:
    """永吉社区站."""
    name = chat.town.place(place_id).name
    return Local(f"{name.zh}站", f"the {name.en} room")


def short_station(chat: Chat, place_id: str) -> Local:
    """永吉站: on the first screen."""
    name = chat.town.place(place_id).name
    return Local(
        f"{name.zh.removesuffix('社区').removesuffix('村')}站",
        f"the {name.en.removesuffix(' Community').removesuffix(' Village')} room",
    )


def way(metres: int) -> Text:
    """300 米, 1.5 公里."""
    if metres < 1000:
        return texts.METRES(metres=max(round(metres, -2), 100))
    return texts.KILOMETRES(km=f"{metres / 1000:.1f}".removesuffix(".0"))


def weekdays(days: int) -> Sayable:
    if days == SCHOOL_DAYS:
        return texts.MON_TO_FRI
    return listed([texts.WEEKDAYS[one] for one in weekdays_in(days)] or [""])


def hours(programme: Programme, days: int) -> Text:
    """周一到周五 15:30–17:00."""
    begins = datetime.combine(programme.first, programme.starts)
    ends = begins + timedelta(minutes=programme.minutes)
    return texts.HOURS(
        days=weekdays(days), begins=when.clock(begins.time()), ends=when.clock(ends.time())
    )


def until(chat: Chat, programme: Programme) -> Sayable:
    """到放寒假, where it goes on to the end of the school term."""
    term = chat.town.term_on(programme.last)
    if term is not None and term.last == programme.last:
        return texts.TO_WINTER if programme.last.month in (12, 1, 2) else texts.TO_SUMMER
    return texts.TO_DAY(day=on_day(programme.last, to_town(chat.work.now).date()))


def spoken_day(at: datetime, now: datetime) -> Sayable:
    """明天 12月16日, else the weekday with it."""
    day, today = to_town(at).date(), to_town(now).date()
    said = on_day(day, today)
    near = {0: texts.TODAY, 1: texts.TOMORROW}.get((day - today).days)
    return near(day=said) if near is not None else said


def evening(at: datetime) -> Text:
    """周二晚上 6 点."""
    return texts.EVENING(day=texts.WEEKDAYS[to_town(at).weekday()], hour=when.hour(at))


def off_day(at: datetime, now: datetime) -> Sayable:
    day, today = to_town(at).date(), to_town(now).date()
    if day == today:
        return Local("今天", "today")
    if day == today + timedelta(days=1):
        return Local("明天", "tomorrow")
    return when.day(at)


def calmly(chat: Chat) -> Text:
    month = to_town(chat.work.now).month
    return texts.CALMLY_ICE if month in ICE else texts.CALMLY


def date_of(moment: datetime) -> date:
    return to_town(moment).date()


# -- people ----------------------------------------------------------------------------------------
def kin(chat: Chat, word: str) -> Sayable:
    found = names.kin_of(chat, word)
    return names.in_a_sentence(found.name) if found is not None else ""


def collector(chat: Chat, one: Named) -> Sayable:
    """姥姥; the name where nobody said what they are."""
    return kin(chat, one.kin) or private("name", one.name) or SOMEBODY


def collector_in_full(chat: Chat, one: Named) -> Sayable:
    """姥姥 赵玉芬."""
    name = private("name", one.name)
    word = kin(chat, one.kin)
    return texts.ONE_OF(kin=word, name=name) if word and name else word or name or SOMEBODY


def collectors(chat: Chat, rows: Sequence[Collector]) -> Sayable:
    return listed([collector(chat, named(chat.work, one)) for one in rows] or [texts.PARENT])


def who_collects(chat: Chat, people: Sequence[Person]) -> Sayable:
    return collectors(chat, collectors_of_all(chat.work, [one.id for one in people]))


def they(chat: Chat, one: Named) -> Sayable:
    gender = name_of(chat.work, one.person_id).gender if one.person_id else ""
    return texts.SHE if gender == "f" or (not gender and one.kin in _SHE) else texts.HE


def guardian(chat: Chat, group: Group, person_id: int) -> Sayable:
    """妈妈: what a grown-up is to the children."""
    word = kin_to_child(chat.work, group.children[0].id, person_id) if group.children else ""
    return kin(chat, word) or names.just_name(chat, person_id)


def tutor(chat: Chat, person_id: int) -> Sayable:
    """刘老师."""
    named = name_of(chat.work, person_id)
    return private("name", named.called or named.name) or texts.TUTOR


def tutor_they(chat: Chat, person_id: int) -> Sayable:
    return texts.HE if name_of(chat.work, person_id).gender == "m" else texts.SHE


def dial(chat: Chat, one: Named) -> tuple[Button, ...]:
    """Their phone, where it is known and may be shown."""
    if not one.phone:
        return ()
    label = texts.CALL(who=collector(chat, one))
    return (Button(label, url=f"tel:{one.phone}", private="phone"),)


# -- bookings --------------------------------------------------------------------------------------
def of_bookings(chat: Chat, bookings: Sequence[int]) -> tuple[Sayable, Sayable]:
    """Whose they are, and on which day: 浩浩、悦悦, 明天."""
    rows = excused(chat.work, bookings)
    day = off_day(rows[0].begins_at, chat.work.now) if rows else ""
    return children([row.Person for row in rows]), day


def together(chat: Chat, booking_id: int) -> tuple[int, ...]:
    return excused_together(chat.work, booking_id)
