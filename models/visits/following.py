"""Those who go along follow the visit, whoever changed it; and whoever booked it hears who goes.

A visit may end or move by many hands: the family's, the station's, the clock's own. None of them
has to think of the company: the clock compares what was asked for with what stands now.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any, ClassVar

from sqlalchemy import Select, String, and_, cast, exists, select
from sqlalchemy.orm import aliased

from models.bookings.tables import Booking, SignUp
from models.family.kin import bound
from models.gate import Command, May
from models.help.tables import Case
from models.outbox.tables import OutboxRow
from models.programmes.tables import Session
from models.refusals import Refusal
from models.tasks.tables import Offer
from models.visits.company import KIND, READY, ask_again, call_off
from models.visits.messages import CompanyFound
from models.work import Work

CHUNK = 20
MOVED_BY = timedelta(minutes=45)
"""Less is no other time: whoever goes along comes early anyhow."""
SETTLED = timedelta(hours=3)
"""So near to the visit nobody is asked anew; who gave up late has moved the hour themselves."""


def company_mark(offer_id: int) -> str:
    """The key of the telling about one who goes along: said once."""
    return f"company:{offer_id}"


def to_follow(work: Work) -> list[Any]:
    """Open company whose visit is off, or elsewhere in time, or of whom the booker has not heard."""
    rows = work.session.execute(_open_company().limit(10 * CHUNK))
    return [row for row in rows if _why(work, row)][:CHUNK]


def _why(work: Work, row: Any) -> str:
    now = work.now
    if row.begins_at is None:
        return "off"
    due = row.begins_at - READY
    apart = abs(due - row.arrive_by)
    if apart > MOVED_BY and now < min(due, row.arrive_by) - SETTLED:
        return "moved"
    news = row.offer_id is not None and not row.told and row.by_id != row.person_id
    return "found" if news and bound(work, row.person_id, row.by_id) else ""


def _open_company() -> Select[Any]:
    """Every open case that was asked for with a visit, with the visit if it stands."""
    stands, goes = aliased(Booking), aliased(Offer)
    told = exists().where(OutboxRow.key == "company:" + cast(goes.id, String))
    columns: tuple[Any, ...] = (
        Case.id.label("case_id"), Case.arrive_by, SignUp.id.label("sign_up_id"), SignUp.by_id,
        stands.id.label("booking_id"), stands.person_id, Session.begins_at,
        goes.id.label("offer_id"), told.label("told"),
    )  # fmt: skip
    return (
        select(*columns)
        .join(SignUp, SignUp.case_id == Case.id)
        .outerjoin(stands, and_(stands.sign_up_id == SignUp.id, stands.state == "booked"))
        .outerjoin(Session, and_(Session.id == stands.session_id, Session.state != "cancelled"))
        .outerjoin(
            goes,
            and_(goes.case_id == Case.id, goes.state == "accepted", goes.arrive_at.is_not(None)),
        )
        .where(Case.closed_at.is_(None), Case.kind == KIND)
        .order_by(Case.id)
    )


@dataclass(frozen=True)
class FollowVisits(Command[int]):
    """A chunk of it; how many there were."""

    may: ClassVar[May] = May(clock=True)

    def run(self, work: Work) -> int:
        found = to_follow(work)
        for row in found:
            self._follow(work, row)
        return len(found)

    def _follow(self, work: Work, row: Any) -> None:
        why = _why(work, row)
        sign_up = work.session.get_one(SignUp, row.sign_up_id)
        if why == "off":
            call_off(work, sign_up)
            sign_up.case_id = None
        elif why == "moved":
            _asks_again(work, sign_up, row)
        else:
            key = company_mark(row.offer_id)
            work.tell(row.by_id, CompanyFound(row.booking_id, row.offer_id), key=key)
        work.session.flush()


def _asks_again(work: Work, sign_up: SignUp, row: Any) -> None:
    try:
        with work.undone_alone():
            ask_again(work, sign_up, row.person_id, row.begins_at)
    except Refusal:  # they wait for as many people as may be asked for already
        call_off(work, sign_up)
        sign_up.case_id = None
