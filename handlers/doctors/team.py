"""The team's own lists, and how many of a place have signed.

A line says who, where and until when. What somebody signed for is on no list: it may tell of an
illness. Who is tapped opens as a record, which asks for a reason where one is owed.
"""

from __future__ import annotations

from bot.dialogue.book import Entry, Reply, tap, tap_token
from bot.dialogue.chat import Chat
from bot.dialogue.say import Sayable, Text, private
from bot.dialogue.screen import Button, Screen
from handlers.doctors import texts
from handlers.doctors.words import HOME, day
from models.doctors.queries import (
    LISTS,
    Building,
    Listed,
    team_buildings,
    team_counts,
    team_list,
    teams_of_mine,
)
from models.doctors.rates import Rate, my_rate_places, signing_rate
from models.refusals import NotFound

PAGE = 4
_TEAM = Button(texts.BACK_TO_TEAM, tap_token("doctor_team"), style="small")


@tap("doctor_team")
def doctor_team(chat: Chat) -> Reply:
    counts, teams = team_counts(chat.work), teams_of_mine(chat.work)
    signed, unsigned = counts["valid"] + counts["expiring"], counts["to_sign"]
    line = texts.SEVERAL_TEAMS(teams=len(teams), signed=signed, unsigned=unsigned)
    if len(teams) == 1:
        line = texts.TEAM_NUMBERS(team=teams[0].name, signed=signed, unsigned=unsigned)
    buttons = [
        Button(
            texts.LIST_AND_COUNT(list=texts.LISTS[which], count=counts[which]),
            tap_token("doctor_list", which, 0),
        )
        for which in LISTS
    ]
    places = my_rate_places(chat.work)
    buttons += [Button(texts.RATE, tap_token("signing_rate", place.id)) for place in places[:1]]
    return Screen((line,), (*buttons, HOME))


# -- lists -------------------------------------------------------------------------------------------
@tap("doctor_list")
def doctor_list(chat: Chat, which: str, page: str) -> Reply:
    """Everybody on it, four at a time."""
    which, number = _list(which), _number(page)
    rows = team_list(chat.work, which, start=number * PAGE, most=PAGE + 1)
    if not rows:
        return Screen((texts.NOBODY(list=texts.LISTS[which]),), (_TEAM, HOME))
    more = tap_token("doctor_list", which, number + 1) if len(rows) > PAGE else ""
    by_building = Button(texts.BY_BUILDING, tap_token("doctor_houses", which, 0))
    title = texts.LIST_TITLE(list=texts.LISTS[which])
    return Screen((title,), (*_people(chat, rows), *_on(more), by_building, _TEAM, HOME))


@tap("doctor_houses")
def doctor_houses(chat: Chat, which: str, page: str) -> Reply:
    which, number = _list(which), _number(page)
    found = team_buildings(chat.work, which)
    shown = found[number * PAGE : (number + 1) * PAGE]
    if not shown:
        return Screen((texts.NOBODY(list=texts.LISTS[which]),), (_TEAM, HOME))
    buttons = [
        Button(
            texts.BUILDING_COUNT(place=_house(chat, one), count=count),
            tap_token("doctor_house", which, _estate_number(chat, one), one.building or 0, 0),
        )
        for one, count in shown
    ]
    rest = len(found) > (number + 1) * PAGE
    more = tap_token("doctor_houses", which, number + 1) if rest else ""
    title = texts.WHICH_BUILDING(list=texts.LISTS[which])
    return Screen((title,), (*buttons, *_on(more), _TEAM, HOME))


@tap("doctor_house")
def doctor_house(chat: Chat, which: str, estate: str, building: str, page: str) -> Reply:
    """One building. Its estate is told by its place in the town file: ids are too long for two."""
    which, number = _list(which), _number(page)
    if not 0 <= _number(estate) < len(chat.town.estates):
        raise NotFound("building")
    house = Building(chat.town.estates[_number(estate)].id, _number(building) or None)
    rows = team_list(chat.work, which, building=house, start=number * PAGE, most=PAGE + 1)
    if not rows:
        return Screen((texts.NOBODY(list=texts.LISTS[which]),), (_TEAM, HOME))
    rest = len(rows) > PAGE
    more = tap_token("doctor_house", which, estate, building, number + 1) if rest else ""
    title = texts.LIST_AT(list=texts.LISTS[which], place=_house(chat, house))
    return Screen((title,), (*_people(chat, rows), *_on(more), _TEAM, HOME))


