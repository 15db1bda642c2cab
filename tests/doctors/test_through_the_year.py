"""By the clock: near the end, over, and who hears of it when."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from sqlalchemy import func, insert, select, update

from models.clocks import to_town, town_instant
from models.doctors.clockwork import CHUNK, ONCE_MORE, TurnContracts
from models.doctors.commands import (
    EndContract,
    LetContractLapse,
    RenewContract,
    SignContract,
)
from models.doctors.messages import ContractExpiring
from models.doctors.tables import Contract
from models.outbox.tables import OutboxRow
from models.register.tables import Account, Person
from models.work import Work
from tests.doctors.practice import Practice

TOLD = ("ContractExpiring", "ContractExpired")


@pytest.fixture
def quiet(practice: Practice) -> Practice:
    """Only 佟秀芝's contract is looked at."""
    practice.write(lambda work: work.session.execute(update(Contract).values(state="ended")))
    return practice


def stored(practice: Practice, who: str) -> str:
    found = select(Contract.state).where(Contract.person_id == practice.ids[who])
    newest = found.order_by(Contract.id.desc()).limit(1)
    return practice.read(lambda work: work.session.scalars(newest).one())


def test_through_the_year(quiet: Practice) -> None:
    quiet.does("tong", SignContract("elder"))
    last = quiet.stands("tong").ends_on
    near = last - timedelta(days=quiet.town.doctors.expiring_days)
    seen: list[tuple[date, str, int]] = []
    before = ("", -1)
    while quiet.today < last + timedelta(days=60):
        quiet.goes_to(quiet.today + timedelta(days=1))
        quiet.tick()
        now = (stored(quiet, "tong"), len(quiet.told("tong", *TOLD)))
        if now != before:
            seen.append((quiet.today, *now))
            before = now
    assert seen[1:] == [
        (near, "expiring", 1),
        (last + timedelta(days=1), "expired", 1),
        (last + ONCE_MORE, "expired", 2),
    ]
    assert quiet.told("tong", *TOLD) == ["ContractExpiring", "ContractExpired"]


def test_the_clock_knows_each_instant_beforehand(quiet: Practice) -> None:
    quiet.does("tong", SignContract("elder"))
    last = quiet.stands("tong").ends_on
    near = last - timedelta(days=quiet.town.doctors.expiring_days)
    for day in (near, last + timedelta(days=1), last + ONCE_MORE):
        assert quiet.next_due() == town_instant(day, time(0))
        quiet.goes_to(day, time(0))
        assert quiet.tick() == 1
    assert quiet.next_due() is None


def test_nobody_is_woken_by_it(quiet: Practice) -> None:
    quiet.does("tong", SignContract("elder"))
    near = quiet.stands("tong").ends_on - timedelta(days=quiet.town.doctors.expiring_days)
    quiet.goes_to(near, time(0))
    quiet.tick()
    found = select(OutboxRow.not_before).where(OutboxRow.message == "ContractExpiring")
    at = to_town(quiet.read(lambda work: work.session.scalars(found).one()))
    assert (at.date(), at.time()) == (near, time(7))


def test_what_was_missed_while_the_service_was_down_is_done_late_and_said_once(
    quiet: Practice,
) -> None:
    quiet.does("tong", SignContract("elder"))
    quiet.goes_to(quiet.stands("tong").ends_on + timedelta(days=3))
    quiet.tick()
    assert stored(quiet, "tong") == "expired"
    assert quiet.told("tong", *TOLD) == []
    quiet.clock.advance(days=30)
    quiet.tick()
    quiet.tick()
    assert quiet.told("tong", *TOLD) == ["ContractExpired"]


def test_whoever_does_not_want_to_go_on_is_left_in_peace(practice: Practice) -> None:
    practice.does("yu", LetContractLapse())
    practice.goes_to(practice.stands("yu").ends_on + timedelta(days=30))
    practice.tick()
    assert stored(practice, "yu") == "expired"
    assert practice.told("yu", *TOLD) == []


@pytest.mark.parametrize("command", [RenewContract(), EndContract()])
def test_whoever_has_decided_hears_no_more(
    practice: Practice, command: RenewContract | EndContract
) -> None:
    last = practice.stands("yu").ends_on
    practice.does("yu", command)
    practice.goes_to(last + timedelta(days=40))
    practice.tick()
    assert practice.told("yu", *TOLD) == []


def test_a_child_s_guardian_hears_and_nobody_is_told_for_an_elder_without_a_phone(
    quiet: Practice,
) -> None:
    """The team's own list has those: a grid worker would drown in a whole grid's reminders."""
    child = quiet.ids["child"] = quiet.newcomer("孩子")
    quiet.ids["guardian"] = quiet.ids["meng"]

    def job(work: Work) -> None:
        work.session.execute(
            update(Account)
            .where(Account.person_id.in_((child, quiet.ids["tong"])))
            .values(state="dead")
        )
        work.session.execute(
            update(Person)
            .where(Person.id == child)
            .values(minor=True, guardian_id=quiet.ids["meng"])
        )
        day = to_town(work.now).date()
        for person_id in (child, quiet.ids["tong"]):
            work.session.execute(
                insert(Contract).values(
                    person_id=person_id, team_id="doc_yangguang", package="child", state="valid",
                    starts_on=day, ends_on=day + timedelta(days=30), how="tap", signed_at=work.now,
                    why="", hushed=False,
                )
            )  # fmt: skip

    quiet.write(job)
    assert quiet.tick() == 2
    assert quiet.told("meng", *TOLD) == ["ContractExpiring"]
    assert quiet.told("tong", *TOLD) == []
    assert quiet.told("zhoumin", *TOLD) == []


def test_the_dead_are_told_nothing(practice: Practice) -> None:
    def job(work: Work) -> None:
        gone = update(Person).where(Person.id == practice.ids["yu"])
        work.session.execute(gone.values(gone="dead", gone_at=work.now))

    practice.write(job)
    practice.goes_to(practice.stands("yu").ends_on + timedelta(days=30))
    practice.tick()
    assert practice.told("yu", *TOLD) == []


def test_many_on_one_day_go_in_small_chunks_that_may_stop_anywhere(quiet: Practice) -> None:
    many = CHUNK * 3 + 5
    day = quiet.today

    def job(work: Work) -> None:
        people = [{"name": f"住户{n}", "created_at": work.now, "sample": True} for n in range(many)]
        work.session.execute(insert(Person), people)
        ids = work.session.scalars(
            select(Person.id).where(Person.name.startswith("住户")).order_by(Person.id)
        ).all()
        work.session.execute(
            insert(Contract),
            [
                {
                    "person_id": person_id, "team_id": "doc_aihua", "package": "basic",
                    "state": "valid", "starts_on": day - timedelta(days=365),
                    "ends_on": day - timedelta(days=1), "how": "import", "signed_at": work.now,
                }
                for person_id in ids
            ],
        )  # fmt: skip

    quiet.write(job)
    assert quiet.write(TurnContracts().run) == CHUNK
    assert quiet.tick() == many - CHUNK
    counted = select(Contract.state, func.count()).where(Contract.how == "import")
    states = quiet.read(
        lambda work: [tuple(row) for row in work.session.execute(counted.group_by(Contract.state))]
    )
    assert states == [("expired", many)]


def test_a_message_says_nothing_of_what_is_in_the_contract() -> None:
    assert set(ContractExpiring(1).args()) == {"contract_id"}
