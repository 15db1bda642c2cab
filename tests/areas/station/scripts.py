"""The talks about the after-school room, from the first question to the end."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import date, time

from sqlalchemy import select
from sqlalchemy.orm import Session as Transaction

from models.bookings.enrolling import CONSENT, EnrolChildren
from models.bookings.tables import Booking
from models.gate import run
from models.programmes.tables import Session
from models.station.codes import SendSomebody
from models.station.roll import SignIn
from models.station.stations import SCHOOL_DAYS
from models.station.tables import Collector, Pickup
from models.work import Actor
from tests.station.room import in_world, until, work_of
from tests.talks.phones import Person
from tests.talks.scripts import Script, say, tap
from tests.talks.world import World


def taps(token: str, about: str = "") -> Callable[[World, Person], Awaitable[None]]:
    async def begin(town: World, person: Person) -> None:
        await person.handset.tap(f"{token}.{town.ids[about]}" if about else token)

    return begin


async def family(town: World) -> None:
    in_world(town)


async def signed_up(town: World) -> None:
    """Both are in, and it is the afternoon of their second day."""
    in_world(town)
    ids, people = town.ids, (town.ids["ma"], town.ids["dad"], town.ids["grandma"])

    def enrol(session: Transaction) -> None:
        work = work_of(town, session)
        work.actor = Actor("person", ids["ma"])
        version = work.town.purpose(CONSENT).version
        kids = (ids["hao"], ids["yue"])
        done = run(work, EnrolChildren(kids, ids["yongji"], SCHOOL_DAYS, people, (), version))
        ids["sign_up"] = done.sign_up_id

    town.core.store.write_now(enrol)
    await until(town, date(2026, 12, 17), time(15, 20))


async def somebody_comes(town: World) -> None:
    """姥姥 is on her way with a code that nobody but she knows."""
    await signed_up(town)

    def job(session: Transaction) -> None:
        work = work_of(town, session)
        work.actor = Actor("person", town.ids["liu"])
        for name in ("hao", "yue"):
            run(work, SignIn(_today(session, town, town.ids[name])))
        town.ids["pickup"] = session.scalars(select(Pickup.id)).one()
        work.actor = Actor("person", town.ids["ma"])
        grandma = session.scalars(
            select(Collector.id)
            .where(Collector.person_id == town.ids["grandma"])
            .order_by(Collector.id)
        ).first()
        run(work, SendSomebody(town.ids["pickup"], grandma or 0))

    town.core.store.write_now(job)
    await town.settle()


def _today(session: Transaction, town: World, child_id: int) -> int:
    found = (
        select(Booking.id)
        .join(Session, Session.id == Booking.session_id)
        .where(
            Booking.person_id == child_id,
            Booking.state == "booked",
            Session.ends_at > town.wall.now(),
        )
        .order_by(Session.begins_at)
    )
    return session.scalars(found).first() or 0


SCRIPTS = (
    Script(
        "enrol", "ma", taps("f.enrol"),
        (tap("两个都报"), tap(1), tap(1), tap(3, "选好了"), tap("同意"), tap("对，报名")),
        "周二晚上 6 点给您准信", family, "给谁报",
    ),
    Script(
        "station_days", "ma", taps("t.station_days", "sign_up"),
        (tap("挑几天"), tap("周一", "周三", "选好了")), "周一、周三去", signed_up, "哪几天",
    ),
    Script(
        "station_who", "ma", taps("t.station_who", "sign_up"),
        (tap("爸爸", "加一个人", "选好了"), say("孟大姐"), tap("妈妈"), say("10000000077")),
        "能接", signed_up, "谁能来接",
    ),
    Script(
        "station_off", "ma", taps("t.station_off_day", "sign_up"), (tap(2),), "不算缺", signed_up,
        "哪天不去",
    ),
    Script(
        "station_code", "liu", taps("t.station_code", "pickup"), (say("0000"),), "还能试 4 回",
        somebody_comes, "口令是多少",
    ),
)  # fmt: skip
