"""What goes on in the sample town: clinics of every team, after-school rooms, talks, free clinics.

Only the programmes are stored; their sessions are made by the clock, as in life.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from models.clocks import to_town
from models.programmes.recurrence import WORKDAYS, by_weekdays
from models.programmes.tables import Programme
from models.register.tables import Role
from models.town.programmes import Term
from models.town.schema import Place, Town

_YEAR = timedelta(days=365)
_HALF_A_YEAR = timedelta(days=182)
_MONDAY_TO_SATURDAY = by_weekdays((0, 1, 2, 3, 4, 5))
_ONCE = "FREQ=DAILY;COUNT=1"
_WEDNESDAY, _THURSDAY = 2, 3
_LINK = "https://meeting.example/xinqing"
_Row = dict[str, Any]


def load_programmes(session: Session, town: Town, version: int, now: datetime) -> int:
    """Insert them all; ``version`` is the number of the town they are made with. Returns how many."""
    doctors = {
        row.place_id: row.person_id
        for row in session.execute(
            select(Role.place_id, Role.person_id)
            .where(Role.role == "doctor", Role.ended_at.is_(None))
            .order_by(Role.id.desc())
        )
    }
    today = to_town(now).date()
    rows = [*_doctors(town, today, doctors), *_after_school(town, today), *_talks(town, today)]
    for row in rows:
        kind = town.programme_kind(row["kind"])
        row.setdefault("places", kind.places)
        row.setdefault("minutes", kind.minutes)
        row.setdefault("title_zh", kind.name.zh)
        row.setdefault("title_en", kind.name.en)
    shared = {"state": "open", "town": version, "made_at": now, "made_by": None}
    session.execute(
        insert(Programme), [_BLANK | row | shared | _unmade(row, today) for row in rows]
    )
    return len(rows)


_BLANK: _Row = {
    "team_id": "", "where_zh": "", "where_en": "", "room": "", "leader_id": None, "link": None,
    "term_only": False, "on_holidays": False, "min_age": None, "max_age": None,
    "community_only": False,
}  # fmt: skip


def _unmade(row: _Row, today: date) -> _Row:
    return {"made_until": max(row["first"], today) - timedelta(days=1)}


def _doctors(town: Town, today: date, doctors: dict[str, int]) -> Iterator[_Row]:
    """Clinic times, home visits, and the morning of the check-ups."""
    for team in town.doctors.teams:
        shared = {
            "place_id": team.place, "team_id": team.id, "first": today, "last": today + _YEAR,
            "where_zh": team.station.zh, "where_en": team.station.en,
        }  # fmt: skip
        leader = {"leader_id": doctors.get(team.place)}
        clinic = {"kind": "clinic_visit", "rule": _MONDAY_TO_SATURDAY, **leader, **shared}
        yield {**clinic, "starts": time(9), "minutes": 150}
        yield {**clinic, "starts": time(14), "minutes": 120}
        # Colleagues of the leader go out and do the check-ups.
        yield {
            "kind": "home_visit", "rule": by_weekdays((1, 3)), "starts": time(14), "minutes": 120,
            **shared,
        }  # fmt: skip
        yield {
            "kind": "checkup", "rule": by_weekdays((2,)), "starts": time(8), "minutes": 120, **shared,
        }  # fmt: skip


def _after_school(town: Town, today: date) -> Iterator[_Row]:
    """A room in each community of the town, for the term that is on or comes next."""
    term: Term | None = next((one for one in town.terms if one.last >= today), None)
    if term is None:
        return
    for community in town.urban_communities:
        yield {
            "kind": "after_school", "place_id": community.id, "rule": WORKDAYS,
            "starts": time(15, 30), "first": term.first, "last": term.last, "term_only": True,
            "where_zh": f"{community.name.zh}站", "where_en": f"{community.name.en} station",
            "room": "四点半课堂",
        }  # fmt: skip


def _talks(town: Town, today: date) -> Iterator[_Row]:
    yield {
        "kind": "online_talk", "place_id": town.city.id, "rule": by_weekdays((4,)),
        "starts": time(19), "first": today, "last": today + _HALF_A_YEAR, "link": _LINK,
        "title_zh": "心“晴”阳光", "title_en": "A sunny mind",
    }  # fmt: skip
    monday = today + timedelta(days=7 - today.weekday())
    for street in (place for place in town.places if place.kind == "street"):
        yield _once(street, "lecture", monday + timedelta(days=_WEDNESDAY), time(9, 30)) | {
            "title_zh": "冬天护好心和血管", "title_en": "Heart and vessels in winter",
        }  # fmt: skip
        yield _once(street, "free_clinic", monday + timedelta(days=_THURSDAY), time(8, 30))


def _once(street: Place, kind: str, day: date, starts: time) -> _Row:
    return {
        "kind": kind, "place_id": street.id, "rule": _ONCE, "starts": starts, "first": day,
        "last": day, "where_zh": f"{street.name.zh}文化站", "room": "大厅",
        "where_en": f"the culture hall of {street.name.en}",
    }  # fmt: skip
