"""Which rows of a person go over to another when the two turn out to be one, and back again.

Each move says how its rows are found by an index, and which of them cannot both hold: two
contracts, the same role twice. Of such a pair the other one's is ended and stays where it is;
nothing is deleted. A column that points to people and is in neither list fails a test.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, cast

from sqlalchemy import ColumnElement, Connection, Table, literal_column, select, true, update

from models.alarms.tables import Alarm
from models.base import Base
from models.bookings.tables import Booking, Enrolment, SignUp
from models.care.tables import DueItem, PersonCondition
from models.clocks import to_town
from models.doctors.tables import Contract
from models.duty.tables import Call, HandOver
from models.family.moving_places import end_doubles, take_again
from models.family.pairs import Ended, Pair, frozen, thawed
from models.family.tables import Act, Guardian, Kin, Proxy
from models.help.tables import Case
from models.imports.tables import Import
from models.ledger.tables import PersonCategory
from models.notices.tables import NoticeTarget, TopicOff
from models.outbox.tables import OutboxRow
from models.privacy.tables import AccessNote
from models.programmes.tables import Programme, Session
from models.register.tables import Account, Consent, Person, Role
from models.roles.tables import BackgroundCheck
from models.station.tables import Collector, Pickup
from models.tasks.tables import MinuteEntry, Offer, Volunteer


@dataclass(frozen=True)
class Move:
    """``only`` narrows to rows that an index finds. ``same``: of two rows that agree in these
    columns and both are ``holding`` only one may stand; ``ends`` is what ends the other one.
    ``never``: columns in which no two rows of one person agree, however they stand."""

    table: type[Base]
    column: str
    only: ColumnElement[bool] = field(default_factory=true)
    same: tuple[str, ...] | None = None
    holding: ColumnElement[bool] = field(default_factory=true)
    ends: Mapping[str, Any] = field(default_factory=dict)
    never: tuple[str, ...] = ()
    not_with: str = ""
    """The column that may not name the same person: nobody is their own proxy."""

    @property
    def rows(self) -> Table:
        return cast("Table", self.table.__table__)

    @property
    def key(self) -> Any:
        (key,) = self.rows.primary_key.columns
        return key

    @property
    def name(self) -> str:
        return f"{self.rows.name}.{self.column}"


NOW = object()
"""In ``ends``: the instant of the merge."""
TODAY = object()
"""Its day in the town."""


def _live(state: Any, *states: str) -> ColumnElement[bool]:
    """Written out, or a partial index is not used."""
    return cast("ColumnElement[bool]", state.in_([literal_column(f"'{one}'") for one in states]))


_PROXY: dict[str, Any] = {
    "holding": _live(Proxy.state, "asked", "agreed"),
    "ends": {"state": "ended", "ended_at": NOW},
}
_COLLECTS: dict[str, Any] = {
    "holding": Collector.ended_at.is_(None) & Collector.person_id.is_not(None),
    "ends": {"ended_at": NOW},
}
_CURRENT: dict[str, Any] = {"holding": Guardian.ended_at.is_(None), "ends": {"ended_at": NOW}}
MOVES: tuple[Move, ...] = (
    Move(Case, "asker_id"),
    Move(Alarm, "person_id"),
    Move(Call, "person_id", only=Call.done_at.is_(None)),
    Move(HandOver, "person_id", only=HandOver.state != "ended"),
    Move(OutboxRow, "person_id", only=_live(OutboxRow.state, "due", "leased")),
    Move(OutboxRow, "whom_id", only=_live(OutboxRow.state, "due", "leased")),
    Move(Account, "person_id"),
    Move(Consent, "person_id"),
    Move(AccessNote, "person_id"),
    Move(AccessNote, "by_person"),
    Move(Act, "person_id"),
    Move(Act, "by_person"),
    Move(Import, "by_person"),
    Move(BackgroundCheck, "person_id"),
    Move(MinuteEntry, "person_id"),
    Move(Offer, "person_id", same=("case_id", "round")),
    Move(Volunteer, "person_id", same=(), ends={"state": "ended"}),
    Move(Contract, "person_id", same=(), holding=Contract.state != "ended",
         ends={"state": "ended", "why": "merged", "ended_at": NOW}),
    Move(Role, "person_id", same=("role", "place_id"), holding=Role.ended_at.is_(None),
         ends={"ended_at": NOW}),
    Move(Proxy, "principal_id", same=("proxy_id",), not_with="proxy_id", **_PROXY),
    Move(Proxy, "proxy_id", same=("principal_id",), not_with="principal_id", **_PROXY),
    Move(Guardian, "child_id", same=("guardian_id",), not_with="guardian_id", **_CURRENT),
    Move(Guardian, "guardian_id", same=("child_id",), not_with="child_id", **_CURRENT),
    Move(Person, "guardian_id"),
    Move(Kin, "person_id", same=("other_id",), not_with="other_id"),
    Move(Kin, "other_id", same=("person_id",), not_with="person_id"),
    # Where both have a place at the same time one of them has ended by now: ``moving_places``.
    Move(Booking, "person_id"),
    Move(Enrolment, "person_id"),
    Move(SignUp, "by_id"),
    Move(Collector, "child_id", same=("person_id",), **_COLLECTS),
    Move(Collector, "person_id", same=("child_id",), **_COLLECTS),
    Move(Pickup, "with_id", only=Pickup.closed_at.is_(None)),
    Move(Programme, "leader_id"),
    Move(Session, "leader_id"),
    Move(PersonCondition, "person_id", same=("condition",), holding=PersonCondition.until.is_(None),
         ends={"until": TODAY}),
    Move(PersonCategory, "person_id", same=("category",), holding=PersonCategory.ended_at.is_(None),
         ends={"ended_at": NOW}),
    Move(NoticeTarget, "person_id", never=("notice_id",)),
    Move(NoticeTarget, "worker_id", only=NoticeTarget.worker_id.is_not(None)),
    Move(TopicOff, "person_id", never=("topic",)),
    Move(DueItem, "person_id", same=("rule",), holding=_live(DueItem.state, "open", "booked"),
         ends={"state": "off", "ask_at": None}, never=("rule", "due_on")),
)  # fmt: skip

_BOOKS = "the book stays as it was written; the row that was merged keeps its name"
_PAIRS = "about the two rows themselves"
STAYS: dict[str, str] = {
    **dict.fromkeys(
        (
            "audit.person_id", "audit.whom_id", "consents.by_person", "consents.other_id",
            "consents.witness_id", "case_events.by_person", "hand_over_lines.by_person",
            "attachments.person_id", "alarms.acknowledged_by", "calls.done_by",
            "hand_overs.taken_by", "roles.given_by", "volunteers.decided_by",
            "background_checks.noted_by", "contracts.signed_by", "guardians.by_person",
            "proxies.witness_id", "proxies.ended_by", "people.verified_by", "people.gone_by",
            "programmes.made_by", "attendance_notes.by_id", "collectors.named_by",
            "pickups.handed_by", "person_conditions.noted_by", "person_categories.noted_by", "saved_audiences.by_id",
            "due_items.done_by", "notices.by_id", "notices.agreed_by", "notice_files.by_id",
            "notice_templates.by_id", "notice_targets.by_id", "notice_ticks.by_id",
        ),
        _BOOKS,
    ),
    **dict.fromkeys(
        (
            "people.merged_into", "merges.kept_id", "merges.gone_id", "merges.by_person",
            "not_the_same.one_id", "not_the_same.other_id", "not_the_same.by_person",
            "erasures.person_id",
        ),
        _PAIRS,
    ),
    "import_rows.person_id": "what a list changed is undone on the row that it changed",
}  # fmt: skip


@dataclass
class Moved:
    """What went over: for each move the keys of its rows; and what was ended, as it was before."""

    keys: dict[str, list[int]] = field(default_factory=dict)
    ended: list[Ended] = field(default_factory=list)


def move_rows(connection: Connection, pair: Pair, now: datetime) -> Moved:
    """Everything of ``pair.gone`` becomes ``pair.kept``'s, as far as both can hold."""
    moved = Moved(ended=end_doubles(connection, pair, now))
    for move in MOVES:
        keys = _keys(connection, move, pair.gone)
        clashing = [key for key in keys if _clashes(connection, move, pair, key)]
        for key in clashing:
            before = _end(connection, move, key, now)
            if before is not None:
                moved.ended.append((move.name, key, before))
        going = [key for key in keys if key not in clashing]
        if going:
            connection.execute(
                update(move.rows).where(move.key.in_(going)).values({move.column: pair.kept})
            )
            # A volunteer's key is the person: it is found under the new one when it goes back.
            moved.keys[move.name] = [pair.kept] if move.key.name == move.column else going
    return moved


