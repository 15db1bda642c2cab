"""What people read and tap: a reminder and its three answers, the family's word, the doctor's list."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select, update

from models.care.tables import DueItem, PersonCondition
from models.privacy.tables import AccessNote
from tests.care.due import item_of, items_of, makes_due, today
from tests.talks.world import World
from tests.visits.clinic import AT_HOME, acts_for, opens, write

ILLNESSES = ("高血压", "糖尿病", "hypertension", "diabetes")
TIMES = ((10, 8, 0), (10, 9, 0), (11, 8, 0), (14, 8, 0))


async def _reminded(town: World, rule: str, days: int = 9) -> int:
    """王姨 hears in the morning of what is due in some days."""
    town.known("wang")
    wang = town.person("wang")
    await wang.looks()
    item = makes_due(town, "wang", rule, days)
    await town.settle()
    return item


async def test_a_reminder_says_what_by_when_and_no_illness(town: World) -> None:
    await _reminded(town, "hypertension")
    wang = town.person("wang")
    assert "跟大夫定好的那一回快到日子了，12月17日前来一回就行。" in wang.screen
    assert not [word for word in ILLNESSES if word in wang.screen]
    for label in ("约上", "做过了", "以后再说"):
        assert label in wang.screen


async def test_booking_begins_at_one_tap(town: World) -> None:
    opens(town)
    opens(town, AT_HOME, "home_visit")
    await _reminded(town, "hypertension")
    await town.person("wang").taps("约上").sees("最近三个空")


async def test_the_yearly_check_up_is_booked_in_three_taps(town: World) -> None:
    opens(town, TIMES, "checkup")
    await _reminded(town, "checkup65")
    wang = town.person("wang")
    await wang.taps("约上").sees("一年一回的体检，哪天来？").but_not("9:00")
    await wang.taps(1).sees("对，约上")
    await wang.taps("对，约上").sees("约好了", "身份证")
    assert wang.taps_made == 3
    item = item_of(town, "wang", "checkup65")
    assert item.state == "booked"
    assert item.booking_id is not None


async def test_done_already_is_not_asked_again(town: World) -> None:
    item = await _reminded(town, "checkup65")
    wang = town.person("wang")
    await wang.taps("做过了").sees("大夫核对一下就行")
    assert item_of(town, "wang", "checkup65").result == "said"
    await wang.handset.tap(f"t.care_book.{item + 500}")
    assert "不用再管" in wang.screen


async def test_later_is_a_week_later(town: World) -> None:
    await _reminded(town, "checkup65")
    wang = town.person("wang")
    await wang.taps("以后再说").sees("过几天再问您")
    ask_at = item_of(town, "wang", "checkup65").ask_at
    assert ask_at is not None
    assert ask_at.date() - town.wall.now().date() == timedelta(days=7)


async def test_a_daughter_with_copies_hears_that_there_is_something_and_not_what(
    town: World,
) -> None:
    acts_for(town, "lifang", "wang", "copies", "visits", kin="mother")
    opens(town)
    town.known("wang")
    town.known("lifang")
    daughter = town.person("lifang")
    await daughter.looks()
    makes_due(town, "wang", "hypertension", -4, rung=2, ask_at=town.wall.now())
    await town.settle()
    assert "有件事到日子了，还没动静" in daughter.screen
    assert not [word for word in (*ILLNESSES, "体检", "大夫") if word in daughter.screen]
    await daughter.taps("帮着约上").sees("最近三个空")


async def test_the_doctors_list_opens_one_and_notes_it(town: World) -> None:
    town.known("he")
    makes_due(town, "wang", "hypertension", -3, ask_at=None)
    doctor = town.person("he")
    await doctor.opens()
    await doctor.taps("到日子的").sees("过了日子的 1 位").but_not(*ILLNESSES)
    await doctor.taps("过了日子的 1 位").sees("12月5日").but_not(*ILLNESSES)
    await doctor.taps(1).sees("高血压随访，12月5日前", "还没做过")
    await doctor.taps("做了，还没稳住").sees("下一回12月22日前")
    due = [one for one in items_of(town, "wang", "hypertension") if one.state == "open"]
    assert [one.due_on for one in due] == [today(town) + timedelta(days=14)]
    notes = select(AccessNote.why).where(AccessNote.person_id == town.ids["wang"])
    assert town.look_up(lambda session: session.scalars(notes).all()) == ["看到日子的检查和随访"]


async def test_numbers_of_each_kind_are_without_a_name(town: World) -> None:
    town.known("he")
    makes_due(town, "wang", "hypertension", -3, ask_at=None)
    doctor = town.person("he")
    await doctor.opens()
    await doctor.taps("到日子的")
    await doctor.taps("每样多少").sees("高血压随访：过了日子 1 位").but_not("王")


async def test_an_illness_is_noted_and_ended(town: World) -> None:
    town.known("he")
    makes_due(town, "wang", "checkup65", -3, ask_at=None)
    doctor = town.person("he")
    await doctor.opens()
    await doctor.taps("到日子的")
    await doctor.taps("过了日子的 1 位")
    await doctor.taps(1)
    await doctor.taps("随访的病").sees("没有在随访的病")
    await doctor.taps("记一样病").sees("记哪样")
    await doctor.taps("高血压").sees("从哪天起")
    await doctor.says("下个下周").sees("没看懂")
    await doctor.taps("今天起").sees("记上了", "在随访：高血压")
    await doctor.taps("不再管高血压").sees("提醒也停")
    await doctor.taps("对，停了").sees("停了")
    until = select(PersonCondition.until).where(PersonCondition.person_id == town.ids["wang"])
    assert town.look_up(lambda session: session.scalars(until).all()) == [today(town)]


async def test_done_meanwhile_the_reminder_is_not_sent(town: World) -> None:
    town.known("wang")
    wang = town.person("wang")
    await wang.looks()
    item = makes_due(town, "wang", "checkup65", 20)
    await town.core.clock.tick()
    said = update(DueItem).where(DueItem.id == item).values(result="said")
    write(town, lambda session: session.execute(said))
    await town.settle()
    assert "体检" not in wang.screen
    kept = select(DueItem.rung).where(DueItem.id == item)
    assert town.look_up(lambda session: session.scalars(kept).one()) == 1
