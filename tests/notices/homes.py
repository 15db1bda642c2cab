"""Homes of 富华 in a test: so many reached by a phone of their own, so many through family, and so
many not at all."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TypeVar

from sqlalchemy import func, insert, select, update
from sqlalchemy.orm import Session

from models.family.tables import Proxy
from models.notices.tables import Notice
from models.outbox.hearers import COPIES
from models.outbox.tables import OutboxRow
from models.register.tables import Account, Household, Person
from models.talks.rows import open_account
from tests.talks.world import World

T = TypeVar("T")
ESTATE, GRID, BUILDINGS = "fuhua_xiaoqu", {3: "g21", 5: "g21"}, (3, 5)
ELSEWHERE, DOORS = 9, 1148


def write(town: World, job: Callable[[Session], T]) -> T:
    return town.core.store.write_now(job)


def read(town: World, job: Callable[[Session], T]) -> T:
    return town.core.store.read_now(job)


def of_talk_f(town: World) -> list[str]:
    """97 homes with a phone, 11 heard for by family, 18 with neither, in buildings 3 and 5; nobody
    else lives there. The addresses of those with a phone."""

    def job(session: Session) -> list[str]:
        here = Household.estate_id == ESTATE, Household.building.in_(BUILDINGS)
        session.execute(update(Household).where(*here).values(building=ELSEWHERE))
        homes = _Homes(session, town)
        phones = [homes.with_phone() for _ in range(97)]
        for _ in range(11):
            homes.heard_for_by_family()
        for _ in range(18):
            homes.without_phone()
        _fill_up(session)
        return phones

    return write(town, job)


def _fill_up(session: Session) -> None:
    """All other doors of the estate, with nobody on record behind them: 1148 in all."""
    here = select(func.count()).select_from(Household).where(Household.estate_id == ESTATE)
    left = DOORS - (session.scalar(here) or 0)
    row = {
        "grid_id": "g23",
        "estate_id": ESTATE,
        "building": ELSEWHERE,
        "unit": 1,
        "card_serial": 1,
    }
    rows = [{**row, "door": f"{one}", "door_hash": f"empty-{one}"} for one in range(left)]
    session.execute(insert(Household), rows)


class _Homes:
    def __init__(self, session: Session, town: World) -> None:
        self._session, self._town = session, town
        self._made = 0

    def with_phone(self) -> str:
        person, address = self.without_phone(), f"home-{self._made}"
        open_account(
            self._session.connection(), self._town.channel.name, address, self._town.wall.now(),
            person_id=person,
        )  # fmt: skip
        return address

    def heard_for_by_family(self) -> None:
        """A daughter far away who gets copies."""
        principal, now = self.without_phone(), self._town.wall.now()
        account = open_account(
            self._session.connection(), self._town.channel.name, f"far-{self._made}", now
        )
        proxy = self._person(None, f"far-{self._made}")
        self._session.flush()
        _give(self._session, account, proxy)
        self._session.add(
            Proxy(
                principal_id=principal, proxy_id=proxy, state="agreed", purposes=[COPIES],
                until=date(2027, 12, 31), asked_at=now, agreed_at=now,
            )
        )  # fmt: skip

    def without_phone(self) -> int:
        self._made += 1
        building = BUILDINGS[self._made % 2]
        home = Household(
            grid_id=GRID[building], estate_id=ESTATE, building=building, unit=1 + self._made % 3,
            door=f"{self._made}", door_hash=f"talk-f-{self._made}",
        )  # fmt: skip
        self._session.add(home)
        self._session.flush()
        return self._person(home.id, f"home-{self._made}")

    def _person(self, home: int | None, name: str) -> int:
        person = Person(
            household_id=home, name=name, language="zh", consent="2026-1",
            created_at=self._town.wall.now(),
        )  # fmt: skip
        self._session.add(person)
        self._session.flush()
        return person.id


def _give(session: Session, account_id: int, person_id: int) -> None:
    session.execute(update(Account).where(Account.id == account_id).values(person_id=person_id))


def newest(town: World) -> Notice:
    """The last one that was written, detached."""

    def job(session: Session) -> Notice:
        found = session.scalars(select(Notice).order_by(Notice.id.desc())).first()
        assert found is not None
        session.expunge(found)
        return found

    return read(town, job)


def sent_rows(town: World, notice_id: int) -> list[OutboxRow]:
    def job(session: Session) -> list[OutboxRow]:
        rows = session.scalars(select(OutboxRow).where(OutboxRow.notice_id == notice_id)).all()
        session.expunge_all()
        return list(rows)

    return read(town, job)
