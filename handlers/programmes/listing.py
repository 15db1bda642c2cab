"""What I run: the next days of it, one of them, and what can be done with it."""

from __future__ import annotations

from bot.dialogue.book import Entry, Reply, Start, tap, tap_token
from bot.dialogue.chat import Chat
from bot.dialogue.say import Sayable
from bot.dialogue.screen import Button, Screen
from handlers import when
from handlers.programmes import texts
from handlers.programmes.words import BACK, HOME, short, span
from models.programmes.queries import (
    Meeting,
    keeps_desk,
    kinds_of_mine,
    meeting_of,
    my_meetings,
    one_session,
    times_of_day,
)
from models.refusals import NotFound

PAGE = 4


@tap("plans")
def plans(chat: Chat, since: str) -> Reply:
    """What I run myself, four at a time; a clinic's morning is one line. ``since``: the session
    the list goes on with, 0 from the beginning."""
    return _listed(chat, "plans", _number(since))


@tap("all_plans")
def all_plans(chat: Chat, since: str) -> Reply:
    """The same with what the desk only looks after."""
    return _listed(chat, "all_plans", _number(since))


def _listed(chat: Chat, name: str, since: int) -> Screen:
    if not kinds_of_mine(chat.work):
        raise NotFound("programme")
    everything = name == "all_plans"
    found = my_meetings(chat.work, since=since, most=PAGE + 1, everything=everything)
    small = (Button(texts.ALL, tap_token("all_plans", 0), style="small"),)
    rest = (
        Button(texts.NEW, "f.plan"),
        *(small if not everything and keeps_desk(chat.work) else ()),
    )
    if not found:
        return Screen((texts.NOTHING_YET,), (*rest, HOME))
    lines = [Button(_line(one), tap_token("meeting", one.session_id)) for one in found[:PAGE]]
    rest_of_it = found[PAGE:]
    more = tuple(Button(texts.NEXT, tap_token(name, one.session_id)) for one in rest_of_it)
    return Screen((texts.COMING,), (*lines, *more, *rest, HOME))


def _number(words: str) -> int:
    return int(words) if words.isdecimal() else 0


def _line(one: Meeting) -> Sayable:
    line = texts.LINE_TIMES if one.times > 1 else texts.LINE
    return line(when=short(one.begins_at), title=one.title, count=one.taken)


@tap("meeting")
def meeting(chat: Chat, session_id: str) -> Reply:
    """One day of a programme: who comes, and what can be done."""
    one = meeting_of(chat.work, int(session_id))
    buttons = _for_times(one) if one.times > 1 else _for_one(one)
    if one.repeats:
        buttons = (
            *buttons,
            Button(texts.EXTRA, tap_token("extra_session", one.session_id), style="small"),
            Button(texts.END, tap_token("end_programme", one.session_id), style="small"),
        )
    return Screen(_about(one), (*buttons, BACK, HOME))


def _about(one: Meeting) -> tuple[Sayable, ...]:
    lines: list[Sayable] = [
        texts.TITLE_AND_TIME(title=one.title, when=span(one.begins_at, one.ends_at))
    ]
    if one.where.zh:
        lines.append(texts.PLACE(where=one.where))
    if one.times > 1:
        out = texts.TIMES_OUT(times=one.times, places=one.places, count=one.taken)
    elif one.waiting:
        out = texts.COMES_AND_WAITS(count=one.taken, places=one.places, waiting=one.waiting)
    else:
        out = texts.COMES(count=one.taken, places=one.places)
    lines.append(out)
    if one.unknown is not None:
        lines.append(texts.YEAR_UNKNOWN(year=str(one.unknown)))
    return tuple(lines)


def _for_one(one: Meeting) -> tuple[Button, ...]:
    return (
        Button(texts.MOVE, tap_token("move_session", one.session_id)),
        Button(texts.PLACES, tap_token("more_places", one.session_id)),
        Button(texts.OFF, tap_token("cancel_session", one.session_id, "one")),
    )


def _for_times(one: Meeting) -> tuple[Button, ...]:
    return (
        Button(texts.TIMES, tap_token("times", one.session_id, 0)),
        Button(texts.OFF_DAY, tap_token("cancel_session", one.session_id, "day")),
    )


@tap("times")
def times(chat: Chat, session_id: str, page: str) -> Reply:
    """The numbered times of a day, each of which can be moved or called off by itself."""
    found, number = times_of_day(chat.work, int(session_id)), _number(page)
    shown = found[number * PAGE : (number + 1) * PAGE]
    if not shown:
        raise NotFound("session")
    buttons = [
        Button(
            texts.TIME_AND_COUNT(time=when.clock(one.begins_at), count=one.taken),
            tap_token("one_time", one.session_id),
        )
        for one in shown
    ]
    rest = len(found) > (number + 1) * PAGE
    more = (Button(texts.NEXT, tap_token("times", session_id, number + 1)),) if rest else ()
    line = texts.WHICH_TIME(title=shown[0].title, day=when.day(shown[0].begins_at))
    return Screen((line,), (*buttons, *more, BACK, HOME))


@tap("one_time")
def one_time(chat: Chat, session_id: str) -> Reply:
    one = one_session(chat.work, int(session_id))
    return Screen(_about(one), (*_for_one(one), BACK, HOME))


# -- the talks about one of them: begun here, where it is known that one may -------------------------
@tap("move_session")
def move(chat: Chat, session_id: str) -> Reply:
    return Start("move_session", (one_session(chat.work, int(session_id)).session_id,))


@tap("more_places")
def places(chat: Chat, session_id: str) -> Reply:
    return Start("more_places", (one_session(chat.work, int(session_id)).session_id,))


@tap("extra_session")
def extra(chat: Chat, session_id: str) -> Reply:
    return Start("extra_session", (meeting_of(chat.work, int(session_id)).session_id,))


@tap("cancel_session")
def cancel(chat: Chat, session_id: str, scope: str) -> Reply:
    one = one_session(chat.work, int(session_id))
    return Start("cancel_session", (one.session_id, "day" if scope == "day" else "one"))


@tap("end_programme")
def end(chat: Chat, session_id: str) -> Reply:
    return Start("end_programme", (meeting_of(chat.work, int(session_id)).session_id,))


ENTRIES: tuple[Entry, ...] = (
    plans, all_plans, meeting, times, one_time, move, places, extra, cancel, end,
)  # fmt: skip
