"""Asking where somebody lives: community, estate, building, unit, door. Never a grid or a street.

What there is only one of is not asked; numbers are typed, because they are what stands on the wall.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from bot.dialogue.asking import Choice, Wrong
from bot.dialogue.chat import Chat
from bot.dialogue.say import _
from handlers import reading
from handlers.register import texts
from models.cleaning import clean_name
from models.town.local import Local
from models.town.schema import Estate

MOST_BUTTONS = 6
LONGEST_HOUSE = 40


@dataclass(frozen=True)
class Address:
    """``building`` and ``unit`` are 0 in a 屯."""

    estate_id: str
    building: int
    unit: int
    door: str

    def in_words(self, chat: Chat) -> Local:
        return chat.town.address_of(
            self.estate_id, self.building or None, self.unit or None, self.door
        )


def ask_address(chat: Chat, prefix: str = "") -> Address:
    """By buttons and by typing a part of the name. ``prefix`` keeps the keys of two addresses of
    one talk apart."""
    community = chat.ask(
        f"{prefix}community",
        texts.COMMUNITY,
        choices=partial(reading.communities, chat),
        what=_("社区"),
    )
    estate = _estate(chat, community, prefix)
    building, unit = _building(chat, estate, prefix)
    door = chat.ask(
        f"{prefix}door",
        texts.DOOR if building else texts.HOUSE,
        parse=_door if building else _house,
        what=_("门牌"),
        keyboard="number" if building else "text",
    )
    return Address(estate.id, building, unit, door)


def _estate(chat: Chat, community: str, prefix: str) -> Estate:
    """The only one is not asked for."""
    estates = chat.town.estates_of(community)
    if len(estates) == 1:
        return estates[0]
    choices = [Choice(estate.id, estate.name) for estate in estates]
    chosen = chat.ask(f"{prefix}estate", texts.ESTATE, choices=choices, what=_("小区"))
    return chat.town.estate(chosen)


def _building(chat: Chat, estate: Estate, prefix: str) -> tuple[int, int]:
    """Building and unit; (0, 0) in a 屯."""
    if not estate.buildings:
        return 0, 0
    building = int(
        chat.ask(
            f"{prefix}building",
            texts.BUILDING,
            parse=partial(_on_the_map, estate),
            what=_("楼号"),
            keyboard="number",
        )
    )
    part = estate.range_of(building)
    units = part.units if part else 1
    if units == 1:
        return building, 1
    key = f"{prefix}unit"
    if units > MOST_BUTTONS:
        parse = partial(_of_the_building, units)
        return building, int(
            chat.ask(key, texts.UNIT, parse=parse, what=_("单元"), keyboard="number")
        )
    label = _("{unit} 单元")
    choices = [Choice(str(n), label(unit=n)) for n in range(1, units + 1)]
    return building, int(chat.ask(key, texts.UNIT, choices=choices, what=_("单元")))


def _on_the_map(estate: Estate, typed: str) -> str:
    number = reading.number(typed)
    if number is None or estate.range_of(number) is None:
        raise Wrong(texts.NOT_A_BUILDING(estate=estate.name))
    return str(number)


def _of_the_building(units: int, typed: str) -> str:
    number = reading.number(typed)
    if number is None or not 1 <= number <= units:
        raise Wrong(texts.NOT_A_UNIT)
    return str(number)


def _door(typed: str) -> str:
    number = reading.number(typed)
    if number is None:
        raise Wrong(texts.NOT_A_DOOR)
    return str(number)


def _house(typed: str) -> str:
    house = clean_name(typed)[:LONGEST_HOUSE]
    if not house:
        raise Wrong(texts.NOT_A_DOOR)
    return house
