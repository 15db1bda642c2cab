"""When something is forgotten, and the report about it. How long each kind is kept says the town.

Once a day, at night; a day that was missed (the service was off) is made up for as soon as it is
back. What is half done when the process ends is simply found again.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.base import SettingRow, insert_new
from models.clocks import to_town
from models.duty.people import admins
from models.privacy.forgetting import KINDS, Step
from models.privacy.tables import RetentionRun
from models.town.people import Kept, Retention
from models.work import Work

DONE = "retention.done"
"""The row that names the last day of the town on which everything was gone through."""
MISSED = timedelta(days=2)
"""A night may have been slept through: then it is made up for in the day."""


@dataclass(frozen=True, slots=True)
class Line:
    """One kind of the town file: what is due now, and what was forgotten last."""

    kind: str
    days: int
    due: int
    last_day: str
    last_count: int


def today(work: Work) -> date:
    return to_town(work.now).date()


def before(work: Work, kept: Retention) -> datetime:
    """What was over at this instant or later is still kept."""
    return work.now - timedelta(days=kept.days)


# -- once a day ----------------------------------------------------------------------------------------
def is_due(work: Work) -> bool:
    """Whether today's round is to be made now."""
    row = work.session.get(SettingRow, DONE, populate_existing=True)
    last = date.fromisoformat(row.value) if row is not None else date.min
    if last >= today(work):
        return False
    missed = last != date.min and today(work) - last >= MISSED
    return missed or work.calendar.in_quiet_hours(work.now)


def note_done(work: Work) -> None:
    _put(work.session, DONE, today(work).isoformat())


def _put(session: Session, key: str, value: str) -> None:
    statement = insert_new(session, SettingRow).values(key=key, value=value)
    session.execute(
        statement.on_conflict_do_update(
            index_elements=[SettingRow.key], set_={"value": statement.excluded.value}
        )
    )


def forget_some(work: Work, kept: Retention, place: object) -> Step:
    """One small step of one kind, and its line in the report."""
    step = KINDS[kept.id].step(work, before(work, kept), place)
    if step.forgotten:
        _report(work, kept.id, step.forgotten)
    return step


# -- the report ----------------------------------------------------------------------------------------
def _report(work: Work, kind: Kept, forgotten: int) -> None:
    statement = insert_new(work.session, RetentionRun).values(
        day=today(work).isoformat(), kind=kind, forgotten=forgotten, at=work.now
    )
    work.session.execute(
        statement.on_conflict_do_update(
            index_elements=[RetentionRun.day, RetentionRun.kind],
            set_={
                "forgotten": RetentionRun.forgotten + statement.excluded.forgotten,
                "at": statement.excluded.at,
            },
        )
    )


def forgotten_in(work: Work, month: str) -> list[tuple[str, int]]:
    """What was forgotten in a month (2026-11) by kind, the most first."""
    total = func.sum(RetentionRun.forgotten)
    rows = work.session.execute(
        select(RetentionRun.kind, total)
        .where(RetentionRun.day >= f"{month}-01", RetentionRun.day <= f"{month}-31")
        .group_by(RetentionRun.kind)
        .order_by(total.desc(), RetentionRun.kind)
    )
    return [(kind, int(count)) for kind, count in rows]


def month_for_admins(work: Work, month: str) -> list[tuple[str, int]]:
    """The same for one of the admins; nothing for anybody else."""
    return forgotten_in(work, month) if work.actor.person_id in admins(work) else []


def overview(work: Work) -> list[Line]:
    """Every kind of the town file, for the operator. Counts, and so may take a while."""
    lines = []
    for kept in work.town.retention:
        last = work.session.scalars(
            select(RetentionRun)
            .where(RetentionRun.kind == kept.id)
            .order_by(RetentionRun.day.desc())
            .limit(1)
        ).first()
        lines.append(
            Line(
                kept.id,
                kept.days,
                KINDS[kept.id].due(work, before(work, kept)),
                last.day if last else "",
                last.forgotten if last else 0,
            )
        )
    return lines
