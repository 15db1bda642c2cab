"""Who is asked whether a notice to many may go out."""

from __future__ import annotations

from sqlalchemy import select

from models.notices.messages import NoticeToAgree
from models.notices.reach import has_chat
from models.notices.running import SENDERS
from models.notices.tables import Notice
from models.register.holding import held_at
from models.register.tables import Person, Role
from models.rights import covers
from models.town.tables import Place
from models.work import Work

MOST_ASKED = 6


def who_may_agree(work: Work, notice: Notice) -> list[int]:
    """Who may say yes to it: whoever may send there, but its writer; those nearest to it first."""
    here = work.town.path(notice.place_id)
    rows = work.session.execute(
        select(Role.person_id, Place.path)
        .join(Place, Place.id == Role.place_id)
        .where(Role.role.in_(SENDERS), held_at(work.now), Role.person_id != notice.by_id)
        .order_by(Role.id)
    ).all()
    near = sorted((row for row in rows if covers(row.path, here)), key=lambda row: -len(row.path))
    return list(dict.fromkeys(row.person_id for row in near))


def can_be_asked(work: Work, notice: Notice) -> list[int]:
    """Those of them who have a chat to be asked in."""
    may = who_may_agree(work, notice)
    rows = work.session.scalars(
        select(Person.id).where(Person.id.in_(may), Person.gone == "", has_chat())
    )
    have = set(rows)
    return [person_id for person_id in may if person_id in have]


def ask_to_agree(work: Work, notice: Notice) -> int:
    """Each of them once, however often it is asked for. Returns how many there are."""
    asked = can_be_asked(work, notice)[:MOST_ASKED]
    for person_id in asked:
        work.tell(person_id, NoticeToAgree(notice.id), key=f"notice:{notice.id}:agree:{person_id}")
    return len(asked)
