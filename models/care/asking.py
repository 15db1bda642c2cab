"""Speaking of what is due, rung by rung: the person, again, their family, a visit at the door.

Whoever has booked is left alone until that day; whoever says "later" is asked again themselves and
their family is not. A row is found by the index of what is to be said now, and moves on with it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, ClassVar

from sqlalchemy import bindparam, literal_column, select

from models.base import UtcTime, insert_new
from models.bookings.tables import Booking
from models.care.doing import rule_of
from models.care.making import ASKS
from models.care.messages import FAMILY, CareDue
from models.care.tables import DOUBTED, SAID, DueItem
from models.clocks import to_town, town_instant
from models.duty.messages import CallNeeded
from models.duty.people import grid_workers_for, tell_duty
from models.duty.tables import Call
from models.gate import ANYWHERE, Command, May
from models.messages import Priority
from models.outbox.hearers import hearer_of, news_for_family
from models.places import grid_of_person
from models.prepared import Prepared
from models.programmes.tables import Programme, Session
from models.register.tables import Person
from models.town.programmes import CareRule
from models.work import Work

CHUNK = 6
VISIT = 4
WHY = "care"
"""Of the calls and visits that come from here."""

_first_ask = Prepared(
    select(DueItem.ask_at).where(DueItem.ask_at.is_not(None)).order_by(DueItem.ask_at).limit(1)
)
_booked = Prepared(
    select(Booking.id, Session.ends_at)
    .join(Session, Session.id == Booking.session_id)
    .join(Programme, Programme.id == Session.programme_id)
    .where(
        Booking.person_id == bindparam("person_id"),
        Booking.state == literal_column("'booked'"),
        Session.state == literal_column("'planned'"),
        Session.ends_at > bindparam("now", type_=UtcTime),
        Programme.kind == bindparam("kind"),
    )
    .order_by(Session.begins_at)
    .limit(1)
)


@dataclass(frozen=True)
class AskWhatIsDue(Command[int]):
    """What is to be spoken of now, at most so many; how many it was."""

    may: ClassVar[May] = May(clock=True)
    most: int = CHUNK

    def run(self, work: Work) -> int:
        due = (
            select(DueItem)
            .where(DueItem.ask_at.is_not(None), DueItem.ask_at <= work.now)
            .order_by(DueItem.ask_at)
            .limit(self.most)
        )
        items = work.session.scalars(due).all()
        for item in items:
            _ask(work, item)
        work.session.flush()
        return len(items)


def next_ask(work: Work) -> datetime | None:
    """When something is to be spoken of next; None if nothing is."""
    found: datetime | None = _first_ask.scalar(work.connection, {})
    return found


def _ask(work: Work, item: DueItem) -> None:
    rule, person = rule_of(work, item.rule), work.session.get(Person, item.person_id)
    if item.state not in ("open", "booked") or rule is None or person is None or person.gone:
        item.ask_at = None  # the round takes it off
        return
    if person.consent == "no":  # nobody speaks to them; should they agree again, we go on
        item.ask_at = in_a_week(work, rule)
        return
    booked = booking_for(work, item, rule)
    if booked is not None:
        item.state, item.booking_id = "booked", booked.id
        item.ask_at = after_visit(booked.ends_at)
        return
    item.state, item.booking_id = "open", None
    if _is_for_the_team(work, item, rule):
        return
    item.rung += 1
    _say(work, item, person)
    item.ask_at = _next(work, item, rule)


def _is_for_the_team(work: Work, item: DueItem, rule: CareRule) -> bool:
    """What they say was done and nobody has confirmed: first it is overdue on the team's list, a
    while later they are asked again themselves."""
    if item.result == SAID:
        item.result, item.ask_at = DOUBTED, _morning(work.now, rule.asks_after_days[0])
        return True
    if item.result == DOUBTED:
        item.result, item.rung = "", min(item.rung, 1)
    return False


def _say(work: Work, item: DueItem, person: Person) -> None:
    key = f"care:{item.id}:{to_town(work.now).date().isoformat()}"
    if item.rung < FAMILY:
        if item.rung == 1 or not _kept_by_worker(work, person):
            work.tell(item.person_id, CareDue(item.id, item.rung), key=key)
    elif item.rung == FAMILY:
        tell_family(work, item, key)
    else:
        ask_for_visit(work, item)


def _kept_by_worker(work: Work, person: Person) -> bool:
    """Whoever has no chat of their own is told once by the grid worker, who then need not be asked
    again: the visit comes."""
    hearer = hearer_of(work.connection, person.id, work.now)
    return hearer not in (None, person.id, person.guardian_id)


def tell_family(work: Work, item: DueItem, key: str) -> None:
    """Those who get copies hear that there is something, not what."""
    news = CareDue(item.id, FAMILY)
    for relative, told in news_for_family(work.connection, item.person_id, news, work.now):
        work.tell(relative, told, key=f"{key}:family:{relative}")


def ask_for_visit(work: Work, item: DueItem) -> bool:
    """One row of the call list that is the grid worker's from the start: go there, or ring. False
    if it is there already."""
    grid = grid_of_person(work, item.person_id)
    call_id = work.session.execute(
        insert_new(work.session, Call)
        .values(
            key=f"care:{item.id}:{item.due_on.isoformat()}", person_id=item.person_id,
            place_id=grid, message=CareDue.__name__,
            args={"item_id": item.id, "rung": VISIT}, why=WHY, since=work.now, tries=0,
            outcome="knock",
        )
        .on_conflict_do_nothing(index_elements=[Call.key])
        .returning(Call.id)
    ).scalar()  # fmt: skip
    if call_id is None:
        return False
    path = work.town.path(grid) if grid else ANYWHERE
    workers = grid_workers_for(work, path)
    needed = CallNeeded(call_id, knock=True)
    for person_id in workers:
        work.tell(
            person_id, needed, priority=Priority.ORDINARY, key=f"care_visit:{call_id}:{person_id}"
        )
    if not workers:
        tell_duty(work, path, needed, key=f"care_visit:{call_id}")
    return True


# -- when next ---------------------------------------------------------------------------------------
def _next(work: Work, item: DueItem, rule: CareRule) -> datetime | None:
    """The rungs after the first are so many days after it; none after the last. The second comes
    no later than the day itself, while there is still time."""
    if item.rung >= VISIT:
        return None
    days = (0, *rule.asks_after_days)
    at = _morning(work.now, days[item.rung] - days[item.rung - 1])
    if item.rung == 1 and item.due_on > to_town(work.now).date():
        return min(at, town_instant(item.due_on, ASKS))
    return at


def _morning(moment: datetime, days: int) -> datetime:
    return town_instant(to_town(moment).date() + timedelta(days=days), ASKS)


def after_visit(ends_at: datetime) -> datetime:
    """When it is looked whether they came: if not, they are asked again."""
    return _morning(ends_at, 1)


def in_a_week(work: Work, rule: CareRule) -> datetime:
    """When somebody who said "later" is asked again."""
    return _morning(work.now, rule.asks_after_days[0])


def to_confirm(work: Work, rule: CareRule) -> datetime:
    """Until when the team has time to confirm what somebody says was done."""
    return _morning(work.now, rule.confirm_days)


def booking_for(work: Work, item: DueItem, rule: CareRule) -> Any:
    """The time they have booked that will do it, if it is still to come (``id``, ``ends_at``)."""
    if rule.book is None:
        return None
    return _booked.first(
        work.connection, {"person_id": item.person_id, "kind": rule.book, "now": work.now}
    )
