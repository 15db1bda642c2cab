"""Who somebody is, as far as the one who asks may know."""

from __future__ import annotations

from sqlalchemy import bindparam, select

from models.prepared import Prepared
from models.register.commands import fresh_from_card, lives_there
from models.register.tables import Account, Household, Person
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
    """The confirmed people of the household whose card let the acting person in: (id, what they
    are called). Nobody for anyone who is known already: a typed address opens no door."""
    mine = work.session.get_one(Person, work.actor.person_id)
    if not fresh_from_card(mine):
        return []
    people = work.session.scalars(
        select(Person).where(Person.household_id == mine.household_id).order_by(Person.id)
    )
    return [
        (person.id, person.called or person.name)
        for person in people
        if lives_there(person, mine.household_id)
    ]


def channel_of_mine(work: Work, account_id: int) -> str:
    """Where another chat of the acting person is; "" for anybody else's."""
    return (
        work.session.scalar(
            select(Account.channel).where(
                Account.id == account_id, Account.person_id == work.actor.person_id
            )
        )
        or ""
    )
