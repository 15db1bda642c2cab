"""Somebody taps [got it], or asks for the help that comes with a notice."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import ColumnElement, or_, select

from models.family.tables import Proxy
from models.gate import Command, May
from models.notices.counting import shift
from models.notices.reach import family_of
from models.notices.tables import INFORMED, Notice, NoticeTarget, NoticeTick
from models.refusals import NotFound
from models.register.tables import Person
from models.work import Work


@dataclass(frozen=True)
class KnowNotice(Command[bool]):
    """The door one lives behind, or oneself, is informed; of family who get copies, theirs. The first
    tap counts, a later one changes nothing, but a note left at the door gives way to it. Returns
    whether it was the first."""

    may: ClassVar[May] = May(anyone=True)
    notice_id: int

    def run(self, work: Work) -> bool:
        mine, family = targets_of(work, self.notice_id, work.actor.person_id)
        if not mine and not family:
            raise NotFound("notice")
        first = [inform(work, one, "self", work.actor.person_id) for one in mine]
        first += [inform(work, one, "family", work.actor.person_id) for one in family]
        return any(first)


def targets_of(work: Work, notice_id: int, person_id: int) -> tuple[list[int], list[int]]:
    """The rows of a notice that this person's tap is about: their own (and the children's they answer
    for), and those of whoever they get copies for."""
    notice = work.session.get(Notice, notice_id)
    if notice is None or notice.sent_at is None:
        return [], []
    me = work.session.get_one(Person, person_id)
    children = select(Person.id).where(Person.guardian_id == person_id, Person.minor)
    own = NoticeTarget.person_id == person_id
    if me.household_id is not None and not me.minor:
        own = or_(own, NoticeTarget.household_id == me.household_id)
    mine = select(NoticeTarget.id).where(
        NoticeTarget.notice_id == notice_id, or_(own, NoticeTarget.person_id.in_(children))
    )
    found = list(work.session.scalars(mine))
    theirs = [one for one in _family_rows(work, notice_id, person_id) if one not in found]
    return found, theirs


def _family_rows(work: Work, notice_id: int, person_id: int) -> list[int]:
    principals = list(
        work.session.scalars(
            select(Proxy.principal_id).where(Proxy.proxy_id == person_id, Proxy.state == "agreed")
        )
    )
    told = [one for one, proxies in family_of(work, principals).items() if person_id in proxies]
    doors = select(Person.household_id).where(Person.id.in_(told), Person.household_id.is_not(None))
    return list(
        work.session.scalars(
            select(NoticeTarget.id).where(
                NoticeTarget.notice_id == notice_id,
                or_(NoticeTarget.person_id.in_(told), NoticeTarget.household_id.in_(doors)),
            )
        )
    )


def inform(work: Work, target_id: int, how: str, by_id: int | None) -> bool:
    """Note how somebody was informed, if nobody was before; with its trace. A note at the door is no
    informing, and gives way. Of two at the same moment one is first."""
    return change(work, target_id, how, by_id, NoticeTarget.reached.not_in(INFORMED))


def change(
    work: Work, target_id: int, now: str, by_id: int | None, only_if: ColumnElement[bool]
) -> bool:
    """Let a target stand otherwise, with its trace and its count; False if it does not any more
    stand as ``only_if`` says."""
    found = select(NoticeTarget).where(NoticeTarget.id == target_id, only_if)
    locked = found.where(NoticeTarget.reached != now).with_for_update()
    target = work.session.scalars(locked.execution_options(populate_existing=True)).first()
    if target is None:
        return False
    was, target.reached = target.reached, now
    target.reached_at = work.now if now else None
    target.by_id = by_id if now else None
    work.session.add(NoticeTick(target_id=target.id, was=was, now=now, by_id=by_id, at=work.now))
    shift(work, target, was, now)
    work.session.flush()
    return True
