"""How rows about a person go: along the list of holdings, each table found by an index.

Most tables need nothing but the list. Those that do are below, each with the reason. The chat that
the wish came from goes on with a stranger: its answer must still arrive, so its newest screen stays
as an empty row that the answer takes the place of.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    delete,
    exists,
    literal_column,
    or_,
    select,
    update,
)

from models.access.tables import WebMessage, WebSession, WebTalk
from models.base import Base
from models.gate import AuditLine
from models.help.tables import Attachment, Case, CaseEvent
from models.imports.tables import ImportRow
from models.outbox.tables import OutboxRow
from models.privacy.holdings import HOLDINGS, WEB, Holding
from models.register.tables import Account, Household, Person, Role
from models.station.tables import Collector, Pickup
from models.tables import metadata
from models.talks.tables import DeadLetter, TalkRow
from models.tasks.tables import Offer
from models.work import Work

NO_DETAILS: dict[str, Any] = {"answers": {}, "other": None, "words": ""}
"""What is left of what somebody asked for."""
OLD_LETTERS = 200
"""Failed updates from before their accounts were noted; the newest of them are opened."""
_UNHURT = {"synchronize_session": False}


@dataclass(frozen=True, slots=True)
class Them:
    """Whose rows: the person and who was found to be the same; their accounts as (id, channel,
    address); ``here`` is the address of the web chat the wish came from, ``screen_id`` and
    ``shown_id`` the row and the message its answer will take the place of."""

    work: Work
    people: tuple[int, ...]
    accounts: tuple[tuple[int, str, str], ...]
    here: str
    screen_id: int
    shown_id: int

    @property
    def account_ids(self) -> list[int]:
        return [account_id for account_id, _channel, _address in self.accounts]

    @property
    def addresses(self) -> list[str]:
        return [address for _id, channel, address in self.accounts if channel == WEB]

    def run(self, statement: Any) -> Any:
        return self.work.session.execute(statement, execution_options=_UNHURT)


def wipe(work: Work, people: Collection[int]) -> None:
    """Delete or blank every row about ``people``; those tables last that the others are found by."""
    work.session.flush()
    them = _them(work, people)
    by_name = {holding.name: holding for holding in HOLDINGS}
    names = [table.name for table in reversed(metadata.sorted_tables)]
    last = [Account.__tablename__, Person.__tablename__]
    for name in (*(name for name in names if name not in last), *last):
        holding = by_name.get(name)
        if holding is not None:
            _OWN_WAY.get(holding.table, _as_listed)(them, holding)
    _letters(them)
    _import_rows(them)


def _them(work: Work, people: Collection[int]) -> Them:
    accounts = work.session.execute(
        select(Account.id, Account.channel, Account.address)
        .where(Account.person_id.in_(people))
        .order_by(Account.id)
    ).all()
    mine = next((row for row in accounts if row.id == work.actor.account_id), None)
    screen = None
    if mine is not None:
        screen = work.session.execute(
            select(OutboxRow.id, OutboxRow.shown_id)
            .join(TalkRow, TalkRow.screen_id == OutboxRow.id)
            .where(TalkRow.account_id == mine.id)
        ).first()
    web = mine is not None and mine.channel == WEB
    shown = screen.shown_id if screen is not None and web else None
    return Them(
        work,
        tuple(people),
        tuple((row.id, row.channel, row.address) for row in accounts),
        here=mine.address if mine is not None and web else "",
        screen_id=screen.id if screen is not None else 0,
        shown_id=int(shown) if shown is not None and shown.isdigit() else 0,
    )


# -- as the list says --------------------------------------------------------------------------------
def _rows(them: Them, holding: Holding) -> ColumnElement[bool]:
    return or_(*(holding.rows_of(person_id) for person_id in them.people))


def _as_listed(them: Them, holding: Holding) -> None:
    if holding.end == "delete":
        them.run(delete(holding.table).where(_rows(them, holding)))
    elif holding.blank:
        blank = {name: empty(holding.table, name) for name in holding.blank}
        them.run(update(holding.table).where(_rows(them, holding)).values(**blank))


def empty(table: type[Base], column: str) -> Any:
    """What a column holds when it holds nothing."""
    found = table.__table__.c[column]
    if found.nullable:
        return None
    return False if found.type.python_type is bool else ""


# -- in their own way --------------------------------------------------------------------------------
def _person(them: Them, holding: Holding) -> None:
    """A number is left. A door where nobody lives any more has a card that opens nothing."""
    blank = {name: empty(Person, name) for name in holding.blank}
    homes = them.run(
        select(Person.household_id)
        .where(Person.id.in_(them.people), Person.household_id.is_not(None))
        .distinct()
    ).scalars()
    households = homes.all()
    them.run(
        update(Person)
        .where(Person.id.in_(them.people))
        .values(
            **blank, gone="erased", gone_at=them.work.now, gone_by=None, minor=False,
            guardian_id=None, language="zh",
        )
    )  # fmt: skip
    lives_there = exists().where(Person.household_id == Household.id, Person.gone == "")
    if households:
        them.run(
            update(Household)
            .where(Household.id.in_(households), ~lives_there)
            .values(card_serial=Household.card_serial + 1)
        )


def _account(them: Them, _holding: Holding) -> None:
    """The address goes: whoever writes from it is a stranger. The books need the number."""
    for account_id in them.account_ids:
        them.run(
            update(Account)
            .where(Account.id == account_id)
            .values(address=f"erased:{account_id}", state="dead", abroad="")
        )


def _role(them: Them, holding: Holding) -> None:
    """Who once filled in for them keeps what they hold."""
    theirs = select(Role.id).where(Role.person_id.in_(them.people))
    them.run(update(Role).where(Role.stands_for.in_(theirs)).values(stands_for=None))
    _as_listed(them, holding)


def _collector(them: Them, holding: Holding) -> None:
    """How a brother once went home stays, without who came."""
    theirs = select(Collector.id).where(_rows(them, holding))
    them.run(update(Pickup).where(Pickup.collector_id.in_(theirs)).values(collector_id=None))
    _as_listed(them, holding)


def _case(them: Them, _holding: Holding) -> None:
    them.run(
        update(Case)
        .where(Case.asker_id.in_(them.people))
        .values(
            details=NO_DETAILS, door_word=None, household_id=None, forgotten_at=them.work.now
        )
    )  # fmt: skip


def _case_event(them: Them, holding: Holding) -> None:
    """The words of their own cases, and what they wrote down as a helper in those of others."""
    _as_listed(them, holding)
    helped = select(Offer.case_id).where(Offer.person_id.in_(them.people))
    them.run(
        update(CaseEvent)
        .where(
            CaseEvent.case_id.in_(helped),
            CaseEvent.by_person.in_(them.people),
            CaseEvent.words.is_not(None),
        )
        .values(words=None)
    )


def _attachment(them: Them, _holding: Holding) -> None:
    """All the pictures of their cases, whoever took them, and those they took elsewhere. A picture
    that is being fetched this moment finds no row to be kept in."""
    cases = select(Case.id).where(Case.asker_id.in_(them.people))
    them.run(delete(Attachment).where(Attachment.case_id.in_(cases)))
    them.run(delete(Attachment).where(Attachment.person_id.in_(them.people)))


def _outbox(them: Them, _holding: Holding) -> None:
    """Three ways to a row, each with an index of its own."""
    told: ColumnElement[bool] = literal_column("message <> ''")
    them.run(delete(OutboxRow).where(told, OutboxRow.person_id.in_(them.people)))
    them.run(delete(OutboxRow).where(OutboxRow.whom_id.in_(them.people)))
    them.run(
        delete(OutboxRow).where(
            OutboxRow.account_id.in_(them.account_ids), OutboxRow.id != them.screen_id
        )
    )
    them.run(
        update(OutboxRow)
        .where(OutboxRow.id == them.screen_id, OutboxRow.account_id.in_(them.account_ids))
        .values(
            key=f"erased:{them.screen_id}", message="", args=None, body=None, watch_at=None,
            details_of=None,
        )
    )  # fmt: skip


def _web_message(them: Them, _holding: Holding) -> None:
    theirs = WebMessage.address.in_(them.addresses)
    them.run(delete(WebMessage).where(theirs, WebMessage.id != them.shown_id))
    them.run(
        update(WebMessage)
        .where(theirs, WebMessage.id == them.shown_id)
        .values(body={"lines": []}, about=None, seq=0, key=f"erased:{them.shown_id}")
    )


def _web_talk(them: Them, _holding: Holding) -> None:
    """An open page whose numbers are higher than its talk's begins anew: what stood there goes."""
    them.run(
        delete(WebTalk).where(WebTalk.address.in_(them.addresses), WebTalk.address != them.here)
    )
    them.run(update(WebTalk).where(WebTalk.address == them.here).values(seq=0))


