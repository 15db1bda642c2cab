"""Who is called for an alarm, step by step, and which alarms the acting person may see.

Step 0: the grid worker and the desk of the place. Step 1: every coordinator of the street.
Step 2 and on: everybody on the staff who has to do with the place, and the city's admins.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Select, select

from models.alarms.messages import AlarmRaised
from models.alarms.tables import Alarm
from models.duty.people import (
    STAFF,
    admins,
    coordinators_for,
    grid_workers_for,
    holders_within,
    within_my_places,
)
from models.gate import ANYWHERE
from models.messages import Message
from models.refusals import NotFound
from models.register.tables import Household, Person
from models.town.tables import Place
from models.work import Work


def next_step(work: Work) -> datetime:
    return work.now + timedelta(minutes=work.town.duty.alarm_step_minutes)


def path_of_alarm(work: Work, alarm_id: int) -> str | None:
    """Path of the grid where it is; ANYWHERE while unknown; None if there is no such alarm."""
    row = work.connection.execute(
        select(Alarm.id, Place.path)
        .outerjoin(Place, Place.id == Alarm.grid_id)
        .where(Alarm.id == alarm_id)
    ).first()
    return None if row is None else row.path or ANYWHERE


def people_for(work: Work, path: str, step: int) -> list[int]:
    """Everybody to be called at this step, those of the steps below included."""
    found = [*grid_workers_for(work, path), *coordinators_for(work, path)]
    if path == ANYWHERE:
        found += admins(work)
        if step >= 1:
            found += [holder.person_id for holder in holders_within(work, ("coordinator",), path)]
        return list(dict.fromkeys(found))
    street, community = ("/".join(path.split("/")[:depth]) for depth in (2, 3))
    if step >= 1:
        found += [holder.person_id for holder in holders_within(work, ("coordinator",), street)]
    if step >= 2:
        found += [holder.person_id for holder in holders_within(work, STAFF, community)]
        found += admins(work)
    return list(dict.fromkeys(found))


def call_people(work: Work, alarm: Alarm, message: AlarmRaised) -> None:
    """Call everybody of the alarm's step and remember whom."""
    path = path_of_alarm(work, alarm.id) or ANYWHERE
    people = [person for person in people_for(work, path, alarm.level) if person != alarm.person_id]
    for person_id in people:
        work.tell(person_id, message, key=f"alarm:{alarm.id}:{message.step}:{person_id}")
    alarm.told = list(dict.fromkeys([*alarm.told, *people]))
    work.session.flush()


def tell_the_told(work: Work, alarm: Alarm, message: Message) -> None:
    """Tell those who know of it, except the one who acts."""
    for person_id in alarm.told:
        if person_id != work.actor.person_id:
            work.tell(person_id, message)


def may_see(work: Work, alarm: Alarm) -> bool:
    """Whether the acting person was told and it is not over, or is on the staff where it is."""
    if alarm.ended_at is None and work.actor.person_id in alarm.told:
        return True
    mine = select(Alarm.id).outerjoin(Place, Place.id == Alarm.grid_id)
    seen = mine.where(Alarm.id == alarm.id, within_my_places(work))
    return work.connection.execute(seen).first() is not None


def alarm_for_staff(work: Work, alarm_id: int) -> Alarm | None:
    """An alarm the acting person was told of, or that lies at their place; else None."""
    alarm = work.session.get(Alarm, alarm_id, populate_existing=True)
    return alarm if alarm is not None and may_see(work, alarm) else None


def who_cries(work: Work, alarm: Alarm) -> tuple[Person, Household | None]:
    """Name, phone and door of the one in danger. NotFound for whoever may not see the alarm."""
    if not may_see(work, alarm):
        raise NotFound("alarm")
    person = work.session.get_one(Person, alarm.person_id)
    home = work.session.get(Household, person.household_id) if person.household_id else None
    return person, home


def own_alarm(work: Work, alarm_id: int) -> Alarm | None:
    """The acting person's own alarm; None for anybody else's."""
    alarm = work.session.get(Alarm, alarm_id, populate_existing=True)
    if alarm is None or alarm.person_id != work.actor.person_id:
        return None
    return alarm


def my_alarm(work: Work) -> Alarm | None:
    """The acting person's own alarm that is not over."""
    return work.session.execute(
        select(Alarm)
        .where(Alarm.person_id == work.actor.person_id, Alarm.ended_at.is_(None))
        .order_by(Alarm.id.desc())
        .limit(1)
    ).scalar()


def open_alarms(work: Work) -> list[Alarm]:
    """Alarms that the acting person may see and that are not over, the oldest first."""
    return list(work.session.execute(_open(work)).scalars())


def _open(work: Work) -> Select[Alarm]:
    return (
        select(Alarm)
        .outerjoin(Place, Place.id == Alarm.grid_id)
        .where(
            Alarm.ended_at.is_(None),
            Alarm.state.in_(("raised", "acknowledged")),
            within_my_places(work),
        )
        .order_by(Alarm.raised_at)
        .limit(20)
    )
