"""From yes to done, and what goes wrong on the way."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from models.clocks import to_town
from models.gate import run
from models.help.commands import AnswerClosing
from models.outbox.tables import OutboxRow
from models.refusals import NotAllowed
from models.tasks.answering import AcceptOffer, AssignCase, DeclineOffer, TakeCaseMyself
from models.tasks.doing import AddTaskNote, FinishTask, GiveUpTask, NobodyOpens, ShowTask, StartOut
from models.tasks.minutes import CorrectMinutes, my_minutes
from models.tasks.queries import details
from models.tasks.refusals import (
    AlreadyTaken,
    MinutesOutOfRange,
    NotAHelper,
    OfferGone,
    OnlyProfessionals,
    TaskOver,
)
from models.tasks.tables import MinuteEntry
from models.work import Actor
from tests.tasks.neighbourhood import Neighbourhood


@pytest.fixture
def zhao(here: Neighbourhood) -> int:
    return here.volunteer("赵师傅", asked_days_ago=11)


def accepted(here: Neighbourhood, case: int, person: int, minutes: int = 50) -> int:
    here.tick()
    offer = here.offer_to(case, person)
    here.does(person, AcceptOffer(offer, here.clock.now() + timedelta(minutes=minutes)))
    return offer


def entries(here: Neighbourhood) -> list[int]:
    return here.read(
        lambda work: list(
            work.session.scalars(select(MinuteEntry.minutes).order_by(MinuteEntry.id))
        )
    )


def test_yes_settles_everything_at_once(here: Neighbourhood, wang: int, zhao: int) -> None:
    other = here.volunteer("孙姐")
    case = here.asks(wang)
    offer = accepted(here, case, zhao)
    after = here.case(case)
    assert (after.stage, after.next_wave_at) == ("taken", None)
    assert after.promise_kept_at == here.clock.now()
    assert after.door_word in {word.zh for word in here.town.door_words}
    assert here.told(wang) == ["HelperFound"]
    assert here.told(zhao) == ["TaskOffered", "TaskYours"]
    assert here.told(other) == ["TaskOffered", "SomebodyWent"]
    assert here.last_row(zhao).details_of == case
    # The same tap again changes nothing.
    here.does(zhao, AcceptOffer(offer, here.clock.now()))
    assert here.told(zhao) == ["TaskOffered", "TaskYours"]


def test_the_second_who_says_yes_hears_that_somebody_went(
    here: Neighbourhood, wang: int, zhao: int
) -> None:
    other = here.volunteer("孙姐")
    case = here.asks(wang)
    accepted(here, case, zhao)
    with pytest.raises(OfferGone):
        here.does(other, AcceptOffer(here.offer_to(case, other), here.clock.now()))
    assert here.told(wang) == ["HelperFound"]


def test_a_time_that_has_passed_becomes_the_next_half_hour(
    here: Neighbourhood, wang: int, zhao: int
) -> None:
    offer = accepted(here, here.asks(wang), zhao, minutes=-90)
    arrive = here.offer(offer).arrive_at
    assert arrive is not None
    assert f"{to_town(arrive):%H:%M}" == "18:00"


def test_the_door_word_is_another_one_each_time(here: Neighbourhood, wang: int) -> None:
    for name in ("钱一", "孙二", "李三", "周四", "吴五"):
        here.volunteer(name)
    words = []
    for _ in range(5):
        case = here.asks(wang)
        here.tick()
        helper = here.offers(case)[0][0]
        here.does(helper, AcceptOffer(here.offer_to(case, helper), here.clock.now()))
        words.append(here.case(case).door_word)
    assert len(set(words)) == 5


def test_the_whole_task_counts_its_minutes_and_takes_back_the_details(
    here: Neighbourhood, wang: int, zhao: int
) -> None:
    case = here.asks(wang)
    offer = accepted(here, case, zhao)
    here.does(zhao, ShowTask(offer))
    here.sent()
    here.clock.advance(minutes=20)
    here.does(zhao, StartOut(offer))
    here.does(zhao, StartOut(offer))
    assert here.case(case).stage == "on_way"
    assert here.told(wang) == ["HelperFound", "HelperOnWay"]
    here.clock.advance(minutes=64)
    assert here.does(zhao, FinishTask(offer, "done")).minutes == 64
    after = here.case(case)
    assert (after.stage, after.attention) == ("reported", "call_company")
    assert here.told(wang)[-1] == "ClosingAsked"
    assert entries(here) == [64]
    withdrawn = here.read(
        lambda work: len(
            work.session.scalars(select(OutboxRow.id).where(OutboxRow.op == "withdraw")).all()
        )
    )
    assert withdrawn == 2
    with pytest.raises(TaskOver):
        here.does(zhao, FinishTask(offer, "done"))
    assert here.read(lambda work: details(work, offer), Actor("person", zhao)) is None


def test_without_setting_out_minutes_count_from_the_promised_time(
    here: Neighbourhood, wang: int, zhao: int
) -> None:
    offer = accepted(here, here.asks(wang), zhao, minutes=50)
    here.clock.advance(minutes=80)
    assert here.does(zhao, FinishTask(offer, "done")).minutes == 30


def test_a_tap_forgotten_over_night_counts_the_usual_minutes(
    here: Neighbourhood, wang: int, zhao: int
) -> None:
    offer = accepted(here, here.asks(wang), zhao)
    here.does(zhao, StartOut(offer))
    here.clock.advance(hours=14)
    assert here.does(zhao, FinishTask(offer, "done")).minutes == 30


@pytest.mark.parametrize("result", ["half", "needs_professional"])
def test_not_done_is_said_as_not_done_and_goes_to_the_desk(
    here: Neighbourhood, wang: int, zhao: int, result: str
) -> None:
    desk = here.person("值班")
    here.role(desk, "coordinator", "yangguang", on_duty=True)
    case = here.asks(wang)
    offer = accepted(here, case, zhao)
    here.does(zhao, FinishTask(offer, result))
    after = here.case(case)
    assert (after.stage, after.attention) == ("with_duty", result)
    assert here.told(wang)[-1] == "NotSolvedYet"
    assert here.told(desk)[-1] == "CaseNeedsYou"


def test_minutes_are_corrected_by_reversing(here: Neighbourhood, wang: int, zhao: int) -> None:
    offer = accepted(here, here.asks(wang), zhao)
    here.does(zhao, StartOut(offer))
    here.clock.advance(minutes=64)
    here.does(zhao, FinishTask(offer, "done"))
    here.does(zhao, CorrectMinutes(offer, 50))
    here.does(zhao, CorrectMinutes(offer, 55))
    here.does(zhao, CorrectMinutes(offer, 55))
    assert entries(here) == [64, -64, 50, -50, 55]
    now = here.clock.now()
    month = here.read(
        lambda work: my_minutes(work, now - timedelta(days=8), now + timedelta(days=1)),
        Actor("person", zhao),
    )
    assert month == (1, 55)
    for minutes in (4, 601, -5):
        with pytest.raises(MinutesOutOfRange):
            here.does(zhao, CorrectMinutes(offer, minutes))


def test_hours_come_from_finished_tasks_only(here: Neighbourhood, wang: int, zhao: int) -> None:
    accepted(here, here.asks(wang), zhao)
    now = here.clock.now()
    span = (now - timedelta(days=8), now + timedelta(days=1))
    assert here.read(lambda work: my_minutes(work, *span), Actor("person", zhao)) == (0, 0)


def test_nobody_opens_goes_to_the_desk_and_the_grid_worker_loudly(
    here: Neighbourhood, wang: int, zhao: int
) -> None:
    desk, grid_worker = here.person("李敏"), here.person("周敏")
    here.role(desk, "coordinator", "yangguang", on_duty=True)
    here.role(grid_worker, "grid_worker", "g03")
    case = here.asks(wang)
    offer = accepted(here, case, zhao)
    watcher = here.does(zhao, NobodyOpens(offer))
    assert (watcher.kind, watcher.called) == ("desk", "李敏")
    assert here.case(case).attention == "nobody_opens"
    assert here.told(wang)[-1] == "HelperAtDoor"
    for person in (desk, grid_worker):
        assert here.last_row(person).message == "CaseNeedsYou"
        assert here.last_row(person).not_before == here.clock.now()
    here.clock.advance(hours=6)
    assert here.does(zhao, NobodyOpens(offer)).kind == "grid"


def test_the_asker_may_say_it_is_over_first_and_the_minutes_still_count(
    here: Neighbourhood, wang: int, zhao: int
) -> None:
    case = here.asks(wang)
    offer = accepted(here, case, zhao)
    here.does(zhao, StartOut(offer))
    here.clock.advance(minutes=40)
    here.does(wang, AnswerClosing(case, "yes"))
    assert here.does(zhao, FinishTask(offer, "done")).minutes == 40
    assert here.case(case).stage == "closed"
    assert "ClosingAsked" not in here.told(wang)


def test_a_note_is_added_while_it_is_mine_and_afterwards(
    here: Neighbourhood, wang: int, zhao: int
) -> None:
    offer = accepted(here, here.asks(wang), zhao)
    here.does(zhao, AddTaskNote(offer, "阀门松了", ("photo-1",)))
    here.does(zhao, FinishTask(offer, "done"))
    here.does(zhao, AddTaskNote(offer, "下回带扳手"))
    with pytest.raises(TaskOver):
        here.does(zhao, GiveUpTask(offer))


def test_by_hand_the_chosen_one_is_asked_first_and_says_yes_themselves(
    here: Neighbourhood, wang: int, zhao: int
) -> None:
    desk, stranger = here.person("李敏"), here.person("路人")
    here.role(desk, "coordinator", "yangguang", on_duty=True)
    case = here.asks(wang)
    offer = here.does(desk, AssignCase(case, zhao))
    assert here.offers(case) == [(zhao, "open")]
    assert here.offer(offer).why == [f"asked:{desk}"]
    here.tick(5)
    assert here.offers(case) == [(zhao, "open")]  # the first wave waits
    here.does(zhao, DeclineOffer(offer))
    again = here.does(desk, AssignCase(case, zhao))
    assert again != offer
    here.does(zhao, AcceptOffer(again, here.clock.now()))
    with pytest.raises(AlreadyTaken):
        here.does(desk, AssignCase(case, zhao))
    other = here.asks(wang)
    with pytest.raises(NotAHelper):
        here.does(desk, AssignCase(other, stranger))


def test_by_hand_after_the_last_wave_a_case_comes_back_to_the_desk(
    here: Neighbourhood, wang: int
) -> None:
    desk = here.person("李敏")
    here.role(desk, "coordinator", "yangguang", on_duty=True)
    case = here.asks(wang)
    here.tick()
    assert here.case(case).attention == "overdue"
    helper = here.volunteer("孙姐", skills=("talk",))
    here.does(desk, AssignCase(case, helper))
    assert here.case(case).attention is None
    here.sent()
    here.tick(10)
    here.tick(10)
    assert here.case(case).attention == "overdue"
    again = here.does(desk, AssignCase(case, helper))
    here.does(helper, DeclineOffer(again))
    assert here.case(case).attention == "overdue"


def test_a_smell_of_gas_is_not_even_given_out_by_hand(
    here: Neighbourhood, wang: int, zhao: int
) -> None:
    desk = here.person("李敏")
    here.role(desk, "coordinator", "yangguang", on_duty=True)
    case = here.asks(wang, "gas", ())
    with pytest.raises(OnlyProfessionals):
        here.does(desk, AssignCase(case, zhao))


def test_staff_may_go_themselves(here: Neighbourhood, wang: int, zhao: int) -> None:
    worker = here.person("周敏")
    here.role(worker, "grid_worker", "g03")
    case = here.asks(wang)
    here.tick()
    here.does(worker, TakeCaseMyself(case, here.clock.now() + timedelta(minutes=20)))
    assert here.offers(case) == [(zhao, "gone"), (worker, "accepted")]
    assert here.told(worker)[-1] == "TaskYours"
    with pytest.raises(AlreadyTaken):
        here.does(worker, TakeCaseMyself(case, here.clock.now()))


def test_who_was_never_asked_can_do_nothing_with_an_offer(
    here: Neighbourhood, wang: int, zhao: int
) -> None:
    stranger = here.volunteer("孙姐", skills=("talk",))
    case = here.asks(wang)
    offer = accepted(here, case, zhao)
    here.does(zhao, StartOut(offer))
    for command in (
        AcceptOffer(offer, here.clock.now()), DeclineOffer(offer), StartOut(offer), ShowTask(offer),
        FinishTask(offer, "done"), CorrectMinutes(offer, 60), AddTaskNote(offer, "x"),
        NobodyOpens(offer), GiveUpTask(offer),
    ):  # fmt: skip
        for person in (stranger, wang):
            with pytest.raises(NotAllowed):
                here.does(person, command)
        with pytest.raises(NotAllowed):
            here.write(lambda work, command=command: run(work, command))  # type: ignore[misc]
