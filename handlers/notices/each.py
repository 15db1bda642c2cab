"""[See every household]: by how they were informed, then door by door, a few staircases a page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby, islice

from bot.dialogue.book import Entry, Reply, tap, tap_token
from bot.dialogue.chat import Chat
from bot.dialogue.say import Sayable, private
from bot.dialogue.screen import Button, Screen
from handlers.details import own_chat_at
from handlers.notices import round_texts as texts
from handlers.notices.round import door_said, family
from handlers.notices.round_words import HOME, back_to_result, listed, number, unit
from models.notices.doors import Door, doors_by_how
from models.notices.results import HOWS, result_of
from models.notices.whys import Why, whys_at
from models.refusals import NotFound

STAIRS = 3
DOORS = 6
NOTHING = "none"
"""On a button: those who have not been heard of."""


@tap("notice_each")
def notice_each(chat: Chat, notice_id: str) -> Reply:
    found = result_of(chat.work, number(notice_id))
    now, here = found.figures, found.notice.id
    rows = [
        Button(texts.PARTS[how](many=now.how(how)), tap_token("notice_how", here, how, 0))
        for how in HOWS
        if now.how(how)
    ]
    if now.nothing:
        left = texts.NOTHING(many=now.nothing)
        rows.append(Button(left, tap_token("notice_how", here, NOTHING, 0)))
    return Screen((texts.EACH,), (*rows, back_to_result(here), HOME))


@tap("notice_how")
def notice_how(chat: Chat, notice_id: str, how: str, start: str) -> Reply:
    """A line a staircase; the doors of one of them may go on on the next page."""
    if how not in (*HOWS, NOTHING):
        raise NotFound("how")
    here = number(notice_id)
    page = doors_by_how(chat.work, here, "" if how == NOTHING else how, number(start))
    counts = result_of(chat.work, here).figures.counts
    whys = whys_at(chat.work, [door.target_id for door in page.doors]) if how == "note" else {}
    lines, shown = [], 0
    for _stairs, doors in islice(groupby(page.doors, lambda door: door.staircase), STAIRS):
        some = list(islice(doors, DOORS))
        shown += len(some)
        lines.append(_line(chat, some, whys))
        if len(some) == DOORS:
            break
    if not lines:
        return Screen((texts.NOBODY_SO,), (back_to_result(here), HOME))
    left = page.many - page.start - shown
    more: tuple[Button, ...] = ()
    if left > 0:
        label = texts.NEXT(many=left, unit=unit(counts, left))
        more = (Button(label, tap_token("notice_how", here, how, page.start + shown)),)
    return Screen(tuple(lines), (*more, back_to_result(here), HOME), details_at=own_chat_at(chat))


def _line(chat: Chat, doors: list[Door], whys: Mapping[int, Sequence[Why]]) -> Sayable:
    home = doors[0].home
    said = listed([_door(door, whys.get(door.target_id, ())) for door in doors])
    if home is None:
        return said
    where = chat.town.address_of(home.estate_id, home.building, home.unit)
    place = private("door", where, chat.town.estate(home.estate_id).name)
    return texts.STAIRS_AND_DOORS(where=place, doors=said)


def _door(door: Door, whys: Sequence[Why]) -> Sayable:
    said = door_said(door)
    if not whys:
        return said
    why = texts.NOTE_WHY(note=said, whys=listed([texts.WHY[one] for one in whys]))
    return private("door", why, family(door))


ENTRIES: tuple[Entry, ...] = (notice_each, notice_how)
