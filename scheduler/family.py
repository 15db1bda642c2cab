"""What days bring to families: an agreement ends, or soon will; a child comes of age."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from sqlalchemy import ColumnElement, literal_column, or_, select

from models.clocks import to_town, town_instant
from models.family.ages import EARLY, adult_from, grown_if_born_by
from models.family.clockwork import EndProxyByDay, RemindOfProxy
from models.family.leaving import ComeOfAge
from models.family.tables import Proxy
from models.gate import run
from models.register.tables import Person
from models.work import Work

CHUNK = 20
# Written out, not bound: only so is the index of the agreements that stand recognised.
_STANDS: ColumnElement[bool] = Proxy.state == literal_column("'agreed'")
_UNREMINDED = or_(Proxy.reminded_of.is_(None), Proxy.reminded_of != Proxy.until)
_CHILD = Person.guardian_id.is_not(None), Person.minor


class Families:
    name = "families"

    def run(self, work: Work) -> int:
        """A chunk of each; how many."""
        today = to_town(work.now).date()
        over = select(Proxy.id).where(_STANDS, Proxy.until < today)
        ended = [run(work, EndProxyByDay(i)) for i in _some(work, over.order_by(Proxy.until))]
        soon = select(Proxy.id).where(
            _STANDS, Proxy.until >= today, Proxy.until <= today + EARLY, _UNREMINDED
        )
        said = [run(work, RemindOfProxy(i)) for i in _some(work, soon.order_by(Proxy.until))]
        grown = select(Person.id).where(*_CHILD, Person.born <= grown_if_born_by(today))
        free = [run(work, ComeOfAge(i)) for i in _some(work, grown.order_by(Person.born))]
        return sum(ended) + sum(said) + sum(free)

    def next_due(self, work: Work) -> datetime | None:
        """At midnight in the town, when a day begins that changes something."""
        first = select(Proxy.until).where(_STANDS).order_by(Proxy.until).limit(1)
        until = work.session.scalar(first)
        unsaid = work.session.scalar(first.where(_UNREMINDED))
        born = work.session.scalar(
            select(Person.born)
            .where(*_CHILD, Person.born.is_not(None))
            .order_by(Person.born)
            .limit(1)
        )
        days: list[date] = [until + timedelta(days=1)] if until else []
        days += [unsaid - EARLY] if unsaid else []
        days += [adult_from(born)] if born else []
        return town_instant(min(days), time()) if days else None


def _some(work: Work, found: object) -> list[int]:
    return list(work.session.scalars(found.limit(CHUNK)))  # type: ignore[attr-defined]  # a select
