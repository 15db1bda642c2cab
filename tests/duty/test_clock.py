"""The clock's part: the promised time, the question at the end, and the call list."""

from __future__ import annotations

import pytest
from sqlalchemy import select, update

from models.duty.calls import PutOnCallList, TickCall
from models.duty.promising import CallAboutClosing, RemindOfClosing, SayPromiseMissed
from models.duty.refusals import CallIsDone
from models.duty.tables import Call
from models.help.tables import Case
from models.outbox.tables import OutboxRow
from models.refusals import NotAllowed
from scheduler.closing import Closing
from scheduler.ladder import Ladder
from scheduler.promises import Promises
from tests.duty.desk import Desk


def calls(here: Desk) -> list[Call]:
    return here.read(lambda work: list(work.session.scalars(select(Call).order_by(Call.id))))


def reported(here: Desk, case_id: int) -> None:
    here.write(
        lambda work: work.session.execute(
            update(Case)
            .where(Case.id == case_id)
            .values(stage="reported", closing_asked_at=work.now, promise_kept_at=work.now)
        )
    )


def test_a_missed_promise_is_said_once_and_put_on_the_desk(here: Desk, wang: int, li: int) -> None:
    case_id = here.asks(wang)
    minutes = (here.case(case_id).promised_at - here.clock.now()).total_seconds() / 60
    due = here.read(Promises().next_due)
    assert due == here.case(case_id).promised_at
    assert here.run(Promises(), minutes=minutes - 1) == 0
    assert here.run(Promises(), minutes=1) == 1
    assert here.run(Promises(), minutes=30) == 0
    assert here.told(wang).count("PromiseMissed") == 1
    assert here.hears(wang)
    assert here.case(case_id).attention == "promise"
    assert "过了答应的时候" in here.hears(li)
    assert here.read(Promises().next_due) is None


def test_a_kept_promise_is_not_apologised_for(here: Desk, wang: int, li: int) -> None:
    case_id = here.asks(wang)
    here.pushes(li, f"t.company.{case_id}")
    assert here.run(Promises(), minutes=600) == 0


def test_unseen_in_time_becomes_a_call_and_the_caller_reads_the_words(
    here: Desk, wang: int, li: int
) -> None:
    case_id = here.asks(wang)
    here.pushes(li, f"t.company.{case_id}")
    here.hears(wang)
    read = here.seen[wang][-1].lines[0]
    assert here.run(Ladder(), minutes=0) == 0
    assert here.run(Ladder(), minutes=here.town.ladder.unseen_minutes + 1) == 1
    assert here.run(Ladder(), minutes=60) == 0
    assert "请打电话告诉王姨" in here.hears(li)
    here.pushes(li, "t.desk")
    seen = here.taps(li, "打电话告诉王姨")
    assert f"跟他说：{read}" in seen
    assert "10000000021" in seen
    here.taps(li, "没人接")
    assert calls(here)[0].done_at is None
    here.taps(li, "打电话告诉王姨")
    here.taps(li, "说到了")
    assert calls(here)[0].done_by == li
    assert "没有人在等" in here.pushes(li, "t.desk")


def test_seen_in_time_is_no_call(here: Desk, wang: int, li: int) -> None:
    here.pushes(li, f"t.company.{here.asks(wang)}")
    here.hears(wang)
    here.all_see(wang)
    assert here.run(Ladder(), minutes=600) == 0


def test_who_has_no_phone_with_us_is_called_at_once(here: Desk, li: int) -> None:
    old = here.agreed("于德海", "g03", channel="")
    case_id = here.asks(old)
    here.pushes(li, f"t.company.{case_id}")
    here.write(
        lambda work: work.session.execute(
            update(OutboxRow)
            .where(OutboxRow.person_id == old)
            .values(state="unreachable", fault="no_account")
        )
    )
    assert here.run(Ladder()) == 1
    assert calls(here)[0].why == "no_account"


