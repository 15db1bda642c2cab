"""Two rows that are one person become one, with nothing lost, and two again if that was wrong."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar

from sqlalchemy import exists, or_, select, update

from models.family import agreeing
from models.family.merge_refusals import MergeOver, NotToBeMerged
from models.family.moving import Moved, move_back, move_rows
from models.family.pairs import Pair
from models.family.tables import Guardian, Merge
from models.gate import Command, May, holds
from models.places import path_of_person
from models.refusals import NoLongerPossible, NotAllowed, NotFound
from models.register.absorbing import both_cry
from models.register.linking import tell_linked
from models.register.tables import Account, Person, Role
from models.roles.counting import recount
from models.work import Work

UNDO_FOR = timedelta(days=30)
FILLED = (
    "household_id", "name", "called", "phone", "phone_hash", "tail_hash", "born", "gender",
    "id_number", "id_hash", "school", "grade", "grade_year", "verified_at", "verified_by",
)  # fmt: skip
"""What the kept person takes from the other where they have nothing themselves. What belongs
together (a phone and its hashes) is empty together."""
DESK = ("coordinator", "admin")


@dataclass(frozen=True)
class MergePeople(Command[int]):
    """``gone_id`` is the same person as ``kept_id``, who keeps what both have. Returns the id by
    which it can be undone for 30 days.

    By the desk of the places where both live. Whoever holds a role is merged by administrators
    only: a chat would come into a role with it.
    """

    may: ClassVar[May] = May(roles=DESK)
    kept_id: int
    gone_id: int

    def place(self, work: Work) -> str | None:
        return path_of_person(work, self.kept_id) or path_of_person(work, self.gone_id) or None

    def run(self, work: Work) -> int:
        agreeing.in_turn(work)
        kept, gone = _both(work, self.kept_id, self.gone_id)
        _may_be_one(work, kept, gone)
        filled = _fill(kept, gone)
        work.session.flush()
        pair = Pair(kept.id, gone.id)
        chats = _accounts(work, gone.id)
        moved = move_rows(work.connection, pair, work.now)
        work.session.expire_all()
        recount(work, kept.id)
        if agreeing.closes_circle(work, kept.id, kept.id):
            raise NotToBeMerged("circle")
        merge = Merge(
            kept_id=kept.id,
            gone_id=gone.id,
            moved={"keys": moved.keys, "ended": moved.ended, "filled": filled},
            by_person=work.actor.person_id or None,
            at=work.now,
            undo_until=work.now + UNDO_FOR,
        )
        gone.gone, gone.gone_at, gone.merged_into = "merged", work.now, kept.id
        gone.gone_by = work.actor.person_id or None
        work.session.add(merge)
        work.session.flush()
        for account_id in chats:
            tell_linked(work, kept.id, account_id)
        return merge.id


def _both(work: Work, one_id: int, other_id: int) -> tuple[Person, Person]:
    """Both rows, locked in one order: two merges of the same people take turns."""
    rows = work.session.scalars(
        select(Person)
        .where(Person.id.in_((one_id, other_id)))
        .order_by(Person.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    found = {person.id: person for person in rows}
    if len(found) != 2:
        raise NotFound("person")
    return found[one_id], found[other_id]


def _may_be_one(work: Work, kept: Person, gone: Person) -> None:
    if kept.gone or gone.gone:
        raise NotToBeMerged("gone")
    if not holds(work, DESK, path_of_person(work, gone.id)):
        raise NotAllowed("MergePeople")
    if work.actor.person_id in (kept.id, gone.id):
        raise NotToBeMerged("oneself")
    if kept.minor != gone.minor:
        raise NotToBeMerged("child_and_adult")
    if kept.id_hash and gone.id_hash and kept.id_hash != gone.id_hash:
        raise NotToBeMerged("two_id_numbers")
    if _bound(work, kept.id, gone.id):
        raise NotToBeMerged("guardian_and_child")
    if both_cry(work.session, kept.id, gone.id):
        raise NotToBeMerged("alarm")
    if _serves(work, kept.id, gone.id) and not holds(work, ("admin",), ""):
        raise NotToBeMerged("roles")


def _bound(work: Work, one: int, other: int) -> bool:
    """Whether one is or was the other's guardian: they cannot be the same."""
    pairs = or_(
        (Guardian.child_id == one) & (Guardian.guardian_id == other),
        (Guardian.child_id == other) & (Guardian.guardian_id == one),
    )
    return bool(work.session.scalar(select(exists().where(pairs))))


