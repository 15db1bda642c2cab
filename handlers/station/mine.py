"""What one has signed up for: other days, who collects, a day off, giving it back."""

from __future__ import annotations

from functools import partial

from bot.dialogue.asking import Choice
from bot.dialogue.book import Do, Entry, Reply, Start, flow, tap, tap_token
from bot.dialogue.chat import Chat
from bot.dialogue.screen import Button, Screen
from handlers.station import texts, words
from handlers.station.enrolling import ask_collectors, ask_days, enrolled
from handlers.station.went import lot_lines, room_elsewhere
from models.family.queries import my_children
from models.gate import Command
from models.register.tables import Person
from models.station.changing import ChangeDays, LeaveStation
from models.station.collectors import PURPOSE, SayWhoCollects, collectors_of_all, named
from models.station.elsewhere import GoElsewhere
from models.station.enrolled import Standing, my_enrolment, my_enrolments
from models.station.excusing import Afternoon, ComeAfterAll, ExcuseDay, coming
from models.station.stations import days_of
from models.work import Work

MOST = 5
DAYS_AHEAD = 10


@tap("childs_things", purpose=PURPOSE)
def childs_things(chat: Chat) -> Reply:
    """What there is for children."""
    if not my_children(chat.work):
        return Screen((texts.NO_CHILDREN,), (Button(texts.REGISTER, "f.child"), words.HOME))
    mine = (Button(texts.MINE, "t.station"),) if my_enrolments(chat.work) else ()
    return Screen((texts.WHICH_THING,), (Button(texts.ROOM, "f.enrol"), *mine, words.HOME))


@tap("station", purpose=PURPOSE)
def station(chat: Chat) -> Reply:
    found = my_enrolments(chat.work)
    if not found:
        return Screen((texts.NONE_YET,), (Button(texts.ROOM, "f.enrol"), words.HOME))
    if len(found) == 1:
        return _one(chat, found[0])
    buttons = [
        Button(words.children(one.children), tap_token("station_mine", one.sign_up_id))
        for one in found[: MOST + 1]
    ]
    return Screen((texts.WHICH_ONE,), (*buttons, words.HOME))


@tap("station_mine", purpose=PURPOSE)
def station_mine(chat: Chat, sign_up_id: str) -> Reply:
    return _one(chat, my_enrolment(chat.work, int(sign_up_id)))


def _one(chat: Chat, one: Standing) -> Screen:
    who, place = words.children(one.children), words.station(chat, one.programme.place_id)
    if one.state == "applied" and one.draw_at is not None:
        line = texts.MINE_APPLIED(children=who, station=place, when=words.evening(one.draw_at))
    elif one.state == "waiting":
        line = texts.WAITS(children=who, station=place, position=one.position)
    else:
        line = texts.MINE_IN(children=who, station=place, when=words.hours(one.programme, one.days))
    collect = texts.CAN_COLLECT(people=words.who_collects(chat, one.children))
    said, go = room_elsewhere(chat, one)
    return Screen((line, collect, *said), (*go, *_ways(chat, one), words.HOME))


def _ways(chat: Chat, one: Standing) -> tuple[Button, ...]:
    number = one.sign_up_id
    days = coming(chat.work, number, 1)
    off: tuple[Button, ...] = ()
    if days and words.date_of(days[0].begins_at) == words.date_of(chat.work.now):
        off = (Button(texts.OFF_TODAY, tap_token("station_off", number, days[0].session_id)),)
    other = (Button(texts.OFF_DAY, tap_token("station_off_day", number)),) if days else ()
    return (
        *off,
        *other,
        Button(texts.OTHER_DAYS, tap_token("station_days", number)),
        Button(texts.COLLECTS, tap_token("station_who", number)),
        Button(
            texts.NOT_GOING if one.state == "in" else texts.NO_MORE,
            tap_token("station_leave", number),
        ),
    )


# -- giving it back --------------------------------------------------------------------------------
@tap("station_leave", purpose=PURPOSE)
def station_leave(chat: Chat, sign_up_id: str) -> Reply:
    """Who is in is asked once more: the place goes to somebody else at once."""
    one = my_enrolment(chat.work, int(sign_up_id))
    if one.state != "in":
        return Do(LeaveStation(one.sign_up_id), _left_list)
    return Screen(
        (texts.GIVE_UP,),
        (
            Button(texts.NOT_GOING, tap_token("station_leaves", one.sign_up_id)),
            Button(texts.STILL_GO, tap_token("station_mine", one.sign_up_id)),
        ),
    )


@tap("station_leaves", purpose=PURPOSE)
def station_leaves(chat: Chat, sign_up_id: str) -> Reply:
    return Do(LeaveStation(int(sign_up_id)), _left)


def _left(_chat: Chat, _sign_up_id: int) -> Reply:
    return Screen((texts.ENDED,), (words.HOME,), keeps=True)


def _left_list(_chat: Chat, _sign_up_id: int) -> Reply:
    return Screen((texts.TAKEN_BACK,), (words.HOME,), keeps=True)


