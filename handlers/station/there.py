"""While the children are at the station: running late in two taps, somebody else collects."""

from __future__ import annotations

from bot.dialogue.book import Do, Entry, Reply, tap, tap_token
from bot.dialogue.chat import Chat
from bot.dialogue.screen import Button, Screen
from handlers.station import texts, words
from models.station.codes import SendSomebody, Sent, may_send
from models.station.collectors import PURPOSE, named
from models.station.late import UNKNOWN, ComingNow, SayLate
from models.station.tables import Collector
from models.station.there import Group, my_group

CHOICES = ((10, texts.TEN), (30, texts.HALF_HOUR), (UNKNOWN, texts.CANNOT_SAY))
MOST = 5


@tap("station_late", purpose=PURPOSE)
def station_late(chat: Chat, pickup_id: str) -> Reply:
    group = my_group(chat.work, int(pickup_id))
    buttons = [
        Button(label, tap_token("station_late_by", group.pickup.id, minutes))
        for minutes, label in CHOICES
    ]
    return Screen((texts.HOW_LATE,), (*buttons, words.HOME))


@tap("station_late_by", purpose=PURPOSE)
def station_late_by(chat: Chat, pickup_id: str, minutes: str) -> Reply:
    return Do(SayLate(int(pickup_id), int(minutes)), _told)


def _told(chat: Chat, pickup_id: int) -> Reply:
    """Somebody is with them, whatever the tutor answers: that is said at once."""
    who = my_group(chat.work, pickup_id).pickup.with_id
    line = texts.TOLD_TUTOR(tutor=words.tutor(chat, who), they=words.tutor_they(chat, who))
    return Screen((line, words.calmly(chat)), (words.HOME,), keeps=True)


@tap("station_coming", purpose=PURPOSE)
def station_coming(chat: Chat, pickup_id: str) -> Reply:
    return Do(ComingNow(int(pickup_id)), _coming)


def _coming(chat: Chat, pickup_id: int) -> Reply:
    who = my_group(chat.work, pickup_id).pickup.with_id
    return Screen((texts.WAITING_FOR_YOU(tutor=words.tutor(chat, who)),), (words.HOME,), keeps=True)


# -- somebody else ---------------------------------------------------------------------------------
@tap("station_else", purpose=PURPOSE)
def station_else(chat: Chat, pickup_id: str) -> Reply:
    group = my_group(chat.work, int(pickup_id))
    buttons = [
        Button(
            words.collector_in_full(chat, named(chat.work, one)),
            tap_token("station_send", group.pickup.id, one.id),
        )
        for one in may_send(chat.work, group)[: MOST + 1]
    ]
    if not buttons:
        return Screen((texts.NOBODY_ELSE,), (Button(texts.MINE, "t.station"), words.HOME))
    return Screen((texts.WHO_INSTEAD,), (*buttons, words.HOME))


@tap("station_send", purpose=PURPOSE)
def station_send(chat: Chat, pickup_id: str, collector_id: str) -> Reply:
    return Do(SendSomebody(int(pickup_id), int(collector_id)), _code)


def _code(chat: Chat, sent: Sent) -> Reply:
    """The one time the code is shown."""
    one = named(chat.work, chat.work.session.get_one(Collector, sent.collector_id))
    line = texts.CODE(code=sent.code, who=words.collector(chat, one), they=words.they(chat, one))
    return Screen((line,), (*words.dial(chat, one), words.HOME), keeps=True)


def send_buttons(chat: Chat, group: Group, most: int = 3) -> list[Button]:
    """[让姥姥来接]: each gives a code by one tap."""
    buttons = []
    for row in may_send(chat.work, group)[:most]:
        label = texts.LET_COME(who=words.collector(chat, named(chat.work, row)))
        buttons.append(Button(label, tap_token("station_send", group.pickup.id, row.id)))
    return buttons


ENTRIES: tuple[Entry, ...] = (
    station_late, station_late_by, station_coming, station_else, station_send,
)  # fmt: skip
