"""Puts generated people into the tables, so that a demo and a proof run on the same rows as life.

Every person loaded is marked as a sample; the demo refuses a database that holds any other.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import func, insert, select, update
from sqlalchemy.orm import Session

from models.base import SettingRow
from models.clocks import to_town
from models.doctors.tables import Contract
from models.family.tables import Guardian, Kin
from models.ledger.tables import PersonCategory
from models.register.commands import CONSENT, door_key
from models.register.hashes import phone_hashes, tail_hashes
from models.register.tables import Household, Person, Role
from models.sample.growing import CHILD, TERM
from models.sample.people import SampleCategory, SampleContract, SamplePerson, SampleTown
from models.talks.rows import open_account
from models.tasks.tables import Volunteer
from models.town.schema import Town

CHANNEL = "webchat"
LAST_GRADE = 12


class RealPeople(Exception):
    """The demo may not run here: this database holds people who are not from the generator."""


def refuse_real_people(session: Session) -> None:
    """RealPeople if anybody here is not a sample."""
    real = session.execute(
        select(func.count()).select_from(Person).where(Person.sample.is_(False), Person.name != "")
    ).scalar_one()
    if real:
        raise RealPeople


def has_sample(session: Session) -> bool:
    return (
        session.execute(select(Person.id).where(Person.sample.is_(True)).limit(1)).first()
        is not None
    )


def load_sample(session: Session, town: Town, sample: SampleTown, now: datetime) -> dict[str, int]:
    """Insert one town or one chunk; returns the cast's ids by alias. Keys of the sample become ids
    by adding one offset, so that a chunk may refer to an earlier one."""
    version = town.purpose(CONSENT).version
    working = {role.person for role in sample.roles}
    if sample.households:
        session.execute(insert(Household), [_household(home) for home in sample.households])
    if sample.people:
        today = to_town(now).date()
        rows = [
            _person(one, now, today, version if one.key in working else "") for one in sample.people
        ]
        session.execute(insert(Person), rows)
        _families(session, [row for row in rows if row["minor"]], now)
    if sample.contracts:
        session.execute(insert(Contract), [_contract(town, one, now) for one in sample.contracts])
    if sample.categories:
        entered = [_category(one, now) for one in sample.categories]
        session.execute(insert(PersonCategory), entered)
    if sample.roles:
        session.execute(insert(Role), [_role(role, now) for role in sample.roles])
    if sample.volunteers:
        session.execute(insert(Volunteer), [_volunteer(one, now) for one in sample.volunteers])
    _move_sequences(session)
    return _open_accounts(session, sample, now)


def _person(one: SamplePerson, now: datetime, today: date, consent: str) -> dict[str, Any]:
    minor = one.guardian is not None and _age(one.born, today) < CHILD
    grade = _age(one.born, today) - 5 if minor else 0
    return {
        "id": one.key,
        "household_id": one.household,
        "name": one.name,
        "called": one.called,
        "phone": one.phone or None,
        "phone_hash": phone_hashes(one.phone)[0] if one.phone else None,
        "tail_hash": tail_hashes(one.phone)[0] if one.phone else None,
        "born": one.born,
        "gender": one.gender,
        "minor": minor,
        "guardian_id": one.guardian if minor else None,
        "grade": grade if 1 <= grade <= LAST_GRADE else None,
        "grade_year": today.year if 1 <= grade <= LAST_GRADE else None,
        "language": one.language,
        "consent": consent,
        "verified_at": now,
        "created_at": now,
        "sample": True,
    }


def _age(born: date, today: date) -> int:
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def _families(session: Session, children: list[dict[str, Any]], now: datetime) -> None:
    """Each child's guardian, and what the two are to each other."""
    if not children:
        return
    pairs = [(child["id"], child["guardian_id"]) for child in children]
    session.execute(
        insert(Guardian),
        [{"child_id": child, "guardian_id": parent, "since": now} for child, parent in pairs],
    )
    kin = [{"person_id": parent, "other_id": child, "kin": "child"} for child, parent in pairs]
    kin += [{"person_id": child, "other_id": parent, "kin": "father"} for child, parent in pairs]
    session.execute(insert(Kin), kin)


def _contract(town: Town, one: SampleContract, now: datetime) -> dict[str, Any]:
    ends = to_town(now).date() + timedelta(days=one.days_left)
    soon = one.days_left <= town.doctors.expiring_days
    state = "expired" if one.days_left < 0 else "expiring" if soon else "valid"
    return {
        "person_id": one.person,
        "team_id": one.team,
        "package": one.package,
        "state": state,
        "starts_on": ends - timedelta(days=TERM - 1),
        "ends_on": ends,
        "how": "sample",
        "signed_at": now - timedelta(days=TERM - one.days_left),
    }


def _category(one: SampleCategory, now: datetime) -> dict[str, Any]:
    return {"person_id": one.person, "category": one.category, "since": now}


def _household(home: Any) -> dict[str, Any]:
    return {
        "id": home.key,
        "grid_id": home.grid,
        "estate_id": home.estate,
        "building": home.building,
        "unit": home.unit,
        "door": home.door,
        "door_hash": door_key(home.estate, home.building, home.unit, home.door),
        "card_serial": 1,
    }


def _role(role: Any, now: datetime) -> dict[str, Any]:
    return {
        "person_id": role.person,
        "role": role.role,
        "place_id": role.place,
        "team_id": role.team or None,
        "on_duty": role.on_duty,
        "since": now,
    }


def _volunteer(one: Any, now: datetime) -> dict[str, Any]:
    return {
        "person_id": one.person,
        "community_id": one.community,
        "home_grid_id": one.grid,
        "team_id": one.team or None,
        "skills": list(one.skills),
        "hours": list(one.shifts),
        "state": "approved",
        "on_duty": True,
        "asked_at": now,
    }


def _open_accounts(session: Session, sample: SampleTown, now: datetime) -> dict[str, int]:
    """The cast can be reached by web chat from the start."""
    ids = {one.alias: one.key for one in sample.people if one.alias}
    for alias, person_id in ids.items():
        open_account(session.connection(), CHANNEL, f"demo-{alias}", now, person_id=person_id)
        session.add(SettingRow(key=f"sample.{alias}", value=str(person_id)))
    session.flush()
    return ids


def _move_sequences(session: Session) -> None:
    """PostgreSQL numbers from its sequences: past the ids that were given by hand."""
    if session.get_bind().dialect.name != "postgresql":
        return
    for table in (Household, Person):
        name = table.__tablename__
        newest = select(func.coalesce(func.max(table.id), 1)).scalar_subquery()
        session.execute(select(func.setval(func.pg_get_serial_sequence(name, "id"), newest)))


def rested(session: Session, person_id: int, since: datetime) -> None:
    """When a sample volunteer had their last task, so that reasons have something to say."""
    session.execute(
        update(Volunteer)
        .where(Volunteer.person_id == person_id)
        .values(last_task_at=since, last_asked_at=since)
    )
