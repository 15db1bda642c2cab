"""It was done: by a visit that took place, or by hand; and the next one is made in the same breath."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from sqlalchemy import or_, select, update

from models.base import touched
from models.bookings.tables import Booking
from models.care.making import asks_at, cursors, put
from models.care.people import IS_OPEN, facts_of, fitting, pasts, today_of
from models.care.refusals import DueOver
from models.care.rules import ask_on, next_due
from models.care.tables import DueItem
from models.clocks import to_town
from models.programmes.kinds import kind_of
from models.programmes.tables import Programme, Session
from models.register.tables import Person
from models.town.programmes import CareRule, ProgrammeKind
from models.work import Work

IS_LIVE = ("open", "booked")


def rule_of(work: Work, rule_id: str) -> CareRule | None:
    """None once the town has dropped it."""
    return next((rule for rule in work.town.care if rule.id == rule_id), None)


def visit_attended(work: Work, booking: Booking) -> list[int]:
    """Somebody came to what they had booked: what was due and is done by that kind of visit is
    done. Returns the ids of items of which the doctor still has to say whether it is controlled."""
    session = work.session.get_one(Session, booking.session_id)
    kind = kind_of(work, work.session.get_one(Programme, session.programme_id))
    on = to_town(session.begins_at).date()
    mine = DueItem.person_id == booking.person_id, IS_OPEN
    asked = []
    for item in work.session.scalars(select(DueItem).where(*mine).order_by(DueItem.id)).all():
        rule = rule_of(work, item.rule)
        if rule is None or not _does(kind, rule, item, booking, on):
            continue
        finish(work, item, rule, on, "", by=work.actor.person_id or None)
        if rule.sooner_days:
            asked.append(item.id)
    return asked


def _does(kind: ProgrammeKind, rule: CareRule, item: DueItem, booking: Booking, on: date) -> bool:
    """By what it is for; else if it was booked for that, or near the day: a visit for a cold in
    between is no follow-up."""
    if kind.leads_to is not None:
        return kind.leads_to == rule.id
    if item.booking_id == booking.id:
        return True
    return rule.book == kind.id and on >= ask_on(rule, item.due_on)


def finish(
    work: Work, item: DueItem, rule: CareRule | None, on: date, result: str, *, by: int | None
) -> None:
    """Done on a day, and the next one is there. DueOver if somebody else was faster."""
    work.session.flush()
    done = work.session.execute(
        update(DueItem)
        .where(DueItem.id == item.id, DueItem.state.in_(IS_LIVE))
        .values(state="done", done_on=on, done_by=by, result=result, ask_at=None)
        .execution_options(synchronize_session=False)
    )
    work.session.expire(item)
    if not touched(done):
        raise DueOver(item.state)
    if rule is not None:
        make_next(work, rule, item.person_id)


def make_next(work: Work, rule: CareRule, person_id: int) -> None:
    """What comes after what was done, for whom the rule still fits; nothing if one is open."""
    if not _fits(work, rule, person_id):
        return
    before = pasts(work, rule.id, [person_id])
    stand: Any = cursors(work).get(rule.id)
    began = stand.began if stand is not None else today_of(work)
    for facts in facts_of(work, rule, began, [person_id], before):
        due = next_due(rule, facts, today_of(work))
        if due is not None:
            put(work, rule, {person_id: due}, {person_id: before[person_id].off})


def _fits(work: Work, rule: CareRule, person_id: int) -> bool:
    here = select(Person.id).where(Person.id == person_id, fitting(rule, today_of(work)))
    return work.connection.execute(here).scalar() is not None


def say_result(work: Work, item: DueItem, rule: CareRule, result: str) -> None:
    """Said after the visit: what was made as the next one comes as soon as that asks for."""
    work.session.flush()
    said = work.session.execute(
        update(DueItem)
        .where(DueItem.id == item.id, DueItem.state == "done")
        .values(result=result)
        .execution_options(synchronize_session=False)
    )
    work.session.expire(item)
    if not touched(said):
        raise DueOver(item.state)
    following = work.session.scalars(
        select(DueItem).where(DueItem.person_id == item.person_id, DueItem.rule == rule.id, IS_OPEN)
    ).first()
    if following is None or item.done_on is None:
        return
    soon = rule.sooner_days if result == "uncontrolled" else 0
    due = item.done_on + timedelta(days=soon or rule.every_days)
    taken = _days_taken(work, following)
    while due in taken:
        due -= timedelta(days=1)
    following.due_on, following.rung = due, 0
    following.ask_at = asks_at(rule, due, work.now)
    work.session.flush()


def _days_taken(work: Work, item: DueItem) -> set[date]:
    others = select(DueItem.due_on).where(
        DueItem.person_id == item.person_id, DueItem.rule == item.rule, DueItem.id != item.id
    )
    return set(work.session.scalars(others))


def newest_done(work: Work, person_id: int, rule_id: str, but: int = 0) -> date | None:
    """When it was last done."""
    return work.session.scalars(
        select(DueItem.done_on)
        .where(
            DueItem.person_id == person_id,
            DueItem.rule == rule_id,
            DueItem.state == "done",
            or_(DueItem.id != but, DueItem.done_on.is_(None)),
        )
        .order_by(DueItem.done_on.desc())
        .limit(1)
    ).first()
