"""The tutor's list: one tap when a child comes, one when it goes home, and both can be taken back."""

from __future__ import annotations

from bot.dialogue.book import Do, Entry, Reply, tap, tap_token
from bot.dialogue.chat import Chat
from bot.dialogue.say import Sayable, private
from bot.dialogue.screen import Button, Screen
from bot.dialogue.whom import SOMEBODY
from handlers import when
from handlers.family import names
from handlers.station import texts, words
from models.bookings.tables import Booking
from models.programmes.tables import Programme, Session
from models.register.tables import Person
from models.station.collectors import named
from models.station.leaving import SignOut, StillHere, TookBy, collectors_here
from models.station.roll import Line, NotHereAfterAll, OpenRoll, SignIn, roll_of
from models.station.stations import my_sessions
from models.station.tables import Collector
from models.station.there import Group, group_here

PAGE = 5


@tap("station_today")
def station_today(chat: Chat) -> Reply:
    found = my_sessions(chat.work)
    if not found:
        return Screen((texts.NO_ROLL,), (words.HOME,))
    if len(found) == 1:
        return Do(OpenRoll(found[0].id), _opened)
    buttons = [
        Button(_session(chat, one), tap_token("station_roll", one.id)) for one in found[: PAGE + 1]
    ]
    return Screen((texts.WHICH_ROLL,), (*buttons, words.HOME))


def _session(chat: Chat, one: Session) -> Sayable:
    programme = chat.work.session.get_one(Programme, one.programme_id)
    hour, place = when.hour(one.begins_at), words.station(chat, programme.place_id)
    return texts.ONE_OF(kin=place, name=hour)


@tap("station_roll")
def station_roll(chat: Chat, session_id: str) -> Reply:
    return Do(OpenRoll(int(session_id)), _opened)


def _opened(chat: Chat, session_id: int) -> Screen:
    return roll_screen(chat, session_id)


@tap("station_coming_list")
def station_coming_list(chat: Chat, session_id: str, page: str) -> Reply:
    return roll_screen(chat, int(session_id), int(page))


def roll_screen(chat: Chat, session_id: int, page: int = 0) -> Screen:
    """Who has not come yet, five at a time; the others have a list of their own."""
    lines = roll_of(chat.work, session_id)
    session = chat.work.session.get_one(Session, session_id)
    programme = chat.work.session.get_one(Programme, session.programme_id)
    to_come = [one for one in lines if one.came_at is None]
    count = texts.ROLL_COUNT(
        station=words.station(chat, programme.place_id),
        all=len(lines),
        came=sum(one.came_at is not None for one in lines),
        left=sum(one.left_at is not None for one in lines),
    )
    shown = to_come[page * PAGE : (page + 1) * PAGE]
    buttons = [Button(_label(one), tap_token("station_in", one.booking_id, page)) for one in shown]
    more = len(to_come) > (page + 1) * PAGE
    if more:
        buttons.append(Button(texts.NEXT, tap_token("station_coming_list", session_id, page + 1)))
    return Screen(
        (count, texts.TAP_TO_SIGN_IN if to_come else texts.ALL_CAME),
        (*buttons, *_beside(session_id), words.HOME),
    )


def _beside(session_id: int) -> tuple[Button, ...]:
    return (
        Button(texts.HERE, tap_token("station_here", session_id, 0), style="small"),
        Button(texts.CODES, "t.station_codes", style="small"),
    )


def _label(one: Line) -> Sayable:
    name = private("name", one.name) or SOMEBODY
    return texts.KID_AND_GRADE(name=name, grade=names.grade(one.grade))


# -- coming ----------------------------------------------------------------------------------------
@tap("station_in")
def station_in(chat: Chat, booking_id: str, page: str) -> Reply:
    return Do(SignIn(int(booking_id)), _signed_in)


def _signed_in(chat: Chat, booking_id: int) -> Reply:
    """The list again, with what was just done and the way back above it."""
    booking, child = _child(chat, booking_id)
    line = texts.SIGNED_IN(time=when.clock(chat.work.now), child=words.child(child))
    screen = roll_screen(chat, booking.session_id).below(line)
    undo = Button(texts.UNDO, tap_token("station_in_undo", booking_id), style="small")
    return Screen(screen.lines, (*screen.buttons, undo))


def _child(chat: Chat, booking_id: int) -> tuple[Booking, Person]:
    booking = chat.work.session.get_one(Booking, booking_id)
    return booking, chat.work.session.get_one(Person, booking.person_id)


