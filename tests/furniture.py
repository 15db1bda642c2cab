"""What may stand in a test's database from the start: put there once, then copied with the tables.

Loading the town and its people takes longer than most talks. A folder whose tests all begin with
one of these says so by overriding the fixture ``furniture`` in its conftest. Whoever opens a town
on a database without any gets the same by ``settle``, only slower.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import TypeAlias

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from models.base import SettingRow
from models.register.tables import Account
from models.sample.loading import load_sample, rested
from models.sample.people import SampleTown
from models.sample.small import small
from models.town.apply import apply_town
from models.town.pinned import latest
from models.town.reading import read_town
from models.town.schema import Town

Furniture: TypeAlias = Callable[[Session], None]

EVENING = datetime(2026, 12, 8, 9, 38, tzinfo=UTC)
"""Tuesday 8 December, 17:38 in Huadian: the evening of talk A."""
TOWN_FILE = Path(__file__).parents[1] / "towns" / "huadian.yaml"


@cache
def huadian() -> Town:
    return read_town(TOWN_FILE)


@cache
def sample() -> SampleTown:
    return small(huadian())


def town_alone(session: Session) -> None:
    """The town, without anybody in it."""
    apply_town(session, huadian(), now=EVENING, by="test")


def sample_town(session: Session) -> None:
    """The town and its sample people, who have rested as the model talks say."""
    town_alone(session)
    ids = load_sample(session, huadian(), sample(), EVENING)
    for alias, days in (("zhao", 11), ("sun", 6)):
        rested(session, ids[alias], EVENING - timedelta(days=days))


def settle(session: Session, channel: str) -> dict[str, int]:
    """The sample town, if it does not stand here yet; the cast's accounts are on ``channel``.
    Their ids by alias."""
    if latest(session) is None:
        sample_town(session)
    session.execute(update(Account).values(channel=channel))
    rows = select(SettingRow).where(SettingRow.key.startswith("sample."))
    return {row.key.removeprefix("sample."): int(row.value) for row in session.scalars(rows)}
