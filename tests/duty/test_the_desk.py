"""The coordinator's first screen and what opens from it (P10)."""

from __future__ import annotations

from functools import partial

import pytest

from models.duty.commands import (
    AskIfSolved,
    CloseByDuty,
    ConfirmResident,
    GoOffDuty,
    GoOnDuty,
    LookIntoCase,
    MarkWithCompany,
    SayToAsker,
    SeenTo,
)
from models.duty.refusals import NoCompany
from models.gate import Command, run
from models.help.tables import Case
from models.refusals import NoLongerPossible, NotAllowed
from models.register.tables import Person
from tests.duty.desk import Desk


def attention(here: Desk, case_id: int, why: str = "overdue") -> None:
    def job(work: object) -> None:
        case = work.session.get(Case, case_id)  # type: ignore[attr-defined]  # a Work
        case.attention, case.attention_at = why, here.clock.now()

    here.write(job)


def test_an_empty_desk_says_that_nobody_is_waiting(here: Desk, li: int) -> None:
    seen = here.pushes(li, "t.desk")
    assert "没有人在等。" in seen
    assert "在班上：李敏" in seen


def test_with_forty_open_cases_it_says_how_many_there_are(here: Desk, li: int) -> None:
    for _ in range(40):
        attention(here, here.asks(here.agreed("孟凡玉", "g04")))
        here.clock.advance(minutes=3)
    seen = here.pushes(li, "t.desk")
    assert "要您管的有 40 件，急的在前" in seen
    assert "等了 2 小时" in seen
    assert "等了 1 个半小时" in here.taps(li, "往下看") + here.taps(li, "往下看") + here.taps(
        li, "往下看"
    )
    pages = 4
    while any("往下" in option.label for option in here.seen[li][-1].options):
        here.taps(li, "往下看")
        pages += 1
    assert pages == 10


def test_alarms_come_first_then_who_waits_longest(here: Desk, wang: int, li: int) -> None:
    case_id = here.asks(wang)
    attention(here, case_id)
    here.clock.advance(minutes=12)
    other = here.agreed("孟凡玉", "g04")
    here.says(other, "找人说话")
    here.clock.advance(minutes=3)
    third = here.agreed("佟秀芝", "g05")
    here.says(third, "救命")
    here.pushes(li, "t.desk")
    labels = [option.label for option in here.seen[li][-1].options]
    assert labels[0].startswith("急：")
    assert "暖气不热" in labels[1]
    assert "等了 15 分钟" in labels[1]
    assert "6 点前回话" in labels[1]
    assert "孟姨找人说话" in labels[2]
    assert len(here.seen[li][-1].options) <= 6
    assert len(here.seen[li][-1].lines) <= 4


def test_a_long_desk_has_pages_of_six_choices(here: Desk, li: int) -> None:
    for _turn in range(6):
        case_id = here.asks(here.agreed("王桂兰"))
        attention(here, case_id)
    here.pushes(li, "t.desk")
    assert len(here.seen[li][-1].options) == 6
    here.taps(li, "往下看")
    assert len(here.seen[li][-1].options) == 3


def test_a_case_shows_door_and_phone_to_its_own_staff_only(
    here: Desk, wang: int, li: int, elsewhere: int, stranger: int
) -> None:
    case_id = here.asks(wang)
    seen = here.pushes(li, f"t.duty_case.{case_id}")
    assert "王桂兰（王姨）" in seen
    assert "401" in seen
    assert "10000000021" in seen
    for other in (elsewhere, stranger, wang):
        for tap in ("duty_case", "duty_more", "duty_story", "duty_close"):
            assert "401" not in here.pushes(other, f"t.{tap}.{case_id}")


def test_the_company_was_phoned_and_the_case_stays_open(here: Desk, wang: int, li: int) -> None:
    case_id = here.asks(wang)
    here.pushes(li, f"t.duty_case.{case_id}")
    assert "告诉本人了" in here.taps(li, "找过供热公司了")
    case = here.case(case_id)
    assert (case.stage, case.with_company, case.closed_at) == ("with_company", True, None)
    assert case.promise_kept_at is not None
    assert "李敏" in here.hears(wang)


def test_a_helper_on_the_way_still_goes_when_the_company_was_phoned(
    here: Desk, wang: int, li: int, zhou: int
) -> None:
    case_id = here.asks(wang)
    here.pushes(zhou, f"t.duty_case.{case_id}")
    here.taps(zhou, "我去")
    here.taps(zhou, "前")
    assert here.case(case_id).stage == "taken"
    here.does(li, MarkWithCompany(case_id))
    assert here.case(case_id).stage == "taken"
    assert here.case(case_id).with_company


def test_a_word_to_the_asker_goes_under_ones_own_name(here: Desk, wang: int, li: int) -> None:
    case_id = here.asks(wang)
    here.pushes(li, f"t.duty_case.{case_id}")
    assert "原样过去" in here.taps(li, "说一句")
    assert "捎过去了" in here.says(li, "供热公司正在修，别着急")
    assert "值班李敏：供热公司正在修，别着急" in here.hears(wang)
    assert here.case(case_id).promise_kept_at is not None
    here.pushes(li, f"t.duty_story.{case_id}")
    assert "供热公司正在修" in here.seen[li][-1].text


