"""Who somebody is, as far as the one who asks may know."""

from __future__ import annotations

from sqlalchemy import bindparam, select

from models.prepared import Prepared
from models.register.tables import Household, Person
from models.town.local import Local
from models.town.schema import Town
from models.work import Work

_home = Prepared(
    select(Household.estate_id, Household.building, Household.unit, Household.door)
    .join(Person, Person.household_id == Household.id)
    .where(Person.id == bindparam("person_id"))
)
_phone = Prepared(select(Person.phone).where(Person.id == bindparam("person_id")))


def my_household(work: Work) -> Household | None:
    """Where the acting person lives, if we know."""
    return work.session.scalars(
        select(Household)
        .join(Person, Person.household_id == Household.id)
        .where(Person.id == work.actor.person_id)
    ).first()


def my_address(work: Work) -> Local | None:
    """The acting person's own address as people say it, if we know it."""
    home = _home.first(work.connection, {"person_id": work.actor.person_id})
    return work.town.address_of(*home) if home else None


def address_in_words(town: Town, household: Household) -> Local:
    """For those who may know it: the caller answers for that."""
    return town.address_of(household.estate_id, household.building, household.unit, household.door)


def my_phone_tail(work: Work) -> str:
    """The last four digits of the acting person's phone, "" if there is none."""
    phone = _phone.scalar(work.connection, {"person_id": work.actor.person_id})
    return phone[-4:] if phone else ""


def behind_my_card(work: Work) -> list[tuple[int, str]]:
    """The known people of the acting person's household: (id, what they are called)."""
    mine = work.session.get_one(Person, work.actor.person_id)
    if mine.household_id is None:
        return []
    rows = work.session.execute(
        select(Person.id, Person.called, Person.name)
        .where(Person.household_id == mine.household_id, Person.name != "")
        .order_by(Person.id)
    )
    return [(person_id, called or name) for person_id, called, name in rows]
