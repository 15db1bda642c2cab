"""What is due for some of the cast when the demo begins, as the rules of the town would have it by then: a
daughter hears of her mother, a grid worker has somebody to visit, the doctors' lists are not empty."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from models.care.tables import SAID, DueItem, PersonCondition
from models.clocks import to_town, town_instant
from models.town.schema import Town

_TEAM = "doc_yangguang"
_SPEAKS = time(8)
"""When the demo's next morning begins."""
_ILL = (("wang", "hypertension", 900), ("yu", "hypertension", 2_000), ("tong", "diabetes", 400))
"""Since how many days."""


@dataclass(frozen=True, slots=True)
class _Due:
    """``days``: from tomorrow to the day. ``rung``: how often it was spoken of. ``ask``: days from
    tomorrow to the next time."""

    alias: str
    rule: str
    days: int
    rung: int
    ask: int
    result: str = ""


_CAST = (
    _Due("wang", "hypertension", 3, 1, 0),  # 王姨 is reminded again
    _Due("wang", "checkup65", 16, 2, 0),  # and 李芳 asked to see to the other
    _Due("yu", "hypertension", -11, 3, 0),  # 周敏 is asked to go to 于大爷
    _Due("tong", "diabetes", 2, 2, 6),
    _Due("meng", "checkup65", 5, 1, 8, SAID),
)


def settle_care(session: Session, town: Town, ids: Mapping[str, int], now: datetime) -> None:
    """Illnesses that are followed up, what was done last, and what is due next."""
    tomorrow = to_town(now).date() + timedelta(days=1)
    session.execute(
        insert(PersonCondition),
        [
            {"person_id": ids[alias], "condition": condition, "noted_by": ids["he"],
             "since": tomorrow - timedelta(days=days)}
            for alias, condition, days in _ILL
        ],
    )  # fmt: skip
    rows = [_open(ids, one, tomorrow) for one in _CAST]
    rows += [_done(ids, one, tomorrow, town.care_rule(one.rule).every_days) for one in _CAST]
    session.execute(insert(DueItem), rows)


def _open(ids: Mapping[str, int], one: _Due, tomorrow: date) -> dict[str, Any]:
    at = town_instant(tomorrow + timedelta(days=one.ask), _SPEAKS)
    return {
        "person_id": ids[one.alias], "rule": one.rule, "state": "open", "rung": one.rung,
        "due_on": tomorrow + timedelta(days=one.days), "ask_at": at, "team_id": _TEAM,
        "result": one.result, "done_on": None, "done_by": None,
    }  # fmt: skip


def _done(ids: Mapping[str, int], one: _Due, tomorrow: date, every: int) -> dict[str, Any]:
    """The one before, done so long ago that this one is due when it is."""
    on = tomorrow + timedelta(days=one.days - every)
    return _open(ids, one, tomorrow) | {
        "state": "done", "due_on": on, "ask_at": None, "done_on": on, "done_by": ids["he"],
        "result": "",
    }  # fmt: skip
