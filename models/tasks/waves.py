"""How a case looks for somebody: waves, then the team lead, then the duty desk.

``Case.wave`` counts the steps taken in this round: the waves of the route, the team lead, overdue.
``next_wave_at`` is when the clock takes the next one; None when nothing is looked for any more.
Every function here expects the case's row to be locked (``locked``): two people who decline in the
same instant must not both ask the same next one.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import func, select, update

from models.duty.messages import CaseNeedsYou
from models.duty.people import coordinators_for, grid_workers_for, holders
from models.gate import ANYWHERE
from models.help.cases import kind_of, move, note, town_of
from models.help.tables import Case
from models.messages import Priority
from models.refusals import NotFound
from models.tasks.messages import TaskOffered
from models.tasks.ranking import Candidate, candidates
from models.tasks.tables import Offer, Volunteer
from models.town.schema import Course
from models.work import Work

LOOKING = ("open", "offered", "with_duty", "with_company")
"""Stages in which somebody may still be found."""

BY_HAND = 0
"""The ``wave`` of an offer that staff made."""


def locked(work: Work, case_id: int) -> Case:
    """The case, with its row locked, so that what looks for somebody happens one after another."""
    case = work.session.get(Case, case_id, with_for_update=True, populate_existing=True)
    if case is None:
        raise NotFound("case")
    return case


def is_urgent(case: Case) -> bool:
    return case.urgency == "urgent"


def course_of(work: Work, case: Case) -> Course:
    return town_of(work, case).route(case.route).course(urgent=is_urgent(case))


def path_of_case(work: Work, case: Case) -> str:
    return work.town.path(case.grid_id) if case.grid_id else ANYWHERE


def round_of(work: Work, case: Case) -> int:
    """Grows each time the case left a helper's hands and went out again."""
    left = work.session.scalar(
        select(func.count())
        .select_from(Offer)
        .where(
            Offer.case_id == case.id,
            Offer.state.in_(("given_up", "ended")),
            Offer.arrive_at.is_not(None),
        )
    )
    return 1 + (left or 0)


def someone_may_answer(work: Work, case: Case) -> bool:
    """Whether an offer of this case is still waiting for an answer."""
    query = select(Offer.id).where(Offer.case_id == case.id, Offer.state == "open").limit(1)
    return work.session.scalar(query) is not None


def go_on(work: Work, case: Case) -> int:
    """Take the next step now; how many people were asked."""
    if case.stage not in LOOKING:
        case.next_wave_at = None
        return 0
    kind, course = kind_of(work, case), course_of(work, case)
    if kind.volunteers == "no" or not course.waves:
        return _desk(work, case, course)
    if case.grid_id is None:
        return _without_address(work, case, course)
    if not is_urgent(case) and work.calendar.in_quiet_hours(work.now):
        case.next_wave_at = work.calendar.next_loud(work.now)
        return 0
    if case.wave == 0 and kind.volunteers == "look_only" and not case.with_company:
        call_duty(work, case, "call_company")
    for step in (_waves, _lead, _overdue):
        asked = step(work, case, course)
        if asked is not None:
            return asked
    return 0


def replace(work: Work, case: Case) -> bool:
    """Ask the next one in place of somebody who cannot, or was not reached. True if one was."""
    if case.stage not in LOOKING or case.next_wave_at is None:
        return False
    if not is_urgent(case) and work.calendar.in_quiet_hours(work.now):
        case.next_wave_at = work.calendar.next_loud(work.now)
        return False
    course = course_of(work, case)
    if 1 <= case.wave <= len(course.waves):
        found = _found(work, case, course, people=1)
        if found:
            put_out(work, case, found, wave=case.wave)
            return True
    work.session.flush()
    if someone_may_answer(work, case):
        return False
    return go_on(work, case) > 0


def put_out(work: Work, case: Case, found: Sequence[Candidate], *, wave: int) -> list[Offer]:
    """Make the offers and tell the people. What is urgent may ring at night."""
    unseen = timedelta(minutes=course_of(work, case).unseen_minutes)
    turn = round_of(work, case)
    offers = [
        Offer(
            case_id=case.id,
            person_id=one.person_id,
            round=turn,
            wave=wave,
            why=list(one.why),
            state="open",
            offered_at=work.now,
            answer_by=work.now + unseen,
        )
        for one in found
    ]
    work.session.add_all(offers)
    work.session.flush()
    for offer in offers:
        tell_offer(work, case, offer)
    note(work, case.id, "offered", args={"wave": wave, "people": len(offers)})
    if case.stage == "open":
        move(work, case, "offered")
    return offers


