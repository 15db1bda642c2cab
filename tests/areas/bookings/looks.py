"""Whose booking is whose, who calls the roll, and who sees that somebody did not come."""

from __future__ import annotations

from models.bookings import mine, roll
from models.bookings.tables import Booking, SignUp
from models.programmes.tables import Session
from models.work import Work
from tests.permissions.looks import ASKER, DESK, MANY, look
from tests.permissions.town import SmallTown

look(mine.my_booking, ASKER)(lambda t, work: mine.my_booking(work, t["place"]).id == t["place"])
look(mine.my_bookings, ASKER)(
    lambda t, work: t["place"] in {one.id for one in mine.my_bookings(work)}
)
look(mine.our_bookings, ASKER)(
    lambda t, work: t["place"] in {one.id for one in mine.our_bookings(work)}
)
look(mine.ours_numbered, ASKER)(
    lambda t, work: (
        t["place"] in {one.id for one in mine.ours_numbered(work, _number_of(work, t["place"]))[1]}
    )
)
look(mine.booked_by_me, ASKER)(lambda t, work: mine.booked_by_me(work, t["place"]).id == t["place"])


def _number_of(work: Work, booking_id: int) -> str:
    booking = work.session.get_one(Booking, booking_id)
    return work.session.get_one(SignUp, booking.sign_up_id).number


def _clashes(there: SmallTown, work: Work) -> bool:
    """With the hours of the very talk: seen from one's own side alone."""
    booking = work.session.get_one(Booking, there["place"])
    at = work.session.get_one(Session, booking.session_id)
    return mine.clash(work, at.begins_at, at.ends_at, but=there["waits"]) is not None


look(mine.clash, ASKER)(_clashes)
look(roll.roll_of, DESK)(
    lambda t, work: (
        t["on_roll"] in {one.booking_id for one in roll.roll_of(work, t["tonight"]).lines}
    )
)
look(roll.sessions_to_tick, DESK)(
    lambda t, work: t["tonight"] in {one.id for one in roll.sessions_to_tick(work, MANY)}
)

_GATE = "a command calls it, behind the gate"
_CLOCK = "for the clock"
_FREE = "what there is for everybody: nobody's booking stands in it"
BEHIND = {
    **dict.fromkeys(
        (
            "bookings.attendance.mark", "bookings.commands.open_sign_up", "bookings.commands.book",
            "bookings.commands.mine", "bookings.ending.close", "bookings.ending.give_up",
            "bookings.places.lock", "bookings.places.locked", "bookings.places.take_place",
            "bookings.places.join_queue", "bookings.places.others_first", "bookings.places.pass_on",
            "bookings.places.offer_free", "bookings.places.offer_until",
            "bookings.places.sign_up_of", "bookings.reminding.plan", "bookings.reminding.take_off",
            "bookings.reminding.plan_anew", "bookings.terms.wanted", "bookings.terms.check_time",
            "bookings.terms.check_person", "bookings.terms.hold_people",
            "bookings.terms.check_count",
        ),
        _GATE,
    ),
    **dict.fromkeys(
        (
            "bookings.clockwork.lapsing", "bookings.clockwork.next_lapse",
            "bookings.clockwork.closes_at", "bookings.clockwork.waited_for",
            "bookings.clockwork.about_waiting", "bookings.clockwork.next_about_waiting",
            "bookings.due.of_use_until", "bookings.due.next_reminder",
        ),
        _CLOCK,
    ),
    **dict.fromkeys(
        (
            "bookings.queries.open_slots", "bookings.queries.where_of", "bookings.queries.times_of",
            "bookings.queries.other_times", "bookings.queries.slot_of",
            "bookings.queries.activities",
        ),
        _FREE,
    ),
    **dict.fromkeys(
        (
            "bookings.enrolling.today",
            "bookings.enrolling.check_child",
            "bookings.enrolling.enrol",
            "bookings.enrolling.fits",
            "bookings.enrolling.needs_consent",
            "bookings.enrolling.note_station_consent",
            "bookings.enrolling.passed_by",
            "bookings.enrolling.locked",
            "bookings.filling.fill",
        ),
        "for the stations' own commands and talks, which ask whose child it is",
    ),
    "bookings.places.position": "where a booking that is in hand stands in the list",
    "bookings.attendance.ticks": "what the acting person is to a session, nothing of who comes",
    "bookings.mine.reminds_of": "whether a telling is still true",
    "bookings.mine.booking_of_act": "an act was looked up as one's own before",
    "bookings.roll.times_not_come": "a number, for oneself and for whoever runs something there",
}  # fmt: skip
