"""How it went: in, and from which day; or waiting, and at which place of the list."""

from __future__ import annotations

from bot.dialogue.book import tap_token
from bot.dialogue.chat import Chat
from bot.dialogue.say import Sayable, Text
from bot.dialogue.screen import Button, Screen
from handlers.people.days import on_day
from handlers.station import texts, words
from models.clocks import to_town
from models.refusals import NotFound
from models.station.drawing import my_lot
from models.station.elsewhere import elsewhere
from models.station.enrolled import Standing, first_day


def went(chat: Chat, one: Standing) -> Screen:
    """For the guardian, right away or when the draw is over."""
    who, station = words.children(one.children), words.station(chat, one.programme.place_id)
    if one.state == "in":
        sentence = texts.ARE_IN if len(one.children) > 1 else texts.IS_IN
        line = sentence(children=who, station=station, day=_from(chat, one))
        return Screen(
            (line,),
            (
                Button(texts.KNOWN, "t.known"),
                Button(texts.NOT_GOING, tap_token("station_leave", one.sign_up_id)),
            ),
            keeps=True,
        )
    line = texts.WAITS(children=who, station=station, position=one.position)
    why = Button(texts.HOW_DRAWN, tap_token("station_lot", one.sign_up_id))
    said, go = room_elsewhere(chat, one)
    return Screen(
        (line, texts.COMES_UP, *said),
        (
            *go,
            Button(texts.KNOWN, "t.known"),
            *((why,) if _drawn(chat, one) else ()),
            Button(texts.NO_WAIT, tap_token("station_leave", one.sign_up_id)),
        ),
        keeps=True,
    )


def room_elsewhere(chat: Chat, one: Standing) -> tuple[tuple[Text, ...], tuple[Button, ...]]:
    """Of children who wait: the next station where all of them could go, and one tap there."""
    other = elsewhere(chat.work, one)
    if other is None:
        return (), ()
    where: Sayable = words.station(chat, other.place_id)
    if other.metres is not None:
        where = texts.NEAREST(station=where, way=words.way(other.metres))
    line = texts.ROOM_THERE(where=where)
    if len(one.children) > 1:
        line = texts.ROOM_FOR_ALL(where=where, kids=words.kids(len(one.children)))
    go = tap_token("station_there", one.sign_up_id, other.programme_id)
    return (line,), (Button(texts.GO_THERE, go, style="main"),)


def _from(chat: Chat, one: Standing) -> Sayable:
    """The first afternoon there is; the first day of the term while none has been made."""
    at = first_day(chat.work, one)
    if at is not None:
        return words.spoken_day(at, chat.work.now)
    return on_day(one.programme.first, to_town(chat.work.now).date())


def _drawn(chat: Chat, one: Standing) -> bool:
    try:
        return bool(my_lot(chat.work, one.sign_up_id).turn)
    except NotFound:
        return False


def lot_lines(chat: Chat, sign_up_id: int) -> tuple[Text, ...]:
    """Why this family had the turn it had, in words; with the seed, for whoever wants to repeat it."""
    lot = my_lot(chat.work, sign_up_id)
    before = (texts.BEFORE(before=lot.before),) if lot.before else ()
    return (
        texts.DRAWN(lots=lot.lots, turn=lot.turn), *before, texts.SEED(seed=lot.seed),
    )  # fmt: skip
