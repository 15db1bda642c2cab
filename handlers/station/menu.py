"""What the first screen says of children. Knows nothing of the talks: the menu is everywhere."""

from __future__ import annotations

from dataclasses import dataclass

from bot.dialogue.book import tap_token
from bot.dialogue.chat import Chat
from bot.dialogue.say import Sayable
from bot.dialogue.screen import Button
from handlers import when
from handlers.station import texts, words
from models.station.collectors import named
from models.station.stations import my_sessions
from models.station.tables import Collector
from models.station.there import Group, group_of, mine_there


@dataclass(frozen=True, slots=True)
class ChildrenFirst:
    """``lines`` and ``buttons`` come before everything else; ``small`` goes to the quiet row."""

    lines: tuple[Sayable, ...] = ()
    buttons: tuple[Button, ...] = ()
    small: tuple[Button, ...] = ()


def children_first(chat: Chat) -> ChildrenFirst:
    """One statement for whoever has no child; a line for each family that is there now."""
    mine = mine_there(chat.work)
    if not mine.guardian:
        return ChildrenFirst()
    groups = [group_of(chat.work, one) for one in mine.pickups[:2]]
    groups = [one for one in groups if one.children]
    buttons = [button for group in groups for button in _buttons(group, alone=len(groups) == 1)]
    small = Button(texts.CHILDS_THINGS, "t.childs_things", style="small")
    return ChildrenFirst(tuple(_line(chat, one) for one in groups), tuple(buttons), (small,))


def _line(chat: Chat, group: Group) -> Sayable:
    """浩浩、悦悦在永吉站，5 点接。"""
    who = words.children(group.children)
    place = words.short_station(chat, group.programme.place_id)
    pickup = group.pickup
    if pickup.collector_id is not None and pickup.code_hash is not None:
        row = named(chat.work, chat.work.session.get_one(Collector, pickup.collector_id))
        return texts.SENT_THERE(children=who, station=place, who=words.collector(chat, row))
    if pickup.late_until is not None:
        hour = when.hour(pickup.late_until)
        return texts.LATE_THERE(children=who, station=place, hour=hour)
    return texts.ARE_THERE(children=who, station=place, hour=when.hour(group.session.ends_at))


def _buttons(group: Group, *, alone: bool) -> tuple[Button, Button]:
    number = group.pickup.id
    late, other = texts.I_AM_LATE, texts.SOMEBODY_ELSE
    if not alone:
        who = words.children(group.children)
        late = texts.NAMED_LABEL(children=who, label=late)
        other = texts.NAMED_LABEL(children=who, label=other)
    return (
        Button(late, tap_token("station_late", number)),
        Button(other, tap_token("station_else", number)),
    )


def roll_menu(chat: Chat) -> tuple[Button, ...]:
    """For who runs a station, on the days it is open."""
    if not my_sessions(chat.work):
        return ()
    return (Button(texts.ROLL, "t.station_today", style="main"),)
