"""Nobody has come: one after the other is asked, until somebody has; the child is never alone.

First the guardians again, then the next of those who may collect, then the lead and the duty, who
phone. After that the lead is reminded until the children have gone home.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar

from sqlalchemy import bindparam, func, select

from models.duty.calls import PutOnCallList
from models.gate import Command, May, run
from models.prepared import Prepared
from models.station.collectors import collectors_of_all
from models.station.late import leads
from models.station.messages import CanYouCollect, NobodyCame, WhereAreYou
from models.station.tables import Pickup
from models.station.there import Group, all_guardians, group_of, when_expected, with_account
from models.work import Work

GUARDIANS, NEXT, DUTY = 1, 2, 3
_due = Prepared(
    select(Pickup.id)
    .where(Pickup.next_at.is_not(None), Pickup.next_at <= bindparam("now"))
    .order_by(Pickup.next_at, Pickup.id)
    .limit(bindparam("most"))
)
_next = Prepared(select(func.min(Pickup.next_at)).where(Pickup.next_at.is_not(None)))


@dataclass(frozen=True)
class AskWhoComes(Command[bool]):
    """The next rung for children who are still there; False if they are not, or it is too early."""

    may: ClassVar[May] = May(clock=True)
    pickup_id: int

    def run(self, work: Work) -> bool:
        group = group_of(work, self.pickup_id, lock=True)
        pickup = group.pickup
        if pickup.next_at is None or pickup.next_at > work.now:
            return False
        if not group.children:
            pickup.next_at = None
            return False
        pickup.rung += 1
        if pickup.rung == GUARDIANS:
            self._guardians(work, group)
        elif pickup.rung == NEXT:
            self._next(work, group)
        else:
            self._duty(work, group)
        pickup.next_at = next_rung(work, group)
        work.session.flush()
        return True

    def _guardians(self, work: Work, group: Group) -> None:
        for person_id in with_account(work, all_guardians(work, group)):
            message = WhereAreYou(group.pickup.id, group.pickup.rung)
            work.tell(person_id, message, key=self._key(work, group, person_id), loud=True)

    def _next(self, work: Work, group: Group) -> None:
        """Everybody else who was named and can be written to."""
        guardians = all_guardians(work, group)
        for row in collectors_of_all(work, [child.id for child in group.children]):
            who = row.person_id
            if who is not None and who not in guardians and with_account(work, [who]):
                message = CanYouCollect(group.pickup.id, row.id)
                work.tell(who, message, key=self._key(work, group, who), loud=True)

    def _duty(self, work: Work, group: Group) -> None:
        for person_id in leads(work, group):
            key = self._key(work, group, person_id)
            work.tell(person_id, NobodyCame(group.pickup.id), key=key)
        for person_id in all_guardians(work, group):
            run(
                work,
                PutOnCallList(
                    key=f"pickup:{group.pickup.id}:{person_id}",
                    person_id=person_id,
                    message=NobodyCame.__name__,
                    args=(("pickup_id", group.pickup.id),),
                    why="unseen",
                    loud=True,
                ),
            )

    def _key(self, work: Work, group: Group, person_id: int) -> str:
        return f"rung:{group.pickup.id}:{work.now:%Y%m%d%H%M}:{group.pickup.rung}:{person_id}"


def next_rung(work: Work, group: Group) -> datetime:
    """When the one after this is asked: the duty not before its own time."""
    times, pickup = work.town.pickup, group.pickup
    again = work.now + timedelta(minutes=times.ask_every_minutes)
    if pickup.rung < NEXT:
        return again
    lead = when_expected(pickup, group.session) + timedelta(minutes=times.lead_after_minutes)
    if pickup.rung == NEXT:
        return max(lead, work.now + timedelta(minutes=1))
    return work.now + timedelta(minutes=times.lead_after_minutes)


def due_pickups(work: Work, most: int) -> list[int]:
    return work.found(_due, now=work.now, most=most)


def next_pickup(work: Work) -> datetime | None:
    first: datetime | None = work.first(_next)
    return first
