"""Somebody who wants nothing to be kept of them, and a month in which something was forgotten."""

from __future__ import annotations

from models.privacy.tables import RetentionRun
from models.work import Work
from tests.permissions.town import SmallTown


def build(there: SmallTown) -> None:
    there.ids["leaving"] = there.newcomer("祁远")

    def job(work: Work) -> None:
        for kind, forgotten in (("messages", 1203), ("calls", 40), ("audit", 12), ("acts", 3)):
            work.session.add(
                RetentionRun(day="2026-11-12", kind=kind, forgotten=forgotten, at=work.now)
            )

    there.write(job)
