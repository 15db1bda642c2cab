"""A town of any size in a file of its own, and its residents asking for help on the real core.

Nothing is left out and nothing put in: store, engine, outbox, sender and recorder are the
service's own. The people are written by the database itself (a million of them take seconds, not
an hour), with a past: cases, sent messages and updates that were seen.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.measure import MILLI, cpu
from bot.channels.memory import MemoryChannel
from bot.core import Core, build
from models import keys
from models.clocks import FixedClock
from models.store import Store
from models.store.sqlite import connect
from models.tables import metadata
from models.town.apply import apply_town
from models.town.reading import read_town

TOWN = Path(__file__).parents[1] / "towns" / "huadian.yaml"
NOW = datetime(2026, 12, 8, 9, 38, tzinfo=UTC)
ONCE_OPEN = 8
"""Cases one person opens here: the service takes no more than ten at once."""
TALK = ("", "要人帮忙", "暖气不热", "哪儿都凉", "冻得慌", "对，叫人来")
"""Talk A, tap by tap; "" is opening the chat."""

_PEOPLE = (
    "CREATE TEMP TABLE n (i INTEGER PRIMARY KEY)",
    """WITH RECURSIVE up (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM up WHERE i < :people)
       INSERT INTO n SELECT i FROM up""",
    """INSERT INTO households
       (id, grid_id, estate_id, building, unit, door, door_hash, card_serial)
       SELECT i, :grid, :estate, 1, 1, :door, 'door-' || i, 1 FROM n""",
    """INSERT INTO people
       (id, household_id, name, called, phone, phone_hash, language, consent, verified_at,
        created_at, sample, gender, minor, school, gone)
       SELECT i, i, '李样本', '', :phone, 'phone-' || i, 'zh', :consent, :at, :at, 1, '', 0, '', ''
       FROM n""",
    """INSERT INTO accounts (id, person_id, channel, address, state, last_used_at, abroad)
       SELECT i, i, :channel, :prefix || i, 'live', :at, :abroad FROM n""",
    """INSERT INTO talks (account_id, serial, fresh, touched_at) SELECT i, 0, 0, :at FROM n""",
    """INSERT INTO seen_updates (channel, update_id, at)
       SELECT :channel, 'past.' || i, :at FROM n""",
    """INSERT INTO outbox
       (id, "key", person_id, account_id, op, message, priority, not_before, state, attempts,
        shown_id, created_at, sent_at)
       SELECT i, 'u:' || :channel || ':past.' || i || ':s0', i, i, 'send', '', 1, :at, 'sent', 0, 'm' || i,
              :at, :at FROM n""",
    """INSERT INTO cases
       (id, number, kind, town_version, asker_id, household_id, grid_id, for_other, details,
        urgency, stage, route, opened_at, promised_at, promise_kept_at, arrive_by, wave,
        with_company, outcome, closed_at)
       SELECT i, 'past-' || i, 'heating', 1, i, i, :grid, 0, :details, 'ordinary', 'closed',
              :route, :at, :at, :at, :at, 0, 0, 'solved', :at FROM n WHERE i % 5 = 0""",
    "INSERT INTO case_events (case_id, at, what) SELECT id, opened_at, 'opened' FROM cases",
    """INSERT INTO audit (at, actor, person_id, account_id, channel, command, about)
       SELECT opened_at, 'person', asker_id, asker_id, :channel, 'OpenCase', '{}' FROM cases""",
)


def settle(path: Path, people: int, *, channel: str = "memory", prefix: str = "phone-") -> None:
    """Make the file: the town of the repository and so many people in it, each with one account on
    this channel: the address is the prefix and the person's number."""
    store = Store.open(f"sqlite:///{path}", wall=FixedClock(NOW))
    town = read_town(TOWN)
    store.write_now(lambda session: metadata.create_all(session.connection()))
    store.write_now(lambda session: apply_town(session, town, now=NOW, by="benchmark"))
    store.close()
    home, ring = town.estates[0], keys.current()
    values = {
        "people": people,
        "channel": channel,
        "prefix": prefix,
        "at": "2026-12-08 08:00:00.000000",
        "grid": town.grids[0].id,
        "estate": home.id,
        "consent": town.purpose("help").version,
        "abroad": town.purpose("abroad_telegram").version,
        "door": ring.seal(b"401", "households.door"),
        "phone": ring.seal(b"10000000000", "people.phone"),
        "details": ring.seal(b'{"answers":{},"other":null,"words":""}', "cases.details"),
        "route": town.kind("heating").route,
    }
    raw: sqlite3.Connection = connect(path)
    # Nobody reads the file before it is whole, so the flushes between would be waste.
    raw.execute("PRAGMA synchronous = OFF")
    raw.execute("PRAGMA cache_size = -200000")
    raw.execute("BEGIN")
    for statement in _PEOPLE:
        raw.execute(statement, {key: one for key, one in values.items() if f":{key}" in statement})
    raw.execute("COMMIT")
    raw.execute("ANALYZE")
    raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    raw.close()


class Scene:
    """A running core over such a file. Whoever asks for help next is taken from ``order``."""

    def __init__(self, path: Path, order: Iterator[int]) -> None:
        wall = FixedClock(NOW)
        self.store = Store.open(f"sqlite:///{path}", wall=wall)
        self.channel = MemoryChannel()
        self.core: Core = build(self.store, {"memory": self.channel}, wall=wall)
        self.channel.intake = self.core.intake
        self._order = order

    async def talks(self, waiting: int) -> list[float]:
        """So many people side by side ask for help, tap by tap, and each tap with everything that
        follows from it: committed, sent, recorded. CPU ms of a message at each tap."""
        addresses = [f"phone-{next(self._order)}" for _ in range(waiting)]
        costs = []
        for label in TALK:
            began = cpu()
            if waiting == 1:
                await self._step(addresses[0], label)
            else:
                await asyncio.gather(*(self._step(address, label) for address in addresses))
            await self.core.sender.settled()
            costs.append((cpu() - began) / waiting * MILLI)
        # The phones are the residents' own: what they keep is no cost of the service.
        self.channel.phones.clear()
        return costs

    async def _step(self, address: str, label: str) -> None:
        if not label:
            await self.channel.starts(address)
            return
        newest = self.channel.phones[address].messages[-1].message
        token = next(option.tap for option in newest.options if option.label == label)
        await self.channel.taps_token(address, token)


@asynccontextmanager
async def scene(path: Path, order: Iterator[int]) -> AsyncIterator[Scene]:
    running = Scene(path, order)
    running.core.sender.start()
    try:
        yield running
    finally:
        await running.core.stop()
        running.store.close()


def install_keys() -> None:
    """Keys of this run only."""
    keys.install(keys.Keyring.from_settings(*keys.generate()))
