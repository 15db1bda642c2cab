"""Why there is only a note at a door: they are away, the phone was not answered.

It stands in the trace of the door, behind the note it belongs to; a new tick makes an end of it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Literal

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import aliased

from models.notices.tables import NoticeTarget, NoticeTick
from models.work import Work

Why = Literal["away", "no_answer"]
WHYS: tuple[Why, ...] = ("away", "no_answer")
"""In the order in which they are said."""


def whys_of_notice(work: Work, notice_id: int) -> Mapping[str, int]:
    """Of how many doors with a note each was said. No name, no door."""
    said = _whys(work, NoticeTarget.notice_id == notice_id)
    many = Counter(why for whys in said.values() for why in whys)
    return {why: many[why] for why in WHYS if many[why]}


def whys_at(work: Work, target_ids: Sequence[int]) -> Mapping[int, tuple[Why, ...]]:
    """What was said of each of these doors; the caller answers for who may see them."""
    return _whys(work, NoticeTarget.id.in_(target_ids))


def _whys(work: Work, where: ColumnElement[bool]) -> dict[int, tuple[Why, ...]]:
    later = aliased(NoticeTick)
    over = exists().where(
        later.target_id == NoticeTick.target_id,
        later.id > NoticeTick.id,
        later.now.not_in(WHYS),
    )
    rows = work.session.execute(
        select(NoticeTick.target_id, NoticeTick.now)
        .join(NoticeTarget, NoticeTarget.id == NoticeTick.target_id)
        .where(where, NoticeTarget.reached == "note", NoticeTick.now.in_(WHYS), ~over)
    ).all()
    found: dict[int, set[str]] = {}
    for target_id, why in rows:
        found.setdefault(target_id, set()).add(why)
    return {one: tuple(why for why in WHYS if why in said) for one, said in found.items()}
