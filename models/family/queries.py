"""Who acts for whom, who answers for which child, and what was done for somebody.

Each of these is asked by "me" about my own family. Nobody can look for people here: whoever is not
bound to me already is not found.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import (
    ColumnElement,
    Date,
    bindparam,
    literal,
    literal_column,
    or_,
    select,
    union_all,
)

from models.clocks import to_town
from models.family.ages import grade_on
from models.family.kin import word_of
from models.family.tables import Act, Guardian, Kin, Proxy
from models.prepared import Prepared
from models.refusals import NotFound
from models.register.tables import Account, Person
from models.work import Work

ME = "person_id"
AGREED: ColumnElement[str] = literal_column("'agreed'")
"""Written out: for a bound value SQLite plans such a statement anew each time, since an index holds
for this one state only. That costs ten times what the statement itself does."""


@dataclass(frozen=True, slots=True)
class ForWhom:
    """Somebody the acting person may act for. ``kin``: what they are to them, "" not known or a
    child, whose own name says enough."""

    person_id: int
    kin: str
    name: str


_i_may_act_for = Prepared(
    union_all(
        select(
            Proxy.principal_id.label("whom_id"),
            Kin.kin,
            Person.name,
            Person.called,
            Person.minor,
            Proxy.purposes,
        )
        .join(Person, Person.id == Proxy.principal_id)
        .outerjoin(
            Kin, (Kin.person_id == Proxy.proxy_id) & (Kin.other_id == Proxy.principal_id)
        )
        .where(
            Proxy.proxy_id == bindparam(ME),
            Proxy.state == AGREED,
            Proxy.until >= bindparam("today", type_=Date),
            Person.gone == "",
        ),
        select(
            Person.id,
            literal(""),
            Person.name,
            Person.called,
            Person.minor,
            literal(None, type_=Proxy.purposes.type),
        )
        .join(Guardian, Guardian.child_id == Person.id)
        .where(
            Guardian.guardian_id == bindparam(ME),
            Guardian.ended_at.is_(None),
            Person.minor,
            Person.gone == "",
        ),
    )
)  # fmt: skip


FOR_A_CHILD = frozenset({"visits", "places", "contract", "child"})
"""What is done for a child in particular. Help at home is the household's: nobody asks a mother
whether the cold room is hers or her son's."""


def whom_i_may_act_for(work: Work, purpose: str) -> list[ForWhom]:
    """For whom the one who holds the phone may do something of ``purpose``: those who agreed to it,
    until their day, then the children they answer for. Oldest agreements first."""
    me = work.actor.by_id or work.actor.person_id
    rows = _i_may_act_for.all(work.connection, {ME: me, "today": to_town(work.now).date()})
    return [
        ForWhom(
            row.whom_id,
            row.kin if word_of(work.town, row.kin or "") else "",
            (row.called or row.name) if row.minor else (row.name or row.called),
        )
        for row in rows
        if (purpose in FOR_A_CHILD if row.minor else purpose in row.purposes)
    ]


# -- agreements ------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Agreement:
    """One of my agreements, seen from my side. ``other_id``: the other one of the two."""

    id: int
    principal_id: int
    proxy_id: int
    state: str
    purposes: tuple[str, ...]
    until: date | None
    ended_by: int | None
    mine: bool
    """I am the one it is done for."""
    more: tuple[str, ...] = ()
    """Asked for besides, and not answered yet."""

    @property
    def other_id(self) -> int:
        return self.proxy_id if self.mine else self.principal_id


def _seen_by(work: Work, row: Proxy) -> Agreement:
    return Agreement(
        row.id,
        row.principal_id,
        row.proxy_id,
        row.state,
        tuple(row.purposes),
        row.until,
        row.ended_by,
        row.principal_id == work.actor.person_id,
        tuple(row.more or ()),
    )


def my_agreement(work: Work, agreement_id: int) -> Agreement:
    """NotFound unless I am one of the two."""
    row = work.session.get(Proxy, agreement_id)
    if row is None or work.actor.person_id not in (row.principal_id, row.proxy_id):
        raise NotFound("agreement")
    return _seen_by(work, row)


def witnessed(work: Work, agreement_id: int) -> Agreement:
    """NotFound unless I heard the agreement face to face."""
    row = work.session.get(Proxy, agreement_id)
    if row is None or row.witness_id != (work.actor.by_id or work.actor.person_id):
        raise NotFound("agreement")
    return _seen_by(work, row)


