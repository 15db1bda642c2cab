"""Killed at any instant: no case missing or doubled, every talk where it was, every row sent.

The long run belongs to ``make prove``; the short one is part of every test run.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from models.store import Store
from tests.proofs.kills import TALKS_EACH, KillProof
from tests.proofs.post import Record
from tests.proofs.rows import Driven, Sum, summed, what_is_wrong
from tests.proofs.scripts import courses
from tests.proofs.service import Home, Service, Webhook
from tests.proofs.town import EVENING, Keys, RunningClock, ahead_of, settle

WINDOW = 64
TALKS = 50
LEASE = {"sqlite": 60.0, "postgresql": 4.0}
"""Alone on its database a service takes up its predecessor's rows at once; among others it waits
until their lease lapses, which is made short here."""


async def proven(
    url: str, folder: Path, own_keys: Keys, *, kills: int, residents: int, seed: int
) -> tuple[KillProof, Sum]:
    """Run it, check every row, and give back the figures."""
    known = await courses(folder)
    ahead = ahead_of(EVENING)
    store = Store.open(url, wall=RunningClock(ahead))
    dialect = store.dialect
    home = Home(url, own_keys.texts, ahead, folder, LEASE[dialect])
    record = Record(home.record)
    service = Service(home, Webhook(random.Random(seed)))
    try:
        settle(store, RunningClock(ahead).now(), residents=residents, helpers=60)
        await service.open()
        proof = KillProof(service, store, known, record, seed)
        await proof.run(kills, talks=TALKS, residents=residents)
        driven = Driven(
            {one.address: one.done for one in proof.residents},
            [update for one in proof.residents for update in one.updates],
            known,
            record.calls,
        )
        wrong = store.read_now(partial(what_is_wrong, driven=driven))
        assert not wrong, wrong
        figures = store.read_now(lambda session: summed(session, driven))
    finally:
        await service.close()
        record.close()
        store.close()
    tally = proof.tally
    assert not tally.astray, tally.astray[:5]
    assert figures.cases == figures.cases_wanted
    assert figures.sent + figures.ended == figures.due
    assert all(0 <= count <= WINDOW for count in tally.unrecorded), tally.unrecorded
    assert figures.repeats <= sum(tally.unrecorded)
    assert not service.complaints()
    return proof, figures


def told(dialect: str, proof: KillProof, figures: Sum) -> str:
    """The figures in two lines that can be quoted."""
    tally, kills = proof.tally, proof.tally.kills.total()
    places = tally.in_place + len(tally.astray)
    points = ", ".join(f"{point} {count}" for point, count in sorted(tally.kills.items()))
    return (
        f"kills {kills} ({dialect}): cases {figures.cases:,}/{figures.cases_wanted:,}, "
        f"doubled {figures.doubled}, talks in place {tally.in_place:,}/{places:,}, "
        f"due rows sent {figures.sent:,}/{figures.due:,} "
        f"(the others: {figures.reasons}), "
        f"repeats {figures.repeats} (most unrecorded at one kill {max(tally.unrecorded)}, "
        f"bound {WINDOW})\n"
        f"  updates {figures.updates:,} in {proof.service.webhook.delivered:,} deliveries, "
        f"offers told {figures.offers:,}, replies after a later one {figures.late}; {points}"
    )


async def test_a_service_killed_a_few_times_loses_and_doubles_nothing(
    dialect: str, database_url: str, folder: Path, own_keys: Keys, quote: Callable[[str], None]
) -> None:
    kills = {"sqlite": 6, "postgresql": 3}[dialect]
    proof, figures = await proven(
        database_url, folder, own_keys, kills=kills, residents=60, seed=kills
    )
    quote(told(dialect, proof, figures))


@pytest.mark.prove
@pytest.mark.timeout(1800)
async def test_a_service_killed_hundreds_of_times_loses_and_doubles_nothing(
    dialect: str, database_url: str, folder: Path, own_keys: Keys, quote: Callable[[str], None]
) -> None:
    kills = {"sqlite": 200, "postgresql": 50}[dialect]
    residents = TALKS + kills * 20 // TALKS_EACH
    proof, figures = await proven(
        database_url, folder, own_keys, kills=kills, residents=residents, seed=kills
    )
    quote(told(dialect, proof, figures))
