"""The places of a station's term: given to families that fit, or to the end of the waiting list."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import func, select, update

from models.base import insert_new, touched
from models.bookings.tables import Enrolment, SignUp, WeekdayPlaces
from models.programmes.tables import Programme
from models.station.collectors import guardians_of
from models.station.messages import EnrolmentDecided
from models.station.stations import days_of, draw_at, stations, weekdays_in
from models.station.tables import StationTerm
from models.town.programmes import ProgrammeKind
from models.work import Work

STANDS = ("applied", "in", "waiting")


# -- a station's term ------------------------------------------------------------------------------
def term_of(work: Work, programme: Programme, kind: ProgrammeKind) -> StationTerm:
    """The station's term, with its rows of places; made by the first who signs up."""
    term = work.session.get(StationTerm, programme.id, populate_existing=True)
    if term is not None:
        return term
    term = StationTerm(programme_id=programme.id, draw_at=draw_at(programme, kind))
    if term.draw_at is not None and term.draw_at <= work.now:
        term.drawn_at = work.now  # nobody had applied in time: who comes first is served first
    work.session.add(term)
    work.session.flush()
    for weekday in weekdays_in(days_of(programme)):
        row = {"programme_id": programme.id, "weekday": weekday, "places": programme.places}
        new = insert_new(work.session, WeekdayPlaces).values(taken=0, **row)
        work.session.execute(new.on_conflict_do_nothing())
    return term


def free_places(work: Work, programme_id: int) -> dict[int, int]:
    """How many places of each weekday are left."""
    rows = work.session.execute(
        select(
            WeekdayPlaces.weekday, (WeekdayPlaces.places - WeekdayPlaces.taken).label("left")
        ).where(WeekdayPlaces.programme_id == programme_id)
    )
    return {row.weekday: row.left for row in rows}


def take_days(work: Work, programme_id: int, days: int, count: int) -> bool:
    """``count`` places on each of these weekdays, or none at all."""
    left = free_places(work, programme_id)
    weekdays = weekdays_in(days)
    if any(left.get(weekday, 0) < count for weekday in weekdays):
        return False
    moved = _move(work, programme_id, weekdays, count)
    if moved != len(weekdays):
        raise AssertionError("places were given away by somebody who did not hold the station")
    return True


def give_back_days(work: Work, programme_id: int, days: int, count: int) -> None:
    _move(work, programme_id, weekdays_in(days), -count)


def _move(work: Work, programme_id: int, weekdays: Sequence[int], count: int) -> int:
    result = work.session.execute(
        update(WeekdayPlaces)
        .where(
            WeekdayPlaces.programme_id == programme_id,
            WeekdayPlaces.weekday.in_(weekdays),
            WeekdayPlaces.taken + count <= WeekdayPlaces.places,
            WeekdayPlaces.taken + count >= 0,
        )
        .values(taken=WeekdayPlaces.taken + count)
        .execution_options(synchronize_session=False)
    )
    return touched(result)


def roomiest(work: Work, count: int, days: int) -> int:
    """The nearest station that has room for all of them on all days; else the one where, for each
    place, the fewest have applied or wait. 0 if there is none."""
    best: tuple[float, int] | None = None
    for one in stations(work):
        if days & ~one.days:
            continue
        programme = work.session.get_one(Programme, one.programme_id)
        asked = work.session.scalar(
            select(func.count())
            .select_from(Enrolment)
            .where(Enrolment.programme_id == one.programme_id, Enrolment.state.in_(STANDS))
        )
        if (asked or 0) + count <= programme.places:
            return one.programme_id
        pressed = (asked or 0) / programme.places
        if best is None or pressed < best[0]:
            best = (pressed, one.programme_id)
    return best[1] if best is not None else 0


# -- in, or waiting --------------------------------------------------------------------------------
def family(work: Work, sign_up_id: int) -> list[Enrolment]:
    """The enrolments of one sign-up that stand, the eldest first."""
    rows = work.session.scalars(
        select(Enrolment)
        .where(Enrolment.sign_up_id == sign_up_id, Enrolment.state.in_(STANDS))
        .order_by(Enrolment.id)
        .execution_options(populate_existing=True)
    )
    return list(rows)


def let_in(work: Work, term: StationTerm, rows: Sequence[Enrolment]) -> bool:
    """All of a family, or nobody of it."""
    if not take_days(work, term.programme_id, rows[0].days, len(rows)):
        return False
    for row in rows:
        row.state, row.queue, row.left_out = "in", None, 0
    term.done_to = work.now
    work.session.flush()
    return True


def queue_up(work: Work, term: StationTerm, rows: Sequence[Enrolment]) -> None:
    """At the end of the waiting list, together."""
    term.queue += 1
    for row in rows:
        row.state, row.queue = "waiting", term.queue
    work.session.flush()


def place_or_queue(work: Work, term: StationTerm, rows: Sequence[Enrolment]) -> None:
    """First come, first served, and nobody passes those who wait already."""
    waiting = work.session.scalar(
        select(Enrolment.id)
        .where(Enrolment.programme_id == term.programme_id, Enrolment.state == "waiting")
        .limit(1)
    )
    if waiting is not None or not let_in(work, term, rows):
        queue_up(work, term, rows)


def waits_at(work: Work, row: Enrolment) -> int:
    """How many families are before this one in the waiting list, itself included."""
    return work.session.execute(
        select(func.count(func.distinct(Enrolment.queue))).where(
            Enrolment.programme_id == row.programme_id,
            Enrolment.state == "waiting",
            Enrolment.queue <= row.queue,
        )
    ).scalar_one()


def tell_family(work: Work, rows: Sequence[Enrolment], state: str) -> None:
    """Whoever signed them up hears how it went; else who answers for them."""
    sign_up = work.session.get_one(SignUp, rows[0].sign_up_id)
    guardians = guardians_of(work, rows[0].person_id)
    hearers: Collection[int] = [sign_up.by_id] if sign_up.by_id in guardians else guardians
    for person_id in hearers:
        key = f"station:{sign_up.id}:{state}:{rows[0].queue or 0}:{person_id}"
        work.tell(person_id, EnrolmentDecided(sign_up.id, state), key=key)
