"""A lecture at Yangguang with two more days, which 王姨 has booked; one of them was moved, one is
off, and a free clinic has numbered times. The after-school room meets as the term does."""

from __future__ import annotations

from datetime import date, time, timedelta

from sqlalchemy import select

from models.bookings.commands import BookPlace
from models.programmes.commands import MakeProgramme, MakeSession
from models.programmes.moving import CancelSession, MoveSession
from models.programmes.recurrence import WORKDAYS
from models.programmes.tables import Session
from models.programmes.telling import TellNews
from models.work import CLOCK
from tests.permissions.town import SmallTown
from tests.programmes.calendar import CHRISTMAS, at, lecture

MONDAY = CHRISTMAS + timedelta(days=3)
ROOM = "四楼"


def build(there: SmallTown) -> None:
    ids = there.ids
    ids["lecture"] = there.does("limin", lecture(room=ROOM, title_zh="冬天怎么穿"))
    ids["lecture_day"] = first_of(there, ids["lecture"])
    for name, day in (("moved", 3), ("off", 4), ("told", 5)):
        begins_at = at(CHRISTMAS + timedelta(days=day), 9)
        ids[f"day_{name}"] = there.does("limin", MakeSession(ids["lecture"], begins_at))
    ids["day_next"] = there.does("limin", MakeSession(ids["lecture"], at(date(2026, 12, 31), 9)))
    ids["booking_moved"] = there.does("wang", BookPlace(ids["day_moved"])).booking_id
    ids["booking_off"] = there.does("yu", BookPlace(ids["day_off"])).booking_id
    ids["booking_told"] = there.does("sun", BookPlace(ids["day_told"])).booking_id
    there.does("limin", MoveSession(ids["day_moved"], at(MONDAY, 15)))
    there.does("limin", CancelSession(ids["day_off"]))
    there.does(CLOCK, TellNews(ids["day_off"]))
    there.does(CLOCK, TellNews(ids["day_moved"]))
    there.does("limin", MoveSession(ids["day_told"], at(MONDAY, 10)))
    clinic = lecture(kind="free_clinic", room="", minutes=180, places=8, title_zh="", title_en="")
    ids["free_clinic"] = there.does("limin", clinic)
    ids["free_clinic_time"] = first_of(there, ids["free_clinic"])
    ids["room"] = there.does(
        "limin",
        MakeProgramme(
            kind="after_school", place_id="yangguang", starts=time(15, 30),
            first=date(2026, 12, 28), last=date(2027, 1, 15), rule=WORKDAYS, term_only=True,
        ),
    )  # fmt: skip


def first_of(there: SmallTown, programme_id: int) -> int:
    found = select(Session.id).where(Session.programme_id == programme_id)
    return there.read(lambda work: work.session.scalars(found.order_by(Session.id)).first() or 0)