def tell_offer(work: Work, case: Case, offer: Offer) -> None:
    work.session.execute(
        update(Volunteer)
        .where(Volunteer.person_id == offer.person_id)
        .values(last_asked_at=work.now)
    )
    urgent = is_urgent(case)
    work.tell(
        offer.person_id,
        TaskOffered(offer.id),
        key=f"offer:{offer.id}",
        loud=urgent,
        priority=Priority.URGENT if urgent else Priority.ORDINARY,
    )


def call_duty(work: Work, case: Case, why: str, *, grid_workers: bool = False) -> None:
    """Put the case on the desk with the reason, and tell who sits there."""
    case.attention, case.attention_at = why, work.now
    path = path_of_case(work, case)
    people = coordinators_for(work, path) + (grid_workers_for(work, path) if grid_workers else [])
    loud = is_urgent(case) or why == "nobody_opens"
    for person_id in dict.fromkeys(people):
        work.tell(
            person_id,
            CaseNeedsYou(case.id, why),
            key=f"{work.key}:{case.id}:{why}:{person_id}",
            loud=loud,
        )


# -- the steps: how many were asked, or None when it is the next step's turn -----------------------
def _found(work: Work, case: Case, course: Course, *, people: int) -> list[Candidate]:
    wave = course.waves[case.wave - 1]
    turn = round_of(work, case)
    kind = kind_of(work, case)
    work.session.flush()
    return candidates(work, case, kind, wave, turn=turn, people=people)


def _waves(work: Work, case: Case, course: Course) -> int | None:
    """The next wave that finds anybody; a wave without people is not waited for."""
    while case.wave < len(course.waves):
        case.wave += 1
        wave = course.waves[case.wave - 1]
        found = _found(work, case, course, people=wave.people)
        if found:
            case.next_wave_at = work.now + timedelta(minutes=wave.minutes)
            put_out(work, case, found, wave=case.wave)
            return len(found)
    return None


def _lead(work: Work, case: Case, course: Course) -> int | None:
    """The team lead is asked like anybody else, and answers for the team."""
    if case.wave > len(course.waves):
        return None
    due = _began(work, case) + timedelta(minutes=course.lead_minutes)
    if work.now < due and someone_may_answer(work, case):
        case.next_wave_at = due
        return 0
    case.wave += 1
    found = [Candidate(person_id, ("lead",)) for person_id in _leads(work, case)]
    if not found:
        return None
    overdue = _began(work, case) + timedelta(minutes=course.overdue_minutes)
    soonest = timedelta(minutes=course.overdue_minutes - course.lead_minutes)
    case.next_wave_at = max(overdue, work.now + soonest)
    put_out(work, case, found, wave=case.wave)
    return len(found)


def _leads(work: Work, case: Case) -> list[int]:
    """Team leads where the case lies who were not asked in this round."""
    asked = set(
        work.session.scalars(
            select(Offer.person_id).where(
                Offer.case_id == case.id, Offer.round >= round_of(work, case)
            )
        )
    )
    leads = (holder.person_id for holder in holders(work, ("team_lead",), path_of_case(work, case)))
    return [lead for lead in dict.fromkeys(leads) if lead not in asked and lead != case.asker_id]


def _overdue(work: Work, case: Case, course: Course) -> int:
    """Nobody took it: grid worker and coordinators must. Offers still open may still be taken."""
    due = _began(work, case) + timedelta(minutes=course.overdue_minutes)
    if work.now < due and someone_may_answer(work, case):
        case.next_wave_at = due
        return 0
    case.next_wave_at = None
    note(work, case.id, "overdue")
    call_duty(work, case, "overdue", grid_workers=True)
    return 0


def _desk(work: Work, case: Case, course: Course) -> int:
    """No volunteer is ever asked: the desk at once, and louder when nobody there took it on."""
    overdue = case.opened_at + timedelta(minutes=course.overdue_minutes)
    if case.wave == 0:
        case.wave, case.next_wave_at = 1, max(overdue, work.now + timedelta(minutes=1))
        call_duty(work, case, "professional")
        return 0
    case.next_wave_at = None
    if case.stage in ("open", "offered"):
        note(work, case.id, "overdue")
        call_duty(work, case, "overdue", grid_workers=True)
    return 0


def _without_address(work: Work, case: Case, course: Course) -> int:
    """The address is asked after sending; who cannot give it must not wait for that."""
    patience = case.opened_at + timedelta(minutes=course.unseen_minutes)
    if work.now < patience:
        case.next_wave_at = patience
        return 0
    case.next_wave_at = None
    if case.attention != "no_address":
        call_duty(work, case, "no_address")
    return 0


def _began(work: Work, case: Case) -> datetime:
    """When this round began to ask: quiet hours and earlier rounds do not count."""
    first = work.session.scalar(
        select(func.min(Offer.offered_at)).where(
            Offer.case_id == case.id, Offer.round == round_of(work, case)
        )
    )
    return first or work.now
