"""The clock's daily round: who newly fits a rule gets an item, whom it does not fit any more loses it.

Three hundred thousand people are looked through once a day, a span of ids at a time; each piece
writes a few rows and how far it came in one transaction, so it may be stopped anywhere and nothing
is made twice: the unique index of what is open is the promise, not the order of the pieces.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import delete, func, select, update

from models.base import insert_new
from models.care.people import (
    facts_of,
    newly,
    open_span,
    pasts,
    team_id,
    team_ids,
    teams_in,
    today_of,
    unfit,
)
from models.care.rules import Facts, ask_on, check_days, fingerprint, first_due, is_by_age
from models.care.tables import CareCursor, DueItem
from models.clocks import to_town, town_instant
from models.register.tables import Person
from models.town.programmes import CareRule
from models.work import Work

SPAN = 2_500
"""Ids that one piece looks through, where everybody in them is looked at."""
FEW = 4
"""So many times more where an index leads to the few it is about: those with an illness."""
FEWER = 6
"""The same for children."""
MOST = 50
"""Rows that it writes of one sort."""
BEGINS = time(2)
"""When the day's round begins, in town time."""
ASKS = time(9)
"""When in the day people are spoken to of what is due."""
_WRITTEN = {"synchronize_session": False}


def go_round(work: Work) -> int:
    """One piece of today's round; how many people it looked at, 0 when the round is over. Not a
    command: seven hundred looks a day are no deeds that somebody would want to look up."""
    cursor = next_cursor(work)
    return _piece(work, cursor) if cursor is not None else 0


# -- where the round stands --------------------------------------------------------------------------
def cursors(work: Work) -> dict[str, Any]:
    rows = work.connection.execute(select(CareCursor.__table__))
    return {row.rule: row for row in rows}


def is_due(work: Work) -> bool:
    """Whether the round of some rule is to begin or to go on now. Writes nothing."""
    stand = cursors(work)
    rules = {rule.id: rule for rule in work.town.care}
    if stand.keys() != rules.keys():
        return True
    day = _round_of(work.now)
    return any(
        row.after_id is not None or row.day < day or row.fingerprint != fingerprint(rules[row.rule])
        for row in stand.values()
    )


def next_round(work: Work) -> datetime:
    """When a round begins next: now, if it is due."""
    if is_due(work):
        return work.now
    return town_instant(_round_of(work.now) + timedelta(days=1), BEGINS)


def _round_of(now: datetime) -> date:
    """The day whose round should be over or under way."""
    here = to_town(now)
    return here.date() if here.time() >= BEGINS else here.date() - timedelta(days=1)


def next_cursor(work: Work) -> CareCursor | None:
    """The cursor of a rule whose round is to be gone on with; made, or begun anew, if need be."""
    stand = {row.rule: row for row in work.session.scalars(select(CareCursor))}
    for rule in work.town.care:
        cursor, found = stand.pop(rule.id, None), fingerprint(rule)
        if cursor is None:
            cursor = CareCursor(
                rule=rule.id, fingerprint=found, began=today_of(work), day=_round_of(work.now),
                after_id=0, rewrites=False,
            )  # fmt: skip
            work.session.add(cursor)
            return cursor
        if cursor.fingerprint != found:
            cursor.fingerprint, cursor.rewrites = found, True
            cursor.day, cursor.after_id = _round_of(work.now), 0
            return cursor
        if cursor.after_id is None and cursor.day < _round_of(work.now):
            cursor.day, cursor.after_id, cursor.rewrites = _round_of(work.now), 0, False
        if cursor.after_id is not None:
            return cursor
    return next(iter(stand.values()), None)  # of a rule the town has dropped


# -- one piece ---------------------------------------------------------------------------------------
def _piece(work: Work, cursor: CareCursor) -> int:
    rule = next((rule for rule in work.town.care if rule.id == cursor.rule), None)
    top = work.connection.execute(select(func.max(Person.id))).scalar() or 0
    ahead = select(func.min(Person.id)).where(Person.id > (cursor.after_id or 0))
    after = (work.connection.execute(ahead).scalar() or top + 1) - 1
    span = _Span(work, cursor, rule, after, min(after + _width(rule), top))
    span.go()
    if span.upto < top:
        cursor.after_id = span.upto
    elif rule is None:
        work.session.execute(delete(CareCursor).where(CareCursor.rule == cursor.rule))
        work.session.expunge(cursor)
    else:
        cursor.after_id = None
    work.session.flush()
    return max(span.upto - after, 1)


def _width(rule: CareRule | None) -> int:
    if rule is not None and is_by_age(rule):
        return SPAN * FEWER
    return SPAN if rule is not None and rule.condition is None else SPAN * FEW