def test_it_is_done_is_asked_and_never_claimed(here: Desk, wang: int, li: int) -> None:
    case_id = here.asks(wang)
    here.pushes(li, f"t.duty_close.{case_id}")
    assert "屋里热乎了没有？" in here.seen[li][-1].text
    here.taps(li, "发给他问一声")
    assert "屋里热乎了没有？" in here.hears(wang)
    assert here.case(case_id).closed_at is None
    here.pushes(li, f"t.duty_close.{case_id}")
    here.taps(li, "联系不上，先了结")
    assert here.case(case_id).outcome == "no_answer"


def test_said_on_the_phone_that_it_is_warm_closes_it_as_solved(
    here: Desk, wang: int, li: int
) -> None:
    case_id = here.asks(wang)
    here.does(li, CloseByDuty(case_id, "solved"))
    assert here.case(case_id).outcome == "solved"
    assert here.told(wang)[-1] == "CaseClosedByDuty"
    with pytest.raises(NoLongerPossible):
        here.does(li, MarkWithCompany(case_id))


def test_a_kind_without_professionals_has_no_company(here: Desk, wang: int, li: int) -> None:
    kind = next(k for k in here.town.kinds if k.professional is None and k.volunteers == "yes")
    answers = tuple((f.id, f.options[0].id if f.options else "x") for f in kind.fields)
    case_id = here.asks(wang, kind.id, answers)
    with pytest.raises(NoCompany):
        here.does(li, MarkWithCompany(case_id))


def test_assigning_by_hand_shows_the_reasons(here: Desk, wang: int, li: int) -> None:
    here.volunteer("赵铁", "g03", asked_days_ago=11)
    case_id = here.asks(wang)
    here.pushes(li, f"t.duty_case.{case_id}")
    seen = here.taps(li, "派给")
    assert "赵铁，会修暖气，住得近，11 天没找他了" in seen
    assert "问过去了" in here.taps(li, "赵铁")
    assert here.offers(case_id)


def test_residents_and_volunteers_wait_for_a_yes(here: Desk, wang: int, li: int) -> None:
    helper = here.volunteer("赵铁", "g03", state="waiting")
    here.pushes(li, "t.desk_list.yes.0")
    assert "赵铁想当志愿者" in here.seen[li][-1].options[0].label
    here.taps(li, "赵铁想当志愿者")
    assert f"t.approve.{helper}" in [option.tap for option in here.seen[li][-1].options]
    here.pushes(li, "t.desk_list.yes.0")
    here.taps(li, "认一认：王桂兰")
    assert "记下了，是本人" in here.taps(li, "是本人")
    assert "认过您了" in here.hears(wang)


def test_a_role_is_given_within_ones_own_place(here: Desk, wang: int, li: int) -> None:
    here.pushes(li, "f.give_role")
    assert "没找着" in here.says(li, "佟")
    here.says(li, "王")
    here.taps(li, "王桂兰")
    here.taps(li, "网格员")
    labels = [option.label for option in here.seen[li][-1].options]
    assert any("阳光社区一网格" in label for label in labels)
    assert not any("爱华" in label for label in labels)
    here.taps(li, "阳光社区一网格")
    here.taps(li, "先不定")
    here.taps(li, "对")
    assert here.read(lambda work: work.session.get_one(Person, wang).id) == wang
    seen = here.pushes(li, "t.roles.0")
    assert "王桂兰（王姨），阳光社区一网格，网格员" in seen


def test_going_off_duty_says_when_nobody_is_left(here: Desk, li: int) -> None:
    here.pushes(li, "t.desk")
    assert "没人在班上了" in here.pushes(li, "t.desk_off")
    assert "在班上：李敏" in here.taps(li, "我上班了")


CASE_COMMANDS: tuple[type, ...] = (LookIntoCase, MarkWithCompany, SeenTo, AskIfSolved)


def test_who_may_do_what_with_a_case(
    here: Desk, wang: int, li: int, zhou: int, elsewhere: int, stranger: int
) -> None:
    case_id = here.asks(wang)
    commands: list[Command[int]] = [
        *(command(case_id) for command in CASE_COMMANDS),
        SayToAsker(case_id, "x"),
        CloseByDuty(case_id, "solved"),
    ]
    for command in commands:
        for other in (wang, elsewhere, stranger):
            with pytest.raises(NotAllowed):
                here.does(other, command)
        with pytest.raises(NotAllowed):
            here.write(partial(run, command=command))
    boss = here.staff("郑强", "admin", "huadian")
    for worker in (li, zhou, boss):
        here.does(worker, LookIntoCase(case_id))


def test_who_may_confirm_and_who_goes_on_duty(
    here: Desk, wang: int, li: int, zhou: int, elsewhere: int, stranger: int
) -> None:
    unknown = here.agreed("无名", None)
    for other in (wang, elsewhere, stranger):
        with pytest.raises(NotAllowed):
            here.does(other, ConfirmResident(wang))
    with pytest.raises(NotAllowed):
        here.does(li, ConfirmResident(unknown))
    here.does(zhou, ConfirmResident(wang))
    for other in (wang, stranger):
        for command in (GoOnDuty(), GoOffDuty()):
            with pytest.raises(NotAllowed):
                here.does(other, command)


def test_an_address_that_is_not_known_is_every_desks_business(
    here: Desk, li: int, elsewhere: int
) -> None:
    unknown = here.person("", None)
    case_id = here.asks(unknown)
    attention(here, case_id, "no_address")
    for worker in (li, elsewhere):
        assert "住址还不知道" in here.pushes(worker, "t.desk")
