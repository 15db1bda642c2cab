"""The demo: a made-up town in the database, and its clock that can be moved.

Demo identities exist only here; a database with real people is refused.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path

from sqlalchemy.orm import Session

from bot.cli.faults import Problem
from bot.core import Core
from models.clocks import SystemClock, TownClock, to_town, town_instant
from models.sample.care import settle_care
from models.sample.loading import RealPeople, has_sample, load_sample, refuse_real_people, rested
from models.sample.programmes import load_programmes
from models.sample.small import small
from models.sample.trust import settle_trust
from models.store import Store
from models.town import pinned
from models.town.apply import apply_town
from models.town.reading import read_town

EVENING = time(17, 38)
RESTED_DAYS = {"zhao": 11, "sun": 6}
"""So that the reasons for an offer have something to say from the first minute."""


def settle_sample_town(store: Store, path: Path, tell: Callable[[str], None]) -> None:
    """Apply the town file and load the sample people, once. RealPeople if there are others."""
    clock = TownClock(SystemClock(), movable=True)
    try:
        store.read_now(refuse_real_people)
    except RealPeople:
        raise Problem(
            "This database holds real people, and the demo does not run on it: "
            "choose another DATABASE_URL or take DEMO out of .env."
        ) from None
    town = read_town(path)

    def settle(session: Session) -> None:
        apply_town(session, town, now=clock.now(session), by="demo")
        if has_sample(session):
            return
        now = clock.advance_to(session, _the_evening_to_come(clock.now(session)))
        ids = load_sample(session, town, small(town), now)
        for alias, days in RESTED_DAYS.items():
            rested(session, ids[alias], now - timedelta(days=days))
        settle_trust(session, town, ids, now)
        settle_care(session, town, ids, now)
        load_programmes(session, town, pinned.current_number(session), now)

    tell("Settling the sample town")
    store.write_now(settle)


def _the_evening_to_come(now: datetime) -> datetime:
    """The demo begins on an evening at 17:38, when talk A does: whoever opens it at night finds
    somebody at the desk and volunteers at home."""
    today = to_town(now).date()
    evening = town_instant(today, EVENING)
    return evening if evening >= now else town_instant(today + timedelta(days=1), EVENING)


@dataclass
class Town:
    """The demo page's port to the town clock: everything due on the way happens, step by step."""

    core: Core

    def now(self) -> datetime:
        return self.core.town_clock.glance()

    async def advance(self, minutes: int) -> None:
        await self._to(self.now() + timedelta(minutes=minutes))

    async def to_morning(self) -> None:
        tomorrow = to_town(self.now()).date() + timedelta(days=1)
        await self._to(town_instant(tomorrow, time(8)))

    async def _to(self, instant: datetime) -> None:
        await self.core.clock.advance(instant)
        self.core.sender.wake()
