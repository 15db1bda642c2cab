"""何大夫's hours in a test: a programme and its sessions, made as rows; and people who act for others."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any, TypeVar

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session as Db

from models.bookings.tables import Booking, ReminderRow, SignUp
from models.care.tables import DueItem, PersonCondition
from models.clocks import town_instant
from models.doctors.tables import Contract
from models.family.tables import Kin, Proxy
from models.programmes.tables import Programme, Session
from models.register.tables import Account, Consent
from tests.furniture import huadian
from tests.talks.world import World

T = TypeVar("T")
TEAM = "doc_yangguang"
TALK_B = ((10, 9, 0), (11, 14, 0), (14, 9, 30), (15, 10, 0), (15, 10, 30), (21, 9, 0))
"""The free times of the talk: Thursday 9:00, Friday 14:00, Monday 9:30, and some later ones."""
AT_HOME = ((11, 10, 0), (16, 15, 0))


def read(town: World, query: Any) -> Any:
    """The first of what is there, through a session of its own."""
    return town.core.store.read_now(lambda session: session.scalars(query).first())


def count(town: World, query: Any) -> int:
    return town.core.store.read_now(lambda session: len(session.scalars(query).all()))


def write(town: World, job: Callable[[Db], T]) -> T:
    return town.core.store.write_now(job)


def opens(
    town: World, times: tuple[tuple[int, int, int], ...] = TALK_B, kind: str = "clinic_visit"
) -> list[int]:
    """A programme of the team with one session at each (day of December, hour, minute)."""
    return write(town, lambda session: clinic(session, town.wall.now(), times, kind))


def clinic(
    session: Db,
    now: datetime,
    times: tuple[tuple[int, int, int], ...] = TALK_B,
    kind: str = "clinic_visit",
) -> list[int]:
    minutes = huadian().programme_kind(kind).minutes
    programme = Programme(
        kind=kind, title_zh="看大夫", title_en="clinic", place_id="yangguang", team_id=TEAM,
        starts=time(9), minutes=minutes, first=date(2026, 12, 1), last=date(2026, 12, 31), places=1,
        made_at=now, town=1,
    )  # fmt: skip
    session.add(programme)
    session.flush()
    made = []
    for day, hour, minute in times:
        begins = town_instant(date(2026, 12, day), time(hour, minute))
        row = Session(
            programme_id=programme.id, begins_at=begins,
            ends_at=begins + timedelta(minutes=minutes), places=1,
        )  # fmt: skip
        session.add(row)
        session.flush()
        made.append(row.id)
    return made


def acts_for(town: World, proxy: str, principal: str, *purposes: str, kin: str = "") -> int:
    """The principal has agreed to it; the agreement's id."""

    def job(session: Db) -> int:
        now = town.wall.now()
        row = Proxy(
            principal_id=town.ids[principal], proxy_id=town.ids[proxy], state="agreed",
            purposes=list(purposes), until=(now + timedelta(days=300)).date(), how="own_chat",
            asked_at=now, agreed_at=now,
        )  # fmt: skip
        session.add(row)
        if kin:
            session.add(Kin(person_id=town.ids[proxy], other_id=town.ids[principal], kin=kin))
        session.flush()
        return row.id

    return write(town, job)


def lets_keep(town: World, alias: str, *, agreed: bool = True) -> None:
    """What troubles them may be kept for the doctors (or not)."""
    row = {
        "person_id": town.ids[alias], "by_person": town.ids[alias], "purpose": "health",
        "text_version": huadian().purpose("health").version, "agreed": agreed, "basis": "consent",
        "how": "tap", "channel": "memory", "at": town.wall.now(),
    }  # fmt: skip
    write(town, lambda session: session.execute(insert(Consent).values(**row)))


def has_no_contract(town: World, alias: str) -> None:
    mine = update(Contract).where(Contract.person_id == town.ids[alias])
    write(town, lambda session: session.execute(mine.values(state="ended", why="ended")))


def has_no_phone(town: World, alias: str) -> None:
    mine = update(Account).where(Account.person_id == town.ids[alias])
    write(town, lambda session: session.execute(mine.values(state="unreachable")))


def somebody_else_takes(town: World, session_id: int, alias: str = "sun") -> None:
    """The last place of a time goes to another one."""

    def job(session: Db) -> None:
        now = town.wall.now()
        row = session.get_one(Session, session_id)
        sign_up = SignUp(
            number=f"~{session_id}", programme_id=row.programme_id, by_id=town.ids[alias], at=now
        )
        session.add(sign_up)
        session.flush()
        session.add(
            Booking(
                session_id=session_id, person_id=town.ids[alias], sign_up_id=sign_up.id,
                state="booked", place=1, made_at=now,
            )
        )  # fmt: skip
        row.taken += 1

    write(town, job)


def bookings(town: World, alias: str, state: str = "booked") -> list[int]:
    """The sessions somebody is booked in."""
    found = select(Booking.session_id).where(
        Booking.person_id == town.ids[alias], Booking.state == state
    )
    return town.core.store.read_now(lambda session: list(session.scalars(found)))


def followed_up(town: World, alias: str) -> None:
    """A follow-up of somebody's is due these days."""
    day = town.wall.now().date()

    def job(session: Db) -> None:
        person = town.ids[alias]
        session.add(
            PersonCondition(
                person_id=person, condition="hypertension", since=day - timedelta(days=200)
            )
        )
        session.execute(delete(DueItem).where(DueItem.person_id == person))
        session.add(DueItem(person_id=person, rule="hypertension", due_on=day, state="open"))

    write(town, job)


def reminders(town: World, alias: str) -> int:
    """How many are still to come to somebody."""
    found = (
        select(ReminderRow.id)
        .join(Booking, Booking.id == ReminderRow.booking_id)
        .where(Booking.person_id == town.ids[alias], ReminderRow.state == "due")
    )
    return count(town, found)
