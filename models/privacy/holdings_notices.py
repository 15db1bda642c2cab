"""What the tables of notices hold about a person: how they were informed, and what they want to hear.

Whoever deletes their data leaves a number where they were informed: the sum of a notice stays its total.
"""

from __future__ import annotations

from sqlalchemy import ColumnElement, select

from models.notices.tables import (
    Notice,
    NoticeFile,
    NoticeFilePiece,
    NoticeTarget,
    NoticeTemplate,
    NoticeTick,
    TopicOff,
)
from models.privacy.holding import Holding


def _of_my_targets(person_id: int) -> ColumnElement[bool]:
    mine = select(NoticeTarget.id).where(NoticeTarget.person_id == person_id)
    return NoticeTick.target_id.in_(mine)


NOTICES: tuple[Holding, ...] = (
    # What an office said to many belongs to nobody; who wrote it and who agreed stays as a number.
    Holding(Notice, named=("by_id", "agreed_by"), end="keep"),
    Holding(NoticeFile, named=("by_id",), end="keep"),
    Holding(NoticeFilePiece, end="keep"),
    Holding(NoticeTemplate, named=("by_id",), end="keep"),
    Holding(
        NoticeTarget,
        mine=("person_id",),
        named=("by_id", "worker_id"),
        shown=("way", "reached", "reached_at"),
        end="blank",
    ),
    Holding(NoticeTick, named=("by_id",), through=_of_my_targets),
    Holding(TopicOff, mine=("person_id",), shown=("topic", "at")),
)
