"""The cells that would hurt most, written by hand: this list does not follow the code."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import update

from models.alarms.commands import AcknowledgeAlarm, EndAlarm, PressedByMistake
from models.duty.calls import TickCall
from models.duty.commands import (
    CloseByDuty,
    ConfirmResident,
    GoOnDuty,
    LookIntoCase,
    SayToAsker,
)
from models.duty.hand_overs import EndHandOver, SayInHandOver, TakeHandOver
from models.gate import Command, run
from models.help.calling_off import CancelCase
from models.help.commands import AddToCase, AnswerClosing
from models.help.opening import OpenCase
from models.refusals import NotAllowed, Refusal
from models.register.commands import (
    IAm,
)
from models.register.refusals import NotOfThisHousehold
from models.register.tables import Role
from models.roles.commands import EndRole, GiveRole
from models.tasks.answering import AcceptOffer, AssignCase, DeclineOffer, TakeCaseMyself
from models.tasks.doing import FinishTask, ShowTask
from models.tasks.minutes import CorrectMinutes
from models.tasks.volunteers import ApproveVolunteer, TakeTasks
from models.work import CLOCK, OPERATOR
from tests.permissions.town import SOON, WORDS, SmallTown


def refused(there: SmallTown, who: Any, command: Command[Any]) -> bool:
    def job(work: Any) -> bool:
        try:
            run(work, command)
        except NotAllowed:
            return True
        except Refusal:
            return False
        return False

    return there.tries(who, job)


DANGEROUS: tuple[tuple[str, str, Any], ...] = (
    ("another community's coordinator does not take the alarm", "coordinator elsewhere",
     lambda t: AcknowledgeAlarm(t["alarm"])),
    ("nor says that it is over", "coordinator elsewhere", lambda t: EndAlarm(t["answered_alarm"])),
    ("another grid's worker does not take the alarm", "grid worker elsewhere",
     lambda t: AcknowledgeAlarm(t["alarm"])),
    ("a neighbour does not call off somebody's alarm", "resident of the place",
     lambda t: PressedByMistake(t["alarm"])),
    ("the coordinator does not call it a mistake for the one who cried", "coordinator",
     lambda t: PressedByMistake(t["alarm"])),
    ("a volunteer does not accept somebody else's offer", "taker",
     lambda t: AcceptOffer(t["open_offer"], t.clock.now() + SOON)),
    ("nor declines it", "other volunteer", lambda t: DeclineOffer(t["open_offer"])),
    ("the one who was only asked does not get the details", "offered",
     lambda t: ShowTask(t["taken_offer"])),
    ("nor finishes another's task", "offered", lambda t: FinishTask(t["taken_offer"], "done")),
    ("nobody writes minutes into another's book", "coordinator",
     lambda t: CorrectMinutes(t["reported_offer"], 600)),
    ("the asker of another case does not cancel this one", "asker of another case",
     lambda t: CancelCase(t["offered_case"])),
    ("nor says that it is solved", "asker of another case",
     lambda t: AnswerClosing(t["reported_case"], "yes")),
    ("the helper does not say for the asker that it is solved", "taker",
     lambda t: AnswerClosing(t["reported_case"], "yes")),
    ("the coordinator does not say so in the asker's name", "coordinator",
     lambda t: AnswerClosing(t["reported_case"], "yes")),
    ("nobody puts words into somebody's case", "resident of the place",
     lambda t: AddToCase(t["taken_case"], ({"words": WORDS},))),
    ("another community's coordinator does not open the case", "coordinator elsewhere",
     lambda t: LookIntoCase(t["taken_case"])),
    ("nor closes it", "coordinator elsewhere",
     lambda t: CloseByDuty(t["reported_case"], "solved")),
    ("a team lead does not open the case", "team lead", lambda t: LookIntoCase(t["taken_case"])),
    ("a volunteer sends nobody", "taker", lambda t: AssignCase(t["offered_case"], t["zhao"])),
    ("a volunteer does not take a case nobody offered them", "other volunteer",
     lambda t: TakeCaseMyself(t["offered_case"], t.clock.now() + SOON)),
    ("nobody outside reads along in a conversation", "coordinator of the city",
     lambda t: SayInHandOver(t["taken_talk"], WORDS)),
    ("nor ends it", "grid worker", lambda t: EndHandOver(t["taken_talk"])),
    ("another community's coordinator does not take the one who waits", "coordinator elsewhere",
     lambda t: TakeHandOver(t["waiting_talk"])),
    ("another community's coordinator does not tick the call", "coordinator elsewhere",
     lambda t: TickCall(t["call"], "told")),
    ("nor speaks to the asker", "coordinator elsewhere",
     lambda t: SayToAsker(t["taken_case"], WORDS)),
    ("the one who wants to volunteer does not say yes for themselves", "asker",
     lambda t: ApproveVolunteer(t["applicant"])),
    ("a grid worker does not say yes to volunteers", "grid worker",
     lambda t: ApproveVolunteer(t["applicant"])),
    ("nobody confirms themselves", "resident of the place",
     lambda t: ConfirmResident(t["confirmable"])),
    ("a grid worker makes nobody a coordinator", "grid worker",
     lambda t: GiveRole(t["zhoumin"], "coordinator", "yangguang")),
    ("a coordinator gives no role next door", "coordinator",
     lambda t: GiveRole(t["yu"], "grid_worker", "g21")),
    ("nor at the street above", "coordinator",
     lambda t: GiveRole(t["limin"], "coordinator", "minghua")),
    ("a coordinator makes no admin, not even where they may give roles", "coordinator of the city",
     lambda t: GiveRole(t["limin"], "admin", "huadian")),
    ("nor of themselves at their own place", "coordinator",
     lambda t: GiveRole(t["limin"], "admin", "yangguang")),
    ("another community's coordinator ends nobody's role here", "coordinator elsewhere",
     lambda t: EndRole(t["role"])),
    ("an ended role counts for nothing", "former coordinator",
     lambda t: AcknowledgeAlarm(t["alarm"])),
    ("not at the desk", "former coordinator", lambda t: LookIntoCase(t["taken_case"])),
    ("and cannot go on duty", "former coordinator", lambda _t: GoOnDuty()),
    ("the clock opens no case", "clock", lambda _t: OpenCase("talk", ())),
    ("the operator reads no case", "operator", lambda t: LookIntoCase(t["taken_case"])),
)  # fmt: skip


@pytest.mark.parametrize(
    ("who", "make"),
    [(who, make) for _what, who, make in DANGEROUS],
    ids=[what.replace(" ", "_") for what, _who, _make in DANGEROUS],
)
def test_it_is_refused(small_town: SmallTown, who: str, make: Any) -> None:
    assert refused(small_town, who, make(small_town))


def test_nobody_acts_on_what_does_not_exist(small_town: SmallTown) -> None:
    for command in (LookIntoCase(10**6), CancelCase(10**6), AcknowledgeAlarm(10**6)):
        assert refused(small_town, "admin", command)
    for offer in (AcceptOffer(10**6, small_town.clock.now()), ShowTask(10**6)):
        assert refused(small_town, "taker", offer)


def test_a_role_that_ends_takes_effect_at_once_also_when_it_is_to_end_later(
    small_town: SmallTown,
) -> None:
    """There is no role "until Friday": a row with an end gives nothing, whatever the date."""
    look = LookIntoCase(small_town["offered_case"])
    assert not refused(small_town, "coordinator", look)
    for end in (timedelta(minutes=-1), timedelta(0), timedelta(days=3)):

        def job(work: Any, end: timedelta = end) -> None:
            mine = Role.person_id == small_town["limin"]
            work.session.execute(update(Role).where(mine).values(ended_at=work.now + end))
            with pytest.raises(NotAllowed):
                run(work, look)

        small_town.tries("coordinator", job)


def test_a_refused_volunteer_is_not_asked_to_say_that_they_are_back(small_town: SmallTown) -> None:
    assert refused(small_town, "applicant", TakeTasks())


def test_a_case_without_an_address_is_everybodys_on_the_staff_and_nobody_elses(
    small_town: SmallTown,
) -> None:
    look = LookIntoCase(small_town["homeless_case"])
    for staff in ("coordinator", "coordinator elsewhere", "grid worker elsewhere", "admin"):
        assert not refused(small_town, staff, look)
    for other in ("team lead", "taker", "resident of the place", "former coordinator"):
        assert refused(small_town, other, look)


def test_a_name_that_begins_like_mine_is_not_my_place(small_town: SmallTown) -> None:
    """Yongji the street and yongji_shequ the community: a prefix of a word is no container."""
    there = small_town
    worker = there.with_role("永吉的网格员", "coordinator", "yongji_shequ")
    assert refused(there, worker, GiveRole(there["yu"], "coordinator", "yongji"))


def test_whoever_was_called_by_an_alarm_may_answer_it_and_nobody_elses(
    small_town: SmallTown,
) -> None:
    assert not refused(small_town, "grid worker", EndAlarm(small_town["answered_alarm"]))
    assert refused(small_town, "team lead", EndAlarm(small_town["answered_alarm"]))


@pytest.mark.parametrize("who", [CLOCK, OPERATOR], ids=["clock", "operator"])
def test_neither_clock_nor_operator_may_what_they_are_not_named_for(
    small_town: SmallTown, who: Any
) -> None:
    assert refused(small_town, who, CancelCase(small_town["offered_case"]))
    assert refused(small_town, who, AcceptOffer(small_town["open_offer"], small_town.clock.now()))


def test_nobody_becomes_somebody_of_another_household(small_town: SmallTown) -> None:
    def job(work: Any) -> None:
        with pytest.raises(NotOfThisHousehold):
            run(work, IAm(small_town["wang"]))

    for who in ("stranger", "resident of the place", "coordinator"):
        small_town.tries(who, job)
