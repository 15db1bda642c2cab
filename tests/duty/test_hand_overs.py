"""A person, please: who is there, how soon, who speaks; and at night the truth."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from models.duty.hand_overs import (
    AskForPerson,
    EndHandOver,
    EndIdleHandOver,
    PassHandOverOn,
    SayInHandOver,
    TakeHandOver,
)
from models.duty.refusals import HandOverIsOver, HandOverTakenBy
from models.duty.tables import HandOver
from models.gate import run
from models.refusals import NotAllowed
from scheduler.handovers import HandOvers
from tests.duty.desk import NIGHT, Desk


def live(here: Desk) -> HandOver:
    return here.read(
        lambda work: work.session.scalars(select(HandOver).order_by(HandOver.id.desc())).first()  # type: ignore[return-value]  # there is one
    )


def test_who_is_on_duty_and_how_soon_and_words_go_both_ways_under_names(
    here: Desk, wang: int, li: int
) -> None:
    seen = here.says(wang, "找人说话")
    assert "值班李敏在班上，10 分钟里回您。" in seen
    assert "王姨找人说话" in here.hears(li)
    assert "您现在跟王姨说话" in here.taps(li, "我来回")
    assert "值班李敏来了，您直接打字就行。" in here.hears(wang)
    here.says(wang, "我闺女电话打不通")
    assert "王姨：我闺女电话打不通" in here.hears(li)
    here.says(li, "我这就帮您找")
    assert "值班李敏：我这就帮您找" in here.hears(wang)
    assert "说完了" in here.taps(li, "说完了")
    assert "跟值班李敏的话说完了" in here.hears(wang)
    assert "没看懂" in here.says(wang, "喂喂喂") or "您有什么事" in here.seen[wang][-1].text


def test_words_typed_before_anybody_came_are_read_by_who_comes(
    here: Desk, wang: int, li: int
) -> None:
    here.says(wang, "找人说话")
    assert "一接就看得见" in here.says(wang, "我想问问老年卡")
    here.hears(li)
    assert "王姨：我想问问老年卡" in here.taps(li, "我来回")


def test_words_that_ask_for_help_are_kept_and_help_is_one_tap_away(
    here: Desk, wang: int, li: int
) -> None:
    here.says(wang, "找人说话")
    said = here.says(wang, "水表箱子冻裂了，暖气不热")
    assert "来的人一接就看得见" in said
    assert "哪儿不热" in here.taps(wang, "暖气不热")
    here.hears(li)
    assert "水表箱子冻裂了" in here.taps(li, "我来回")


def test_of_two_who_tap_at_once_one_speaks(here: Desk, wang: int, li: int) -> None:
    second = here.staff("孙丽", "coordinator", "yangguang")
    here.says(wang, "找人说话")
    here.hears(second)
    here.does(li, TakeHandOver(live(here).id))
    with pytest.raises(HandOverTakenBy):
        here.does(second, TakeHandOver(live(here).id))
    assert "值班李敏已经在回了" in here.taps(second, "我来回")


def test_at_night_the_truth_and_it_is_answered_first_in_the_morning(
    here: Desk, wang: int, li: int
) -> None:
    here.clock.advance(NIGHT - here.clock.now())
    seen = here.says(wang, "找人说话")
    assert "值班的都下班了，明早 8 点才有人。" in seen
    assert "[打 120] [打 119] [打 110]" in seen
    assert "分钟里回您" not in seen
    assert here.hears(li) == "", "nobody is woken"
    assert here.run(HandOvers(), minutes=60) == 0
    here.clock.advance(hours=7, minutes=35)
    assert "王姨找人说话" in here.hears(li)
    assert here.run(HandOvers(), minutes=8) == 1
    assert "还没人回您" in here.hears(wang)


def test_no_to_consent_still_leaves_a_person(here: Desk, li: int) -> None:
    unknown = here.person("", None)
    seen = here.says(unknown, "找人说话")
    assert "值班李敏在班上" in seen
    assert "找人说话" in here.hears(li)


def test_nobody_answers_and_the_next_step_up_is_told_and_the_person_hears_it(
    here: Desk, wang: int, li: int
) -> None:
    street = here.staff("韩雪", "coordinator", "minghua")
    boss = here.staff("郑强", "admin", "huadian")
    here.says(wang, "找人说话")
    assert here.hears(street) == ""
    assert here.run(HandOvers(), minutes=10) == 1
    assert "找人说话" in here.hears(street)
    assert "我又往上找了。再等 10 分钟。" in here.hears(wang)
    assert here.run(HandOvers(), minutes=10) == 1
    assert "找人说话" in here.hears(boss)
    assert "找到市里了" in here.hears(wang)
    assert here.run(HandOvers(), minutes=60) == 0


def test_two_hours_of_silence_end_it_and_both_sides_are_told(
    here: Desk, wang: int, li: int
) -> None:
    here.says(wang, "找人说话")
    here.hears(li)
    here.taps(li, "我来回")
    here.hears(wang)
    assert here.run(HandOvers(), minutes=119) == 0
    assert here.run(HandOvers(), minutes=2) == 1
    assert "跟值班李敏的话说完了" in here.hears(wang)
    assert "跟王姨的话说完了" in here.hears(li)


def test_who_speaks_in_two_is_told_whom_the_words_went_to(here: Desk, wang: int, li: int) -> None:
    other = here.agreed("孟凡玉")
    for person in (wang, other):
        here.says(person, "找人说话")
        here.hears(li)
        here.taps(li, "我来回")
        here.clock.advance(minutes=1)
    assert "这句说给孟姨了" in here.says(li, "您好")
    assert "值班李敏：您好" in here.hears(other)


def test_asking_twice_is_asking_once(here: Desk, wang: int, li: int) -> None:
    here.says(wang, "找人说话")
    here.says(wang, "找人说话")
    assert here.told(li).count("HandOverWaiting") == 1


def test_who_may_do_what_in_a_hand_over(
    here: Desk, wang: int, li: int, zhou: int, elsewhere: int, stranger: int
) -> None:
    here.says(wang, "找人说话")
    hand_over_id = live(here).id
    for other in (wang, elsewhere, stranger):
        with pytest.raises(NotAllowed):
            here.does(other, TakeHandOver(hand_over_id))
    for other in (li, zhou, elsewhere, stranger):
        for command in (SayInHandOver(hand_over_id, "x"), EndHandOver(hand_over_id)):
            with pytest.raises(NotAllowed):
                here.does(other, command)
    for by_clock in (PassHandOverOn(hand_over_id), EndIdleHandOver(hand_over_id)):
        with pytest.raises(NotAllowed):
            here.does(li, by_clock)
    with pytest.raises(NotAllowed):
        here.write(lambda work: run(work, AskForPerson()))
    here.does(zhou, TakeHandOver(hand_over_id))
    here.does(zhou, SayInHandOver(hand_over_id, "您好"))
    here.does(wang, EndHandOver(hand_over_id))
    with pytest.raises(HandOverIsOver):
        here.does(zhou, SayInHandOver(hand_over_id, "喂"))


def test_nobody_else_reads_what_is_said(here: Desk, wang: int, li: int, elsewhere: int) -> None:
    here.says(wang, "找人说话")
    here.says(wang, "我想说点私事")
    here.does(li, TakeHandOver(live(here).id))
    assert "私事" not in here.pushes(elsewhere, f"t.talk.{live(here).id}")
