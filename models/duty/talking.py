"""Hand-overs: who speaks with whom now, and what was said.

The trap: two of the staff who both believe that they took it, and a person who talks into nothing.
Taking is a conditional update, every line has a speaker, and an idle talk ends by itself and says so.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import insert, select, update

from models.base import insert_new
from models.duty.people import within_my_places
from models.duty.tables import HandOver, HandOverLine
from models.gate import ANYWHERE
from models.refusals import NotFound
from models.town.tables import Place
from models.work import Work

LONGEST = 1000


@dataclass(frozen=True, slots=True)
class Side:
    """The acting account's part in a live hand-over. ``others``: how many more they speak in."""

    hand_over_id: int
    state: str
    part: str
    other_id: int | None
    others: int = 0


def hand_over_of(work: Work, hand_over_id: int) -> HandOver:
    found = work.session.get(HandOver, hand_over_id, populate_existing=True)
    if found is None:
        raise NotFound("hand_over")
    return found


def own_hand_over(work: Work, hand_over_id: int) -> HandOver | None:
    """A hand-over the acting person has a part in; None for anybody else's."""
    found = work.session.get(HandOver, hand_over_id, populate_existing=True)
    return found if found is not None and part_in(work, hand_over_id) else None


def staff_hand_over(work: Work, hand_over_id: int) -> HandOver | None:
    """One that the acting member of staff may answer or is answering; else None."""
    return work.session.scalars(
        select(HandOver)
        .outerjoin(Place, Place.id == HandOver.place_id)
        .where(
            HandOver.id == hand_over_id,
            within_my_places(work) | (HandOver.taken_by == work.actor.person_id),
        )
        .execution_options(populate_existing=True)
    ).first()


def path_of_hand_over(work: Work, hand_over_id: int) -> str | None:
    """Path of the grid the person lives in; ANYWHERE while unknown; None if no hand-over."""
    row = work.connection.execute(
        select(HandOver.id, Place.path)
        .outerjoin(Place, Place.id == HandOver.place_id)
        .where(HandOver.id == hand_over_id)
    ).first()
    return None if row is None else row.path or ANYWHERE


def part_in(work: Work, hand_over_id: int) -> str:
    """What the acting person is to a hand-over: "asker", "taker" or ""."""
    row = work.connection.execute(
        select(HandOver.person_id, HandOver.taken_by).where(HandOver.id == hand_over_id)
    ).first()
    me = work.actor.person_id
    if row is None or not me:
        return ""
    if row.person_id == me:
        return "asker"
    return "taker" if row.taken_by == me else ""


def live_for_account(work: Work, account_id: int) -> Side | None:
    """The hand-over free words of this account belong to: the one taken last, or its own."""
    if not account_id:
        return None
    taken = list(
        work.connection.execute(
            select(HandOver.id, HandOver.person_id, HandOver.state)
            .where(HandOver.taken_account_id == account_id, HandOver.state == "taken")
            .order_by(HandOver.taken_at.desc(), HandOver.id.desc())
        )
    )
    if taken:
        last = taken[0]
        return Side(last.id, last.state, "taker", last.person_id, len(taken) - 1)
    own = work.connection.execute(
        select(HandOver.id, HandOver.state, HandOver.taken_by).where(
            HandOver.account_id == account_id, HandOver.state != "ended"
        )
    ).first()
    return Side(own.id, own.state, "asker", own.taken_by) if own else None


def begin(work: Work, account_id: int, person_id: int, place_id: str | None) -> int | None:
    """A new hand-over's id; None if this account has a live one."""
    found: int | None = work.session.execute(
        insert_new(work.session, HandOver)
        .values(
            account_id=account_id,
            person_id=person_id,
            place_id=place_id,
            state="waiting",
            level=0,
            asked_at=work.now,
        )
        .on_conflict_do_nothing()
        .returning(HandOver.id)
    ).scalar()
    return found


def live_of(work: Work, account_id: int) -> int:
    """Id of the live hand-over of an account."""
    found: int = work.session.execute(
        select(HandOver.id).where(HandOver.account_id == account_id, HandOver.state != "ended")
    ).scalar_one()
    return found


def join(work: Work, account_id: int | None, person_id: int, place_id: str | None) -> None:
    """The acting person speaks with this account from now on, whoever did before."""
    if not account_id:
        return
    hand_over_id = begin(work, account_id, person_id, place_id) or live_of(work, account_id)
    work.session.execute(
        update(HandOver)
        .where(HandOver.id == hand_over_id)
        .values(
            state="taken",
            taken_by=work.actor.person_id,
            taken_account_id=work.actor.account_id or None,
            taken_at=work.now,
            last_at=work.now,
            answer_by=None,
        )
        .execution_options(synchronize_session=False)
    )


def add_line(work: Work, hand_over_id: int, words: str) -> int:
    line_id: int = work.session.execute(
        insert(HandOverLine).returning(HandOverLine.id),
        {
            "hand_over_id": hand_over_id,
            "by_person": work.actor.person_id,
            "words": words[:LONGEST],
            "at": work.now,
        },
    ).scalar_one()
    work.session.execute(
        update(HandOver)
        .where(HandOver.id == hand_over_id)
        .values(last_at=work.now)
        .execution_options(synchronize_session=False)
    )
    return line_id


def line_of(work: Work, line_id: int) -> HandOverLine | None:
    """One line, if the acting person has a part in its hand-over."""
    line = work.session.get(HandOverLine, line_id)
    return line if line is not None and part_in(work, line.hand_over_id) else None


def lines_of(work: Work, hand_over_id: int, most: int = 3) -> list[HandOverLine]:
    """The last lines of a hand-over, the oldest first; only for those who have a part in it."""
    if not part_in(work, hand_over_id):
        return []
    found = work.session.execute(
        select(HandOverLine)
        .where(HandOverLine.hand_over_id == hand_over_id)
        .order_by(HandOverLine.id.desc())
        .limit(most)
    ).scalars()
    return list(found)[::-1]


def waiting_hand_overs(work: Work) -> list[HandOver]:
    """People who wait for a person and whom the acting person may answer, the longest first."""
    return list(
        work.session.execute(
            select(HandOver)
            .outerjoin(Place, Place.id == HandOver.place_id)
            .where(HandOver.state == "waiting", within_my_places(work))
            .order_by(HandOver.asked_at)
            .limit(50)
        ).scalars()
    )


def my_hand_overs(work: Work) -> list[HandOver]:
    """Those in which the acting person speaks now."""
    return list(
        work.session.execute(
            select(HandOver)
            .where(HandOver.taken_by == work.actor.person_id, HandOver.state == "taken")
            .order_by(HandOver.taken_at.desc())
        ).scalars()
    )