@tap("station_there", purpose=PURPOSE)
def station_there(chat: Chat, sign_up_id: str, programme_id: str) -> Reply:
    """[去那儿]: the same children, the same days, the other station."""
    return Do(GoElsewhere(int(sign_up_id), int(programme_id)), enrolled)


@tap("station_lot", purpose=PURPOSE)
def station_lot(chat: Chat, sign_up_id: str) -> Reply:
    return Screen(lot_lines(chat, int(sign_up_id)), (words.HOME,), keeps=True)


# -- other days, other people ----------------------------------------------------------------------
@tap("station_days", purpose=PURPOSE)
def station_days(chat: Chat, sign_up_id: str) -> Reply:
    return Start("station_days", (my_enrolment(chat.work, int(sign_up_id)).sign_up_id,))


def _changed(chat: Chat, sign_up_id: int) -> Reply:
    one = my_enrolment(chat.work, sign_up_id)
    days = words.weekdays(one.days)
    line = texts.DAYS_CHANGED(children=words.children(one.children), days=days)
    return Screen((line,), (words.HOME,), keeps=True)


@flow("station_days", say=texts.OTHER_DAYS, then=_changed, purpose=PURPOSE)
def change_days(chat: Chat, sign_up_id: int) -> Command[int]:
    one = my_enrolment(chat.work, sign_up_id)
    return ChangeDays(sign_up_id, ask_days(chat, days_of(one.programme)))


@tap("station_who", purpose=PURPOSE)
def station_who(chat: Chat, sign_up_id: str) -> Reply:
    return Start("station_who", (my_enrolment(chat.work, int(sign_up_id)).sign_up_id,))


def _said(chat: Chat, children: tuple[int, ...]) -> Reply:
    rows = [chat.work.session.get_one(Person, one) for one in children]
    line = texts.COLLECTORS_CHANGED(people=words.who_collects(chat, rows))
    return Screen((line,), (words.HOME,), keeps=True)


@flow("station_who", say=texts.COLLECTS, then=_said, purpose=PURPOSE)
def change_collectors(chat: Chat, sign_up_id: int) -> Command[tuple[int, ...]]:
    """Who is named now is ticked already. Whoever was added by name stays, unless unticked."""
    children = tuple(one.id for one in my_enrolment(chat.work, sign_up_id).children)
    before = [named(chat.work, one) for one in collectors_of_all(chat.work, children)]
    people, added = ask_collectors(chat, children, before)
    return SayWhoCollects(children, people, added)


# -- a day off -------------------------------------------------------------------------------------
@tap("station_off", purpose=PURPOSE)
def station_off(chat: Chat, sign_up_id: str, session_id: str) -> Reply:
    """[今天不去]."""
    found = _afternoon(chat.work, int(sign_up_id), int(session_id))
    if found is None:
        return station_mine.run(chat, sign_up_id)
    return Do(ExcuseDay(found.bookings), _is_off)


def _afternoon(work: Work, sign_up_id: int, session_id: int) -> Afternoon | None:
    return next((one for one in coming(work, sign_up_id) if one.session_id == session_id), None)


@tap("station_off_day", purpose=PURPOSE)
def station_off_day(chat: Chat, sign_up_id: str) -> Reply:
    return Start("station_off", (my_enrolment(chat.work, int(sign_up_id)).sign_up_id,))


def _is_off(chat: Chat, bookings: tuple[int, ...]) -> Reply:
    children, day = words.of_bookings(chat, bookings)
    again = Button(texts.AFTER_ALL, tap_token("station_on", bookings[0]), style="small")
    return Screen((texts.IS_OFF(children=children, day=day),), (again, words.HOME), keeps=True)


@flow("station_off", say=texts.OFF_DAY, then=_is_off, purpose=PURPOSE)
def day_off(chat: Chat, sign_up_id: int) -> Command[tuple[int, ...]] | None:
    my_enrolment(chat.work, sign_up_id)
    if not coming(chat.work, sign_up_id, 1):
        return None
    choices = partial(_days_ahead, chat, sign_up_id)
    answer = int(chat.ask("session", texts.WHICH_DAY_OFF, choices=choices))
    found = _afternoon(chat.work, sign_up_id, answer)
    return ExcuseDay(found.bookings) if found is not None else None


def _days_ahead(chat: Chat, sign_up_id: int) -> list[Choice]:
    return [
        Choice(str(one.session_id), words.off_day(one.begins_at, chat.started_at))
        for one in coming(chat.work, sign_up_id, DAYS_AHEAD)
    ]


@tap("station_on", purpose=PURPOSE)
def station_on(chat: Chat, booking_id: str) -> Reply:
    """For all of them who were excused together."""
    return Do(ComeAfterAll(words.together(chat, int(booking_id))), _is_on)


def _is_on(chat: Chat, bookings: tuple[int, ...]) -> Reply:
    children, day = words.of_bookings(chat, bookings)
    return Screen((texts.IS_ON_AGAIN(children=children, day=day),), (words.HOME,), keeps=True)


ENTRIES: tuple[Entry, ...] = (
    childs_things, station, station_mine, station_leave, station_leaves, station_there, station_lot,
    station_days,
    change_days, station_who, change_collectors, station_off, station_off_day, day_off, station_on,
)  # fmt: skip
