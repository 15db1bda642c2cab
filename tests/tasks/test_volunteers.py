"""Joining, being approved by the right people, resting."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from models.gate import Command
from models.refusals import NotAllowed
from models.register.tables import Consent, Person, Role
from models.tasks.answering import AssignCase, TakeCaseMyself
from models.tasks.clockwork import CheckOffer, OfferNextWave
from models.tasks.refusals import AlreadyDecided, UnknownCommunity
from models.tasks.tables import Volunteer
from models.tasks.volunteers import (
    ApproveVolunteer,
    JoinVolunteers,
    PauseTasks,
    RefuseVolunteer,
    TakeTasks,
)
from tests.tasks.neighbourhood import Neighbourhood

JOIN = JoinVolunteers("赵永刚", "10000000033", ("heating", "nonsense"), "yangguang", ("evening",))


@pytest.fixture
def desk(here: Neighbourhood) -> int:
    person = here.person("李敏")
    here.role(person, "coordinator", "yangguang", on_duty=True)
    return person


def volunteer(here: Neighbourhood, person: int) -> Volunteer:
    return here.read(lambda work: work.session.get_one(Volunteer, person))


def roles(here: Neighbourhood, person: int) -> list[str]:
    return here.read(
        lambda work: list(
            work.session.scalars(
                select(Role.role).where(Role.person_id == person, Role.ended_at.is_(None))
            )
        )
    )


def test_somebody_joins_and_the_desk_hears_of_it(here: Neighbourhood, desk: int) -> None:
    zhao = here.person("")
    assert here.does(zhao, JOIN) == "waiting"
    row = volunteer(here, zhao)
    assert (row.skills, row.hours, row.team_id) == (["heating"], ["evening"], "red_yangguang")
    assert here.told(desk) == ["VolunteerWaiting"]
    consent = here.read(lambda work: work.session.scalars(select(Consent)).one())
    assert (consent.purpose, consent.agreed) == ("volunteer", True)
    assert roles(here, zhao) == []


def test_yes_gives_the_role_and_is_said_once(here: Neighbourhood, desk: int) -> None:
    zhao = here.person("")
    here.does(zhao, JOIN)
    here.does(desk, ApproveVolunteer(zhao))
    here.does(desk, ApproveVolunteer(zhao))
    assert roles(here, zhao) == ["volunteer"]
    assert here.told(zhao) == ["VolunteerWelcome"]
    # Changing the hours needs no second yes; another community does.
    assert here.does(zhao, JoinVolunteers("赵永刚", "", ("talk",), "yangguang", ())) == "approved"
    assert volunteer(here, zhao).hours == ["day", "evening", "weekend"]
    assert here.does(zhao, JoinVolunteers("赵永刚", "", ("talk",), "aihua", ())) == "waiting"


def test_no_ends_it_and_gives_the_open_offer_to_others(
    here: Neighbourhood, wang: int, desk: int
) -> None:
    zhao = here.volunteer("赵师傅")
    case = here.asks(wang)
    here.tick()
    here.does(desk, RefuseVolunteer(zhao))
    assert here.offers(case) == [(zhao, "declined")]
    assert roles(here, zhao) == []
    assert here.told(zhao)[-1] == "VolunteerNotNow"


def test_who_was_refused_may_still_be_welcomed_but_an_ended_one_not(
    here: Neighbourhood, desk: int
) -> None:
    zhao = here.person("")
    here.does(zhao, JOIN)
    here.does(desk, RefuseVolunteer(zhao))
    here.does(desk, ApproveVolunteer(zhao))
    assert roles(here, zhao) == ["volunteer"]

    def leave(work: Any) -> None:
        work.session.get_one(Volunteer, zhao).state = "ended"

    here.write(leave)
    with pytest.raises(AlreadyDecided):
        here.does(desk, ApproveVolunteer(zhao))


def test_what_a_worker_has_confirmed_is_not_overwritten(here: Neighbourhood) -> None:
    zhao = here.person("赵永刚")

    def confirm(work: Any) -> None:
        work.session.get_one(Person, zhao).verified_at = work.now

    here.write(confirm)
    here.does(zhao, JoinVolunteers("别的名字", "10000000099", ("talk",), "yangguang", ()))
    person = here.read(lambda work: work.session.get_one(Person, zhao))
    assert (person.name, person.phone) == ("赵永刚", "10000000021")


def test_an_unknown_community_is_refused(here: Neighbourhood) -> None:
    for place in ("nowhere", "huadian", "g03"):
        with pytest.raises(UnknownCommunity):
            here.does(here.person(""), JoinVolunteers("赵永刚", "", (), place, ()))


def test_resting_and_going_on(here: Neighbourhood) -> None:
    zhao = here.volunteer("赵师傅")
    assert here.does(zhao, PauseTasks()) is False
    assert volunteer(here, zhao).on_duty is False
    assert here.does(zhao, TakeTasks()) is True
    assert volunteer(here, zhao).on_duty is True


CELLS = [
    # role, place of the role, may decide on volunteers, may give out a case of grid 3
    ("coordinator", "yangguang", True, True),
    ("coordinator", "minghua", True, True),
    ("coordinator", "huadian", True, True),
    ("coordinator", "aihua", False, False),
    ("admin", "huadian", True, True),
    ("grid_worker", "g03", False, True),
    ("grid_worker", "g04", False, False),
    ("team_lead", "yangguang", False, False),
    ("volunteer", "yangguang", False, False),
]


@pytest.mark.parametrize(("role", "place", "decides", "assigns"), CELLS)
def test_who_may_decide_and_give_out(
    here: Neighbourhood, wang: int, role: str, place: str, decides: bool, assigns: bool
) -> None:
    zhao, person = here.person(""), here.person("某某")
    here.does(zhao, JOIN)
    here.role(person, role, place, on_duty=True)
    case, other = here.asks(wang), here.asks(wang)
    helper = here.volunteer("孙姐")
    soon = here.clock.now() + timedelta(minutes=30)
    expected: list[tuple[Command[Any], bool]] = [
        (RefuseVolunteer(zhao), decides),
        (ApproveVolunteer(zhao), decides),
        (AssignCase(case, helper), assigns),
        (TakeCaseMyself(other, soon), assigns),
        (OfferNextWave(case), False),
        (CheckOffer(1), False),
        (TakeTasks(), False),
        (PauseTasks(), False),
    ]
    for command, allowed in expected:
        if allowed:
            here.does(person, command)
        else:
            with pytest.raises(NotAllowed):
                here.does(person, command)
