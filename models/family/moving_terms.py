"""Two rows of one child who both have a place in a station's term: one of the two stands.

How many places of each weekday are given away is kept right by whoever holds the programme's row.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select, update

from models.bookings.tables import IS_LIVE, Booking, Enrolment, WeekdayPlaces
from models.family.pairs import Ended, Pair
from models.programmes.tables import Programme, Session
from models.station.tables import StationTerm

TERM = "enrolments.person_id"
RANK = {"in": 0, "waiting": 1, "applied": 2}


# -- the merge ---------------------------------------------------------------------------------------
def end_double_terms(
    connection: Connection, pair: Pair, now: datetime
) -> tuple[list[Ended], list[int]]:
    """End one of each two; returns them as they were, and the bookings that were theirs and are
    still to come."""
    mine, ended, bookings = _standing(connection, pair.gone), [], []
    for programme_id in sorted(mine.keys() & _standing(connection, pair.kept).keys()):
        _locked(connection, programme_id)
        kept = _standing(connection, pair.kept).get(programme_id)
        gone = _standing(connection, pair.gone).get(programme_id)
        if kept is None or gone is None:
            continue
        loser = kept if RANK[kept.state] > RANK[gone.state] else gone
        _end(connection, loser, now)
        ended.append((TERM, loser.id, {"state": loser.state, "queue": loser.queue}))
        bookings += _coming(connection, loser, now)
    return ended, bookings


def _standing(connection: Connection, person_id: int) -> dict[int, Any]:
    found = select(Enrolment.__table__).where(
        Enrolment.person_id == person_id, Enrolment.state != "ended"
    )
    return {row.programme_id: row for row in connection.execute(found)}


def _locked(connection: Connection, programme_id: int) -> None:
    found = select(Programme.id).where(Programme.id == programme_id)
    connection.execute(found.with_for_update(key_share=True))


def _end(connection: Connection, row: Any, now: datetime) -> None:
    connection.execute(
        update(Enrolment)
        .where(Enrolment.id == row.id)
        .values(state="ended", queue=None, ended_at=now)
    )
    if row.state == "in":
        _days(connection, row, -1)
        _term(connection, row.programme_id, freed=True)


def _coming(connection: Connection, row: Any, now: datetime) -> list[int]:
    found = (
        select(Booking.id)
        .join(Session, Session.id == Booking.session_id)
        .where(
            Booking.sign_up_id == row.sign_up_id,
            Booking.person_id == row.person_id,
            Booking.came_at.is_(None),
            IS_LIVE,
            Session.begins_at > now,
        )
    )
    return list(connection.execute(found).scalars())


def _days(connection: Connection, row: Any, count: int) -> None:
    connection.execute(
        update(WeekdayPlaces)
        .where(WeekdayPlaces.programme_id == row.programme_id, _on(row.days))
        .values(taken=WeekdayPlaces.taken + count)
    )


def _on(days: int) -> Any:
    return WeekdayPlaces.weekday.in_([day for day in range(7) if days >> day & 1])


def _term(connection: Connection, programme_id: int, **values: Any) -> None:
    of_it = StationTerm.programme_id == programme_id
    connection.execute(update(StationTerm).where(of_it).values(**values))


# -- undone ------------------------------------------------------------------------------------------
def terms_again(
    connection: Connection, ended: Sequence[tuple[int, Mapping[str, Any]]], now: datetime
) -> None:
    """As they stood before; who was in and finds no place any more waits, at the end of the list,
    and so does who had applied for a draw that is over."""
    for key, was in ended:
        row = connection.execute(select(Enrolment.__table__).where(Enrolment.id == key)).one()
        _locked(connection, row.programme_id)
        if row.state != "ended" or row.programme_id in _standing(connection, row.person_id):
            continue
        term = connection.execute(
            select(StationTerm.__table__).where(StationTerm.programme_id == row.programme_id)
        ).one()
        state, queue = was["state"], was["queue"]
        if state == "in" and _has_room(connection, row):
            _days(connection, row, 1)
            _term(connection, row.programme_id, done_to=now)  # the clock makes the bookings
        elif state == "in" or (state == "applied" and term.drawn_at is not None):
            state, queue = "waiting", term.queue + 1
            _term(connection, row.programme_id, queue=queue)
        connection.execute(
            update(Enrolment)
            .where(Enrolment.id == key)
            .values(state=state, queue=queue, ended_at=None)
        )


def _has_room(connection: Connection, row: Any) -> bool:
    full = select(WeekdayPlaces.weekday).where(
        WeekdayPlaces.programme_id == row.programme_id,
        _on(row.days),
        WeekdayPlaces.taken >= WeekdayPlaces.places,
    )
    return connection.execute(full.limit(1)).first() is None
