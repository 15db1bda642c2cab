"""What days bring to families: an agreement ends, or soon will; a child comes of age."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from sqlalchemy import ColumnElement, bindparam, literal_column, or_, select

from models.clocks import to_town, town_instant
from models.family.ages import EARLY, adult_from, grown_if_born_by
from models.family.clockwork import EndProxyByDay, RemindOfProxy
from models.family.leaving import ComeOfAge
from models.family.tables import Proxy
from models.gate import run
from models.prepared import Prepared
from models.register.tables import Person
from models.work import Work

CHUNK = 20
# Written out, not bound: only so is the index of the agreements that stand recognised.
_STANDS: ColumnElement[bool] = Proxy.state == literal_column("'agreed'")
_UNREMINDED = or_(Proxy.reminded_of.is_(None), Proxy.reminded_of != Proxy.until)
_CHILD = Person.guardian_id.is_not(None), Person.minor

_over = Prepared(
    select(Proxy.id)
    .where(_STANDS, Proxy.until < bindparam("today"))
    .order_by(Proxy.until)
    .limit(CHUNK)
)
_soon = Prepared(
    select(Proxy.id)
    .where(
        _STANDS,
        Proxy.until >= bindparam("today"),
        Proxy.until <= bindparam("early"),
        _UNREMINDED,
    )
    .order_by(Proxy.until)
    .limit(CHUNK)
)
_grown = Prepared(
    select(Person.id)
    .where(*_CHILD, Person.born <= bindparam("born"))
    .order_by(Person.born)
    .limit(CHUNK)
)
_FIRST = select(Proxy.until).where(_STANDS).order_by(Proxy.until).limit(1)
_first_over, _first_unsaid = Prepared(_FIRST), Prepared(_FIRST.where(_UNREMINDED))
_eldest = Prepared(
    select(Person.born).where(*_CHILD, Person.born.is_not(None)).order_by(Person.born).limit(1)
)


class Families:
    name = "families"

    def run(self, work: Work) -> int:
        """A chunk of each; how many."""
        today = to_town(work.now).date()
        ended = [run(work, EndProxyByDay(i)) for i in work.found(_over, today=today)]
        soon = work.found(_soon, today=today, early=today + EARLY)
        said = [run(work, RemindOfProxy(i)) for i in soon]
        grown = work.found(_grown, born=grown_if_born_by(today))
        free = [run(work, ComeOfAge(i)) for i in grown]
        return sum(ended) + sum(said) + sum(free)

    def next_due(self, work: Work) -> datetime | None:
        """At midnight in the town, when a day begins that changes something."""
        until, unsaid = work.first(_first_over), work.first(_first_unsaid)
        born = work.first(_eldest)
        days: list[date] = [until + timedelta(days=1)] if until else []
        days += [unsaid - EARLY] if unsaid else []
        days += [adult_from(born)] if born else []
        return town_instant(min(days), time()) if days else None