class _Span:
    """A span of people: it ends earlier than planned where there is too much to write."""

    def __init__(
        self, work: Work, cursor: CareCursor, rule: CareRule | None, after: int, upto: int
    ) -> None:
        self._work, self._cursor, self._rule = work, cursor, rule
        self._id, self._after, self.upto = cursor.rule, after, upto
        self._today = today_of(work)

    def go(self) -> None:
        """Who does not fit, what has to be said anew, who is new: in this order, so that nobody's
        new item meets an old one."""
        off = self._cut(unfit(self._rule, self._id, self._today, self._after, self.upto))
        rule = self._rule
        if rule is None:
            self._take_off(off)
            return
        ahead = self._cut(self._to_change(rule)) if self._changes(rule) else []
        new = self._cut(newly(rule, self._today, self._after, self.upto, MOST))
        self._take_off(off)
        self._change(rule, ahead)
        self._follow_teams()
        make(self._work, rule, self._cursor.began, [one[0] for one in new if one[0] <= self.upto])

    def _cut(self, query: Any) -> Sequence[Any]:
        """At most so many rows; what is behind the last of them is left for the next piece. The
        last column is the person."""
        rows = self._work.connection.execute(query.limit(MOST)).all()
        if len(rows) == MOST:
            self.upto = min(self.upto, rows[-1][-1])
        return rows

    def _take_off(self, rows: Sequence[Any]) -> None:
        ids = [row.id for row in rows if row.person_id <= self.upto]
        if ids:
            self._work.session.execute(
                update(DueItem)
                .where(DueItem.id.in_(ids))
                .values(state="off", ask_at=None)
                .execution_options(**_WRITTEN)
            )

    def _follow_teams(self) -> None:
        """Whoever has moved or signed elsewhere stands on the other team's list from now on."""
        rows = self._work.connection.execute(teams_in(self._id, self._after, self.upto))
        moved: dict[str, list[int]] = {}
        for row in rows:
            now = team_id(self._work.town, row.signed, row.grid_id)
            if now != row.team_id:
                moved.setdefault(now, []).append(row.id)
        for team, ids in moved.items():
            self._work.session.execute(
                update(DueItem)
                .where(DueItem.id.in_(ids[:MOST]))
                .values(team_id=team)
                .execution_options(**_WRITTEN)
            )

    def _changes(self, rule: CareRule) -> bool:
        return self._cursor.rewrites or is_by_age(rule)

    def _to_change(self, rule: CareRule) -> Any:
        """Open items that may have another day by now: those that lie ahead of a changed rule, and
        children's checks that the next one is near to."""
        query = select(DueItem.id, DueItem.due_on, DueItem.person_id).where(
            *open_span(self._id, self._after, self.upto), DueItem.state == "open"
        )
        near = self._today + timedelta(days=rule.remind_days)
        ahead = DueItem.due_on > self._today
        asked = ahead if self._cursor.rewrites else DueItem.due_on < near
        return query.where(asked).order_by(DueItem.person_id)

    def _change(self, rule: CareRule, rows: Sequence[Any]) -> None:
        open_items = {row.person_id: row for row in rows if row.person_id <= self.upto}
        if not open_items:
            return
        people = list(open_items)
        before = pasts(self._work, rule.id, people)
        for facts in facts_of(self._work, rule, self._cursor.began, people, before):
            due = first_due(rule, facts, self._today)
            if due is not None:
                off = before[facts.person_id].off
                self._give_day(rule, facts, open_items[facts.person_id], due, off)

    def _give_day(
        self, rule: CareRule, facts: Facts, item: Any, due: date, off: dict[date, int]
    ) -> None:
        """The next check takes the place of this one; or, of a changed rule, this one gets another
        day (that of one which was taken off, if it is the same)."""
        checks = check_days(rule, facts.born) if is_by_age(rule) and facts.born else ()
        if due > item.due_on and item.due_on in checks:
            self._set(item.id, state="missed", ask_at=None)
        elif not self._cursor.rewrites or due == item.due_on:
            return
        elif due in off:
            self._set(item.id, state="off", ask_at=None)
        else:
            at = asks_at(rule, due, self._work.now)
            self._set(item.id, due_on=due, rung=0, ask_at=at)
            return
        put(self._work, rule, {facts.person_id: due}, {facts.person_id: off})

    def _set(self, item_id: int, **values: Any) -> None:
        self._work.session.execute(
            update(DueItem)
            .where(DueItem.id == item_id, DueItem.state == "open")
            .values(**values)
            .execution_options(**_WRITTEN)
        )


# -- making items ------------------------------------------------------------------------------------
def make(work: Work, rule: CareRule, began: date, people: Sequence[int]) -> None:
    """An item for each of the people, who fit and have none."""
    if not people:
        return
    before = pasts(work, rule.id, people)
    days = {}
    for facts in facts_of(work, rule, began, people, before):
        due = first_due(rule, facts, today_of(work))
        if due is not None:
            days[facts.person_id] = due
    put(work, rule, days, {person_id: past.off for person_id, past in before.items()})


def put(work: Work, rule: CareRule, days: dict[int, date], off: dict[int, dict[date, int]]) -> None:
    """The items themselves: taken up again where one of the day was taken off, else new. Whatever
    stands in the way (somebody else was faster) wins."""
    again = {
        person_id: off[person_id][due]
        for person_id, due in days.items()
        if due in off.get(person_id, ())
    }
    for person_id, item_id in again.items():
        values = {
            "state": "open", "rung": 0, "result": "", "booking_id": None,
            "ask_at": asks_at(rule, days[person_id], work.now),
        }  # fmt: skip
        work.session.execute(
            update(DueItem)
            .where(DueItem.id == item_id, DueItem.state == "off")
            .values(**values)
            .execution_options(**_WRITTEN)
        )
    new = [person_id for person_id in days if person_id not in again]
    teams = team_ids(work, new) if new else {}
    rows = [
        {
            "person_id": person_id, "rule": rule.id, "due_on": days[person_id], "state": "open",
            "rung": 0, "result": "", "team_id": teams.get(person_id, ""),
            "ask_at": asks_at(rule, days[person_id], work.now),
        }
        for person_id in new
    ]  # fmt: skip
    if rows:
        work.connection.execute(insert_new(work.session, DueItem).on_conflict_do_nothing(), rows)


def asks_at(rule: CareRule, due: date, now: datetime) -> datetime:
    """When it is first spoken of: some days before, in the morning; if that is over, at once."""
    return max(town_instant(ask_on(rule, due), ASKS), now)
