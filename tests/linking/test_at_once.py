"""Two phones scan the same code in the same instant: one comes in, on either database."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from models.access.signed import Link, link_for_me, short_link
from models.gate import run
from models.refusals import Refusal
from models.register.linking import LinkAccount
from models.register.tables import Account
from models.talks.rows import open_account
from models.work import Actor, Work
from tests.furniture import huadian
from tests.linking.world import TwoChats

PHONES = 4


def at_once(jobs: list[Callable[[], str]]) -> list[str]:
    start, heard = threading.Barrier(len(jobs)), [""] * len(jobs)

    def go(number: int) -> None:
        start.wait()
        heard[number] = jobs[number]()

    threads = [threading.Thread(target=go, args=(number,)) for number in range(len(jobs))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    return heard


def opened(town: TwoChats, address: str) -> int:
    return town.write(
        lambda session: open_account(session.connection(), "telegram", address, town.wall.now())
    )


def taps(town: TwoChats, account_id: int, token: str) -> Callable[[], str]:
    """Somebody nobody knows taps "it is me"."""
    nobody = town.read(lambda session: session.get_one(Account, account_id).person_id)

    def tap() -> str:
        def job(session: Session) -> str:
            actor = Actor("person", nobody, account_id, "telegram")
            work = Work(session, town.wall.now(), huadian(), 1, actor, f"at once {account_id}")
            return run(work, LinkAccount(token)).verdict

        try:
            return town.write(job)
        except Refusal as refusal:
            return type(refusal).__name__

    return tap


@pytest.mark.parametrize(("kind", "late"), [("me", "used"), ("card", "ask"), ("invite", "used")])
async def test_of_many_at_once_the_first_comes_in(town: TwoChats, kind: str, late: str) -> None:
    wang, later = town.ids["wang"], town.wall.now() + timedelta(days=1)
    token = {
        "me": link_for_me(wang, town.wall.now()),
        "card": town.card("wang"),
        "invite": short_link(Link("invite", wang, until=later)),
    }[kind]
    accounts = [opened(town, f"{number}") for number in range(PHONES)]
    heard = at_once([taps(town, account, token) for account in accounts])
    assert sorted(heard) == sorted(["in", *[late] * (PHONES - 1)])
    people = [town.account(f"{number}").person_id for number in range(PHONES)]
    assert people.count(wang) == 1


async def test_one_phone_that_taps_twice_at_once_is_linked_once(town: TwoChats) -> None:
    token, account = link_for_me(town.ids["wang"], town.wall.now()), opened(town, "77")
    heard = at_once([taps(town, account, token)] * 2)
    assert sorted(heard) == ["AlreadyLinked", "in"]
    assert town.account("77").person_id == town.ids["wang"]
