"""马晓燕's family, two stations and who works there; rows as the other areas would have made them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import TypeVar

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session as Transaction

from models.bookings.tables import Booking, Enrolment
from models.clocks import FixedClock, town_instant
from models.family.tables import Guardian, Kin
from models.programmes.tables import Programme, Session
from models.register.tables import Person, Role
from models.station.tables import Collector, DrawLot, Pickup, StationTerm
from models.store import Store
from models.talks.rows import open_account
from models.work import CLOCK, Work
from scheduler.station import Pickups, Stations
from tests.furniture import huadian
from tests.permissions.town import SmallTown
from tests.talks.world import World

T = TypeVar("T")
LAST = date(2027, 1, 15)
FIRST = date(2026, 12, 16)


# -- rows ------------------------------------------------------------------------------------------
def grown(session: Transaction, now: datetime, name: str, gender: str, *, account: str = "",
          called: str = "", channel: str = "memory", phone: str | None = None) -> int:  # fmt: skip
    """A grown-up; with an account where one is named."""
    row = Person(
        name=name, called=called, gender=gender, language="zh", consent="1", created_at=now,
        sample=True, verified_at=now, phone=phone,
    )  # fmt: skip
    session.add(row)
    session.flush()
    if account:
        open_account(session.connection(), channel, account, now, person_id=row.id)
    return row.id


def child(session: Transaction, now: datetime, called: str, grade: int | None, *guardians: int,
          born: int = 2018, kin: Sequence[str] = ()) -> int:  # fmt: skip
    """A child with its guardians, the first of whom stands on its row."""
    home = session.get_one(Person, guardians[0]).household_id
    row = Person(
        name=f"马{called}", called=called, born=date(born, 5, 3), minor=True, household_id=home,
        guardian_id=guardians[0], grade=grade, grade_year=2026 if grade else None,
        language="zh", consent="", created_at=now, sample=True,
    )  # fmt: skip
    session.add(row)
    session.flush()
    for guardian in guardians:
        session.add(Guardian(child_id=row.id, guardian_id=guardian, since=now))
    for guardian, word in zip(guardians, kin, strict=False):
        session.add(Kin(person_id=row.id, other_id=guardian, kin=word))
    session.flush()
    return row.id


def works(session: Transaction, person_id: int, role: str, place: str, now: datetime,
          until: datetime | None = None) -> None:  # fmt: skip
    row = {
        "person_id": person_id, "role": role, "place_id": place, "on_duty": True,
        "since": now - timedelta(days=30), "counts_until": until,
    }  # fmt: skip
    session.execute(insert(Role).values(**row))


def programme(session: Transaction, now: datetime, place: str, *, places: int = 20,
              first: date = FIRST, last: date = LAST, leader: int | None = None,
              made_at: datetime | None = None) -> int:  # fmt: skip
    row = Programme(
        kind="after_school", title_zh="四点半课堂", title_en="After-school room", place_id=place,
        rule="FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", starts=time(15, 30), minutes=90, first=first,
        last=last, term_only=True, places=places, leader_id=leader, made_at=made_at or now, town=1,
        state="open",
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row.id


def sessions(
    session: Transaction, programme_id: int, days: int = 10, begin: date | None = None
) -> list[int]:
    """The first afternoons of a term (from ``begin`` on), Monday to Friday."""
    row = session.get_one(Programme, programme_id)
    found: list[int] = []
    day = begin or row.first
    while len(found) < days and day <= row.last:
        if day.weekday() < 5:
            begins = town_instant(day, row.starts)
            one = Session(
                programme_id=row.id, rule_at=begins, begins_at=begins,
                ends_at=begins + timedelta(minutes=row.minutes), places=row.places,
                leader_id=row.leader_id, state="planned",
            )  # fmt: skip
            session.add(one)
            session.flush()
            found.append(one.id)
        day += timedelta(days=1)
    return found


def settle_family(session: Transaction, now: datetime, ids: dict[str, int],
                  channel: str = "memory", addresses: dict[str, str] | None = None) -> None:  # fmt: skip
    """妈妈 is 马晓燕; 爸爸 has a phone, 姥姥 has none; 浩浩 in the third grade, 悦悦 in the first."""

    def at(alias: str) -> str:
        return (addresses or {}).get(alias, f"demo-{alias}")

    ma = ids["ma"]
    ids["dad"] = grown(session, now, "孙立军", "m", account=at("dad"), channel=channel)
    ids["grandma"] = grown(session, now, "赵玉芬", "f", phone="10000000088")
    ids["hao"] = child(session, now, "浩浩", 3, ma, ids["dad"], kin=("mother", "father"))
    ids["yue"] = child(session, now, "悦悦", 1, ma, ids["dad"], born=2020, kin=("mother", "father"))
    session.add(Kin(person_id=ma, other_id=ids["grandma"], kin="mother"))
    ids["liu"] = grown(
        session, now, "刘春梅", "f", account=at("liu"), called="刘老师", channel=channel
    )
    ids["lead"] = grown(session, now, "高站长", "f", account=at("lead"), channel=channel)
    works(session, ids["liu"], "tutor", "yongji_shequ", now, now + timedelta(days=200))
    works(session, ids["lead"], "coordinator", "yongji_shequ", now)
    session.execute(update(Person).where(Person.id == ma).values(consent=_version()))
    for alias in ("dad", "liu", "lead"):
        session.execute(update(Person).where(Person.id == ids[alias]).values(consent=_version()))
    session.flush()


def _version() -> str:
    return huadian().purpose("help").version


def settle_room(session: Transaction, now: datetime, ids: dict[str, int]) -> None:
    """Two stations whose term begins on 16 December, and their afternoons."""
    ids["yongji"] = programme(session, now, "yongji_shequ", leader=ids["liu"])
    ids["hongwei"] = programme(session, now, "hongwei")
    for name in ("yongji", "hongwei"):
        sessions(session, ids[name])
    session.flush()


# -- the town without talks --------------------------------------------------------------------------
@dataclass
class Room(SmallTown):
    """Commands and queries at the stations, and what is true of them."""

    more: dict[str, int] = field(default_factory=dict)

    def job(self, do: Callable[[Transaction, datetime], T]) -> T:
        return self.write(lambda work: do(work.session, work.now))

    def goes_to(self, day: date, clock: time) -> None:
        self.clock.advance(town_instant(day, clock) - self.clock.now())

    def tick(self, chunks: int = 500) -> int:
        """What the clock does now, each chunk in a transaction of its own."""
        done = 0
        for _ in range(chunks):
            handled = self.write(Pickups().run, CLOCK) + self.write(Stations().run, CLOCK)
            if not handled:
                break
            done += handled
        return done

    def families(self, count: int, kids: int = 1) -> list[tuple[str, tuple[int, ...]]]:
        """So many parents with a phone, each with so many children of the second grade."""
        found = []
        for number in range(count):
            name = f"parent{len(self.more)}"

            def make(
                session: Transaction, now: datetime, name: str = name, number: int = number
            ) -> tuple[int, ...]:
                parent = grown(session, now, f"家长{name}", "f", account=f"demo-{name}")
                self.ids[name] = parent
                return tuple(
                    child(session, now, f"孩{number}-{at}", 2, parent, kin=("mother",))
                    for at in range(kids)
                )

            found.append((name, self.job(make)))
            self.more[name] = number
        return found

    def states(self, programme_id: int) -> dict[int, str]:
        rows = select(Enrolment.person_id, Enrolment.state).where(
            Enrolment.programme_id == programme_id
        )
        return self.read(
            lambda work: {row.person_id: row.state for row in work.session.execute(rows)}
        )

    def lots(self, programme_id: int) -> list[tuple[int, int, str]]:
        rows = (
            select(DrawLot.sign_up_id, DrawLot.left_out, DrawLot.result)
            .where(DrawLot.programme_id == programme_id)
            .order_by(DrawLot.turn)
        )
        return self.read(lambda work: [(a, b, c) for a, b, c in work.session.execute(rows)])

    def term(self, programme_id: int) -> StationTerm:
        return self.read(lambda work: work.session.get_one(StationTerm, programme_id))

    def bookings(self, child_id: int, state: str = "booked") -> list[Booking]:
        rows = select(Booking).where(Booking.person_id == child_id, Booking.state == state)
        return self.read(lambda work: list(work.session.scalars(rows.order_by(Booking.id))))

    def today_of(self, child_id: int) -> int:
        """The booking of the afternoon that is nearest."""
        now = self.clock.now()
        rows = (
            select(Booking.id)
            .join(Session, Session.id == Booking.session_id)
            .where(Booking.person_id == child_id, Booking.state == "booked", Session.ends_at > now)
            .order_by(Session.begins_at)
        )
        return self.read(lambda work: work.session.scalars(rows).first() or 0)

    def pickup(self) -> Pickup:
        return self.read(lambda work: work.session.scalars(select(Pickup)).one())

    def collector(self, child_id: int, who: str) -> int:
        rows = select(Collector.id).where(
            Collector.child_id == child_id,
            Collector.person_id == self.ids[who],
            Collector.ended_at.is_(None),
        )
        return self.read(lambda work: work.session.scalars(rows).one())


def opened(store: Store, wall: FixedClock, ids: dict[str, int]) -> Room:
    """The family and the stations on 8 December, where the town's own clock begins."""

    def job(session: Transaction) -> None:
        settle_family(session, wall.now(), ids)
        settle_room(session, wall.now(), ids)

    store.write_now(job)
    return Room(store, wall, huadian(), ids)


def in_world(town: World, channel: str = "memory", addresses: dict[str, str] | None = None) -> None:
    """The same, in a town whose people are at their phones."""

    def job(session: Transaction) -> None:
        settle_family(session, town.wall.now(), town.ids, channel, addresses)
        settle_room(session, town.wall.now(), town.ids)

    town.core.store.write_now(job)


async def until(town: World, day: date, clock: time) -> None:
    """The town's time passes up to then, through all that is due."""
    span = town_instant(day, clock) - town.wall.now()
    await town.wait(seconds=span.total_seconds())


def work_of(town: World, session: Transaction) -> Work:
    return Work(session, town.wall.now(), huadian(), 1, CLOCK, "look")