def _web_session(them: Them, _holding: Holding) -> None:
    """The browser they sit at goes on as a stranger's, under a key that only it knows."""
    them.run(
        delete(WebSession).where(
            WebSession.address.in_(them.addresses), WebSession.address != them.here
        )
    )
    them.run(
        update(WebSession).where(WebSession.address == them.here).values(link_hash="", start="")
    )


def _audit(them: Them, _holding: Holding) -> None:
    """The books keep numbers. The few names of places in them would say where somebody lived."""
    for column in (AuditLine.person_id, AuditLine.whom_id):
        rows = them.run(select(AuditLine.id, AuditLine.about).where(column.in_(them.people))).all()
        for row in rows:
            numbers = {
                name: value for name, value in (row.about or {}).items()
                if isinstance(value, int) or name == "given"
            }  # fmt: skip
            if numbers != row.about:
                them.run(update(AuditLine).where(AuditLine.id == row.id).values(about=numbers))


_OWN_WAY: dict[type[Base], Callable[[Them, Holding], None]] = {
    Person: _person,
    Account: _account,
    Role: _role,
    Collector: _collector,
    Case: _case,
    CaseEvent: _case_event,
    Attachment: _attachment,
    OutboxRow: _outbox,
    WebMessage: _web_message,
    WebTalk: _web_talk,
    WebSession: _web_session,
    AuditLine: _audit,
}


