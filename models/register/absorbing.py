"""Somebody nobody knew turns out to be a person we know: what they did goes with them.

The trap is a case that stays behind with a person who no longer has a chat: nobody would ever see
its answer. Only what is still alive or still looked at is moved; the books (audit, consent) stay as
they were written. Every statement finds its rows by an index.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import exists, func, or_, select, update
from sqlalchemy.orm import Session

from models.alarms.tables import Alarm
from models.bookings.tables import Booking, SignUp
from models.duty.tables import Call, HandOver, HandOverLine
from models.family.moving_places import end_doubles
from models.family.pairs import Pair
from models.help.tables import Attachment, Case, CaseEvent
from models.outbox.tables import OutboxRow
from models.register.tables import Account, Person, Role
from models.tasks.tables import Volunteer

OPEN_ALARM = ("asking", "raised")


def is_nobody(session: Session, person_id: int) -> bool:
    """No name, no consent, nothing they do for others: whatever they are, we do not know it yet."""
    person = session.get_one(Person, person_id, populate_existing=True)
    if person.name or person.consent not in ("", "no"):
        return False
    serves = or_(
        exists().where(Role.person_id == person_id, Role.ended_at.is_(None)),
        exists().where(Volunteer.person_id == person_id),
    )
    return not session.execute(select(serves)).scalar()


def both_cry(session: Session, one: int, other: int) -> bool:
    """Whether each has an alarm that is open: one person can have only one."""
    crying = select(func.count(func.distinct(Alarm.person_id))).where(
        Alarm.person_id.in_((one, other)), Alarm.state.in_(OPEN_ALARM)
    )
    return session.execute(crying).scalar_one() > 1


def move_everything(session: Session, nobody: int, person_id: int, now: datetime) -> list[int]:
    """Cases, bookings, alarms, conversations, what is still to be said, and the chats themselves;
    returns the accounts that are the person's from now on."""
    session.flush()
    accounts = list(
        session.scalars(select(Account.id).where(Account.person_id == nobody).order_by(Account.id))
    )
    _move_cases(session, nobody, person_id)
    _move_talks(session, accounts, nobody, person_id)
    for table in (Alarm, Account):
        session.execute(update(table).where(table.person_id == nobody).values(person_id=person_id))
    waits = Call.person_id == nobody, Call.done_at.is_(None)
    session.execute(update(Call).where(*waits).values(person_id=person_id))
    _move_messages(session, nobody, person_id)
    _move_bookings(session, nobody, person_id, now)
    session.expire_all()
    return accounts


def _move_cases(session: Session, nobody: int, person_id: int) -> None:
    cases = list(session.scalars(select(Case.id).where(Case.asker_id == nobody)))
    if not cases:
        return
    session.execute(update(Case).where(Case.id.in_(cases)).values(asker_id=person_id))
    said = CaseEvent.case_id.in_(cases), CaseEvent.by_person == nobody
    session.execute(update(CaseEvent).where(*said).values(by_person=person_id))
    sent = Attachment.case_id.in_(cases), Attachment.person_id == nobody
    session.execute(update(Attachment).where(*sent).values(person_id=person_id))


def _move_talks(session: Session, accounts: list[int], nobody: int, person_id: int) -> None:
    live = list(
        session.scalars(
            select(HandOver.id).where(HandOver.account_id.in_(accounts), HandOver.state != "ended")
        )
    )
    if not live:
        return
    session.execute(update(HandOver).where(HandOver.id.in_(live)).values(person_id=person_id))
    lines = HandOverLine.hand_over_id.in_(live), HandOverLine.by_person == nobody
    session.execute(update(HandOverLine).where(*lines).values(by_person=person_id))


def _move_bookings(session: Session, nobody: int, person_id: int, now: datetime) -> None:
    """Of two places in one session the better one stands; the other is given back."""
    end_doubles(session.connection(), Pair(person_id, nobody), now)
    session.execute(update(Booking).where(Booking.person_id == nobody).values(person_id=person_id))
    session.execute(update(SignUp).where(SignUp.by_id == nobody).values(by_id=person_id))


def _move_messages(session: Session, nobody: int, person_id: int) -> None:
    """What is not said yet, and what is watched whether it was seen."""
    theirs = OutboxRow.person_id == nobody
    for of_interest in (OutboxRow.state.in_(("due", "leased")), OutboxRow.watch_at.is_not(None)):
        session.execute(update(OutboxRow).where(of_interest, theirs).values(person_id=person_id))
