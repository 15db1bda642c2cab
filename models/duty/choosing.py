"""Whom the desk may send by hand: the clock's own list, wider, with the reasons it would give."""

from __future__ import annotations

from models.duty.queries import staff_case
from models.help.cases import kind_of
from models.refusals import NotFound
from models.tasks.ranking import Candidate, candidates
from models.town.catalogue import Wave
from models.work import Work

MOST = 15
ANY_ROUND = 1_000_000
"""Who was asked before may be asked again by hand; who said no is left in peace."""


def helpers_for(work: Work, case_id: int) -> list[Candidate]:
    """For staff of the case's place; nobody where no volunteer may go."""
    try:
        case = staff_case(work, case_id)
    except NotFound:
        return []
    kind = kind_of(work, case)
    if kind.volunteers == "no":
        return []
    wave = Wave(minutes=1, people=MOST, reach="city", require_skill=False)
    return candidates(work, case, kind, wave, turn=ANY_ROUND, people=MOST)
