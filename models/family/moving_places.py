"""Two rows of one person who both have a place at the same time: nobody sits on two chairs.

Of two live bookings of one session, or two places in one term, the better one stands, whosever row
it is on; the other one ends and gives its place back, which the clock then offers to who waits. When
the merge is undone each has theirs again, a booking only if a place is still free; a term that is
full by then is waited for.

The sessions are locked before their bookings are looked at, as everywhere; see ``bookings.places``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple, cast

from sqlalchemy import Connection, Table, bindparam, literal_column, select, update

from models.bookings.tables import IS_DUE, IS_LIVE, Booking, ReminderRow
from models.family.moving_terms import TERM, end_double_terms, terms_again
from models.family.pairs import Ended, Pair, frozen, thawed
from models.programmes.tables import Session

BOOKING = "bookings.person_id"
RANK = {"booked": 0, "offered": 1, "waiting": 2}
HOLDS = ("booked", "offered")
_WAS = ("state", "place", "queue", "offer_until")
_NO_PLACE = {"place": None, "queue": None, "offer_until": None}


# -- the merge ---------------------------------------------------------------------------------------
def end_doubles(connection: Connection, pair: Pair, now: datetime) -> list[Ended]:
    """End what cannot both hold; returns it as it was before. To be called before rows move."""
    ended, bookings = end_double_terms(connection, pair, now)
    live = select(Booking.session_id).where(Booking.person_id == pair.gone, IS_LIVE)
    _locked(connection, connection.execute(live).scalars())
    _end(connection, _still_live(connection, bookings), now)
    doubles = _doubles(connection, pair)
    _end(connection, doubles, now)
    return ended + [
        (BOOKING, row.id, {name: frozen(getattr(row, name)) for name in _WAS}) for row in doubles
    ]


class _Row(NamedTuple):
    id: int
    session_id: int
    state: str
    place: int | None
    queue: int | None
    offer_until: datetime | None
    came_at: datetime | None


_COLUMNS = [getattr(Booking, name) for name in _Row._fields]


def _locked(connection: Connection, session_ids: Iterable[int]) -> dict[int, Any]:
    found = select(
        Session.id, Session.state, Session.begins_at, Session.places, Session.taken
    ).where(Session.id.in_(sorted(set(session_ids))))
    rows = connection.execute(found.order_by(Session.id).with_for_update(key_share=True))
    return {row.id: row for row in rows}


def _still_live(connection: Connection, ids: Sequence[int]) -> list[_Row]:
    if not ids:
        return []
    rows = connection.execute(select(*_COLUMNS).where(Booking.id.in_(ids), IS_LIVE)).all()
    _locked(connection, [row.session_id for row in rows])
    return [_Row(*row) for row in rows]


def _doubles(connection: Connection, pair: Pair) -> list[_Row]:
    """Of each session in which both have a live booking, the one that does not stand."""

    def live(person_id: int) -> dict[int, _Row]:
        mine = select(*_COLUMNS).where(Booking.person_id == person_id, IS_LIVE)
        return {row.session_id: _Row(*row) for row in connection.execute(mine)}

    kept, gone = live(pair.kept), live(pair.gone)
    both = sorted(kept.keys() & gone.keys())
    return [kept[one] if _worse(kept[one]) > _worse(gone[one]) else gone[one] for one in both]


def _worse(row: _Row) -> tuple[bool, int, int]:
    """The lowest stands: who was there, who has a place, who is before the other in the list."""
    return row.came_at is None, RANK[row.state], row.queue or 0


def _end(connection: Connection, rows: Sequence[_Row], now: datetime) -> None:
    if not rows:
        return
    ids = [row.id for row in rows]
    connection.execute(
        update(Booking)
        .where(Booking.id.in_(ids), IS_LIVE)
        .values(state="cancelled", ended_at=now, **_NO_PLACE)
    )
    held = [row.session_id for row in rows if row.state in HOLDS]
    connection.execute(
        update(Session).where(Session.id.in_(held)).values(taken=Session.taken - 1)
    )  # one place in each: every session is in the list once
    connection.execute(
        update(ReminderRow).where(ReminderRow.booking_id.in_(ids), IS_DUE).values(state="off")
    )


# -- undone ------------------------------------------------------------------------------------------
def take_again(connection: Connection, ended: Sequence[Ended], now: datetime) -> list[Ended]:
    """Give back what was ended for a merge; returns what of ``ended`` is of other tables. To be
    called after the rows have gone back."""
    terms_again(connection, [(key, was) for name, key, was in ended if name == TERM], now)
    _bookings_again(connection, {key: was for name, key, was in ended if name == BOOKING}, now)
    return [one for one in ended if one[0] not in (TERM, BOOKING)]


def _bookings_again(
    connection: Connection, before: Mapping[int, Mapping[str, Any]], now: datetime
) -> None:
    if not before:
        return
    found = select(Booking.id, Booking.session_id, Booking.person_id)
    found = found.where(Booking.id.in_(before), Booking.state == "cancelled").order_by(Booking.id)
    rows = connection.execute(found).all()
    sessions = _locked(connection, [row.session_id for row in rows])
    held, there = _who_is_there(connection, list(sessions))
    again = []
    for row in rows:
        session = sessions[row.session_id]
        if (row.session_id, row.person_id) in there or session.state == "cancelled":
            continue
        was = thawed(before[row.id])
        if was["state"] in HOLDS:
            was["place"] = _place(was["place"], session, held.get(session.id, set()))
        elif session.state != "planned" or session.begins_at <= now:
            continue
        if was["state"] not in HOLDS or was["place"]:
            again.append((row, was))
    _put_back(connection, again, now)


def _who_is_there(
    connection: Connection, session_ids: Sequence[int]
) -> tuple[dict[int, set[int]], set[tuple[int, int]]]:
    """The places that are held, and who has a live booking in which session."""
    live = select(Booking.session_id, Booking.person_id, Booking.place)
    held: dict[int, set[int]] = {}
    there = set()
    for row in connection.execute(live.where(Booking.session_id.in_(session_ids), IS_LIVE)):
        there.add((row.session_id, row.person_id))
        if row.place is not None:
            held.setdefault(row.session_id, set()).add(row.place)
    return held, there


def _place(wanted: int, session: Any, held: set[int]) -> int:
    """The place they had, else the lowest that is free; 0 if there is none."""
    if session.taken >= session.places:
        return 0
    if wanted not in held and wanted <= session.places:
        return wanted
    return next(number for number in range(1, session.places + 1) if number not in held)


def _put_back(
    connection: Connection, again: Sequence[tuple[Any, dict[str, Any]]], now: datetime
) -> None:
    if not again:
        return
    bookings = cast("Table", Booking.__table__)
    one = (
        update(bookings)
        .where(bookings.c.id == bindparam("booking_id"))
        .values(ended_at=None, **{name: bindparam(f"was_{name}") for name in _WAS})
    )
    connection.execute(
        one,
        [
            {"booking_id": row.id, **{f"was_{name}": was[name] for name in _WAS}}
            for row, was in again
        ],
    )
    held = [row.session_id for row, was in again if was["state"] in HOLDS]
    connection.execute(update(Session).where(Session.id.in_(held)).values(taken=Session.taken + 1))
    booked = [row.id for row, was in again if was["state"] == "booked"]
    moves = select(Booking.moves).where(Booking.id == ReminderRow.booking_id).scalar_subquery()
    connection.execute(
        update(ReminderRow)
        .where(
            ReminderRow.booking_id.in_(booked),
            ReminderRow.state == literal_column("'off'"),
            ReminderRow.at > now,
            ReminderRow.moves == moves,
        )
        .values(state="due")
    )
