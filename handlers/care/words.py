"""How people, days and homes are said in this area."""

from __future__ import annotations

from datetime import date

from bot.dialogue.book import tap_token
from bot.dialogue.chat import Chat
from bot.dialogue.say import Sayable, private
from bot.dialogue.screen import Button
from handlers.care import texts
from handlers.people.days import on_day
from models.care.teams import DueLine
from models.clocks import to_town

HOME = Button(texts.HOME, "g.menu", style="small")
LISTS = Button(texts.BACK_TO_LISTS, tap_token("care_team"), style="small")


def today(chat: Chat) -> date:
    return to_town(chat.work.now).date()


def day(chat: Chat, when: date) -> Sayable:
    """12月7日, with the year where it is another one."""
    return on_day(when, today(chat))


def number(words: str) -> int:
    """An id or a page out of a token; 0 for anything else."""
    return int(words) if words.isdecimal() else 0


def line(chat: Chat, one: DueLine) -> Sayable:
    """Who, where, until when. Never what: that would stand in a list beside a name."""
    name = private("name", one.name) or texts.SOMEBODY
    sentence = texts.LINE_SAID if one.said else texts.LINE
    if one.booked:
        sentence = texts.LINE_BOOKED
    return sentence(name=name, place=_door(chat, one), day=day(chat, one.due_on))


def _door(chat: Chat, one: DueLine) -> Sayable:
    if all(estate.id != one.estate_id for estate in chat.town.estates):
        return texts.NO_ADDRESS
    address = chat.town.address_of(one.estate_id, one.building, one.unit, one.door)
    community = chat.town.place(chat.town.estate(one.estate_id).community).name
    return private("door", address, community)