def my_proxies(work: Work) -> list[Agreement]:
    """Who acts for me, or has asked to."""
    return _current(work, Proxy.principal_id == work.actor.person_id)


def whom_i_act_for(work: Work) -> list[Agreement]:
    """For whom I act, or have asked to."""
    return _current(work, Proxy.proxy_id == work.actor.person_id)


def _current(work: Work, whose: object) -> list[Agreement]:
    today = to_town(work.now).date()
    rows = work.session.scalars(
        select(Proxy)
        .where(
            whose,  # type: ignore[arg-type]  # one of two comparisons
            or_(Proxy.state == "asked", (Proxy.state == "agreed") & (Proxy.until >= today)),
        )
        .order_by(Proxy.id)
    )
    return [_seen_by(work, row) for row in rows]


# -- what was done for me --------------------------------------------------------------------------
def done_for_me(work: Work, most: int = 20) -> list[Act]:
    """What others did for me, newest first."""
    return list(
        work.session.scalars(
            select(Act)
            .where(Act.person_id == work.actor.person_id)
            .order_by(Act.id.desc())
            .limit(most)
        )
    )


def my_act(work: Work, act_id: int) -> Act:
    """Something done for me, or by me for another. NotFound for everybody else's."""
    act = work.session.get(Act, act_id)
    me = work.actor.by_id or work.actor.person_id
    if act is None or (act.person_id != work.actor.person_id and act.by_person != me):
        raise NotFound("act")
    return act


# -- children --------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Child:
    """``grade``: the one it is in today. ``guardians``: their ids, the longest first; ``mine``:
    which of them I may end: myself, and whom I added."""

    id: int
    name: str
    called: str
    born: date | None
    school: str
    grade: int | None
    guardians: tuple[int, ...]
    mine: frozenset[int]


def my_children(work: Work) -> list[Child]:
    """The children I answer for, the eldest registration first."""
    me = work.actor.person_id
    ids = select(Guardian.child_id).where(Guardian.guardian_id == me, Guardian.ended_at.is_(None))
    rows = work.session.scalars(
        select(Person)
        .where(Person.id.in_(ids), Person.minor, Person.gone == "")
        .order_by(Person.id)
    ).all()
    return [_child(work, row) for row in rows]


def my_child(work: Work, child_id: int) -> Child:
    """NotFound unless I answer for it."""
    found = next((one for one in my_children(work) if one.id == child_id), None)
    if found is None:
        raise NotFound("child")
    return found


def _child(work: Work, row: Person) -> Child:
    me = work.actor.person_id
    current = work.session.execute(
        select(Guardian.guardian_id, Guardian.by_person)
        .where(Guardian.child_id == row.id, Guardian.ended_at.is_(None))
        .order_by(Guardian.id)
    ).all()
    return Child(
        row.id,
        row.name,
        row.called,
        row.born,
        row.school,
        grade_on(row.grade, row.grade_year, to_town(work.now).date()),
        tuple(one.guardian_id for one in current),
        frozenset(one.guardian_id for one in current if me in (one.guardian_id, one.by_person)),
    )


def home_mates(work: Work, child_id: int) -> list[tuple[int, str]]:
    """The grown-ups of the child's home who do not answer for it yet, by name."""
    child = my_child(work, child_id)
    home = select(Person.household_id).where(Person.id == child.id).scalar_subquery()
    rows = work.session.execute(
        select(Person.id, Person.name, Person.called)
        .where(
            Person.household_id == home,
            Person.minor.is_(False),
            Person.gone == "",
            Person.name != "",
            Person.verified_at.is_not(None),
            Person.id.not_in(child.guardians),
        )
        .order_by(Person.id)
    )
    return [(row.id, row.name) for row in rows]


# -- names -----------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Named:
    name: str
    called: str
    gender: str


def name_of(work: Work, person_id: int) -> Named:
    """For somebody the caller has in hand by a limited query or a link."""
    row = work.connection.execute(
        select(Person.name, Person.called, Person.gender).where(Person.id == person_id)
    ).first()
    return Named(row.name, row.called, row.gender) if row else Named("", "", "")


def can_be_written_to(work: Work, person_id: int) -> bool:
    """Whether somebody has a chat at all."""
    found = select(Account.id).where(Account.person_id == person_id, Account.state == "live")
    return work.session.scalar(found.limit(1)) is not None