def test_nobody_is_phoned_about_a_thing_that_is_over(here: Desk, wang: int, li: int) -> None:
    case_id = here.asks(wang)
    here.pushes(li, f"t.company.{case_id}")
    here.pushes(li, f"t.duty_closed.{case_id}.solved")
    assert here.run(Ladder(), minutes=600) == 0


def test_a_call_that_is_no_longer_true_can_be_crossed_off(here: Desk, wang: int, li: int) -> None:
    case_id = here.asks(wang)
    here.pushes(li, f"t.company.{case_id}")
    here.hears(wang)
    here.run(Ladder(), minutes=here.town.ladder.unseen_minutes + 1)
    here.pushes(li, f"t.duty_closed.{case_id}.solved")
    seen = here.pushes(li, f"t.call.{calls(here)[0].id}")
    assert "不用再打" in seen
    here.taps(li, "划掉")
    assert calls(here)[0].done_at is not None


def test_no_answer_on_the_phone_goes_to_the_grid_worker_who_knocks(
    here: Desk, wang: int, li: int, zhou: int
) -> None:
    here.pushes(li, f"t.company.{here.asks(wang)}")
    here.hears(wang)
    here.run(Ladder(), minutes=here.town.ladder.unseen_minutes + 1)
    assert "没有人在等" in here.pushes(zhou, "t.desk")
    here.does(li, TickCall(calls(here)[0].id, "knock"))
    assert "请上门告诉王姨" in here.hears(zhou)
    here.pushes(zhou, "t.desk")
    here.taps(zhou, "上门告诉王姨")
    here.taps(zhou, "说到了")
    with pytest.raises(CallIsDone):
        here.does(li, TickCall(calls(here)[0].id, "told"))


def test_a_day_without_an_answer_is_asked_once_more_and_three_days_are_a_call(
    here: Desk, wang: int, li: int
) -> None:
    case_id = here.asks(wang)
    reported(here, case_id)
    assert here.run(Closing(), minutes=23 * 60) == 0
    assert here.run(Closing(), minutes=61) == 1
    assert here.run(Closing(), minutes=60) == 0
    assert "屋里热乎了没有？" in here.hears(wang) or here.told(wang)[-1] == "ClosingAsked"
    assert here.run(Closing(), minutes=48 * 60) == 1
    assert here.run(Closing(), minutes=96 * 60) == 0
    assert [call.message for call in calls(here)] == ["ClosingAsked"]
    assert here.case(case_id).closed_at is None, "never closed as solved because it is quiet"
    assert "屋里热乎了没有？" in here.pushes(li, f"t.call.{calls(here)[0].id}")


def test_after_a_long_standstill_only_the_phone(here: Desk, wang: int, li: int) -> None:
    reported(here, here.asks(wang))
    assert here.run(Closing(), minutes=100 * 60) == 1
    assert here.told(wang).count("ClosingAsked") == 0
    assert len(calls(here)) == 1


def test_who_may_do_what_by_the_clock_and_on_the_list(
    here: Desk, wang: int, li: int, elsewhere: int, stranger: int
) -> None:
    case_id = here.asks(wang)
    for command in (SayPromiseMissed(case_id), RemindOfClosing(case_id), CallAboutClosing(case_id),
                    PutOnCallList("k", wang, "PromiseMissed", (("case_id", case_id),), "unseen")):  # fmt: skip
        for other in (wang, li, stranger):
            with pytest.raises(NotAllowed):
                here.does(other, command)
    here.pushes(li, f"t.company.{case_id}")
    here.run(Ladder(), minutes=here.town.ladder.unseen_minutes + 1)
    call_id = calls(here)[0].id
    for other in (wang, elsewhere, stranger):
        with pytest.raises(NotAllowed):
            here.does(other, TickCall(call_id, "told"))
        assert "10000000021" not in here.pushes(other, f"t.call.{call_id}")
