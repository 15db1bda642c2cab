"""At the station's door: the code somebody brings, staying longer, and the lead who lets through."""

from __future__ import annotations

import re

from bot.dialogue.asking import Wrong
from bot.dialogue.book import Do, Entry, Reply, Start, flow, tap, tap_token
from bot.dialogue.chat import Chat
from bot.dialogue.screen import Button, Screen
from handlers import reading, when
from handlers.station import texts, words
from handlers.station.roll import signed_out
from models.gate import Command
from models.refusals import NotFound
from models.station.codes import (
    CheckCode,
    Checked,
    HandOver,
    LetThrough,
    NotThatPerson,
    expected_by_code,
    pickup_by_code,
)
from models.station.collectors import named
from models.station.late import MustGo, Stay, StayInstead
from models.station.leaving import collectors_here
from models.station.stations import runs
from models.station.tables import Collector
from models.station.there import Group, group_here, when_expected

MOST = 5
_CODE = re.compile(r"\d{4}")


# -- the code --------------------------------------------------------------------------------------
@tap("station_door")
def station_door(chat: Chat, pickup_id: str) -> Reply:
    """Somebody else is to come for these."""
    group = group_here(chat.work, int(pickup_id))
    number = group.pickup.id
    return Screen(
        (texts.INSTEAD(children=words.children(group.children)),),
        (
            Button(texts.CODES, tap_token("station_code", number), style="main"),
            Button(texts.PARENT_CAME, tap_token("station_out", number)),
            words.HOME,
        ),
    )


@tap("station_codes")
def station_codes(chat: Chat) -> Reply:
    """[对口令]: for whom, where several are expected."""
    found = expected_by_code(chat.work)
    if not found:
        return Screen((texts.NO_CODE_TODAY,), (words.HOME,))
    if len(found) == 1:
        return Start("station_code", (found[0],))
    groups = [group_here(chat.work, one) for one in found[: MOST + 1]]
    buttons = [
        Button(words.children(one.children), tap_token("station_code", one.pickup.id))
        for one in groups
    ]
    return Screen((texts.WHOSE_CODE,), (*buttons, words.HOME))


@tap("station_code")
def station_code(chat: Chat, pickup_id: str) -> Reply:
    return Start("station_code", (group_here(chat.work, int(pickup_id)).pickup.id,))


def checked(chat: Chat, result: Checked) -> Reply:
    if result.outcome == "right":
        return _right(chat, result.pickup_id)
    again = Button(texts.AGAIN, tap_token("station_code", result.pickup_id))
    if result.outcome == "wrong":
        return Screen((texts.WRONG(left=result.left),), (again, words.HOME), keeps=True)
    line = texts.LOCKED if result.outcome == "locked" else texts.NO_CODE
    return Screen((line,), (words.HOME,), keeps=True)


def _right(chat: Chat, pickup_id: int) -> Screen:
    """Name and relation are shown to be compared with who stands there."""
    pickup = group_here(chat.work, pickup_id).pickup
    if pickup.collector_id is None or pickup.matched_at is None:
        raise NotFound("pickup")
    one = named(chat.work, chat.work.session.get_one(Collector, pickup.collector_id))
    they = words.they(chat, one)
    return Screen(
        (texts.RIGHT(who=words.collector_in_full(chat, one), they=they),),
        (
            Button(texts.HANDED(they=they), tap_token("station_hand", pickup_id)),
            Button(texts.WRONG_PERSON, tap_token("station_not_them", pickup_id)),
        ),
        keeps=True,
    )


@flow("station_code", say=texts.CODES, then=checked)
def check_code(chat: Chat, pickup_id: int) -> Command[Checked]:
    group_here(chat.work, pickup_id)
    code = chat.ask("digits", texts.WHAT_CODE, parse=_code, keyboard="number")
    return CheckCode(pickup_id, code)


def _code(typed: str) -> str:
    digits = reading.digits(typed).replace(" ", "")
    if not _CODE.fullmatch(digits):
        raise Wrong(texts.NOT_A_CODE)
    return digits


