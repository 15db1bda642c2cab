"""What became of everybody a notice was for: one look, and the parts always make the whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from models.gate import holds
from models.help.tables import Case
from models.notices.counting import Count, counts_of
from models.notices.running import SENDERS
from models.notices.tables import INFORMED, Notice, NoticeTarget
from models.notices.whys import whys_of_notice
from models.refusals import NotFound
from models.work import Work

HOWS = (*INFORMED, "note")
"""In the order in which they are said."""


@dataclass(frozen=True, slots=True)
class Figures:
    """``counts``: "households" or "people". ``by``: how many were informed how, or have a note at the
    door. ``nothing``: not heard of; ``silent`` of these cannot be reached by any phone of ours."""

    counts: str
    total: int
    by: dict[str, int]
    nothing: int
    silent: int = 0
    helps: int = 0
    helped: int = 0
    """Of the ``helps`` that were asked for with it, so many are done."""

    @property
    def informed(self) -> int:
        return sum(self.by.get(how, 0) for how in INFORMED)

    @property
    def left(self) -> int:
        """Those who are not informed: a note at the door is no informing."""
        return self.nothing + self.by.get("note", 0)

    def how(self, name: str) -> int:
        return self.by.get(name, 0)


def sent_notice(work: Work, notice_id: int) -> Notice:
    """A notice, for whoever may send where it was sent; NotFound for everybody else."""
    notice = work.session.get(Notice, notice_id)
    if notice is None or not may_look(work, notice):
        raise NotFound("notice")
    return notice


def may_look(work: Work, notice: Notice | None) -> bool:
    """Whether whoever asks may still send where it was sent: else it is no business of theirs."""
    return notice is not None and holds(work, SENDERS, work.town.path(notice.place_id))


def figures(work: Work, notice_id: int) -> Figures:
    """For those who may know of the notice: the caller answers for that. No name, no door."""
    notice = work.session.get_one(Notice, notice_id)
    counts = counts_of(work, notice_id)
    by = _by(counts)
    helps, helped = _helps(work, notice_id)
    return Figures(
        notice.counts,
        sum(one.many for one in counts),
        {how: by[how] for how in HOWS if by[how]},
        by[""],
        sum(one.many for one in counts if one.way == "none" and not one.reached),
        helps,
        helped,
    )


def _by(counts: list[Count]) -> Counter[str]:
    by: Counter[str] = Counter()
    for one in counts:
        by[one.reached] += one.many
    return by


def _helps(work: Work, notice_id: int) -> tuple[int, int]:
    row = work.session.execute(
        select(func.count(), func.count(Case.closed_at))
        .select_from(NoticeTarget)
        .join(Case, Case.id == NoticeTarget.case_id)
        .where(NoticeTarget.notice_id == notice_id, NoticeTarget.case_id.is_not(None))
        .where(Case.stage != "cancelled")
    ).one()
    return row[0], row[1]


def left_by_grid(work: Work, notice_id: int, *, notes: bool = False) -> dict[str, int]:
    """How many of each grid have not been heard of, the grids in their order; "" is outside of all.
    ``notes``: with those that have a note at the door."""
    left: Counter[str] = Counter()
    for one in counts_of(work, notice_id):
        if not one.reached or (notes and one.reached == "note"):
            left[one.grid_id] += one.many
    return {
        grid: left[grid] for grid in sorted(left, key=lambda grid: (not grid, grid)) if left[grid]
    }


@dataclass(frozen=True, slots=True)
class Result:
    """The honest sentence for those above: what it was about, how it stands, and as of when.
    ``whys``: of how many doors with a note it was said why there is no more."""

    notice: Notice
    figures: Figures
    at: datetime
    whys: Mapping[str, int]


def result_of(work: Work, notice_id: int) -> Result:
    """For whoever may send there."""
    notice = sent_notice(work, notice_id)
    now = figures(work, notice.id)
    whys = whys_of_notice(work, notice.id) if now.how("note") else {}
    return Result(notice, now, work.now, whys)
