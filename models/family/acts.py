"""What was done for somebody, seen by them, and taken back where they do not want it.

The undo that was stored is run as the principal, who has the right to it in any case: whether the
one who acted still may act for them does not matter any more.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, ClassVar

from models.family.kin import bound
from models.family.messages import ActSeen, NotWanted
from models.family.tables import Act
from models.gate import Command, May, run
from models.refusals import NotFound, Refusal
from models.work import Work


class OfAct(Command[Any]):
    """Base of what the one it was done for says to it."""

    may: ClassVar[May] = May()
    act_id: int

    def relations(self, work: Work) -> Collection[str]:
        return (
            ("principal",)
            if act_of(work, self.act_id, lock=False).person_id == work.actor.person_id
            else ()
        )


def act_of(work: Work, act_id: int, *, lock: bool = True) -> Act:
    """``lock``: two taps of one moment take turns; a look needs none, and a reader may not."""
    found = work.session.get(Act, act_id, with_for_update=lock or None, populate_existing=True)
    if found is None:
        raise NotFound("act")
    return found


@dataclass(frozen=True)
class SeeAct(OfAct):
    """Seen: the one who did it hears so, once. Returns whether it was news."""

    may: ClassVar[May] = May(relations=("principal",))
    act_id: int

    def run(self, work: Work) -> bool:
        act = act_of(work, self.act_id)
        if act.state != "done":
            return False
        act.state = "seen"
        if bound(work, act.person_id, act.by_person):  # a worker need not hear it of everybody
            work.tell(act.by_person, ActSeen(act.id), key=f"act_seen:{act.id}")
        return True


@dataclass(frozen=True)
class NotMyWish(OfAct):
    """It is taken back, if it can be, and the one who did it is told. Returns whether it is undone;
    what has gone on too far meanwhile is not, and a person can help."""

    may: ClassVar[May] = May(relations=("principal",))
    act_id: int

    def run(self, work: Work) -> bool:
        act = act_of(work, self.act_id)
        first = act.state != "unwanted"
        act.state = "unwanted"
        work.session.flush()
        undone = first and act.undo is not None and _undo(work, act.undo)
        if first:
            work.tell(act.by_person, NotWanted(act.id), key=f"not_wanted:{act.id}")
        return undone


def _undo(work: Work, undo: dict[str, Any]) -> bool:
    try:
        with work.undone_alone():
            run(work, stored(undo))
    except Refusal:
        return False
    return True


def stored(undo: dict[str, Any]) -> Command[Any]:
    """A command out of a row. NotFound if this build does not know it any more."""
    kind = Command.known.get(str(undo.get("command")))
    if kind is None:
        raise NotFound("command")
    args = {name: tuple(v) if isinstance(v, list) else v for name, v in undo["args"].items()}
    return kind(**args)
