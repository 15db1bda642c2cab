"""Becoming a volunteer, being approved, and resting: who may be asked at all."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, ClassVar

from sqlalchemy import select, update

from models.base import touched
from models.consents.ledger import note_consent
from models.duty.people import coordinators_for
from models.gate import Command, May
from models.places import grid_of_person
from models.refusals import NotFound
from models.register.hashes import keep_phone
from models.register.tables import Person, Role
from models.tasks.answering import decline
from models.tasks.messages import VolunteerNotNow, VolunteerWaiting, VolunteerWelcome
from models.tasks.refusals import AlreadyDecided, UnknownCommunity
from models.tasks.tables import Offer, Volunteer
from models.work import Work

PURPOSE = "volunteer"
DECIDERS = ("coordinator", "admin")


@dataclass(frozen=True)
class JoinVolunteers(Command[str]):
    """I want to help. Returns the state: an approved volunteer who only changes skills or hours
    stays approved, everybody else waits for the community's yes."""

    may: ClassVar[May] = May(anyone=True)
    name: str
    phone: str
    skills: tuple[str, ...]
    community_id: str
    hours: tuple[str, ...]

    def run(self, work: Work) -> str:
        if self.community_id not in {place.id for place in work.town.communities}:
            raise UnknownCommunity
        person_id = work.actor.person_id
        self._know(work, person_id)
        volunteer = work.session.get(Volunteer, person_id)
        if volunteer is None:
            volunteer = Volunteer(person_id=person_id)
            work.session.add(volunteer)
        stays = volunteer.state == "approved" and volunteer.community_id == self.community_id
        volunteer.community_id = self.community_id
        volunteer.home_grid_id = grid_of_person(work, person_id)
        volunteer.team_id = _team(work, self.community_id)
        known = {skill.id for skill in work.town.skills}
        volunteer.skills = [skill for skill in self.skills if skill in known]
        shifts = [shift.id for shift in work.town.shifts]
        volunteer.hours = [shift for shift in shifts if shift in self.hours] or shifts
        volunteer.on_duty = True
        if not stays:
            volunteer.state, volunteer.asked_at, volunteer.decided_by = "waiting", work.now, None
        work.session.flush()
        if not stays:
            self._tell_the_desk(work, person_id)
        return volunteer.state

    def _know(self, work: Work, person_id: int) -> None:
        """What a worker has confirmed is not overwritten by what is typed here."""
        person = work.session.get_one(Person, person_id)
        if person.verified_at is None or not person.name:
            person.name = self.name
        if self.phone and (person.verified_at is None or person.phone is None):
            keep_phone(person, self.phone)
        note_consent(work, PURPOSE, work.town.purpose(PURPOSE).version, agreed=True)

    def _tell_the_desk(self, work: Work, person_id: int) -> None:
        for desk in coordinators_for(work, work.town.path(self.community_id)):
            work.tell(desk, VolunteerWaiting(person_id), key=f"{work.key}:joins:{desk}")


class OfApplicant(Command[Any]):
    """Base of the decision on a volunteer."""

    may: ClassVar[May] = May()
    person_id: int

    def place(self, work: Work) -> str | None:
        community = work.session.scalar(
            select(Volunteer.community_id).where(Volunteer.person_id == self.person_id)
        )
        return work.town.path(community) if community else None

    def decide(self, work: Work, state: str, was: tuple[str, ...]) -> Volunteer:
        """One decision only, whoever taps first."""
        result = work.session.execute(
            update(Volunteer)
            .where(Volunteer.person_id == self.person_id, Volunteer.state.in_(was))
            .values(state=state, decided_by=work.actor.person_id or None)
            .execution_options(synchronize_session=False)
        )
        volunteer = work.session.get(Volunteer, self.person_id, populate_existing=True)
        if volunteer is None:
            raise NotFound("volunteer")
        if touched(result) != 1 and volunteer.state != state:
            raise AlreadyDecided(self.person_id)
        return volunteer