def _serves(work: Work, *people: int) -> bool:
    theirs = exists().where(Role.person_id.in_(people), Role.ended_at.is_(None))
    return bool(work.session.scalar(select(theirs)))


def _fill(kept: Person, gone: Person) -> list[str]:
    """Take over what is missing; returns the names of what was."""
    filled = []
    for name in FILLED:
        if getattr(kept, name) in (None, "") and getattr(gone, name) not in (None, ""):
            setattr(kept, name, getattr(gone, name))
            filled.append(name)
    if not kept.consent and gone.consent:
        kept.consent = gone.consent
        filled.append("consent")
    return filled


def _accounts(work: Work, person_id: int) -> list[int]:
    return list(work.session.scalars(select(Account.id).where(Account.person_id == person_id)))


@dataclass(frozen=True)
class UndoMerge(Command[int]):
    """They are two after all. What each had goes back to them; what was filled in from the other
    is taken out, unless it has been changed since. Returns the person who is there again."""

    may: ClassVar[May] = May(roles=DESK)
    merge_id: int

    def _merge(self, work: Work, *, lock: bool = False) -> Merge:
        merge = work.session.get(
            Merge, self.merge_id, with_for_update=lock or None, populate_existing=True
        )
        if merge is None:
            raise NotFound("merge")
        return merge

    def place(self, work: Work) -> str | None:
        merge = self._merge(work)
        return path_of_person(work, merge.kept_id) or path_of_person(work, merge.gone_id) or None

    def run(self, work: Work) -> int:
        agreeing.in_turn(work)
        merge = self._merge(work, lock=True)
        kept, gone = _both(work, merge.kept_id, merge.gone_id)
        if merge.undone_at is not None or merge.moved is None or kept.gone:
            raise NoLongerPossible("merge", kept.gone or "undone")
        if work.now > merge.undo_until:
            raise MergeOver(UNDO_FOR.days)
        pair, moved = Pair(kept.id, gone.id), merge.moved
        for name in moved["filled"]:
            if getattr(kept, name) == getattr(gone, name):
                setattr(kept, name, "" if name in _TEXTS else None)
        gone.gone, gone.gone_at, gone.gone_by, gone.merged_into = "", None, None, None
        merge.undone_at = work.now
        work.session.flush()
        ended = [(name, key, before) for name, key, before in moved["ended"]]
        move_back(work.connection, pair, Moved(moved["keys"], ended), work.now)
        _guardians_again(work, pair)
        work.session.expire_all()
        for person_id in pair:
            recount(work, person_id)
        return gone.id


_TEXTS = frozenset({"name", "called", "gender", "school", "consent"})
"""Columns that are "" when empty; the others are NULL."""


def _guardians_again(work: Work, pair: Pair) -> None:
    """A child whose row names the kept person while only the other one is its guardian now."""
    current = exists().where(
        Guardian.child_id == Person.id,
        Guardian.guardian_id == pair.kept,
        Guardian.ended_at.is_(None),
    )
    theirs = exists().where(
        Guardian.child_id == Person.id,
        Guardian.guardian_id == pair.gone,
        Guardian.ended_at.is_(None),
    )
    work.session.execute(
        update(Person)
        .where(Person.guardian_id == pair.kept, ~current, theirs)
        .values(guardian_id=pair.gone)
        .execution_options(synchronize_session=False)
    )
