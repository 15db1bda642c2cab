"""Not coming after all: free up to a last moment, later it counts, and that is said before the tap."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select

from models.bookings.tables import AttendanceNote, Booking
from models.programmes.tables import Session
from tests.talks.world import World
from tests.visits.clinic import AT_HOME, bookings, lets_keep, opens, read
from tests.visits.test_talks import at_home, goes_through


def booking(town: World) -> Booking:
    found = read(town, select(Booking).order_by(Booking.id.desc()))
    assert isinstance(found, Booking)
    return found


async def until(town: World, moment: datetime) -> None:
    left = moment - town.wall.now()
    await town.wait(seconds=left.total_seconds())


def begins(town: World, session_id: int) -> datetime:
    return read(town, select(Session.begins_at).where(Session.id == session_id))  # type: ignore[no-any-return]


async def test_an_hour_before_to_the_minute_it_is_free(town: World) -> None:
    times = opens(town)
    lets_keep(town, "wang")
    (wang,) = await at_home(town, "wang")
    await goes_through(wang, "约大夫", 1, "腿脚疼", "有人陪", "对，约上")
    await until(town, begins(town, times[0]) - timedelta(hours=1))
    await wang.handset.tap(f"t.visit_off.{booking(town).id}")
    wang.sees("真不去了？")
    assert "离开始" not in wang.screen
    await wang.taps("不去了").sees("好，退了，这个空让给别人。").but_not("谢谢")
    assert (booking(town).state, booking(town).attended) == ("cancelled", "")
    assert read(town, select(AttendanceNote.id)) is None


async def test_later_it_counts_and_she_is_told_before_and_thanked(town: World) -> None:
    times = opens(town)
    lets_keep(town, "wang")
    wang, he = await at_home(town, "wang", "he")
    await goes_through(wang, "约大夫", 1, "腿脚疼", "有人陪", "对，约上")
    await until(town, begins(town, times[0]) - timedelta(minutes=59, seconds=59))
    await wang.handset.tap(f"t.visit_off.{booking(town).id}")
    wang.sees("离开始不到 1 小时了，这个空怕来不及给别人。还是不去吗？", "[1 不去了] [2 还是去]")
    await wang.taps("还是去")
    assert bookings(town, "wang") == times[:1]
    await wang.handset.tap(f"t.visit_off.{booking(town).id}")
    await wang.taps("不去了").sees("谢谢您说一声")
    late = booking(town)
    assert (late.state, late.attended, late.place) == ("cancelled", "late", None)
    assert read(town, select(Session.taken).where(Session.id == times[0])) == 0
    assert read(town, select(AttendanceNote.now)) == "late"
    await he.opens()
    await he.taps("今天的约").sees("今天 0 位", "9:00 王桂兰，来不了，说晚了")


async def test_what_became_late_while_she_looked_is_said_first(town: World) -> None:
    times = opens(town)
    lets_keep(town, "wang")
    (wang,) = await at_home(town, "wang")
    await goes_through(wang, "约大夫", 1, "腿脚疼", "有人陪", "对，约上")
    await until(town, begins(town, times[0]) - timedelta(hours=1, minutes=1))
    await wang.handset.tap(f"t.visit_off.{booking(town).id}")
    wang.sees("真不去了？")
    await town.wait(minutes=2)
    await wang.taps("不去了").sees("离开始不到 1 小时了")
    assert bookings(town, "wang") == times[:1]
    await wang.taps("不去了").sees("谢谢您说一声")
    assert booking(town).attended == "late"


async def test_of_a_visit_at_home_the_doctor_may_be_on_the_way(town: World) -> None:
    (friday, _later) = opens(town, AT_HOME, "home_visit")
    lets_keep(town, "wang")
    (wang,) = await at_home(town, "wang")
    await goes_through(wang, "约大夫", "请大夫上门", 1, "腿脚疼", "对，约上")
    await until(town, begins(town, friday) - timedelta(minutes=119))
    await wang.handset.tap("g.menu")
    await wang.taps("约大夫").sees("已经约着何大夫")
    await wang.taps("不去了").sees("离开始不到 2 小时了，大夫可能已经出门。还是不来吗？")
    await wang.taps("不去了").sees("谢谢您说一声")
    assert booking(town).attended == "late"