def move_back(connection: Connection, pair: Pair, moved: Moved, now: datetime) -> None:
    """What went over comes back, unless it has gone on to somebody else since; what was ended for
    it holds again."""
    by_name = {move.name: move for move in MOVES}
    for name, keys in moved.keys.items():
        move = by_name[name]
        theirs = move.key.in_(keys), move.rows.c[move.column] == pair.kept
        connection.execute(update(move.rows).where(*theirs).values({move.column: pair.gone}))
    for name, key, before in take_again(connection, moved.ended, now):
        move = by_name[name]
        connection.execute(update(move.rows).where(move.key == key).values(thawed(before)))


def _keys(connection: Connection, move: Move, person_id: int) -> list[int]:
    column = move.rows.c[move.column]
    query = select(move.key).where(column == person_id, move.only).order_by(move.key)
    return list(connection.execute(query).scalars())


def _clashes(connection: Connection, move: Move, pair: Pair, key: int) -> bool:
    """Whether this row cannot stand beside one of the kept person's, or would name them twice."""
    rows = move.rows
    if move.not_with:
        other = connection.execute(select(rows.c[move.not_with]).where(move.key == key)).scalar()
        if other == pair.kept:
            return True
    if move.never and _agrees(connection, move, pair, key, move.never, true()):
        return True
    return move.same is not None and _agrees(connection, move, pair, key, move.same, move.holding)


def _agrees(
    connection: Connection,
    move: Move,
    pair: Pair,
    key: int,
    names: tuple[str, ...],
    holding: ColumnElement[bool],
) -> bool:
    """Whether a row of the kept person's is the same in these columns, while both are ``holding``."""
    rows = move.rows
    row = connection.execute(select(rows).where(move.key == key, holding)).first()
    if row is None:
        return False
    agrees = [rows.c[name] == getattr(row, name) for name in names]
    theirs = select(move.key).where(rows.c[move.column] == pair.kept, holding, *agrees)
    return connection.execute(theirs.limit(1)).first() is not None


def _end(connection: Connection, move: Move, key: int, now: datetime) -> dict[str, Any] | None:
    """End a row that cannot go over; returns what it was before, None if it needs no end."""
    if not move.ends:
        return None
    rows = move.rows
    columns = [rows.c[name] for name in move.ends]
    before = connection.execute(select(*columns).where(move.key == key, move.holding)).first()
    if before is None:
        return None
    given: dict[Any, Any] = {NOW: now, TODAY: to_town(now).date()}
    values = {name: given.get(value, value) for name, value in move.ends.items()}
    connection.execute(update(rows).where(move.key == key).values(values))
    return {name: frozen(value) for name, value in zip(move.ends, before, strict=True)}
