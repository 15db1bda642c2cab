"""Rows for the sender out of the rows of a notice, by the clock, a chunk at a time.

A statement makes the rows of a chunk; whoever has one already keeps it, so a repetition is harmless.
What has changed since the counting is asked again here, and once more when a row is put into words.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from sqlalchemy import ColumnElement, String, and_, cast, literal, null, or_, select
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from models.audiences.expressions import Family, from_json
from models.gate import Command, May
from models.messages import Priority
from models.notices.messages import NoticeTo
from models.notices.reach import family_of, has_chat
from models.notices.running import locked
from models.notices.tables import Notice, NoticeTarget, TopicOff
from models.outbox.tables import OutboxRow
from models.register.tables import Person
from models.work import Work

CHUNK = 400


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
        targets = work.session.execute(
            select(
                NoticeTarget.id, NoticeTarget.household_id, NoticeTarget.person_id, NoticeTarget.way
            )
            .where(NoticeTarget.notice_id == notice.id, NoticeTarget.id > notice.cursor)
            .order_by(NoticeTarget.id)
            .limit(CHUNK)
        ).all()
        if targets:
            first, last = notice.cursor, targets[-1].id
            _own(work, notice, first, last)
            _for_family(work, notice, targets)
            notice.cursor = last
        if len(targets) < CHUNK:
            notice.doing = ""
        work.session.flush()
        return max(len(targets), 1)


def priority_of(notice: Notice) -> Priority:
    return Priority.ORDINARY if notice.must_reach else Priority.NOTICE


def _own(work: Work, notice: Notice, first: int, last: int) -> None:
    """Whoever lives behind these doors, or is one of these people, and has a chat."""
    joined = Person.household_id == NoticeTarget.household_id
    who: list[ColumnElement[bool]] = [Person.minor.is_(False)]
    hears: Any = Person.id
    if notice.counts == "people":
        joined = Person.id == NoticeTarget.person_id
        who = []
    query = (
        select(*_columns(work, notice, hears))
        .select_from(NoticeTarget)
        .join(Person, joined)
        .where(
            NoticeTarget.notice_id == notice.id,
            NoticeTarget.id > first,
            NoticeTarget.id <= last,
            NoticeTarget.way == "phone",
            Person.gone == "",
            Person.consent != "no",
            *who,
        )
    )
    grown = or_(Person.minor.is_(False), Person.guardian_id.is_(None))
    _insert(work, query.where(grown, has_chat(), _wants(notice, Person.id)))
    if notice.counts == "people":
        children = query.with_only_columns(*_columns(work, notice, Person.guardian_id, Person.id))
        wanted = and_(has_chat(Person.guardian_id), _wants(notice, Person.guardian_id))
        _insert(work, children.where(Person.minor, wanted))


def _wants(notice: Notice, person_id: Any) -> ColumnElement[bool]:
    if notice.must_reach or not notice.topic:
        return literal(value=True)
    off = select(TopicOff.person_id).where(TopicOff.topic == notice.topic)
    return person_id.not_in(off)  # type: ignore[no-any-return]  # a column's


def _columns(work: Work, notice: Notice, hears: Any, whom: Any = None) -> list[Any]:
    """In the order of ``_NAMES``."""
    key: Any = literal(f"notice:{notice.id}:") + cast(hears, String)
    if whom is not None:
        key = key + ":" + cast(whom, String)
    values = _values(work, notice)
    fixed = [
        literal(values[name], OutboxRow.__table__.c[name].type) if values[name] is not None
        else cast(null(), OutboxRow.__table__.c[name].type)
        for name in _FIXED
    ]  # fmt: skip
    to = whom if whom is not None else cast(null(), OutboxRow.__table__.c.whom_id.type)
    return [key, hears, to, *fixed]


_FIXED = (
    "op", "message", "args", "priority", "not_before", "expires_at", "state", "attempts",
    "created_at", "notice_id",
)  # fmt: skip
_NAMES = ("key", "person_id", "whom_id", *_FIXED)


def _values(work: Work, notice: Notice) -> dict[str, Any]:
    message = NoticeTo(notice.id)
    start = max(notice.send_at, work.now)
    return {
        "op": "send", "message": type(message).__name__, "args": message.args(),
        "priority": int(priority_of(notice)),
        "not_before": start if notice.loud else work.calendar.next_loud(start),
        "expires_at": notice.expires_at, "state": "due", "attempts": 0, "created_at": work.now,
        "notice_id": notice.id,
    }  # fmt: skip


def _insert(work: Work, query: Any) -> None:
    make: Any = postgresql_insert if work.connection.dialect.name == "postgresql" else sqlite_insert
    statement = make(OutboxRow).from_select(_NAMES, query, include_defaults=False)
    work.connection.execute(statement.on_conflict_do_nothing(index_elements=["key"]))


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
    values = _values(work, notice)
    rows = [
        {**values, "key": f"notice:{notice.id}:{proxy}:{principal}", "person_id": proxy,
         "whom_id": principal}
        for principal, proxies in family_of(work, people).items()
        for proxy in proxies
    ]  # fmt: skip
    if rows:
        make: Any = (
            postgresql_insert if work.connection.dialect.name == "postgresql" else sqlite_insert
        )
        once = make(OutboxRow).on_conflict_do_nothing(index_elements=["key"])
        work.connection.execute(once, rows)