# -- tables that belong to nobody and may quote somebody ----------------------------------------------
def _letters(them: Them) -> None:
    """What they wrote and could not be handled is kept whole."""
    them.run(delete(DeadLetter).where(DeadLetter.account_id.in_(them.account_ids)))
    nobodys = them.run(
        select(DeadLetter.id, DeadLetter.body)
        .where(DeadLetter.account_id.is_(None))
        .order_by(DeadLetter.id.desc())
        .limit(OLD_LETTERS)
    ).all()
    addresses = [address for _id, _channel, address in them.accounts]
    theirs = [row.id for row in nobodys if any(one in row.body for one in addresses)]
    if theirs:
        them.run(delete(DeadLetter).where(DeadLetter.id.in_(theirs)))


def _import_rows(them: Them) -> None:
    them.run(
        update(ImportRow)
        .where(ImportRow.person_id.in_(them.people))
        .values(data=None, problems=None, undo=None)
    )


def traces_of(work: Work, people: Sequence[int]) -> list[list[str]] | None:
    """What tells them in rows of imported files that belong to nobody yet: each a list of texts
    that must all be there. None if there are no such rows; to be asked before they are wiped."""
    unknown = select(ImportRow.number).where(
        ImportRow.person_id.is_(None), ImportRow.data.is_not(None)
    )
    if work.session.scalar(unknown.limit(1)) is None:
        return None
    traces = []
    for row in work.session.execute(
        select(Person.name, Person.phone, Person.id_number, Person.born).where(
            Person.id.in_(people)
        )
    ):
        traces += [[one] for one in (row.phone, row.id_number) if one]
        if row.name and row.born:
            traces.append([row.name, row.born.isoformat()])
    return traces or None
