"""What somebody has booked: a list of theirs, one of them, and what falls into the same hours."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Row, Select, select

from models.behalf import acting_for
from models.bookings.places import position
from models.bookings.queries import PLANNED, where_of
from models.bookings.tables import IS_LIVE, Booking, ReminderRow, SignUp
from models.family.queries import whom_i_may_act_for
from models.programmes.kinds import kind_of
from models.programmes.tables import Programme, Session
from models.refusals import NotFound
from models.town.local import Local
from models.town.programmes import ProgrammeKind
from models.work import Work

MOST = 30
VISITS, PLACES = "visits", "places"


@dataclass(frozen=True, slots=True)
class Mine:
    """One booking as whoever it is for sees it. ``state`` as in the table; "off" where its session
    does not take place. ``position``: in the waiting list, 1 is the next, 0 for who has a place."""

    id: int
    person_id: int
    session_id: int
    programme_id: int
    number: str
    state: str
    place: int
    position: int
    offer_until: datetime | None
    said: str
    begins_at: datetime
    ends_at: datetime
    kind: ProgrammeKind
    title: Local
    where: Local
    link: str | None
    changes: int
    """How often its time has changed."""
    by_id: int
    """Who booked it."""

    @property
    def purpose(self) -> str:
        return VISITS if self.kind.way == "team" else PLACES

    @property
    def live(self) -> bool:
        return self.state in ("booked", "waiting", "offered")


def _whole() -> Select[Booking, Session, Programme, str, int]:
    return (
        select(Booking, Session, Programme, SignUp.number, SignUp.by_id)
        .join(Session, Session.id == Booking.session_id)
        .join(Programme, Programme.id == Session.programme_id)
        .join(SignUp, SignUp.id == Booking.sign_up_id)
    )


def _mine(work: Work, row: Row[Booking, Session, Programme, str, int]) -> Mine:
    booking, session, programme, number, by_id = row
    state = "off" if session.state == "cancelled" else booking.state
    return Mine(
        id=booking.id,
        person_id=booking.person_id,
        session_id=session.id,
        programme_id=programme.id,
        number=number,
        state=state,
        place=booking.place or 0,
        position=position(work, booking) if booking.state == "waiting" else 0,
        offer_until=booking.offer_until,
        said=booking.said,
        begins_at=session.begins_at,
        ends_at=session.ends_at,
        kind=kind_of(work, programme),
        title=Local(programme.title_zh, programme.title_en),
        where=where_of(work, programme),
        link=programme.link if booking.state == "booked" else None,
        changes=booking.moves,
        by_id=by_id,
    )


def my_booking(work: Work, booking_id: int) -> Mine:
    """One booking of the acting person, however it ended. NotFound if it is anybody else's."""
    row = work.session.execute(
        _whole().where(Booking.id == booking_id, Booking.person_id == work.actor.person_id)
    ).one_or_none()
    if row is None:
        raise NotFound("booking")
    return _mine(work, row)


def booked_by_me(work: Work, booking_id: int) -> Mine:
    """One that the acting person booked for somebody else. NotFound otherwise."""
    me = work.actor.by_id or work.actor.person_id
    row = work.session.execute(
        _whole().where(Booking.id == booking_id, SignUp.by_id == me)
    ).one_or_none()
    if row is None:
        raise NotFound("booking")
    return _mine(work, row)


def ours_numbered(work: Work, number: str) -> tuple[int, list[Mine]]:
    """What was signed up for under a number, mine and of those I may act for: the sign-up (0 if there
    is none of that number), and its bookings. The days of a term are not among them."""
    sign_up_id = work.session.scalar(select(SignUp.id).where(SignUp.number == number)) or 0
    terms = [kind.id for kind in work.town.programme_kinds if kind.way == "term"]
    rows = work.session.execute(
        _whole()
        .where(Booking.sign_up_id == sign_up_id, Programme.kind.not_in(terms))
        .order_by(Session.begins_at, Booking.id)
        .limit(MOST)
    ).all()
    found = [_mine(work, row) for row in rows]
    return sign_up_id, [one for one in found if _ours(work, one)]


def _ours(work: Work, one: Mine) -> bool:
    if work.actor.by_id or one.person_id == work.actor.person_id:
        return one.person_id == work.actor.person_id
    family = {whom.person_id for whom in whom_i_may_act_for(work, one.purpose)}
    return one.person_id in family


def my_bookings(work: Work, most: int = MOST) -> list[Mine]:
    """What is still to come for the acting person, the next first. The days of a term are not listed
    one by one: the stations show them."""
    terms = [kind.id for kind in work.town.programme_kinds if kind.way == "term"]
    rows = work.session.execute(
        _whole()
        .where(
            Booking.person_id == work.actor.person_id,
            IS_LIVE,
            PLANNED,
            Session.ends_at > work.now,
            Programme.kind.not_in(terms),
        )
        .order_by(Session.begins_at, Booking.id)
        .limit(most)
    ).all()
    return [_mine(work, row) for row in rows]


def our_bookings(work: Work, most: int = MOST) -> list[Mine]:
    """Mine, and of those I may act for what I may see to; the next first."""
    found = my_bookings(work, most)
    if not work.actor.by_id:
        for purpose in (PLACES, VISITS):
            for one in whom_i_may_act_for(work, purpose):
                theirs = my_bookings(acting_for(work, one.person_id), most)
                found += [booking for booking in theirs if booking.purpose == purpose]
    return sorted(found, key=lambda one: (one.begins_at, one.id))[:most]


def clash(work: Work, begins_at: datetime, ends_at: datetime, but: int = 0) -> Mine | None:
    """The first of one's own bookings that falls into these hours."""
    row = work.session.execute(
        _whole()
        .where(
            Booking.person_id == work.actor.person_id,
            Booking.id != but,
            IS_LIVE,
            PLANNED,
            Session.begins_at < ends_at,
            Session.ends_at > begins_at,
        )
        .order_by(Session.begins_at)
        .limit(1)
    ).first()
    return _mine(work, row) if row is not None else None


def reminds_of(work: Work, reminder_id: int, booking_id: int) -> bool:
    """Whether a reminder that went out still speaks of the time the booking has."""
    row = work.session.execute(
        select(ReminderRow.state, ReminderRow.moves, Booking.moves, Session.state)
        .join(Booking, Booking.id == ReminderRow.booking_id)
        .join(Session, Session.id == Booking.session_id)
        .where(ReminderRow.id == reminder_id, Booking.id == booking_id)
    ).one_or_none()
    if row is None:
        return False
    state, planned, moves, session = row
    return state in ("due", "sent") and planned == moves and session == "planned"


def booking_of_act(work: Work, person_id: int, booking_id: int) -> Mine | None:
    """What an act for ``person_id`` was about, for the two it concerns: the act was looked up by
    who reads of it, as theirs."""
    row = work.session.execute(
        _whole().where(Booking.id == booking_id, Booking.person_id == person_id)
    ).one_or_none()
    return _mine(work, row) if row is not None else None
