"""What residents do: they ask for help, cry for help, chat, see the doctor, sign their children up."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from sqlalchemy import select

from models.alarms.commands import IAmSafe
from models.alarms.tables import Alarm
from models.bookings.enrolling import ANYWHERE, EnrolChildren
from models.bookings.tables import Booking
from models.help.calling_off import CancelCase
from models.help.opening import OpenCase
from models.notices.topics import SwitchTopicOff, SwitchTopicOn
from models.programmes.tables import Programme, Session
from models.station.excusing import ExcuseDay
from models.visits.commands import BookDoctor, CallOffVisit, MoveVisit
from models.visits.finding import free_times
from models.work import Work
from tests.furniture import huadian
from tests.traffic.book import Somebody
from tests.traffic.script import Script

HELP: tuple[tuple[str, tuple[tuple[str, str], ...], bool], ...] = (
    ("heating", (("where", "one"), ("freezing", "no")), False),
    ("heating", (("where", "all"), ("freezing", "yes")), True),
    ("water", (("what", "blocked"),), False),
    ("water", (("what", "leak"),), True),
    ("power", (("scope", "home"), ("burnt", "no")), False),
    ("gas", (), True),
    ("talk", (), False),
    ("errand", (("what", "food"),), False),
    ("errand", (("what", "medicine"),), True),
    ("haircut", (), False),
    ("go_along", (("where", "bank"),), False),
)
"""What is asked for, and whether it can wait until the morning: as the catalogue says it in words."""
CRIES = ("救命", "着火了", "我家老头心口疼了半天", "屋里有烟")
SMALL_TALK = ("主页", "你好", "我的事儿", "今天冷不冷", "帮忙")
TOPICS = ("weather", "events", "health", "community")


def somebody(script: Script, *, idle: bool = False) -> Somebody | None:
    """Anybody who has a phone; ``idle``: without a role."""
    found = [
        one
        for one in script.book.here()
        if one.home is not None and not (idle and script.book.works(one.id, script.now))
    ]
    return script.rng.choice(found) if found else None


# -- help ----------------------------------------------------------------------------------------------
def asks_for_help(script: Script) -> None:
    one = somebody(script)
    if one is None:
        return
    kind, answers, urgent = script.rng.choice(HELP)
    opened = script.does(one.id, OpenCase(kind, answers))
    if opened is None:
        return
    if urgent:
        script.book.urgent.add(opened.case_id)
    if script.chance(0.12):
        script.later(10, 400, partial(_calls_off, script, one, opened.case_id))


def _calls_off(script: Script, one: Somebody, case_id: int) -> None:
    if not one.silent:
        script.does(one.id, CancelCase(case_id))


async def cries(script: Script) -> None:
    one = somebody(script)
    if one is None:
        return
    await script.says(script.book.phones(one.id)[0], script.rng.choice(CRIES))
    query = select(Alarm.id).where(Alarm.person_id == one.id, Alarm.ended_at.is_(None))
    for alarm in script.town.core.store.read_now(lambda session: session.scalars(query).all()):
        script.book.own_alarms[alarm] = one.id
        script.at_once(script.rng.randrange(4, 16), partial(_is_safe, script, one, alarm))


def _is_safe(script: Script, one: Somebody, alarm: int) -> None:
    script.does(one.id, IAmSafe(alarm))


async def chats(script: Script) -> None:
    one = somebody(script)
    if one is not None:
        phone = script.rng.choice(script.book.phones(one.id))
        await script.says(phone, script.rng.choice(SMALL_TALK))


# -- topics ----------------------------------------------------------------------------------------------
def minds_topics(script: Script) -> None:
    one = somebody(script)
    if one is None:
        return
    topic = script.rng.choice(TOPICS)
    if topic in one.off and script.chance(0.5):
        script.does(one.id, SwitchTopicOn(topic))
        one.off.discard(topic)
    else:
        script.does(one.id, SwitchTopicOff(topic))
        one.off.add(topic)


# -- the doctor --------------------------------------------------------------------------------------------
def sees_the_doctor(script: Script) -> None:
    one = somebody(script)
    if one is None:
        return
    team = next((team.id for team in huadian().doctors.teams if one.grid in team.grids), "")
    times = _times(script, one, team)
    if not times:
        return
    visit = script.does(one.id, BookDoctor(script.rng.choice(times), company=script.chance(0.3)))
    if visit is None:
        return
    if script.chance(0.25):
        later = partial(_times, script, one, team)
        script.later(30, 3000, partial(_moves, script, one, visit.booking_id, later))
    if script.chance(0.25):
        script.later(60, 5000, partial(_does_not_go, script, one, visit.booking_id))


def _times(script: Script, one: Somebody, team: str) -> list[int]:
    def look(work: Work) -> list[int]:
        return [time.session_id for time in free_times(work, "clinic_visit", team, most=20)]

    return script.sees(one.id, look) or []


def _moves(script: Script, one: Somebody, booking: int, later: Callable[[], list[int]]) -> None:
    times = later()
    if times and not one.silent:
        script.does(one.id, MoveVisit(booking, script.rng.choice(times)))


def _does_not_go(script: Script, one: Somebody, booking: int) -> None:
    if not one.silent:
        script.does(one.id, CallOffVisit(booking, late="counts"))


# -- the after-school room -----------------------------------------------------------------------------------
def signs_children_up(script: Script) -> None:
    """Somebody whose child goes to school."""
    rooms = huadian().purpose("child_station").version
    families: dict[int, list[int]] = {}
    for child in script.book.people.values():
        parent = script.book.people.get(child.guardian or 0)
        if child.minor and not child.gone and parent is not None and not parent.silent:
            families.setdefault(parent.id, []).append(child.id)
    if not families:
        return
    parent_id = script.rng.choice(list(families))
    days = script.rng.choice((0b11111, 0b10101, 0b01010))
    children = tuple(families[parent_id])
    script.does(parent_id, EnrolChildren(children, ANYWHERE, days, (parent_id,), version=rooms))


def keeps_a_child_at_home(script: Script) -> None:
    """One of the coming afternoons, by a parent."""
    query = (
        select(Booking.id, Booking.person_id)
        .join(Session, Session.id == Booking.session_id)
        .join(Programme, Programme.id == Session.programme_id)
        .where(
            Programme.kind == "after_school",
            Booking.state == "booked",
            Session.begins_at > script.now,
        )
        .order_by(Session.begins_at, Booking.id)
        .limit(20)
    )
    rows = script.town.core.store.read_now(lambda session: session.execute(query).all())
    if rows:
        booking, child = script.rng.choice(rows)
        guardian = script.book.people[child].guardian
        if guardian is not None and not script.book.people[guardian].silent:
            script.does(guardian, ExcuseDay((booking,)))