@dataclass(frozen=True)
class ApproveVolunteer(OfApplicant):
    may: ClassVar[May] = May(roles=DECIDERS, operator=True)
    person_id: int

    def run(self, work: Work) -> None:
        volunteer = self.decide(work, "approved", ("waiting", "refused"))
        _end_volunteering(work, self.person_id, elsewhere_than=volunteer.community_id)
        held = select(Role.id).where(
            Role.person_id == self.person_id,
            Role.role == "volunteer",
            Role.place_id == volunteer.community_id,
            Role.ended_at.is_(None),
        )
        if work.session.scalar(held) is not None:
            return
        work.session.add(
            Role(
                person_id=self.person_id,
                role="volunteer",
                place_id=volunteer.community_id,
                team_id=volunteer.team_id,
                on_duty=False,
                since=work.now,
                given_by=work.actor.person_id or None,
            )
        )
        work.session.flush()
        work.tell(self.person_id, VolunteerWelcome(self.person_id), key=f"welcome:{work.key}")


@dataclass(frozen=True)
class RefuseVolunteer(OfApplicant):
    """Not now; or, for somebody who was approved, not any more."""

    may: ClassVar[May] = May(roles=DECIDERS)
    person_id: int

    def run(self, work: Work) -> None:
        self.decide(work, "refused", ("waiting", "approved"))
        _end_volunteering(work, self.person_id)
        _decline_open(work, self.person_id)
        work.tell(self.person_id, VolunteerNotNow(self.person_id), key=f"not_now:{work.key}")


class OfVolunteer(Command[bool]):
    """Base of what an approved volunteer says about being asked."""

    may: ClassVar[May] = May()

    def relations(self, work: Work) -> Collection[str]:
        volunteer = work.session.get(Volunteer, work.actor.person_id)
        approved = volunteer is not None and volunteer.state == "approved"
        return ("volunteer",) if approved else ()

    def set(self, work: Work, *, on_duty: bool) -> None:
        work.session.execute(
            update(Volunteer)
            .where(Volunteer.person_id == work.actor.person_id)
            .values(on_duty=on_duty)
        )


@dataclass(frozen=True)
class TakeTasks(OfVolunteer):
    """Ask me again."""

    may: ClassVar[May] = May(relations=("volunteer",))

    def run(self, work: Work) -> bool:
        self.set(work, on_duty=True)
        return True


@dataclass(frozen=True)
class PauseTasks(OfVolunteer):
    """Do not ask me for a while. What was asked already goes to the next one."""

    may: ClassVar[May] = May(relations=("volunteer",))

    def run(self, work: Work) -> bool:
        self.set(work, on_duty=False)
        _decline_open(work, work.actor.person_id)
        return False


def stop_volunteering(work: Work, person_id: int) -> None:
    """A volunteer no longer: nobody asks them, and what was asked goes to the next one."""
    work.session.execute(
        update(Volunteer)
        .where(Volunteer.person_id == person_id, Volunteer.state != "ended")
        .values(state="ended", on_duty=False)
    )
    _end_volunteering(work, person_id)
    _decline_open(work, person_id)


def _decline_open(work: Work, person_id: int) -> None:
    work.session.flush()
    offers = work.session.scalars(
        select(Offer).where(Offer.person_id == person_id, Offer.state == "open").order_by(Offer.id)
    ).all()
    for offer in offers:
        decline(work, offer)


def _end_volunteering(work: Work, person_id: int, *, elsewhere_than: str = "") -> None:
    work.session.execute(
        update(Role)
        .where(
            Role.person_id == person_id,
            Role.role == "volunteer",
            Role.place_id != elsewhere_than,
            Role.ended_at.is_(None),
        )
        .values(ended_at=work.now)
    )


def _team(work: Work, community_id: str) -> str | None:
    return next((team.id for team in work.town.teams if team.community == community_id), None)
