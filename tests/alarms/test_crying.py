"""Talk A, the emergency branch: what the one in danger and the staff see, tap by tap."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier

import pytest
from sqlalchemy import select

from models.alarms.commands import (
    AcknowledgeAlarm,
    CallHelpersNow,
    EndAlarm,
    EscalateAlarm,
    IAmSafe,
    PressedByMistake,
    RaiseAlarm,
    SayForWhom,
)
from models.alarms.refusals import AlarmAnswered, AlarmIsOver
from models.alarms.tables import Alarm
from models.gate import Command, run
from models.refusals import NotAllowed
from scheduler.alarms import Alarms
from tests.duty.desk import NIGHT, Desk

SMOKE = "屋里有烟"
LONG = "早上起来头晕恶心，隔壁做饭的时候屋里有烟，窗户开了还是不散"


def alarm(here: Desk) -> Alarm:
    return here.read(
        lambda work: work.session.scalars(select(Alarm).order_by(Alarm.id.desc())).first()
    )  # type: ignore[return-value]  # there is one


def test_a_cry_shows_the_numbers_at_once_and_says_who_was_told(
    here: Desk, wang: int, li: int, zhou: int
) -> None:
    seen = here.says(wang, SMOKE)
    assert seen.startswith("人先出来，到楼道里。马上打 120。")
    assert "[打 120] [打 119]" in seen
    assert "我已经告诉社区值班和网格员周敏了。" in seen
    assert "[点错了，没事]" in seen
    first = here.seen[wang][0]
    assert first.urgent
    assert len(first.lines) <= 4
    heard = here.hears(li)
    assert "急：" in heard
    assert "3 号楼" in heard or "1 号楼" in heard
    assert SMOKE in heard
    assert here.hears(zhou)


def test_the_person_hears_who_is_phoning_and_words_go_between_the_two(
    here: Desk, wang: int, li: int, zhou: int
) -> None:
    here.says(wang, SMOKE)
    here.hears(li)
    here.hears(zhou)
    assert "归您了" in here.taps(li, "我来管")
    assert "值班李敏正给您打电话，接一下。" in here.hears(wang)
    assert "值班李敏接了" in here.hears(zhou)
    here.says(wang, "我在楼道里")
    assert "王姨：我在楼道里" in here.hears(li)
    here.says(li, "别回去拿东西")
    assert "值班李敏：别回去拿东西" in here.hears(wang)
    assert "过去了" in here.taps(li, "这回过去了")
    assert "值班李敏说这回过去了" in here.hears(wang)


def test_pressed_by_mistake_is_no_trouble_and_the_staff_hear_that_it_is_over(
    here: Desk, wang: int, li: int
) -> None:
    here.says(wang, "救命")
    here.hears(li)
    assert "没事就好" in here.taps(wang, "点错了，没事")
    assert "是点错了" in here.hears(li)
    assert alarm(here).state == "mistaken"
    assert "已经过去了" in here.taps(li, "我来管")


def test_typing_that_it_was_a_mistake_is_as_good_as_the_tap(here: Desk, wang: int, li: int) -> None:
    here.says(wang, "救命")
    assert "没事就好" in here.says(wang, "点错了")


def test_words_inside_a_longer_text_are_asked_about_first(here: Desk, wang: int, li: int) -> None:
    seen = here.says(wang, LONG)
    assert "[打 120]" in seen
    assert "60 秒" in seen
    assert "[现在就叫人] [我没事]" in seen
    assert here.hears(li) == ""
    assert "我已经告诉" in here.taps(wang, "现在就叫人")
    assert "急：" in here.hears(li)


def test_a_minute_without_a_tap_raises_the_alarm(here: Desk, wang: int, li: int) -> None:
    here.says(wang, LONG)
    assert here.run(Alarms(), minutes=0.9) == 0
    assert here.hears(li) == ""
    assert here.run(Alarms(), minutes=0.2) == 1
    assert "急：" in here.hears(li)
    assert "我已经告诉社区值班了。" in here.hears(wang)


def test_i_am_safe_within_the_minute_and_nobody_is_called(here: Desk, wang: int, li: int) -> None:
    here.says(wang, LONG)
    assert "那就好" in here.taps(wang, "我没事")
    assert here.run(Alarms(), minutes=5) == 0
    assert here.hears(li) == ""


def test_nobody_answers_in_three_minutes_and_it_goes_one_step_up(
    here: Desk, wang: int, li: int
) -> None:
    sun = here.staff("孙丽", "coordinator", "aihua")
    boss = here.staff("郑强", "admin", "huadian")
    here.says(wang, SMOKE)
    assert here.hears(sun) == here.hears(boss) == ""
    here.run(Alarms(), minutes=3)
    assert "还没有人接" in here.hears(sun)
    assert here.hears(boss) == ""
    assert "又往上多找了" in here.hears(wang)
    here.run(Alarms(), minutes=3)
    assert here.hears(boss)
    here.hears(sun)
    here.run(Alarms(), minutes=3)
    assert here.hears(boss), "it repeats until somebody answers"
    here.does(sun, AcknowledgeAlarm(alarm(here).id))
    assert here.run(Alarms(), minutes=30) == 0


def test_a_tick_that_comes_twice_takes_one_step(here: Desk, wang: int, li: int) -> None:
    here.says(wang, SMOKE)
    here.run(Alarms(), minutes=3)
    assert here.run(Alarms()) == 0
    assert alarm(here).level == 1


def test_two_phrases_are_one_alarm(here: Desk, wang: int, li: int) -> None:
    here.says(wang, LONG)
    here.says(wang, "救命")
    alarms = here.read(lambda work: work.session.scalars(select(Alarm)).all())
    assert len(alarms) == 1
    assert alarms[0].state == "raised"
    assert "救命" in (alarms[0].words or "")


def test_at_night_it_is_loud_and_nobody_is_said_to_sit_at_the_desk(here: Desk, wang: int) -> None:
    li = here.staff("李敏", "coordinator", "yangguang", on_duty=False)
    here.clock.advance(NIGHT - here.clock.now())
    seen = here.says(wang, "救命")
    assert "这会儿没人值班" in seen
    assert "我已经告诉" not in seen
    assert "急：" in here.hears(li)


def test_with_nobody_to_tell_the_truth_is_said(here: Desk, wang: int) -> None:
    assert "千万先打电话" in here.says(wang, "救命")


def test_somebody_unknown_may_cry_without_consent_or_address(here: Desk, li: int) -> None:
    unknown = here.person("", None)
    boss = here.staff("郑强", "admin", "huadian")
    assert "[打 120]" in here.says(unknown, "救命")
    assert "住址还不知道" in here.hears(li)
    assert here.hears(boss)
    here.taps(li, "我来管")
    assert "值班李敏接着了" in here.hears(unknown) or "正给您打电话" in here.seen[unknown][-1].text


def test_for_whom_is_asked_after_the_alarm(here: Desk, wang: int, li: int) -> None:
    assert "是谁有事？" in here.says(wang, SMOKE)
    here.hears(li)
    assert "人在哪儿" in here.taps(wang, "邻居")
    assert "告诉他们了" in here.says(wang, "对门 402")
    assert "邻居 对门 402" in here.hears(li)


def test_an_open_question_keeps_its_answers_through_an_alarm(
    here: Desk, wang: int, li: int
) -> None:
    here.says(wang, "要人帮忙")
    here.says(wang, "暖气不热")
    here.says(wang, "救命")
    seen = here.taps(wang, "点错了，没事")
    assert "哪儿不热" in seen or "哪儿不热" in here.says(wang, "哪儿都凉")


def test_two_coordinators_acknowledge_and_one_has_it(here: Desk, wang: int, li: int) -> None:
    second = here.staff("孙丽", "coordinator", "yangguang")
    alarm_id = here.does(wang, RaiseAlarm("any", "救命", exact=True))
    here.does(li, AcknowledgeAlarm(alarm_id))
    with pytest.raises(AlarmAnswered) as caught:
        here.does(second, AcknowledgeAlarm(alarm_id))
    assert caught.value.by_person == li
    here.hears(second)
    assert "值班李敏已经接了" in here.pushes(second, f"t.ack.{alarm_id}")


def test_many_acknowledge_at_the_same_instant_and_one_has_it(here: Desk, wang: int) -> None:
    desk = [here.staff(f"值{n}", "coordinator", "yangguang") for n in range(6)]
    alarm_id = here.does(wang, RaiseAlarm("any", "救命", exact=True))
    gate = Barrier(len(desk))

    def answer(person_id: int) -> bool:
        gate.wait()
        try:
            here.does(person_id, AcknowledgeAlarm(alarm_id))
        except AlarmAnswered:
            return False
        return True

    with ThreadPoolExecutor(len(desk)) as pool:
        assert sum(pool.map(answer, desk)) == 1
    assert alarm(here).acknowledged_by in desk


def test_who_may_do_what_with_an_alarm(
    here: Desk, wang: int, li: int, zhou: int, elsewhere: int, stranger: int
) -> None:
    alarm_id = here.does(wang, RaiseAlarm("any", "救命", exact=True))
    own = (CallHelpersNow(alarm_id), IAmSafe(alarm_id), PressedByMistake(alarm_id),
           SayForWhom(alarm_id, "self"))  # fmt: skip
    answers = (AcknowledgeAlarm(alarm_id), EndAlarm(alarm_id))
    everything: list[Command[int]] = [*own, *answers]
    for command in own:
        for other in (li, zhou, elsewhere, stranger):
            with pytest.raises(NotAllowed):
                here.does(other, command)
    for answer in answers:
        for other in (wang, elsewhere, stranger):
            with pytest.raises(NotAllowed):
                here.does(other, answer)
    with pytest.raises(NotAllowed):
        here.does(li, EscalateAlarm(alarm_id))
    for any_of_them in everything:
        with pytest.raises(NotAllowed):
            here.write(partial(run, command=any_of_them))
    here.does(zhou, AcknowledgeAlarm(alarm_id))
    here.does(zhou, EndAlarm(alarm_id))
    with pytest.raises(AlarmIsOver):
        here.does(zhou, EndAlarm(alarm_id))


def test_an_alarm_elsewhere_is_not_shown(here: Desk, wang: int, li: int, elsewhere: int) -> None:
    alarm_id = here.does(wang, RaiseAlarm("any", "救命", exact=True))
    assert "王桂兰" not in here.pushes(elsewhere, f"t.alarm.{alarm_id}")
    assert "王桂兰" in here.pushes(li, f"t.alarm.{alarm_id}")
