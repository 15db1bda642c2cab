"""Some thousands of people of whom nothing is even: no birthday, two villages of one grid, roles that
ended yesterday, contracts whose day has passed, bookings of a talk that is off. Always the same."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, time, timedelta
from itertools import count
from random import Random
from typing import Any

from sqlalchemy import func, insert, select, text
from sqlalchemy.orm import Session as Db

from models.base import Base
from models.bookings.tables import Booking, Enrolment, SignUp
from models.clocks import to_town
from models.doctors.tables import Contract
from models.family.tables import Guardian
from models.ledger.tables import PersonCategory
from models.programmes.tables import Programme, Session
from models.register.tables import Household, Person, Role
from tests.furniture import EVENING, huadian, sample_town

PEOPLE = 4_000
FIRST = 500_000
"""Ids of the crowd and of what is theirs begin here."""
TODAY = to_town(EVENING).date()
ESTATES = (
    "yangguang_xiaoqu", "aihua_hualin", "aihua_songjiang", "hongsheng_anju", "fuhua_xiaoqu",
    "xiaochengzi_dong", "xiaochengzi_xi", "hongsheng_qian", "hongsheng_hou",
)  # fmt: skip
PLACES = ("yangguang", "aihua", "hongsheng", "fuhua", "minghua", "g03", "g04", "g35", "huadian",
          "xiaochengzi_cun", "hongsheng_cun")  # fmt: skip
ROLES = ("volunteer", "grid_worker", "coordinator", "tutor", "shared_mum", "doctor", "team_lead")
CATEGORIES = tuple(one.id for one in huadian().categories)
TEAMS = ("doc_yangguang", "doc_aihua", "doc_fuhua")
TALK, ROOM, OVER = FIRST + 1, FIRST + 2, FIRST + 3
"""A talk with several days, the after-school room, and a course that is over."""
SENDERS = {
    place: FIRST + PEOPLE + number
    for number, place in enumerate(("yangguang", "aihua", "minghua", "xiaochengzi_cun", "huadian"))
}
"""Who sends there, and lives nowhere here."""
EDGES = (6, 14, 18, 60, 65, 70, 80, 90)
_DAY = timedelta(days=1)

Rows = list[dict[str, Any]]


def crowd(db: Db) -> None:
    """The sample town, and all of these on top of it."""
    sample_town(db)
    rng = Random(6)
    homes = _homes(rng)
    people = [*_people(rng, homes), *(_sender(one) for one in SENDERS.values())]
    for table, rows in (
        (Household, homes), (Person, people), (Guardian, _guardians(people)),
        (Role, [*_roles(rng, people[:PEOPLE]), *_posts()]), (PersonCategory, list(_categories(rng, people))),
        (Contract, list(_contracts(rng, people))), (Programme, list(_programmes())),
        (Session, list(_sessions())), (SignUp, [_sign_up(people[0]["id"])]),
        (Booking, list(_bookings(rng, people))), (Enrolment, list(_enrolments(rng, people))),
    ):  # fmt: skip
        db.execute(insert(table), rows)
        _move_on(db, table)


def _homes(rng: Random) -> Rows:
    town, found = huadian(), []
    for number in range(PEOPLE // 3):
        estate = town.estate(ESTATES[number % len(ESTATES)])
        building = rng.choice(estate.numbers) if estate.buildings else None
        found.append({
            "id": FIRST + number, "grid_id": town.grid_of(estate.id, building),
            "estate_id": estate.id, "building": building, "unit": 1 if building else None,
            "door": str(number), "door_hash": f"crowd-{number}",
        })  # fmt: skip
    return found


def _people(rng: Random, homes: Rows) -> Iterator[dict[str, Any]]:
    for number in range(PEOPLE):
        born = _born(rng) if number else date(1980, 1, 1)
        minor = born is not None and born > TODAY.replace(year=TODAY.year - 18)
        school = minor and rng.random() < 0.8
        home = None if rng.random() < 0.04 else homes[number % len(homes)]["id"]
        yield {
            "id": FIRST + number, "household_id": home, "name": f"样{number}", "born": born,
            "minor": minor, "guardian_id": FIRST if minor else None,
            "grade": rng.randint(1, 12) if school else None,
            "grade_year": rng.randint(2022, 2026) if school else None,
            "gone": rng.choice(("",) * 12 + ("dead", "moved", "merged")) if number else "",
            "language": "en" if rng.random() < 0.1 else "zh", "created_at": EVENING,
        }  # fmt: skip


def _sender(person_id: int) -> dict[str, Any]:
    return {
        "id": person_id, "household_id": None, "name": "样发", "born": None, "minor": False,
        "guardian_id": None, "grade": None, "grade_year": None, "gone": "", "language": "zh",
        "created_at": EVENING,
    }  # fmt: skip


def _posts() -> Iterator[dict[str, Any]]:
    for number, (place, person_id) in enumerate(SENDERS.items()):
        yield {
            "id": FIRST + PEOPLE + number, "person_id": person_id, "place_id": place,
            "role": "admin" if place == "huadian" else "coordinator",
            "since": EVENING - _DAY, "ended_at": None, "counts_until": None,
        }  # fmt: skip


def _born(rng: Random) -> date | None:
    """Unknown for some; for many within a day of a birthday that counts."""
    if rng.random() < 0.1:
        return None
    if rng.random() < 0.3:
        return date(TODAY.year - rng.choice(EDGES), TODAY.month, TODAY.day) + _DAY * rng.randint(
            -1, 1
        )
    if rng.random() < 0.05:
        return date(rng.choice((1936, 1944, 1956, 2008, 2012, 2020)), 2, 29)
    return date(rng.randint(1930, 2025), rng.randint(1, 12), rng.randint(1, 28))


def _guardians(people: Rows) -> Rows:
    return [
        {"child_id": one["id"], "guardian_id": FIRST, "since": EVENING}
        for one in people if one["minor"] and one["id"] != FIRST
    ]  # fmt: skip


def _roles(rng: Random, people: Rows) -> Iterator[dict[str, Any]]:
    """Held, ended, not begun, run out with their check; a few stand in for somebody."""
    ids = count(FIRST)
    for one in people:
        for place in rng.sample(PLACES, rng.choice((0,) * 7 + (1, 1, 2))):
            yield {
                "id": next(ids), "person_id": one["id"], "role": rng.choice(ROLES),
                "place_id": place, "since": EVENING + rng.choice((-30, -1, 0, 1)) * _DAY,
                "ended_at": EVENING - _DAY if rng.random() < 0.2 else None,
                "counts_until": rng.choice((None, None, EVENING, EVENING - _DAY, EVENING + _DAY)),
            }  # fmt: skip


def _categories(rng: Random, people: Rows) -> Iterator[dict[str, Any]]:
    for one in people:
        for category in rng.sample(CATEGORIES, rng.choice((0, 0, 0, 1, 1, 2))):
            ended = EVENING - _DAY if rng.random() < 0.2 else None
            yield {
                "person_id": one["id"],
                "category": category,
                "since": EVENING,
                "ended_at": ended,
            }


def _contracts(rng: Random, people: Rows) -> Iterator[dict[str, Any]]:
    """What was ended once, and at most one that stands; some whose last day nobody has noticed."""
    for one in people:
        for state in ("ended", rng.choice(("valid", "expiring", "expired", ""))):
            if state and rng.random() < 0.5:
                yield {
                    "person_id": one["id"], "team_id": rng.choice(TEAMS), "package": "basic",
                    "state": state, "starts_on": date(2025, 12, 1),
                    "ends_on": TODAY + rng.choice((-30, -1, 0, 20)) * _DAY, "how": "paper",
                    "signed_at": EVENING - 300 * _DAY,
                }  # fmt: skip


def _programmes() -> Iterator[dict[str, Any]]:
    for id_, kind, title, state, last in (
        (TALK, "lecture", "冬天怎么穿", "open", TODAY + 30 * _DAY),
        (ROOM, "after_school", "四点半课堂", "open", TODAY + 30 * _DAY),
        (OVER, "after_school", "暑假课堂", "ended", TODAY - _DAY),
    ):
        yield {
            "id": id_, "kind": kind, "title_zh": title, "title_en": f"Programme {id_ - FIRST}",
            "place_id": "minghua", "starts": time(9), "minutes": 60, "first": date(2026, 7, 1),
            "last": last, "places": 9999, "state": state, "made_at": EVENING, "town": 1,
        }  # fmt: skip


_TIMES = (
    (TALK, 2, "planned"), (TALK, -2, "over"), (TALK, 3, "cancelled"), (ROOM, 1, "planned"),
    (OVER, -2, "over"),
)  # fmt: skip
"""Programme, days from now, state of the session."""


def _sessions() -> Iterator[dict[str, Any]]:
    for number, (programme, days, state) in enumerate(_TIMES):
        begins = EVENING + days * _DAY
        yield {
            "id": FIRST + number, "programme_id": programme, "begins_at": begins, "state": state,
            "ends_at": begins + timedelta(hours=1), "places": 9999,
        }  # fmt: skip


def _sign_up(person_id: int) -> dict[str, Any]:
    return {
        "id": FIRST, "number": "000000", "programme_id": TALK, "by_id": person_id, "at": EVENING
    }  # fmt: skip


def _bookings(rng: Random, people: Rows) -> Iterator[dict[str, Any]]:
    numbers = count(1)
    for one in people:
        for session in rng.sample(range(len(_TIMES)), rng.choice((0, 0, 1, 2))):
            state = rng.choice(("booked", "waiting", "offered", "cancelled", "lapsed"))
            number = next(numbers)
            yield {
                "session_id": FIRST + session, "person_id": one["id"], "sign_up_id": FIRST,
                "state": state, "place": number if state in ("booked", "offered") else None,
                "queue": number if state == "waiting" else None,
                "offer_until": EVENING + _DAY if state == "offered" else None, "made_at": EVENING,
            }  # fmt: skip


def _enrolments(rng: Random, people: Rows) -> Iterator[dict[str, Any]]:
    for one in people:
        if one["minor"] and rng.random() < 0.3:
            yield {
                "programme_id": rng.choice((ROOM, OVER)), "person_id": one["id"],
                "sign_up_id": FIRST, "days": 31, "made_at": EVENING,
                "state": rng.choice(("applied", "in", "waiting", "ended")),
            }  # fmt: skip


def _move_on(db: Db, table: type[Base]) -> None:
    """PostgreSQL numbers from its sequences: past the ids that were given by hand."""
    if db.get_bind().dialect.name == "postgresql":
        name = table.__tablename__
        newest = db.scalar(select(func.max(table.__table__.c.id)))
        db.execute(
            text("SELECT setval(pg_get_serial_sequence(:name, 'id'), :newest)"),
            {"name": name, "newest": newest},
        )


def rows_of(db: Db, table: type[Base]) -> Sequence[Any]:
    """All rows of a table, plainly."""
    return db.execute(select(table.__table__)).all()
