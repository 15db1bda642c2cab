"""Rows for the sender out of the rows of a notice, by the clock, a chunk at a time.

A statement makes the rows of a chunk; whoever has one already keeps it, so a repetition is harmless.
What has changed since the counting is asked again here, and once more when a row is put into words.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from sqlalchemy import ColumnElement, Select, literal, select

from models.audiences.expressions import Family, from_json
from models.family.tables import Proxy
from models.gate import Command, May
from models.messages import Priority
from models.notices.messages import NoticeTo
from models.notices.reach import agreements_to_copies, has_chat
from models.notices.running import locked
from models.notices.tables import Notice, NoticeTarget, TopicOff
from models.outbox.spreading import spread
from models.register.tables import Person
from models.work import Work

CHUNKS = {"sqlite": 400, "postgresql": 1_000}
"""Doors or people of one transaction: on SQLite everybody waits for it, some 10 ms."""


@dataclass(frozen=True)
class SpreadNotice(Command[int]):
    """The next chunk of a notice goes to the outbox. Returns how many doors or people were dealt
    with, at least 1 while there is more to do."""

    may: ClassVar[May] = May(clock=True)
    notice_id: int

    def run(self, work: Work) -> int:
        notice = locked(work, self.notice_id, "sending")
        if notice.doing != "spread":
            return 0
        most = CHUNKS[work.connection.dialect.name]
        targets = work.session.execute(
            select(
                NoticeTarget.id, NoticeTarget.household_id, NoticeTarget.person_id, NoticeTarget.way
            )
            .where(NoticeTarget.notice_id == notice.id, NoticeTarget.id > notice.cursor)
            .order_by(NoticeTarget.id)
            .limit(most)
        ).all()
        if targets:
            first, last = notice.cursor, targets[-1].id
            _own(work, notice, first, last)
            _for_family(work, notice, targets)
            notice.cursor = last
        if len(targets) < most:
            notice.doing = ""
        work.session.flush()
        return max(len(targets), 1)


def priority_of(notice: Notice) -> Priority:
    return Priority.ORDINARY if notice.must_reach else Priority.NOTICE


def _queue(work: Work, notice: Notice, people: Select[*tuple[Any, ...]]) -> None:
    start = max(notice.send_at, work.now)
    spread(
        work.connection,
        notice.id,
        NoticeTo(notice.id),
        people,
        now=work.now,
        not_before=start if notice.loud else work.calendar.next_loud(start),
        expires=notice.expires_at,
        priority=priority_of(notice),
        loud=notice.loud,
    )


def _own(work: Work, notice: Notice, first: int, last: int) -> None:
    """Whoever lives behind these doors, or is one of these people, and has a chat; for a child its
    guardian."""
    chunk = (
        NoticeTarget.notice_id == notice.id,
        NoticeTarget.id > first,
        NoticeTarget.id <= last,
        NoticeTarget.way == "phone",
        Person.gone == "",
        Person.consent != "no",
    )
    own = select(Person.id.label("person_id")).select_from(NoticeTarget)
    asked = (has_chat(), _wants(notice, Person.id))
    if notice.counts == "households":
        behind = own.join(Person, Person.household_id == NoticeTarget.household_id)
        _queue(work, notice, behind.where(*chunk, *asked, Person.minor.is_(False)))
        return
    themselves = own.join(Person, Person.id == NoticeTarget.person_id)
    _queue(work, notice, themselves.where(*chunk, *asked, Person.minor.is_(False)))
    guardian = Person.guardian_id
    children = select(guardian.label("person_id"), Person.id.label("whom_id"))
    children = children.select_from(NoticeTarget).join(Person, Person.id == NoticeTarget.person_id)
    heard = has_chat(guardian), _wants(notice, guardian)
    _queue(work, notice, children.where(*chunk, *heard, Person.minor))


def _wants(notice: Notice, person_id: Any) -> ColumnElement[bool]:
    if notice.must_reach or not notice.topic:
        return literal(value=True)
    off = select(TopicOff.person_id).where(TopicOff.topic == notice.topic)
    return person_id.not_in(off)  # type: ignore[no-any-return]  # a column's


# -- family ------------------------------------------------------------------------------------------
def _for_family(work: Work, notice: Notice, targets: Any) -> None:
    """Those who get copies: of whatever must reach a door, of all where the sender said so, and where
    there is no other way."""
    everybody = notice.must_reach or isinstance(from_json(notice.audience), Family)
    some = [row for row in targets if everybody or row.way == "family"]
    doors = [row.household_id for row in some if row.household_id is not None]
    people = [row.person_id for row in some if row.person_id is not None]
    if doors:
        behind = select(Person.id).where(
            Person.household_id.in_(doors), Person.gone == "", Person.minor.is_(False)
        )
        people += work.session.scalars(behind).all()
    agreed = [row.id for row in agreements_to_copies(work, people)]
    if agreed:
        copies = select(Proxy.proxy_id.label("person_id"), Proxy.principal_id.label("whom_id"))
        _queue(work, notice, copies.where(Proxy.id.in_(agreed)))
