"""The talks about places, from the first question to the end."""

from __future__ import annotations

from datetime import date, time

from sqlalchemy import select

from models.bookings.commands import BookPlace
from models.bookings.tables import Booking
from tests.bookings.putting_up import DAY, does, known, put_up
from tests.talks.phones import Person
from tests.talks.scripts import Script, say, tap
from tests.talks.world import World

FRIDAY = date(2026, 12, 11)


async def _talk(town: World) -> None:
    known(town, "wang")
    put_up(town, "lecture", (DAY, time(15)))


async def _clinic(town: World) -> None:
    known(town, "wang")
    put_up(town, "free_clinic", (DAY, time(9)), (FRIDAY, time(9)))


async def _booked(town: World) -> None:
    known(town, "wang")
    times = put_up(town, "free_clinic", (DAY, time(9)), (FRIDAY, time(9)))
    does(town, "wang", BookPlace(times[0]))


async def _tonight(town: World) -> None:
    (talk,) = put_up(town, "lecture", (date(2026, 12, 8), time(19)))
    does(town, "wang", BookPlace(talk))


async def _begin(_town: World, person: Person) -> None:
    await person.handset.tap("f.book_place")


async def _change(town: World, person: Person) -> None:
    booking = town.core.store.read_now(lambda session: session.scalars(select(Booking.id)).one())
    await person.handset.tap(f"t.change_place.{booking}")


async def _add(town: World, person: Person) -> None:
    await person.handset.tap("t.rolls")
    await person.taps("19:00 冬天怎么走路不摔跤")
    await person.taps("加一位")


SCRIPTS = (
    Script("book_place", "wang", _begin, (tap(1), tap("对，约上")), "约上了", _talk, "想去哪个"),
    Script(
        "book_place",
        "wang",
        _begin,
        (tap(1), tap(2), tap("对，约上")),
        "约上了",
        _clinic,
        "想去哪个",
    ),
    Script("change_place", "wang", _change, (tap(1), tap("对，改")), "改好了", _booked, "哪个时间"),
    Script("walk_in", "limin", _add, (say("于德海"), tap(1)), "记上了", _tonight, "谁来了"),
)
