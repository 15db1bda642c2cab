"""何大夫's list of the day: who comes, what for once it is opened, ticked off, corrected, put off."""

from __future__ import annotations

from sqlalchemy import select

from models.bookings.tables import AttendanceNote, Booking
from models.care.tables import DueItem
from models.outbox.tables import OutboxRow
from models.privacy.tables import AccessNote
from tests.talks.phones import Person
from tests.talks.world import World
from tests.visits.clinic import (
    acts_for,
    bookings,
    count,
    followed_up,
    has_no_phone,
    lets_keep,
    opens,
    read,
)
from tests.visits.test_talks import at_home, goes_through


async def booked(town: World, *, what: str = "腿脚疼") -> Person:
    """王姨 has the first time of Thursday, by her daughter; the doctor's phone on that morning."""
    opens(town)
    acts_for(town, "lifang", "wang", "visits", kin="mother")
    lets_keep(town, "wang")
    lifang, he = await at_home(town, "lifang", "he")
    await goes_through(lifang, "约大夫", 1, 1, what, "她自己能走", "对，约上")
    await town.wait(hours=13, minutes=38)  # Thursday 8:58
    await he.says("主页").sees("[1 今天的约]")
    lifang.new_words()
    return he


async def test_the_list_says_who_and_when_and_the_note_only_once_it_is_opened(town: World) -> None:
    he = await booked(town)
    await he.taps("今天的约").sees("今天 1 位", "[1 9:00 王桂兰]").but_not("腿")
    assert count(town, select(AccessNote.id)) == 0
    await he.taps(1).sees("12月10日 周四 9:00，王桂兰", "3 号楼 2 单元 401", "说的是：腿脚疼")
    note = read(town, select(AccessNote))
    assert (note.person_id, note.by_person) == (town.ids["wang"], town.ids["he"])
    assert (note.what, note.role) == ("visit", "doctor")
    await he.taps("回今天的约")
    await he.taps(1)
    assert count(town, select(AccessNote.id)) == 1


async def test_nobody_but_the_doctors_of_the_team_opens_it(town: World) -> None:
    await booked(town)
    booking = read(town, select(Booking.id))
    for alias in ("wang", "lifang", "zhoumin", "limin", "hanxue"):
        (person,) = await at_home(town, alias)
        for token in (
            f"t.visit_open.{booking}",
            f"t.visit_mark.{booking}.arrived",
            "t.visits_today.0",
        ):
            await person.handset.tap(token)
            assert "腿脚疼" not in person.new_words()
    assert count(town, select(AccessNote.id)) == 0
    assert read(town, select(Booking.attended)) == ""


async def test_came_seen_and_a_slip_of_the_finger(town: World) -> None:
    he, lifang = await booked(town), town.person("lifang")
    await goes_through(he, "今天的约", 1)
    await he.taps("到了").sees("记下了，到了。", "9:00 王桂兰，到了")
    lifang.sees("妈妈到服务站了。")
    await he.taps(1)
    await he.taps("点错了").sees("好，刚才那下不算。")
    assert read(town, select(Booking.attended)) == ""
    await he.taps(1)
    await he.taps("看完了").sees("记下了，看完了。")
    lifang.sees("看完了。大夫怎么说，请问妈妈，或打服务站 0432-000-0052，我这儿不记病情。")
    row = read(town, select(Booking))
    assert (row.attended, row.came_at is None, row.left_at is None) == ("present", False, False)
    marks = town.core.store.read_now(
        lambda session: [(note.was, note.now) for note in session.scalars(select(AttendanceNote))]
    )
    assert marks == [("open", "arrived"), ("arrived", "open"), ("open", "done")]


async def test_she_did_not_come_and_nobody_is_told_off(town: World) -> None:
    he, lifang = await booked(town), town.person("lifang")
    await goes_through(he, "今天的约", 1)
    await he.taps("没来").sees("记下了，没来。", "9:00 王桂兰，没来")
    assert read(town, select(Booking.attended)) == "absent"
    lifang.sees_nothing()


async def test_whose_agreement_ended_hears_nothing_of_the_visit(town: World) -> None:
    he, lifang = await booked(town), town.person("lifang")
    wang = town.person("wang")
    town.known("wang")
    await wang.says("不用她办了")
    lifang.new_words()
    await goes_through(he, "今天的约", 1, "到了")
    await town.settle()
    assert "服务站" not in lifang.new_words()


async def test_the_doctor_puts_it_off_and_the_patient_hears_of_it(town: World) -> None:
    he = await booked(town)
    (wang,) = await at_home(town, "wang")
    wang.new_words()
    await goes_through(he, "今天的约", 1)
    await he.taps("改期").sees("给王桂兰办：", "最近")
    await he.taps("明天 周五 14:00")
    await he.taps("对，改").sees("改好了")
    wang.sees("给您改了看大夫的时间：何大夫，明天（周五）下午 2 点")
    assert len(bookings(town, "wang")) == 1


async def test_only_on_the_day_itself(town: World) -> None:
    he = await booked(town)
    await goes_through(he, "今天的约", 1)
    await town.wait(hours=24)
    await he.taps("到了").sees("这一位约的是12月10日 周四 9:00，当天才能记。")
    assert read(town, select(Booking.attended)) == ""


async def test_a_visit_booked_by_a_worker_tells_no_worker(town: World) -> None:
    opens(town)
    has_no_phone(town, "yu")
    zhou, he = await at_home(town, "zhoumin", "he")
    await zhou.handset.tap(f"w.{town.ids['yu']}.f.visit")
    await goes_through(zhou, 1, "见了大夫再说", "有人陪", "对，约上")
    await town.wait(hours=13, minutes=38)
    await he.says("主页")
    await goes_through(he, "今天的约", 1, "到了")
    assert count(town, select(OutboxRow.id).where(OutboxRow.message == "VisitMark")) == 0


async def test_a_follow_up_that_was_due_is_done_by_the_visit_and_the_doctor_says_how_it_was(
    town: World,
) -> None:
    he = await booked(town)
    followed_up(town, "wang")
    await goes_through(he, "今天的约", 1)
    await he.taps("看完了").sees("记下了，看完了。", "稳住了没有？")
    item = read(town, select(DueItem).where(DueItem.state == "done"))
    assert item.person_id == town.ids["wang"]
    await he.taps("还没稳住").sees("记上了。下一回")
    done = read(town, select(DueItem.result).where(DueItem.id == item.id))
    assert done == "uncontrolled"
