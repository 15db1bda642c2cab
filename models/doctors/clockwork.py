"""What the days do to contracts: expiring, expired, and a word about it.

All contracts of a campaign end on the same day. So the clock moves a chunk of rows at a time, found
by the index of what is due; whatever it has done is no longer due, so it may stop anywhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, ClassVar

from sqlalchemy import Select, bindparam, exists, func, or_, select, text, update

from models.clocks import town_instant
from models.doctors.contracts import today
from models.doctors.messages import ContractExpired, ContractExpiring
from models.doctors.tables import Contract
from models.gate import Command, May
from models.prepared import Prepared
from models.register.tables import Account, Person
from models.work import Work

CHUNK = 40
ONCE_MORE = timedelta(days=7)
"""After its last day, whoever has not renewed hears of it once more."""

# As the partial indexes have it, word for word: else SQLite does not see that they serve.
_STANDING = text("state IN ('valid','expiring')")
_UNHEARD = text("state = 'expired' AND NOT hushed")
_first_of = Prepared(
    select(Contract.ends_on)
    .where(_STANDING, Contract.state == bindparam("its"))
    .order_by(Contract.ends_on)
    .limit(1)
)
_first_unheard = Prepared(select(func.min(Contract.ends_on)).where(_UNHEARD))


@dataclass(frozen=True)
class TurnContracts(Command[int]):
    """Those whose last day is over are expired, those whose last day is near are expiring, and
    whoever let it expire is reminded once more: at most ``most`` of one of these. Returns how many
    it was; 0 when nothing is due."""

    may: ClassVar[May] = May(clock=True)
    most: int = CHUNK

    def run(self, work: Work) -> int:
        return _expire(work, self.most) or _near(work, self.most) or _last_word(work, self.most)


def _expire(work: Work, most: int) -> int:
    """Nothing is said yet: it was said before, and it is said once more."""
    day = today(work)
    return sum(
        len(_turn(work, _ending(state, day - timedelta(days=1), most), "expired"))
        for state in ("expiring", "valid")
    )


def _near(work: Work, most: int) -> int:
    near = today(work) + timedelta(days=work.town.doctors.expiring_days)
    turned = _turn(work, _ending("valid", near, most), "expiring")
    for contract_id, person_id in _who_hears(work, turned):
        work.tell(person_id, ContractExpiring(contract_id), key=f"contract_expiring:{contract_id}")
    return len(turned)


def _last_word(work: Work, most: int) -> int:
    due = (
        select(Contract.id)
        .where(_UNHEARD, Contract.ends_on <= today(work) - ONCE_MORE)
        .order_by(Contract.ends_on)
        .limit(most)
    )
    hushed = (
        update(Contract)
        .where(Contract.id.in_(due.scalar_subquery()), Contract.hushed.is_(False))
        .values(hushed=True)
        .returning(Contract.id, Contract.person_id)
    )
    rows = [(row.id, row.person_id) for row in work.connection.execute(hushed)]
    for contract_id, person_id in _who_hears(work, rows):
        work.tell(person_id, ContractExpired(contract_id), key=f"contract_expired:{contract_id}")
    return len(rows)


def _who_hears(work: Work, rows: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Those who read it themselves, and children, whose guardians do. Whoever has no phone stands
    on the team's list: their grid worker would drown in reminders of a whole grid."""
    reached = work.connection.execute(
        select(Person.id).where(
            Person.id.in_([person_id for _, person_id in rows]),
            Person.gone == "",
            or_(
                Person.minor,
                exists().where(Account.person_id == Person.id, Account.state == "live"),
            ),
        )
    )
    hear = set(reached.scalars())
    return [row for row in rows if row[1] in hear]


def _ending(state: str, last: date, most: int) -> Select[Any]:
    """Contracts in ``state`` whose last day is ``last`` or earlier, found by the index."""
    return (
        select(Contract.id)
        .where(_STANDING, Contract.state == state, Contract.ends_on <= last)
        .order_by(Contract.ends_on)
        .limit(most)
    )


def _turn(work: Work, due: Select[Any], state: str) -> list[tuple[int, int]]:
    """Put them into ``state``, unless somebody has just ended them; (id, person) of each."""
    turned = (
        update(Contract)
        .where(Contract.id.in_(due.scalar_subquery()), Contract.state != "ended")
        .values(state=state)
        .returning(Contract.id, Contract.person_id)
    )
    return [(row.id, row.person_id) for row in work.connection.execute(turned)]


def next_turn(work: Work) -> datetime | None:
    """When the clock has something to do with contracts next; None if never."""
    days = work.town.doctors.expiring_days
    first = {
        state: _first_of.scalar(work.connection, {"its": state}) for state in ("valid", "expiring")
    }
    unheard = _first_unheard.scalar(work.connection, {})
    due = []
    if first["valid"] is not None:
        due.append(first["valid"] - timedelta(days=days))
    if first["expiring"] is not None:
        due.append(first["expiring"] + timedelta(days=1))
    if unheard is not None:
        due.append(unheard + ONCE_MORE)
    return town_instant(min(due), time(0)) if due else None
