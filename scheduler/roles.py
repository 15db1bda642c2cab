"""What becomes due about roles: a last day that is over is written down, and those whose background
check runs out hear of it in time. Nothing depends on this being punctual (``held_at``)."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import bindparam, literal_column, select

from models.gate import run
from models.prepared import Prepared
from models.register.tables import Role
from models.roles.checks import WarnOfCheck, due_warning
from models.roles.commands import WriteRoleEnd
from models.roles.days import begins, ends, today
from models.roles.tables import BackgroundCheck
from models.work import Work

CHUNK = 20


class Roles:
    name = "roles"

    def run(self, work: Work) -> int:
        """At most so many of each; the rest when it is asked again."""
        over = work.found(_over, now=work.now)
        for role_id in over:
            run(work, WriteRoleEnd(role_id))
        due = _due_checks(work)[:CHUNK]
        for check_id in due:
            run(work, WarnOfCheck(check_id))
        return len(over) + len(due)

    def next_due(self, work: Work) -> datetime | None:
        end = work.first(_next_end)
        warning = _next_warning(work)
        return min((one for one in (end, warning) if one is not None), default=None)


_ENDING = Role.ended_at.is_(None), Role.ends_at.is_not(None)
_over = Prepared(
    select(Role.id)
    .where(*_ENDING, Role.ends_at <= bindparam("now"))
    .order_by(Role.ends_at)
    .limit(CHUNK)
)
_next_end = Prepared(select(Role.ends_at).where(*_ENDING).order_by(Role.ends_at).limit(1))
# Written out, not bound: only so is the index of the checks that speak recognised.
_CHECKS = (
    select(BackgroundCheck)
    .where(BackgroundCheck.warned >= literal_column("0"))
    .order_by(BackgroundCheck.valid_until, BackgroundCheck.id)
)
_speaking = Prepared(
    _CHECKS.with_only_columns(BackgroundCheck.id)
    .where(BackgroundCheck.valid_until <= bindparam("soon"))
    .limit(1)
)


def _due_checks(work: Work) -> list[int]:
    """Checks of which something is to be said today."""
    day, warn_days = today(work.now), work.town.checks.warn_days
    soon = day + timedelta(days=max(warn_days, default=0))
    if work.first(_speaking, soon=soon) is None:  # nearly always; rows cost more than a look
        return []
    found = work.session.scalars(_CHECKS.where(BackgroundCheck.valid_until <= soon))
    return [one.id for one in found if due_warning(one, day, warn_days) is not None]


def _next_warning(work: Work) -> datetime | None:
    """The next instant at which something is to be said of a check."""
    unsaid = work.session.scalars(_CHECKS).all()
    return min((_speaks_at(one, work.town.checks.warn_days) for one in unsaid), default=None)


def _speaks_at(check: BackgroundCheck, warn_days: tuple[int, ...]) -> datetime:
    ahead = [days for days in warn_days if not check.warned or days < check.warned]
    if not ahead:
        return ends(check.valid_until)
    return begins(check.valid_until - timedelta(days=max(ahead)))
