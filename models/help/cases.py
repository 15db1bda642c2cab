"""Reading and moving cases: the one place where a stage changes and a story grows.

A move is a conditional update along the town's workflow, so two people who act at the same moment
cannot both succeed; the loser gets NoLongerPossible and a friendly sentence.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import insert, select, update

from models.base import touched
from models.gate import ANYWHERE
from models.help.tables import Case, CaseEvent
from models.prepared import Prepared
from models.refusals import NoLongerPossible, NotFound
from models.tasks.tables import Offer
from models.town import pinned
from models.town.schema import Kind, Town
from models.town.tables import Place
from models.work import Work


def case_of(work: Work, case_id: int) -> Case:
    """The case, whoever asks: only for commands, behind the gate. NotFound if there is none."""
    case = work.session.get(Case, case_id)
    if case is None:
        raise NotFound("case")
    return case


def town_of(work: Work, case: Case) -> Town:
    """The town as it was when the case began."""
    return pinned.town_at(work.session, case.town_version)


def kind_of(work: Work, case: Case) -> Kind:
    return town_of(work, case).kind(case.kind)


def place_of_case(work: Work, case_id: int) -> str | None:
    """Path of the grid a case lies in; ANYWHERE while its address is unknown; None if no case."""
    row = work.connection.execute(
        select(Case.id, Place.path)
        .outerjoin(Place, Place.id == Case.grid_id)
        .where(Case.id == case_id)
    ).first()
    if row is None:
        return None
    return row.path or ANYWHERE


def relations_to_case(work: Work, case_id: int) -> Collection[str]:
    """What the acting person is to the case: asker, taker (accepted offer), offered (open one)."""
    me = work.actor.person_id
    found = set()
    if work.connection.execute(
        select(Case.id).where(Case.id == case_id, Case.asker_id == me)
    ).first():
        found.add("asker")
    states = work.connection.execute(
        select(Offer.state).where(Offer.case_id == case_id, Offer.person_id == me)
    ).scalars()
    for state in states:
        if state == "accepted":
            found.add("taker")
        elif state == "open":
            found.add("offered")
    return found


def move(work: Work, case: Case, stage: str, **changes: Any) -> None:
    """Move along the workflow and set ``changes`` with it.

    NoLongerPossible if the workflow has no such move or somebody else moved the case first.
    """
    workflow = town_of(work, case).workflow(kind_of(work, case).workflow)
    was = case.stage
    if was != stage and not (workflow.may_move(was, stage) or workflow.may_reopen(was, stage)):
        raise NoLongerPossible("case", was)
    work.session.flush()
    result = work.session.execute(
        update(Case)
        .where(Case.id == case.id, Case.stage == was)
        .values(stage=stage, **changes)
        .execution_options(synchronize_session=False)
    )
    if touched(result) != 1:
        raise NoLongerPossible("case", was)
    work.session.refresh(case)


_event = Prepared(insert(CaseEvent))


def note(
    work: Work,
    case_id: int,
    what: str,
    *,
    args: dict[str, Any] | None = None,
    words: str | None = None,
) -> None:
    """Add a line to the story of a case."""
    _event.run(
        work.connection,
        {
            "case_id": case_id,
            "at": work.now,
            "what": what,
            "by_person": work.actor.person_id or None,
            "args": args,
            "words": words,
        },
    )
