"""An afternoon at the room of Yangguang: one family is there, one has gone, for one somebody has
said the right code, and from one the tutor has to go. At Fuhua's a draw is to come, at Aihua's it
left a family out."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from functools import partial

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session as Transaction

from models.bookings.enrolling import CONSENT, EnrolChildren
from models.bookings.tables import Booking, Enrolment
from models.clocks import to_town, town_instant
from models.family.tables import Kin
from models.privacy.tables import AccessNote
from models.programmes.tables import Programme, Session
from models.register.tables import Person
from models.station.excusing import ExcuseDay
from models.station.leaving import SignOut
from models.station.roll import ROLL, WHY, SignIn
from models.station.stations import SCHOOL_DAYS
from models.station.tables import Collector, Pickup, StationTerm
from models.work import Work
from scheduler.station import Stations
from tests.permissions.town import SmallTown
from tests.station.room import child

TODAY = time(17, 45)
LAST = date(2027, 1, 15)
FAMILIES = ("there", "matched", "gone", "leaving", "later", "waits")


def build(there: SmallTown) -> None:
    ids = there.ids
    home = there.read(lambda work: work.session.get_one(Person, ids["yu"]).household_id)
    tutor = there.with_role(
        "刘春梅", "tutor", "yangguang", counts_until=there.clock.now() + timedelta(days=300)
    )
    ids["st_tutor"] = tutor.person_id
    for name in (*FAMILIES, "new", "applies"):
        ids[f"st_{name}"] = there.newcomer(f"马{name}", home=home)
    ids["st_grandma"] = there.newcomer("赵玉芬", home=home, phone="10000000088")
    there.write(partial(_rows, ids))
    for name in FAMILIES[:-1]:
        _enrols(there, name, "st_programme")
    _enrols(there, "applies", "st_draw")
    _enrols(there, "waits", "st_drawn")
    while there.write(Stations().run):
        pass
    there.write(partial(_noted, ids))
    for name in FAMILIES[:4]:
        there.does("st_tutor", SignIn(_booking(there, name, 0)))
        ids[f"st_pickup_{name}"] = _pickup(there, name)
    ids["st_booking_later"] = _booking(there, "later", 0)
    ids["st_booking_there"] = _booking(there, "there", 0)
    ids["st_next_day"], ids["st_off"] = (_booking(there, "there", at) for at in (1, 2))
    there.does("st_there", ExcuseDay((ids["st_off"],)))
    there.does("st_tutor", SignOut(ids["st_pickup_gone"]))
    there.write(partial(_moments, ids))


def _rows(ids: dict[str, int], work: Work) -> None:
    session, now = work.session, work.now
    for at, name in enumerate((*FAMILIES, "new", "applies")):
        parent = ids[f"st_{name}"]
        session.get_one(Person, parent).gender = "f"
        ids[f"st_kid_{name}"] = child(
            session, now, f"小{name}", at % 6 + 1, parent, kin=("mother",)
        )
        session.execute(
            insert(Kin).values(person_id=parent, other_id=ids["st_grandma"], kin="mother")
        )
    today = to_town(now).date()
    ids["st_programme"] = _programme(session, now, "yangguang", today, ids["st_tutor"])
    for days in range(7):
        _session(session, ids["st_programme"], today + timedelta(days=days))
    ids["st_draw"] = _programme(session, now, "fuhua", today + timedelta(days=8))
    ids["st_drawn"] = _programme(session, now, "aihua", today)
    ids["st_session"] = session.scalars(
        select(Session.id)
        .where(Session.programme_id == ids["st_programme"])
        .order_by(Session.begins_at)
    ).first() or 0  # fmt: skip


def _programme(
    session: Transaction, now: datetime, place: str, first: date, leader: int | None = None
) -> int:
    row = Programme(
        kind="after_school", title_zh="四点半课堂", title_en="After-school room", place_id=place,
        rule="", starts=TODAY, minutes=60, first=first, last=LAST, places=20, leader_id=leader,
        made_at=now, town=1, state="open",
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row.id


def _session(session: Transaction, programme_id: int, day: date) -> None:
    begins = town_instant(day, TODAY)
    row = Session(
        programme_id=programme_id, rule_at=begins, begins_at=begins,
        ends_at=begins + timedelta(minutes=60), places=20, state="planned",
    )  # fmt: skip
    session.add(row)
    session.flush()


def _enrols(there: SmallTown, name: str, where: str) -> None:
    ids = there.ids
    people = (ids[f"st_{name}"], ids["st_grandma"])
    version = there.town.purpose(CONSENT).version
    done = there.does(
        f"st_{name}",
        EnrolChildren((ids[f"st_kid_{name}"],), ids[where], SCHOOL_DAYS, people, (), version),
    )
    ids[f"st_sign_up_{name}"] = done.sign_up_id
    rows = select(Collector.id).where(
        Collector.child_id == ids[f"st_kid_{name}"], Collector.person_id == ids["st_grandma"]
    )
    ids[f"st_by_grandma_{name}"] = there.read(lambda work: work.session.scalars(rows).one())


def _booking(there: SmallTown, name: str, day: int) -> int:
    rows = (
        select(Booking.id)
        .join(Session, Session.id == Booking.session_id)
        .where(Booking.person_id == there[f"st_kid_{name}"])
        .order_by(Session.begins_at)
    )
    return there.read(lambda work: work.session.scalars(rows).all()[day])


def _pickup(there: SmallTown, name: str) -> int:
    rows = select(Pickup.id).join(Booking, Booking.id == Pickup.booking_id).where(
        Booking.person_id == there[f"st_kid_{name}"]
    )  # fmt: skip
    return there.read(lambda work: work.session.scalars(rows).one())


def _noted(ids: dict[str, int], work: Work) -> None:
    """The tutor and the lead have looked at the list."""
    for who in (ids["st_tutor"], ids["limin"]):
        for name in FAMILIES:
            note = AccessNote(
                person_id=ids[f"st_kid_{name}"], by_person=who, role="tutor", what=ROLL, why=WHY,
                at=work.now,
            )  # fmt: skip
            work.session.add(note)


def _moments(ids: dict[str, int], work: Work) -> None:
    session = work.session
    waits = update(Enrolment).where(Enrolment.sign_up_id == ids["st_sign_up_waits"])
    session.execute(waits.values(state="waiting", queue=1))
    matched = session.get_one(Pickup, ids["st_pickup_matched"])
    matched.collector_id = ids["st_by_grandma_matched"]
    matched.code_hash, matched.matched_at = "x", work.now
    matched.code_until = work.now + timedelta(hours=3)
    leaving = session.get_one(Pickup, ids["st_pickup_leaving"])
    leaving.stays, leaving.next_at = "no", work.now
    term = session.get_one(StationTerm, ids["st_drawn"])
    term.freed = True
    draw = session.get_one(StationTerm, ids["st_draw"])
    draw.draw_at = work.now
