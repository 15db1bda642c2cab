"""How each kind of record is forgotten: one entry for each kind that the town file may name."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, delete, exists, select, true, tuple_, update

from models.access.tables import WebMessage
from models.alarms.tables import Alarm
from models.bookings.tables import Booking, SignUp
from models.doctors.tables import Contract
from models.duty.tables import Call, HandOver, HandOverLine
from models.family.tables import Act, Guardian, Proxy
from models.gate import AuditLine, run
from models.help.tables import Attachment, Case, CaseEvent
from models.imports.tables import Import, ImportRow
from models.outbox.tables import OutboxRow
from models.privacy.erasing import ForgetPerson
from models.privacy.erasing_refusals import StillInTheWay
from models.privacy.forgetting_notices import Notices
from models.privacy.forgetting_places import (
    ATTENDANCE_NOTES,
    ENDED_CATEGORIES,
    ENDED_CONDITIONS,
    SETTLED_ITEMS,
    Bookings,
    Collectors,
    Enrolments,
    Pickups,
    SignUpNotes,
)
from models.privacy.steps import (
    FEW,
    MANY,
    ONE_BY_ONE,
    AlongTheIds,
    Both,
    ByTheirTime,
    Kind,
    Step,
    count,
    do,
    written_out,
)
from models.privacy.tables import AccessNote
from models.privacy.wiping import NO_DETAILS
from models.register.tables import Account, Person, Role
from models.station.tables import Collector
from models.talks.tables import DeadLetter, SeenUpdate
from models.tasks.tables import Volunteer
from models.town.people import Kept
from models.work import Work

__all__ = ["ALL", "KINDS", "MANY", "ONE_BY_ONE", "Step"]


# -- with rows of their own ----------------------------------------------------------------------------
class HandOvers:
    def step(self, work: Work, before: datetime, place: Any) -> Step:
        old = select(HandOver.id).where(HandOver.ended_at < before).order_by(HandOver.ended_at)
        ids = work.session.scalars(old.limit(FEW)).all()
        if ids:
            do(work, delete(HandOverLine).where(HandOverLine.hand_over_id.in_(ids)))
            do(work, delete(HandOver).where(HandOver.id.in_(ids)))
        return Step(len(ids), True if len(ids) == FEW else None)

    def due(self, work: Work, before: datetime) -> int:
        return count(work, HandOver, HandOver.ended_at < before)


class Cases:
    """What was said and shown goes; that there was a case, what sort, and how it ended, is what the
    figures are counted from."""

    _old = (Case.closed_at.is_not(None), Case.forgotten_at.is_(None))

    def step(self, work: Work, before: datetime, place: Any) -> Step:
        old = select(Case.id).where(*self._old, Case.closed_at < before).order_by(Case.closed_at)
        ids = work.session.scalars(old.limit(FEW)).all()
        if ids:
            do(work, delete(Attachment).where(Attachment.case_id.in_(ids)))
            said = CaseEvent.case_id.in_(ids), CaseEvent.words.is_not(None)
            do(work, update(CaseEvent).where(*said).values(words=None))
            empty = {"details": NO_DETAILS, "door_word": None, "forgotten_at": work.now}
            do(work, update(Case).where(Case.id.in_(ids)).values(**empty))
        return Step(len(ids), True if len(ids) == FEW else None)

    def due(self, work: Work, before: datetime) -> int:
        return count(work, Case, *self._old, Case.closed_at < before)


class Alarms:
    _old = (Alarm.ended_at.is_not(None), Alarm.forgotten_at.is_(None))

    def step(self, work: Work, before: datetime, place: Any) -> Step:
        old = select(Alarm.id).where(*self._old, Alarm.ended_at < before).order_by(Alarm.ended_at)
        ids = work.session.scalars(old.limit(FEW)).all()
        if ids:
            empty = {"words": None, "for_whom": None, "forgotten_at": work.now}
            do(work, update(Alarm).where(Alarm.id.in_(ids)).values(**empty))
        return Step(len(ids), True if len(ids) == FEW else None)

    def due(self, work: Work, before: datetime) -> int:
        return count(work, Alarm, *self._old, Alarm.ended_at < before)


class Imports:
    """Rows first, the file after its last row; one that is being worked on is left alone."""

    _over = Import.state.not_in(("waiting", "applying", "undoing"))

    def _files(self, before: datetime) -> Any:
        return select(Import.id).where(Import.at < before, self._over).order_by(Import.id)

    def step(self, work: Work, before: datetime, place: Any) -> Step:
        file = work.session.scalar(self._files(before).limit(1))
        if file is None:
            return Step(0)
        rows = select(ImportRow.number).where(ImportRow.import_id == file).limit(MANY)
        numbers = work.session.scalars(rows).all()
        if not numbers:
            do(work, delete(Import).where(Import.id == file))
            return Step(1, True)
        theirs = ImportRow.import_id == file, ImportRow.number.in_(numbers)
        do(work, delete(ImportRow).where(*theirs))
        return Step(0, True)

    def due(self, work: Work, before: datetime) -> int:
        return count(work, Import, Import.at < before, self._over)


# -- people --------------------------------------------------------------------------------------------
class GonePeople:
    """Who died or moved away. Somebody a child or a case still hangs on is left until that is over."""

    def _long_ago(self, before: datetime) -> tuple[ColumnElement[bool], ...]:
        return written_out("people.gone IN ('dead','moved')"), Person.gone_at < before

    def step(self, work: Work, before: datetime, place: Any) -> Step:
        key = tuple_(Person.gone_at, Person.id)
        found = select(Person.gone_at, Person.id).where(*self._long_ago(before))
        if place is not None:
            found = found.where(key > place)
        rows = work.session.execute(found.order_by(*key.clauses).limit(ONE_BY_ONE)).all()
        gone = sum(_forget(work, row.id) for row in rows)
        return Step(gone, tuple(rows[-1]) if len(rows) == ONE_BY_ONE else None)

    def due(self, work: Work, before: datetime) -> int:
        return count(work, Person, *self._long_ago(before))


class Strangers:
    """Who came, said nothing about themselves, asked for nothing, and never came again."""

    _nameless = (written_out("people.name = '' AND people.called = '' AND people.gone = ''"),)

    def _left_nothing(self, before: datetime) -> tuple[ColumnElement[bool], ...]:
        me = Person.id
        return (
            Person.phone_hash.is_(None),
            Person.minor.is_(False),
            ~exists().where(Account.person_id == me, Account.last_used_at >= before),
            ~exists().where(Case.asker_id == me),
            ~exists().where(Alarm.person_id == me, Alarm.ended_at.is_(None)),
            ~exists().where(Contract.person_id == me),
            ~exists().where(Role.person_id == me),
            ~exists().where(Volunteer.person_id == me),
            ~exists().where(Guardian.guardian_id == me),
            ~exists().where(Proxy.principal_id == me),
            ~exists().where(Proxy.proxy_id == me),
            ~exists().where(Booking.person_id == me),
            ~exists().where(SignUp.by_id == me),
            ~exists().where(Collector.person_id == me),
        )

    def step(self, work: Work, before: datetime, place: Any) -> Step:
        """The nameless are looked at in the order of their coming, some at a time; those of them
        who left nothing are forgotten, a few at a time."""
        key = tuple_(Person.created_at, Person.id)
        found = select(Person.created_at, Person.id).where(
            *self._nameless, Person.created_at < before
        )
        if place is not None:
            found = found.where(key > place)
        rows = work.session.execute(found.order_by(*key.clauses).limit(FEW)).all()
        ids = [row.id for row in rows]
        nothing = select(Person.id).where(Person.id.in_(ids), *self._left_nothing(before))
        gone = set(work.session.scalars(nothing.order_by(Person.id)).all()[:ONE_BY_ONE])
        for person_id in sorted(gone):
            _forget(work, person_id)
        if len(gone) == ONE_BY_ONE:  # there may be more among these: look at them again
            return Step(len(gone), (rows[0].created_at, rows[0].id - 1))
        return Step(len(gone), tuple(rows[-1]) if len(rows) == FEW else None)

    def due(self, work: Work, before: datetime) -> int:
        old = Person.created_at < before
        return count(work, Person, *self._nameless, old, *self._left_nothing(before))


def _forget(work: Work, person_id: int) -> int:
    try:
        run(work, ForgetPerson(person_id))
    except StillInTheWay:
        return 0
    return 1


# -- the list ------------------------------------------------------------------------------------------
_SAID = (
    OutboxRow.state.not_in(("due", "leased"))
    & OutboxRow.watch_at.is_(None)
    & OutboxRow.details_of.is_(None)
)
"""Sent, watched by nobody, and showing nobody's details any more."""