@tap("station_in_undo")
def station_in_undo(chat: Chat, booking_id: str) -> Reply:
    return Do(NotHereAfterAll(int(booking_id)), _not_here)


def _not_here(chat: Chat, booking_id: int) -> Reply:
    booking, child = _child(chat, booking_id)
    line = texts.UNDONE_IN(child=words.child(child))
    return roll_screen(chat, booking.session_id).below(line)


# -- going -----------------------------------------------------------------------------------------
@tap("station_here")
def station_here(chat: Chat, session_id: str, page: str) -> Reply:
    return here_screen(chat, int(session_id), int(page))


def here_screen(chat: Chat, session_id: int, page: int = 0) -> Screen:
    """Families who are there: brothers and sisters go together."""
    lines = roll_of(chat.work, session_id)
    pickups = list(dict.fromkeys(one.pickup_id for one in lines if one.pickup_id))
    shown = pickups[page * PAGE : (page + 1) * PAGE]
    buttons = [_family(chat, group_here(chat.work, one)) for one in shown]
    if len(pickups) > (page + 1) * PAGE:
        buttons.append(Button(texts.NEXT, tap_token("station_here", session_id, page + 1)))
    back = Button(texts.ROLL, tap_token("station_coming_list", session_id, 0), style="small")
    codes = Button(texts.CODES, "t.station_codes", style="small")
    question = texts.WHO_LEAVES if pickups else texts.NOBODY_HERE
    return Screen((question,), (*buttons, back, codes, words.HOME))


def _family(chat: Chat, group: Group) -> Button:
    """By one tap; but where somebody else is to come, what to look at is shown first."""
    name = "station_door" if group.pickup.code_hash is not None else "station_out"
    return Button(words.children(group.children), tap_token(name, group.pickup.id))


@tap("station_out")
def station_out(chat: Chat, pickup_id: str) -> Reply:
    return Do(SignOut(int(pickup_id)), signed_out)


def signed_out(chat: Chat, pickup_id: int) -> Screen:
    group = group_here(chat.work, pickup_id)
    row = group.pickup.collector_id if group.pickup.taken_by != "guardian" else None
    who: Sayable = texts.PARENT
    if row is not None:
        who = words.collector(chat, named(chat.work, chat.work.session.get_one(Collector, row)))
    line = texts.SIGNED_OUT(
        time=when.clock(group.pickup.closed_at or chat.work.now),
        who=who,
        children=words.children(group.children),
    )
    other = (Button(texts.NOT_A_PARENT, tap_token("station_not_parent", pickup_id), style="small"),)
    return Screen(
        (line,),
        (
            Button(texts.HERE, tap_token("station_here", group.session.id, 0)),
            Button(texts.UNDO, tap_token("station_out_undo", pickup_id), style="small"),
            *(other if row is None else ()),
            words.HOME,
        ),
        keeps=True,
    )


@tap("station_out_undo")
def station_out_undo(chat: Chat, pickup_id: str) -> Reply:
    return Do(StillHere(int(pickup_id)), _still_here)


def _still_here(chat: Chat, pickup_id: int) -> Reply:
    group = group_here(chat.work, pickup_id)
    line = texts.UNDONE_OUT(children=words.children(group.children))
    return here_screen(chat, group.session.id).below(line)


@tap("station_not_parent")
def station_not_parent(chat: Chat, pickup_id: str) -> Reply:
    """It was 姥姥: only whom the guardians have named can be chosen."""
    return Do(StillHere(int(pickup_id)), _who_took)


def _who_took(chat: Chat, pickup_id: int) -> Reply:
    group = group_here(chat.work, pickup_id)
    rows = collectors_here(chat.work, group)
    buttons = [
        Button(
            words.collector_in_full(chat, named(chat.work, one)),
            tap_token("station_took", pickup_id, one.id),
        )
        for one in rows[: PAGE + 1]
    ]
    back = Button(texts.HERE, tap_token("station_here", group.session.id, 0), style="small")
    return Screen((texts.WHO_TOOK,), (*buttons, back))


@tap("station_took")
def station_took(chat: Chat, pickup_id: str, collector_id: str) -> Reply:
    return Do(TookBy(int(pickup_id), int(collector_id)), signed_out)


ENTRIES: tuple[Entry, ...] = (
    station_today, station_roll, station_coming_list, station_in, station_in_undo, station_here,
    station_out, station_out_undo, station_not_parent, station_took,
)  # fmt: skip
