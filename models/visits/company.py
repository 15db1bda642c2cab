"""Somebody who goes along: a case of its own, opened with the visit, that follows the visit.

It is opened at once and not on the day, because whoever goes along keeps that hour free. When the
visit is at another time the old case is called off and a new one asked for: whoever had said yes to
Friday has not said yes to Monday.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time, timedelta

from sqlalchemy import update

from models.bookings.tables import SignUp
from models.clocks import to_town, town_instant
from models.help.cases import case_of, move, note
from models.help.ending import end_offers
from models.help.opening import OpenCase
from models.help.tables import Case
from models.outbox.enqueue import withdraw_details
from models.refusals import NoLongerPossible
from models.work import Actor, Work

KIND = "go_along"
ANSWERS = (("where", "hospital"), ("when", "any_day"))
READY = timedelta(minutes=30)
"""So long before the visit whoever goes along should be at the door."""
AT_LEAST = timedelta(hours=2)
"""Less than that and nobody can be asked in turn: the answer is promised for as late as is of use."""
NOON = time(12)


def told_by(now: datetime, begins_at: datetime) -> datetime:
    """By when we say who goes along: noon of the day before; for a visit that is too near for
    that an hour before one has to leave, or halfway there if even that is over."""
    before = to_town(begins_at).date() - timedelta(days=1)
    noon = town_instant(before, NOON)
    if noon >= now + AT_LEAST:
        return noon
    late = begins_at - READY - timedelta(hours=1)
    return late if late > now else now + (begins_at - now) / 2


def ask_for_company(work: Work, sign_up: SignUp, person_id: int, begins_at: datetime) -> Case:
    """Open the case for whoever the visit is for, due at the visit's own hour."""
    opened = OpenCase(KIND, ANSWERS).run(_as(work, person_id))
    work.session.execute(
        update(Case)
        .where(Case.id == opened.case_id)
        .values(promised_at=told_by(work.now, begins_at), arrive_by=begins_at - READY)
        .execution_options(synchronize_session=False)
    )
    sign_up.case_id = opened.case_id
    work.session.flush()
    return case_of(work, opened.case_id)


def call_off(work: Work, sign_up: SignUp) -> None:
    """The visit is no more: whoever was asked or had said yes is told by us."""
    if sign_up.case_id is None:
        return
    case = case_of(work, sign_up.case_id)
    if case.closed_at is not None:
        return
    try:
        move(work, case, "cancelled", closed_at=work.now, outcome="cancelled", next_wave_at=None,
             attention=None)  # fmt: skip
    except NoLongerPossible:  # they are on their way, or it is done: the desk sees to it
        return
    note(work, case.id, "cancelled")
    end_offers(work, case.id, called_off=True)
    withdraw_details(work.connection, case.id, work.now, work.key)


def ask_again(work: Work, sign_up: SignUp, person_id: int, begins_at: datetime) -> None:
    """The visit is at another time."""
    if sign_up.case_id is None:
        return
    case = case_of(work, sign_up.case_id)
    if case.closed_at is not None or case.arrive_by == begins_at - READY:
        return
    call_off(work, sign_up)
    ask_for_company(work, sign_up, person_id, begins_at)


def _as(work: Work, person_id: int) -> Work:
    """The same work, by the one it is for: also where the clock sees to it."""
    if work.actor.person_id == person_id:
        return work
    return replace(work, actor=Actor("person", person_id))
