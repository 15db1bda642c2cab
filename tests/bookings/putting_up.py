"""Putting a talk or a clinic into a running town, and looking at what became of it."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session as Database

from models.bookings.tables import Booking
from models.clocks import to_town, town_instant
from models.family.tables import Proxy
from models.gate import Command, run
from models.programmes.tables import Programme, Session
from models.town import pinned
from models.work import Actor, Work
from tests.bookings.hall import programme_row
from tests.talks.phones import Person as Someone
from tests.talks.world import World

DAY = date(2026, 12, 10)


def put_up(
    town: World, kind: str, *times: tuple[date, time], places: int = 60, **more: Any
) -> list[int]:
    """A programme with these times; the ids of its sessions."""

    def job(session: Database) -> list[int]:
        row = programme_row(kind, town.wall.now(), **more)
        programme = session.execute(
            insert(Programme).values(**row).returning(Programme.id)
        ).scalar_one()
        made = []
        for day, hour in times:
            begins = town_instant(day, hour)
            values = {"programme_id": programme, "begins_at": begins, "places": places,
                      "ends_at": begins + timedelta(minutes=row["minutes"])}  # fmt: skip
            made.append(
                session.execute(insert(Session).values(**values).returning(Session.id)).scalar_one()
            )
        return made

    return town.core.store.write_now(job)


def does(town: World, who: str, command: Command[Any]) -> Any:
    """Somebody does this beside the talk."""

    def job(session: Database) -> Any:
        number = pinned.current_number(session)
        actor = Actor("person", town.ids[who])
        there = pinned.town_at(session, number)
        work = Work(
            session, town.wall.now(), there, number, actor, f"{who}:{town.wall.now()}:{command}"
        )
        return run(work, command)

    return town.core.store.write_now(job)


def state_of(town: World, who: str) -> list[str]:
    """How the bookings of somebody stand, the oldest first."""

    def look(session: Database) -> list[str]:
        mine = select(Booking.state).where(Booking.person_id == town.ids[who])
        return list(session.scalars(mine.order_by(Booking.id)))

    return town.core.store.read_now(look)


def lets_act(town: World, principal: str, proxy: str, *purposes: str) -> None:
    def job(session: Database) -> None:
        now = town.wall.now()
        session.execute(
            insert(Proxy).values(
                principal_id=town.ids[principal], proxy_id=town.ids[proxy], state="agreed",
                purposes=list(purposes), until=to_town(now).date() + timedelta(days=300),
                how="own_chat", asked_at=now,
            )
        )  # fmt: skip

    town.core.store.write_now(job)


def known(town: World, *aliases: str) -> None:
    for alias in aliases:
        town.known(alias)


async def pushes(person: Someone, token: str) -> None:
    await person.handset.tap(token)
