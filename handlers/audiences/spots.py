"""Choosing where: buildings of one estate or several, the 屯 of a village, parts of a street."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Literal

from bot.dialogue.asking import Choice
from bot.dialogue.chat import Chat
from handlers.audiences import texts
from handlers.audiences.where import has_buildings, place_name
from models.audiences.expressions import Either, Expression, InBuildings, InEstates, InPlaces
from models.town.schema import Estate, Town

MOST_ESTATES = 6
Spots = Literal["places", "buildings", "hamlets"]


def spots_of(town: Town, place_id: str) -> Spots:
    """What one may pick of a place: its communities, its buildings or its 屯."""
    if town.place(place_id).kind != "community":
        return "places"
    return "buildings" if has_buildings(town, place_id) else "hamlets"


def ask_spots(chat: Chat, place_id: str, prefix: str) -> Expression:
    """Whoever lives there. ``prefix`` keeps the keys of two such questions of one talk apart."""
    spots = spots_of(chat.town, place_id)
    if spots == "buildings":
        return _ask_buildings(chat, place_id, prefix)
    question, listed = texts.TICK_PLACES, partial(_parts, chat.town, place_id)
    if spots == "hamlets":
        question, listed = texts.TICK_HAMLETS, partial(_hamlets, chat.town, place_id)
    ticked = chat.ask_many(f"{prefix}spots", question, choices=listed, what=texts.SHORT_SPOTS)
    return InEstates(ticked) if spots == "hamlets" else InPlaces(ticked)


def _parts(town: Town, place_id: str) -> Sequence[Choice]:
    """The streets of a city, then all communities and villages."""
    below = [one for one in town.places if one.id != place_id and town.contains(place_id, one.id)]
    kinds = ("street", "community")
    return [
        Choice(one.id, place_name(town, one.id))
        for kind in kinds for one in below if one.kind == kind
    ]  # fmt: skip


def _hamlets(town: Town, place_id: str) -> Sequence[Choice]:
    return [Choice(one.id, one.name) for one in town.estates_of(place_id)]


def _ask_buildings(chat: Chat, place_id: str, prefix: str) -> Expression:
    """Ticked estate by estate; the only estate is not asked for."""
    town, found = chat.town, []
    left = [one for one in town.estates_of(place_id) if one.buildings]
    for turn in range(MOST_ESTATES):
        estate = _ask_estate(chat, left, f"{prefix}estate_{turn}")
        numbers = chat.ask_many(
            f"{prefix}buildings_{turn}", texts.TICK_BUILDINGS, choices=partial(_buildings, estate),
            what=texts.SHORT_BUILDINGS,
        )  # fmt: skip
        found.append(InBuildings(estate.id, tuple(sorted(map(int, numbers)))))
        left = [one for one in left if one.id != estate.id]
        if not left or turn == MOST_ESTATES - 1 or not _another(chat, f"{prefix}more_{turn}"):
            break
    return found[0] if len(found) == 1 else Either(tuple(found))


def _ask_estate(chat: Chat, estates: Sequence[Estate], key: str) -> Estate:
    if len(estates) == 1:
        return estates[0]
    chosen = chat.ask(
        key, texts.WHICH_ESTATE, choices=partial(_estates, estates), what=texts.SHORT_ESTATE
    )
    return chat.town.estate(chosen)


def _estates(estates: Sequence[Estate]) -> Sequence[Choice]:
    return [Choice(one.id, one.name) for one in estates]


def _buildings(estate: Estate) -> Sequence[Choice]:
    return [Choice(str(one), texts.BUILDING(number=one)) for one in estate.numbers]


def _another(chat: Chat, key: str) -> bool:
    answer = chat.ask(
        key, texts.MORE_ESTATES,
        choices=(Choice("no", texts.NO_MORE_ESTATES), Choice("yes", texts.ANOTHER_ESTATE)),
    )  # fmt: skip
    return answer == "yes"