KINDS: dict[Kept, Kind] = {
    "seen_updates": ByTheirTime(SeenUpdate, SeenUpdate.at),
    "notices": Notices(),
    "messages": AlongTheIds(OutboxRow, OutboxRow.created_at, _SAID),
    "web_pages": ByTheirTime(WebMessage, WebMessage.at),
    "hand_overs": HandOvers(),
    "closed_cases": Both(Cases(), Alarms()),
    "photos": ByTheirTime(
        Attachment, Attachment.at, (written_out("attachments.state = 'rejected'"),)
    ),
    "audit": AlongTheIds(AuditLine, AuditLine.at, true()),
    "access_notes": AlongTheIds(AccessNote, AccessNote.at, true()),
    "dead_letters": AlongTheIds(DeadLetter, DeadLetter.at, true()),
    "calls": AlongTheIds(Call, Call.since, Call.done_at.is_not(None)),
    "imports": Imports(),
    "acts": AlongTheIds(Act, Act.at, true()),
    "sign_up_notes": SignUpNotes(),
    "attendance_notes": ATTENDANCE_NOTES,
    "bookings": Both(Bookings(), Enrolments()),
    "pickups": Both(Pickups(), Collectors()),
    "due_items": Both(*SETTLED_ITEMS, ENDED_CONDITIONS, ENDED_CATEGORIES),
    "strangers": Strangers(),
    "gone_people": GonePeople(),
}
"""A kind of the town file that is missing here fails a test."""

ALL: Sequence[Kept] = tuple(KINDS)