def bare_code(chat: Chat, typed: str) -> Reply | None:
    """Four digits a tutor types without a question: the code of whoever is expected. None for
    anybody else, and where nobody is expected. A code that fits nobody counts where there is only
    one it can have been meant for; else it is asked for whom."""
    digits = reading.digits(typed).strip()
    expected = expected_by_code(chat.work) if _CODE.fullmatch(digits) else []
    if not expected:
        return None
    found = pickup_by_code(chat.work, digits) or (expected[0] if len(expected) == 1 else 0)
    return Do(CheckCode(found, digits), checked) if found else station_codes.run(chat)


@tap("station_hand")
def station_hand(chat: Chat, pickup_id: str) -> Reply:
    return Do(HandOver(int(pickup_id)), signed_out)


@tap("station_not_them")
def station_not_them(chat: Chat, pickup_id: str) -> Reply:
    return Do(NotThatPerson(int(pickup_id)), _kept)


def _kept(_chat: Chat, _pickup_id: int) -> Reply:
    return Screen((texts.KEEP_THEM,), (words.HOME,), keeps=True)


# -- staying ---------------------------------------------------------------------------------------
@tap("station_stay")
def station_stay(chat: Chat, pickup_id: str) -> Reply:
    return Do(Stay(int(pickup_id)), _stays)


def _stays(chat: Chat, pickup_id: int) -> Reply:
    here = Button(texts.HERE, tap_token("station_here", _session(chat, pickup_id), 0))
    return Screen((texts.THANKS_STAY,), (here, words.HOME), keeps=True)


def _session(chat: Chat, pickup_id: int) -> int:
    return group_here(chat.work, pickup_id).session.id


@tap("station_go")
def station_go(chat: Chat, pickup_id: str) -> Reply:
    return Do(MustGo(int(pickup_id)), _asked)


def _asked(_chat: Chat, _pickup_id: int) -> Reply:
    return Screen((texts.ASKED_LEAD,), (words.HOME,), keeps=True)


@tap("station_stay_instead")
def station_stay_instead(chat: Chat, pickup_id: str) -> Reply:
    return Do(StayInstead(int(pickup_id)), _instead)


def _instead(chat: Chat, pickup_id: int) -> Reply:
    group = group_here(chat.work, pickup_id)
    line = texts.YOU_STAY(
        children=words.children(group.children),
        station=words.station(chat, group.programme.place_id),
        hour=when.hour(when_expected(group.pickup, group.session)),
    )
    here = Button(texts.HERE, tap_token("station_roll", group.session.id))
    return Screen((line,), (here, words.HOME), keeps=True)


# -- the lead --------------------------------------------------------------------------------------
@tap("station_lead")
def station_lead(chat: Chat, pickup_id: str) -> Reply:
    """Whom the guardians have named, with the phones to make sure; one tap hands the child over."""
    group = group_here(chat.work, int(pickup_id))
    if not runs(chat.work, group.programme, lead=True):
        raise NotFound("pickup")
    return lead_screen(chat, group)


def lead_screen(chat: Chat, group: Group) -> Screen:
    found = [named(chat.work, one) for one in collectors_here(chat.work, group)][:MOST]
    buttons = [
        Button(
            words.collector_in_full(chat, one),
            tap_token("station_let", group.pickup.id, one.collector_id),
        )
        for one in found
    ]
    dials = [button for one in found for button in words.dial(chat, one)]
    return Screen((texts.LEAD_LET,), (*buttons, *dials, words.HOME))


@tap("station_let")
def station_let(chat: Chat, pickup_id: str, collector_id: str) -> Reply:
    return Do(LetThrough(int(pickup_id), int(collector_id)), signed_out)


ENTRIES: tuple[Entry, ...] = (
    station_door, station_codes, station_code, check_code, station_hand, station_not_them,
    station_stay, station_go, station_stay_instead, station_lead, station_let,
)  # fmt: skip
