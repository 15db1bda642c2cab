"""Why somebody's data is not deleted now."""

from __future__ import annotations

from dataclasses import dataclass

from models.refusals import Refusal


@dataclass(eq=False)
class StillInTheWay(Refusal):
    """Others rely on them this very day. ``what``: alarm, cases, tasks, children, roles."""

    what: str
    count: int


@dataclass(eq=False)
class NotGone(Refusal):
    """The clock forgets those who died or moved away long ago, and nobody else."""
