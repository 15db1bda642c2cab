"""The draw of a station: those passed by last time first, brothers and sisters with one lot.

The order follows from a seed that is kept, and from what each lot says: anybody can repeat it and
see why a family had the turn it had. The lots are looked at in chunks, each committed with what is
told of it, so a process that dies in the middle loses nothing and tells nobody twice. Who has no place
hears of it once every station has drawn: only then it is known where there is room.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from sqlalchemy import bindparam, func, insert, select

from models.bookings.enrolling import locked
from models.bookings.tables import Enrolment
from models.gate import Command, May
from models.prepared import Prepared
from models.refusals import NotFound
from models.station.collectors import are_mine
from models.station.filling import family, let_in, queue_up, tell_family
from models.station.tables import DrawLot, StationTerm
from models.work import Work

CHUNK = 4
"""Families decided in one transaction."""
UNDECIDED, OUT = "", "out"


def order_of(seed: str, lots: Iterable[tuple[int, int]]) -> list[int]:
    """The draw itself: (sign-up, how often it was passed by) in, sign-ups in their turn out. The
    same seed and lots give the same order, wherever it is done."""

    def drawn(lot: tuple[int, int]) -> tuple[int, str]:
        sign_up_id, left_out = lot
        return -left_out, hashlib.sha256(f"{seed}:{sign_up_id}".encode()).hexdigest()

    return [sign_up_id for sign_up_id, _left_out in sorted(lots, key=drawn)]


@dataclass(frozen=True)
class DrawPlaces(Command[int]):
    """A chunk of a draw whose time has come. Returns how many families it looked at, or 1 for the
    steps before and after; 0 when there is nothing to do."""

    may: ClassVar[May] = May(clock=True)
    programme_id: int

    def run(self, work: Work) -> int:
        locked(work, self.programme_id)
        term = work.session.get(StationTerm, self.programme_id, populate_existing=True)
        if term is None or not is_due(term, work.now):
            return 0
        lots = _lots(work, self.programme_id, UNDECIDED)
        if lots:
            for lot in lots:
                _decide(work, term, lot)
            return len(lots)
        if not term.seed:
            term.seed = secrets.token_hex(8)
        if _make_lots(work, term):
            return 1
        if draws_go_on(work):
            return 0
        told = _tell_who_is_out(work, term)
        if not told:
            term.drawn_at = work.now
        return told or 1


def is_due(term: StationTerm, now: datetime) -> bool:
    return term.drawn_at is None and term.draw_at is not None and term.draw_at <= now


def draws_go_on(work: Work) -> bool:
    """Whether a draw whose time has come has still to decide about somebody."""
    found = (
        select(Enrolment.id)
        .join(StationTerm, StationTerm.programme_id == Enrolment.programme_id)
        .where(
            StationTerm.drawn_at.is_(None),
            StationTerm.draw_at <= work.now,
            Enrolment.state == "applied",
        )
    )
    return work.session.scalar(found.limit(1)) is not None


def _lots(work: Work, programme_id: int, result: str) -> list[DrawLot]:
    found = (
        select(DrawLot)
        .where(DrawLot.programme_id == programme_id, DrawLot.result == result)
        .order_by(DrawLot.turn)
        .limit(CHUNK)
    )
    return list(work.session.scalars(found))


def _make_lots(work: Work, term: StationTerm) -> int:
    """A lot for each family that has applied and has none yet; whoever applies while the draw runs
    comes after those who were in time."""
    known = select(DrawLot.sign_up_id).where(DrawLot.programme_id == term.programme_id)
    rows = work.session.execute(
        select(Enrolment.sign_up_id, func.max(Enrolment.left_out).label("times"))
        .where(
            Enrolment.programme_id == term.programme_id,
            Enrolment.state == "applied",
            Enrolment.sign_up_id.not_in(known),
        )
        .group_by(Enrolment.sign_up_id)
    )
    left_out = {row.sign_up_id: row.times for row in rows}
    if not left_out:
        return 0
    last = select(func.max(DrawLot.turn)).where(DrawLot.programme_id == term.programme_id)
    begin = (work.session.scalar(last) or 0) + 1
    lots = [
        {
            "programme_id": term.programme_id,
            "sign_up_id": sign_up_id,
            "turn": turn,
            "left_out": left_out[sign_up_id],
            "result": "",
        }
        for turn, sign_up_id in enumerate(order_of(term.seed, left_out.items()), start=begin)
    ]
    work.session.execute(insert(DrawLot), lots)
    return len(lots)


def _decide(work: Work, term: StationTerm, lot: DrawLot) -> None:
    rows = family(work, lot.sign_up_id)
    if not rows:
        lot.result = "gone"
        return
    if let_in(work, term, rows):
        lot.result = "in"
        tell_family(work, rows, "in")
    else:
        lot.result = OUT
        queue_up(work, term, rows)
        for row in rows:
            row.left_out += 1
    work.session.flush()


def _tell_who_is_out(work: Work, term: StationTerm) -> int:
    """A chunk of the families that have no place; how many."""
    lots = _lots(work, term.programme_id, OUT)
    for lot in lots:
        rows = family(work, lot.sign_up_id)
        if rows:
            tell_family(work, rows, "waiting")
        lot.result = "waiting"
    work.session.flush()
    return len(lots)


# -- for the clock ---------------------------------------------------------------------------------
_draws_due = Prepared(
    select(StationTerm.programme_id)
    .where(StationTerm.drawn_at.is_(None), StationTerm.draw_at <= bindparam("now"))
    .order_by(StationTerm.draw_at)
)
_next_draw = Prepared(select(func.min(StationTerm.draw_at)).where(StationTerm.drawn_at.is_(None)))


def draws_due(work: Work) -> list[int]:
    return work.found(_draws_due, now=work.now)


def next_draw(work: Work) -> datetime | None:
    first: datetime | None = work.first(_next_draw)
    return first


# -- explaining it ---------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Lot:
    """``turn`` of ``lots``; ``before``: how many went first because they had been passed by more
    often; ``seed``: with it anybody can do the draw again."""

    turn: int
    lots: int
    before: int
    result: str
    seed: str


def my_lot(work: Work, sign_up_id: int) -> Lot:
    """How the draw went for one's own children. NotFound if they were not in one."""
    children = list(
        work.session.scalars(select(Enrolment.person_id).where(Enrolment.sign_up_id == sign_up_id))
    )
    if not are_mine(work, children):
        raise NotFound("draw")
    lot = work.session.scalars(select(DrawLot).where(DrawLot.sign_up_id == sign_up_id)).first()
    if lot is None:
        raise NotFound("draw")
    of_it = DrawLot.programme_id == lot.programme_id
    count = select(func.count()).select_from(DrawLot).where(of_it)
    return Lot(
        lot.turn,
        work.session.scalar(count) or 0,
        work.session.scalar(count.where(DrawLot.left_out > lot.left_out)) or 0,
        lot.result,
        work.session.get_one(StationTerm, lot.programme_id).seed,
    )
