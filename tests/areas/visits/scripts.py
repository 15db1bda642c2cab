"""The talks about visits, from the first question to the end."""

from __future__ import annotations

from sqlalchemy import select

from models.bookings.tables import Booking
from models.gate import run
from models.visits.commands import BookDoctor
from models.work import Actor, Work
from tests.furniture import huadian
from tests.talks.phones import Person
from tests.talks.scripts import Script, say, tap
from tests.talks.world import World
from tests.visits.clinic import AT_HOME, has_no_contract, lets_keep, opens

TIMES = ((10, 9, 0), (11, 14, 0), (14, 9, 30), (15, 10, 0), (15, 10, 30))


async def _open(town: World) -> None:
    town.known("wang")
    opens(town, TIMES)
    opens(town, AT_HOME, "home_visit")


async def _kept(town: World) -> None:
    await _open(town)
    lets_keep(town, "wang")


async def _unsigned(town: World) -> None:
    await _kept(town)
    has_no_contract(town, "wang")


async def _has_one(town: World) -> None:
    town.known("wang")
    times = opens(town, TIMES)
    me = Actor("person", town.ids["wang"], channel="memory")

    def book(session: object) -> None:
        work = Work(session, town.wall.now(), huadian(), 1, me, "script")  # type: ignore[arg-type]  # the store's own
        run(work, BookDoctor(times[0]))

    town.core.store.write_now(book)


def _booking(town: World) -> int:
    return town.core.store.read_now(lambda session: session.scalars(select(Booking.id)).one())


async def _begin(_town: World, person: Person) -> None:
    await person.handset.tap("f.visit")


async def _move(town: World, person: Person) -> None:
    await person.handset.tap(f"t.visit_move.{_booking(town)}")


async def _off(town: World, person: Person) -> None:
    await person.handset.tap(f"t.visit_off.{_booking(town)}")


SCRIPTS = (
    Script(
        "visit", "wang", _begin, (tap(1), tap("腿脚疼"), tap("有人陪"), tap("对，约上")), "约上了",
        _kept, "最近三个空",
    ),
    Script(
        "visit", "wang", _begin,
        (tap("别的日子"), tap("下周二"), tap("10:30"), tap("自己写"), say("睡不好"), tap("行"),
         tap("想找个人陪"), tap("对，约上")),
        "约上了", _open, "最近三个空",
    ),
    Script(
        "visit", "wang", _begin, (tap("请大夫上门"), tap(1), tap("见了大夫再说"), tap("对，约上")),
        "约上了", _kept, "最近三个空",
    ),
    Script(
        "visit", "wang", _begin,
        (tap("老年人服务包"), tap(1), tap("见了大夫再说"), tap("我自己能走"), tap("对，约上")),
        "约上了", _unsigned, "签了才能约",
    ),
    Script("visit", "wang", _begin, (tap("改时间"), tap(1), tap("对，改")), "改好了", _has_one, "已经约着"),
    Script("move_visit", "wang", _move, (tap(1), tap("对，改")), "改好了", _has_one, "最近三个空"),
    Script("call_off_visit", "wang", _off, (tap("不去了"),), "退了", _has_one, "真不去了"),
)  # fmt: skip
