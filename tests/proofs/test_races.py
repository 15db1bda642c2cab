"""At the same instant in two processes: one wins, the others are told so, nothing happens twice.

The races that must not be lost by luck are run many times by ``make prove``.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from models.alarms.tables import Alarm
from models.outbox.tables import OutboxRow
from models.talks.tables import SeenUpdate
from tests.proofs.races import Pair, Races, open_races, token
from tests.proofs.scripts import Place, cases_of, places_of
from tests.proofs.takers import HELPERS, Verdict, one_race
from tests.proofs.town import Keys, address_of

Opener = Callable[[int], Races]
Quote = Callable[[str], None]


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    started = Pair.start(tmp_path_factory.mktemp("pair"))
    yield started
    started.close()


@pytest.fixture
def town_of(pair: Pair, database_url: str, own_keys: Keys) -> Iterator[Opener]:
    """Opens a town with so many residents; nobody may have complained when it closes."""
    opened: list[Races] = []

    def open_one(residents: int) -> Races:
        opened.append(
            open_races(pair, database_url, own_keys, residents=residents, helpers=HELPERS)
        )
        return opened[0]

    yield open_one
    for races in opened:
        races.close()
        assert not races.log.read_text("utf-8")


# -- fifty say yes -----------------------------------------------------------------------------------
def raced(races: Races, rounds: int) -> str:
    for number in range(rounds):
        verdict = one_race(races, number)
        assert verdict.fair, f"round {number}: {verdict}"
    return (
        f"races {rounds} ({races.store.dialect}): {HELPERS} say yes in two processes at once: "
        f"one taker {rounds}/{rounds}, double takers 0, "
        f"polite sentences {rounds * (HELPERS - 1):,}/{rounds * (HELPERS - 1):,}"
    )


def test_of_fifty_who_say_yes_at_once_one_goes_and_the_rest_are_thanked(
    town_of: Opener, quote: Quote
) -> None:
    quote(raced(town_of(1), 5))


@pytest.mark.prove
@pytest.mark.timeout(1800)
def test_two_hundred_times_fifty_say_yes_at_once_and_one_goes(
    town_of: Opener, quote: Quote
) -> None:
    quote(raced(town_of(26), 200))


def test_on_a_build_without_the_constraint_the_same_race_has_many_takers(
    town_of: Opener, quote: Quote
) -> None:
    """The judge sees it, and the index is what decides: the row lock only puts them in a queue."""
    races = town_of(1)
    races.store.write_now(lambda session: session.execute(text("DROP INDEX uq_offers_one_taker")))
    verdict = one_race(races, 0)
    assert not verdict.fair
    assert verdict.accepted > 1
    assert verdict == Verdict(
        accepted=HELPERS, stage="taken", events=HELPERS, asker_told=HELPERS, details_sent=HELPERS,
        polite=0, heard_something_else=0,
    )  # fmt: skip
    quote(
        f"without the index ({races.store.dialect}): {verdict.accepted} of {HELPERS} took one case"
    )


# -- one update, two processes -------------------------------------------------------------------------
def test_one_update_delivered_to_both_processes_at_once_has_one_effect(town_of: Opener) -> None:
    races = town_of(3)
    for number in range(12):
        who = address_of("resident", number % 3)
        shown = races.one(who, text="家里没水")
        shown = races.taps(who, shown, "没水")
        send = races.update(who, tap=token(shown, "对，叫人来"))
        first, second = races.at_once([send], [send])
        answers = sorted(len(said[send.update_id]) for said in (first, second))
        assert answers == [0, 2], f"round {number}"
        opened = races.store.read_now(cases_of)
        assert sum(map(len, opened.values())) == number + 1
        assert races.store.read_now(lambda session: _times_seen(session, send.update_id)) == (1, 2)  # noqa: B023 - read at once


def _times_seen(session: Session, update: str) -> tuple[int, int]:
    """How often the update was noted, and its replies."""
    seen = select(func.count()).where(SeenUpdate.update_id == update)
    replies = select(func.count()).where(OutboxRow.key.startswith(f"u:post:{update}:s"))
    return session.execute(seen).scalar_one(), session.execute(replies).scalar_one()


# -- two coordinators, one alarm -------------------------------------------------------------------------
def test_of_two_coordinators_who_answer_one_alarm_one_has_it(town_of: Opener) -> None:
    races = town_of(10)
    desks = ("desk-0", "desk-1")
    for number in range(10):
        races.one(address_of("resident", number), text="救命")
        alarm = races.store.read_now(_newest_alarm).id
        taps = [races.update(desk, tap=f"t.ack.{alarm}") for desk in desks]
        said = races.at_once([taps[0]], [taps[1]])
        words = ["".join(m.text for m in said[n][taps[n].update_id]) for n in (0, 1)]
        winners = [n for n in (0, 1) if "归您了" in words[n]]
        assert len(winners) == 1, words
        row = races.store.read_now(_newest_alarm)
        assert row.acknowledged_by == races.ids[desks[winners[0]]]
        loser = words[1 - winners[0]]
        assert f"样例desk{winners[0]}" in loser, "the other one hears who has it"
        told = races.store.read_now(
            lambda session: session.execute(
                select(func.count()).where(OutboxRow.message == "AlarmAcknowledged")
            ).scalar_one()
        )
        assert told == number + 1


def _newest_alarm(session: Session) -> Alarm:
    return session.scalars(select(Alarm).order_by(Alarm.id.desc()).limit(1)).one()


# -- two taps of one person ----------------------------------------------------------------------------
def test_two_answers_of_one_person_at_once_are_taken_one_after_the_other(
    town_of: Opener, quote: Quote
) -> None:
    """As if they had come in one order or in the other; the later one is an old button."""
    races = town_of(14)
    labels = ("哪儿都凉", "有一屋凉")

    def at_the_question(who: str) -> list[str]:
        shown = races.one(who, text="暖气不热")
        return [token(shown, label) for label in labels]

    def stands(who: str) -> Place:
        return races.store.read_now(lambda session: places_of(session)[who])

    allowed = []
    for number, order in enumerate(((0, 1), (1, 0))):
        who = address_of("resident", number)
        taps = at_the_question(who)
        for which in order:
            races.one(who, tap=taps[which])
        allowed.append(stands(who))
    assert allowed[0] != allowed[1]
    orders = set()
    for number in range(2, 14):
        who = address_of("resident", number)
        updates = [races.update(who, tap=one) for one in at_the_question(who)]
        said = races.at_once([updates[0]], [updates[1]])
        place = stands(who)
        assert place in allowed
        orders.add(allowed.index(place))
        words = [said[n][updates[n].update_id][0].text for n in (0, 1)]
        assert sorted("前面的按钮" in one for one in words) == [False, True], words
    quote(f"two taps at once ({races.store.dialect}): orders seen {sorted(orders)}")


# -- one clock -----------------------------------------------------------------------------------------
def test_one_process_ticks_and_another_takes_over_when_it_is_killed(
    postgresql_url: str, tmp_path: Path, own_keys: Keys, quote: Quote
) -> None:
    """PostgreSQL only: a SQLite file has one service."""
    pair = Pair.start(tmp_path)
    races = open_races(pair, postgresql_url, own_keys, residents=1, helpers=0)
    try:
        took = _seconds_to_take_over(races)
    finally:
        races.close()
        races.processes[0].close()
    assert took < 10
    quote(f"the clock (postgresql): another process leads {took:.1f} s after the kill")


def _seconds_to_take_over(races: Races) -> float:
    for process in races.processes:
        process.ask({"start": True})

    def leading() -> list[int]:
        return [n for n, one in enumerate(races.processes) if one.ask({"leads": True})["leads"]]

    while not (leaders := leading()):
        time.sleep(0.02)
    for _look in range(20):
        assert leading() == leaders, "one at a time"
        time.sleep(0.05)
    races.processes.pop(leaders[0]).kill()
    killed = time.monotonic()
    while not leading():
        time.sleep(0.02)
    return time.monotonic() - killed
