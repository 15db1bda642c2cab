"""Who hears what is meant for somebody: they themselves, or whoever looks after them.

An elder without a phone is told by the grid worker, a child by a guardian; nobody writes to the
dead. Decided when something is queued, by statements that find their one row by an index.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import Connection, Date, and_, bindparam, exists, literal_column, select

from models.base import UtcTime
from models.clocks import to_town
from models.family.tables import Proxy
from models.messages import Message
from models.prepared import Prepared
from models.register.holding import held_at
from models.register.tables import Account, Household, Person, Role

COPIES = "copies"
"""The purpose for which family hear of somebody's news."""

_reach = Prepared(
    select(
        Person.id,
        Person.gone,
        Person.consent,
        Person.minor,
        Person.guardian_id,
        Household.grid_id,
        exists().where(Account.person_id == Person.id, Account.state == "live").label("reached"),
    )
    .outerjoin(Household, Household.id == Person.household_id)
    .where(Person.id == bindparam("person_id"))
)
_worker = Prepared(
    select(Role.person_id)
    .where(
        Role.role == "grid_worker",
        Role.place_id == bindparam("grid_id"),
        held_at(bindparam("now", type_=UtcTime)),
    )
    .order_by(Role.on_duty.desc(), Role.stands_for.is_(None), Role.id)
    .limit(1)
)
_family = Prepared(
    select(Proxy.proxy_id, Proxy.purposes)
    .join(Person, Person.id == Proxy.proxy_id)
    .where(
        and_(
            Proxy.principal_id == bindparam("person_id"), Proxy.state == literal_column("'agreed'")
        ),
        Proxy.until >= bindparam("today", type_=Date),
        Person.consent != literal_column("'no'"),
    )
)


def hearer_of(connection: Connection, person_id: int, now: datetime) -> int | None:
    """Who is told what is meant for ``person_id``; None if they are gone. Without anybody who looks
    after them it stays theirs, and the ladder finds out that nobody was reached."""
    row = _reach.first(connection, {"person_id": person_id})
    if row is None or row.gone:
        return None
    if row.reached:
        return person_id
    guardian = _guardian(connection, row.guardian_id, now) if row.minor else None
    if guardian is not None:
        return guardian
    if row.grid_id is None:
        return person_id
    return worker_of(connection, row.grid_id, now) or person_id


def _guardian(connection: Connection, guardian_id: int | None, now: datetime) -> int | None:
    """A child's guardian, or who looks after them; nobody if they have taken back that we may write
    to them: then the child's worker hears it."""
    row = _reach.first(connection, {"person_id": guardian_id})
    if row is None or row.consent == "no":
        return None
    return hearer_of(connection, row.id, now)


def worker_of(connection: Connection, grid_id: str, now: datetime) -> int | None:
    """Who looks after a grid now: its worker, or who stands in for them; None if nobody does."""
    worker: int | None = _worker.scalar(connection, {"grid_id": grid_id, "now": now})
    return worker


def news_for_family(
    connection: Connection, person_id: int, message: Message, now: datetime
) -> Iterator[tuple[int, Message]]:
    """What those hear who get copies, in words that give nothing away (``Message.for_family``); nobody
    who has taken back that we may write to them."""
    news = message.for_family(person_id)
    if news is None:
        return
    rows = _family.all(connection, {"person_id": person_id, "today": to_town(now).date()})
    for row in rows:
        if COPIES in row.purposes:
            yield row.proxy_id, news