def _list(which: str) -> str:
    if which not in LISTS:
        raise NotFound("list")
    return which


def _number(words: str) -> int:
    return int(words) if words.isdecimal() else 0


def _on(token: str) -> tuple[Button, ...]:
    return (Button(texts.NEXT, token),) if token else ()


def _people(chat: Chat, rows: list[Listed]) -> list[Button]:
    return [Button(_line(chat, one), tap_token("record", one.person_id)) for one in rows[:PAGE]]


def _line(chat: Chat, one: Listed) -> Sayable:
    name = private("name", one.name) or texts.SOMEBODY
    place = _door(chat, one)
    if one.ends_on is None:
        return texts.LINE(name=name, place=place)
    return texts.LINE_UNTIL(name=name, place=place, day=day(chat, one.ends_on))


def _door(chat: Chat, one: Listed) -> Sayable:
    if _estate_number(chat, Building(one.estate_id, one.building)) < 0:
        return texts.NO_ADDRESS
    address = chat.town.address_of(one.estate_id, one.building, one.unit, one.door)
    return private("door", address, _community(chat, one.estate_id))


def _house(chat: Chat, one: Building) -> Sayable:
    if _estate_number(chat, one) < 0:
        return texts.NO_ADDRESS
    address = chat.town.address_of(one.estate_id, one.building)
    return private("door", address, _community(chat, one.estate_id))


def _community(chat: Chat, estate_id: str) -> Sayable:
    """As near as a channel that hides doors may show."""
    return chat.town.place(chat.town.estate(estate_id).community).name


def _estate_number(chat: Chat, one: Building) -> int:
    found = (n for n, estate in enumerate(chat.town.estates) if estate.id == one.estate_id)
    return next(found, -1)


# -- the rate ----------------------------------------------------------------------------------------
@tap("signing_rate")
def show_rate(chat: Chat, place_id: str) -> Reply:
    return _rate(chat, place_id, 0)


@tap("signing_rates")
def more_rates(chat: Chat, place_id: str, page: str) -> Reply:
    """Further parts of a place that has many."""
    return _rate(chat, place_id, _number(page))


def _rate(chat: Chat, place_id: str, page: int) -> Screen:
    rate = signing_rate(chat.work, place_id)
    line = (
        _numbers(texts.RATE_OF, rate) if rate.residents else texts.RATE_EMPTY(place=rate.place.name)
    )
    lived_in = [part for part in rate.parts if part.residents]
    parts = lived_in[page * PAGE : (page + 1) * PAGE]
    buttons = [
        Button(_numbers(texts.RATE_PART, part), tap_token("signing_rate", part.place.id))
        for part in parts
    ]
    rest = len(lived_in) > (page + 1) * PAGE
    more = tap_token("signing_rates", place_id, page + 1) if rest else ""
    return Screen((line,), (*buttons, *_on(more), *_up(chat, rate), HOME))


def _numbers(line: Text, rate: Rate) -> Text:
    whole, tenth = divmod(rate.tenths, 10)
    return line(
        place=rate.place.short or rate.place.name,
        residents=rate.residents,
        signed=rate.signed,
        rate=f"{whole}.{tenth}",
    )


def _up(chat: Chat, rate: Rate) -> tuple[Button, ...]:
    """Back to the place around it, for those who may see that one too."""
    above = rate.place.parent
    if above is None or rate.place.id in {place.id for place in my_rate_places(chat.work)}:
        return ()
    return (Button(texts.UP, tap_token("signing_rate", above), style="small"),)


ENTRIES: tuple[Entry, ...] = (
    doctor_team, doctor_list, doctor_houses, doctor_house, show_rate, more_rates,
)  # fmt: skip
