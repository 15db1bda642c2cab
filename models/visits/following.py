"""Those who go along follow the visit, whoever changed it; and whoever booked it hears who goes.

A visit may end or move by many hands: the family's, the station's, the clock's own. None of them
has to think of the company: the clock compares what was asked for with what stands now.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from itertools import islice
from typing import Any, ClassVar

from sqlalchemy import Select, String, and_, cast, exists, select
from sqlalchemy.orm import aliased

from models.bookings.tables import Booking, SignUp
from models.family.kin import bound
from models.gate import Command, May
from models.help.tables import Case
from models.outbox.tables import OutboxRow
from models.prepared import Prepared
from models.programmes.tables import Programme, Session
from models.refusals import Refusal
from models.tasks.tables import Offer
from models.visits.company import KIND, READY, ask_again, call_off
from models.visits.going import due_reminder, reminder_key, reminders
from models.visits.messages import CompanyFound, GoAlong
from models.work import Work

CHUNK = 20
MOVED_BY = timedelta(minutes=45)
"""Less is no other time: whoever goes along still does, and hears of it."""
SETTLED = timedelta(hours=3)
"""So near to the visit nobody is asked anew; who gave up late has moved the hour themselves."""


def company_mark(offer_id: int) -> str:
    """The key of the telling about one who goes along: said once."""
    return f"company:{offer_id}"


def to_follow(work: Work) -> list[Any]:
    """Open company whose visit is off, or elsewhere in time, of whom the booker has not heard, or who
    is to be reminded."""
    return list(islice((row for row in _all_open(work) if _why(work, row)), CHUNK))


def next_reminder(work: Work) -> datetime | None:
    """When somebody who goes along is reminded next."""
    rows = [row for row in _all_open(work) if row.offer_id and row.begins_at]
    times = (at for row in rows for at, _step in reminders(work, row) if at > work.now)
    return min(times, default=None)


def _all_open(work: Work) -> Sequence[Any]:
    work.session.flush()
    return _company().all(work.connection, {})


def _why(work: Work, row: Any) -> str:
    now = work.now
    if row.begins_at is None:
        return "off"
    due = row.begins_at - READY
    apart = abs(due - row.arrive_by)
    if apart > MOVED_BY and now < min(due, row.arrive_by) - SETTLED:
        return "moved"
    if row.offer_id is None:
        return ""
    if apart and now < min(due, row.arrive_by) - SETTLED:
        return "shifted"
    news = not row.told and row.by_id != row.person_id
    if news and bound(work, row.person_id, row.by_id):
        return "found"
    return "remind" if due_reminder(work, row) else ""


@cache
def _company() -> Prepared:
    return Prepared(_open_company())


def _open_company() -> Select[Any]:
    """Every open case that was asked for with a visit, with the visit if it stands."""
    stands, goes = aliased(Booking), aliased(Offer)
    told = exists().where(OutboxRow.key == "company:" + cast(goes.id, String))
    columns: tuple[Any, ...] = (
        Case.id.label("case_id"), Case.arrive_by, SignUp.id.label("sign_up_id"), SignUp.by_id,
        stands.id.label("booking_id"), stands.person_id, Session.begins_at,
        goes.id.label("offer_id"), told.label("told"), goes.person_id.label("helper_id"),
        goes.answered_at, goes.arrive_at, Programme.kind,
    )  # fmt: skip
    return (
        select(*columns)
        .join(SignUp, SignUp.case_id == Case.id)
        .outerjoin(stands, and_(stands.sign_up_id == SignUp.id, stands.state == "booked"))
        .outerjoin(Session, and_(Session.id == stands.session_id, Session.state != "cancelled"))
        .outerjoin(Programme, Programme.id == Session.programme_id)
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
        elif why == "shifted":
            _shifts(work, row)
        elif why == "remind":
            key = reminder_key(row, due_reminder(work, row))
            work.tell(row.helper_id, GoAlong(row.offer_id, "soon"), key=key, expires=row.arrive_at)
        else:
            key = company_mark(row.offer_id)
            work.tell(row.by_id, CompanyFound(row.booking_id, row.offer_id), key=key)
        work.session.flush()


def _shifts(work: Work, row: Any) -> None:
    """A few minutes: whoever goes along stays the same, and hears of it."""
    due = row.begins_at - READY
    by = due - row.arrive_by
    for table, row_id, name, at in (
        (Case, row.case_id, "arrive_by", due), (Offer, row.offer_id, "arrive_at", row.arrive_at + by),
    ):  # fmt: skip
        setattr(work.session.get_one(table, row_id), name, at)
    key = f"along:{row.offer_id}:moved:{row.begins_at:%Y%m%d%H%M}"
    work.tell(row.helper_id, GoAlong(row.offer_id, "moved"), key=key, expires=row.begins_at)


def _asks_again(work: Work, sign_up: SignUp, row: Any) -> None:
    try:
        with work.undone_alone():
            ask_again(work, sign_up, row.person_id, row.begins_at)
    except Refusal:  # they wait for as many people as may be asked for already
        call_off(work, sign_up)
        sign_up.case_id = None
