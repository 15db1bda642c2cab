"""李敏 plans a lecture, 何大夫 calls a morning off, a tutor opens a room; 王姨 hears what became of hers."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial

import pytest
from sqlalchemy import insert, select
from sqlalchemy.orm import Session as Db

from models.bookings.commands import BookPlace, BookVisit
from models.bookings.tables import Booking, SignUp
from models.gate import Command, run
from models.programmes.commands import EndProgramme
from models.programmes.making import make_sessions
from models.programmes.moving import CancelSession, MoveSession
from models.programmes.queries import my_meetings
from models.programmes.refusals import SessionGone
from models.programmes.tables import Programme, Session
from models.register.tables import Role
from models.sample.programmes import load_programmes
from models.work import Actor, Work
from tests.furniture import huadian
from tests.programmes.calendar import CHRISTMAS, at, lecture
from tests.talks.phones import Person
from tests.talks.world import World

AFTER_CHRISTMAS = [date(2026, 12, day) for day in (26, 28, 29, 30, 31)]


def work_of(town: World, session: Db, who: str = "") -> Work:
    actor = Actor("person", town.ids[who], 0, "memory") if who else Actor("clock")
    return Work(session, town.wall.now(), huadian(), 1, actor, f"t{town.wall.now():%d%H%M%S}{who}")


def does(town: World, who: str, command: Command[int]) -> int:
    """Somebody elsewhere does it, in a transaction of their own."""
    return town.core.store.write_now(lambda session: run(work_of(town, session, who), command))


def books(town: World, who: str, session_id: int, command: type[BookPlace] = BookPlace) -> int:
    def job(session: Db) -> int:
        return run(work_of(town, session, who), command(session_id)).booking_id

    return town.core.store.write_now(job)


def filled(town: World) -> None:
    """What goes on in the sample town, with sessions until the middle of the month."""

    def job(session: Db) -> None:
        load_programmes(session, huadian(), 1, town.wall.now())
        make_sessions(work_of(town, session), date(2026, 12, 18))

    town.core.store.write_now(job)


def talk_of(town: World, **changes: object) -> int:
    """The one session of a lecture on Christmas Day."""
    programme = does(town, "limin", lecture(**changes))
    found = select(Session.id).where(Session.programme_id == programme)
    return town.core.store.read_now(lambda session: session.scalars(found).one())


def session_at(town: World, session_id: int) -> Session:
    return town.core.store.read_now(lambda session: session.get_one(Session, session_id))


def newest(town: World) -> Programme:
    found = select(Programme).order_by(Programme.id.desc()).limit(1)
    return town.core.store.read_now(lambda session: session.scalars(found).one())


def line(person: Person, *words: str) -> str:
    """The first button that has all these words."""
    return next(one for one in person.buttons() if all(word in one for word in words))


async def opens(person: Person, *words: str) -> str:
    """One day out of the list; what is said of it."""
    await person.handset.tap("t.plans.0")
    await person.taps(line(person, *words))
    return person.screen


def says_all(screen: str, *words: str) -> None:
    for word in words:
        assert word in screen, f"{word!r} is not in:\n{screen}"


# -- planning ------------------------------------------------------------------------------------------
async def test_a_lecture_is_planned_in_seven_answers(town: World) -> None:
    limin = town.person("limin")
    await limin.says("主页").sees("活动安排")
    await limin.taps("活动安排").sees("还没排什么")
    await limin.taps("排个新活动").sees("排哪样？", "[1 网上讲座] [2 讲座活动] [3 义诊]")
    await limin.taps("讲座活动").sees("叫什么名")
    await limin.says("冬天怎么穿 / Winter clothes").sees("办一回，还是每个星期都有？")
    await limin.taps("就一回").sees("哪天")
    await limin.says("12月25日").sees("几点开始")
    await limin.says("9点半").sees("在哪儿办")
    await limin.says("社区二楼活动室").sees(
        "您看对不对", "冬天怎么穿，12月25日 周五 9:30–11:00", "社区二楼活动室，60 个位子",
    )  # fmt: skip
    await limin.taps("对，就这么排").sees("排上了：冬天怎么穿，12月25日 周五 9:30")
    made = newest(town)
    assert (made.title_zh, made.title_en, made.room) == (
        "冬天怎么穿", "Winter clothes", "社区二楼活动室",
    )  # fmt: skip
    assert (made.rule, made.first, made.last) == ("", CHRISTMAS, CHRISTMAS)
    says_all(await opens(limin, "冬天怎么穿"), "来 0 人，一共 60 个位子", "在社区二楼活动室")


async def test_changing_how_long_asks_nothing_else_again(town: World) -> None:
    limin = town.person("limin")
    await limin.handset.tap("f.plan")
    for step in ("讲座活动", "就叫“讲座活动”", "就一回"):
        await limin.taps(step)
    for words in ("12月25日", "9点半", "二楼"):
        await limin.says(words)
    await limin.taps("改一改").sees("改哪样？")
    await limin.says("多长").sees("多长时间？", "1 个半钟头")
    await limin.taps("2 个钟头").sees("您看对不对", "9:30–11:30")
    await limin.taps("改一改")
    await limin.says("位子").sees("放几个位子")
    await limin.says("100").sees("二楼，100 个位子")
    await limin.taps("对，就这么排").sees("排上了：讲座活动")


async def test_an_online_talk_each_week_says_how_far_the_calendar_goes(town: World) -> None:
    limin = town.person("limin")
    await limin.handset.tap("f.plan")
    await limin.taps("网上讲座")
    await limin.taps("就叫“网上讲座”")
    await limin.taps("每个星期").sees("星期几")
    for step in ("周二", "周五"):
        await limin.taps(step)
    await limin.taps("选好了")
    await limin.says("晚上7点").sees("办到什么时候")
    await limin.taps("三个月").sees("链接发过来")
    await limin.says("去群里看").sees("这个不像链接")
    await limin.says("https://meeting.example/yangguang").sees(
        "网上讲座，每周二、周五 19:00–20:00，到2027年3月9日", "网上，500 个位子",
        "2027 年放假的日子还没公布，先排到 12 月 31 日",
    )  # fmt: skip
    await limin.taps("对，就这么排").sees("日子这就一天天排出来")
    made = newest(town)
    assert (made.rule, made.link) == (
        "FREQ=WEEKLY;BYDAY=TU,FR",
        "https://meeting.example/yangguang",
    )
    await town.settle()
    says_all(
        await opens(limin, "网上讲座"), "来 0 人，一共 500 个位子", "2027 年放假的日子还没公布"
    )


async def test_a_doctor_plans_for_their_team_alone(town: World) -> None:
    he = town.person("he")
    await he.says("主页").sees("活动安排")
    await he.taps("活动安排")
    await he.taps("排个新活动").sees("[1 看大夫] [2 请大夫上门] [3 一年一回的体检] [4 义诊]")
    await he.taps("看大夫").sees("周一到周五都有", "每个星期", "就一回")
    await he.taps("每个星期")
    await he.taps("周三")
    await he.taps("选好了")
    await he.says("9:00")
    await he.taps("一个月").sees("看大夫，每周三 9:00–9:30", "阳光卫生服务站，1 个位子")
    await he.taps("对，就这么排")
    made = newest(town)
    assert (made.team_id, made.place_id, made.leader_id) == (
        "doc_yangguang", "yangguang", town.ids["he"],
    )  # fmt: skip


async def test_a_tutor_opens_the_room_for_the_term(town: World) -> None:
    def hire(session: Db) -> None:
        row = {"person_id": town.ids["lifang"], "role": "tutor", "place_id": "yongji_shequ"}
        session.execute(insert(Role).values(**row, on_duty=True, since=town.wall.now()))

    town.core.store.write_now(hire)
    town.known("lifang")
    tutor = town.person("lifang")
    await tutor.says("主页").sees("活动安排")
    await tutor.taps("活动安排")
    await tutor.taps("排个新活动").sees("周一到周五都有", "每个星期").but_not("就一回")
    await tutor.taps("周一到周五都有")
    await tutor.taps("15:30").sees("到这学期完")
    await tutor.taps("到这学期完").sees("四点半课堂，每周一、周二、周三、周四、周五 15:30–17:00")
    await tutor.taps("对，就这么排").sees("排上了：四点半课堂")
    made = newest(town)
    assert (made.term_only, made.last) == (True, date(2027, 1, 15))
    assert made.leader_id == town.ids["lifang"]


async def test_a_room_that_is_taken_is_said_with_what_is_in_it(town: World) -> None:
    talk_of(town)
    limin = town.person("limin")
    await limin.handset.tap("f.plan")
    for step in ("讲座活动", "就叫“讲座活动”", "就一回"):
        await limin.taps(step)
    for words in ("12月25日", "10:00", "二楼活动室"):
        await limin.says(words)
    await limin.taps("对，就这么排").sees(
        "这间屋子12月25日 周五 9:30有“冬天怎么穿”，错不开", "几点开始",
    )  # fmt: skip
    await limin.says("下午3点").sees("您看对不对", "12月25日 周五 15:00")
    await limin.taps("对，就这么排").sees("排上了：讲座活动，12月25日 周五 15:00")


async def test_days_nobody_can_read_are_asked_again(town: World) -> None:
    limin = town.person("limin")
    await limin.handset.tap("f.plan")
    for step in ("讲座活动", "就叫“讲座活动”", "就一回"):
        await limin.taps(step)
    await limin.says("下个下周").sees("没找着带“下个下周”的", "哪天")
    await limin.says("12月7日").sees("没找着带“12月7日”的")
    await limin.says("今天").sees("几点开始")
    await limin.says("6:00")
    await limin.says("二楼")
    await limin.taps("对，就这么排").sees("那个时候已经过了", "几点开始")


async def test_residents_have_no_plans(town: World) -> None:
    town.known("wang")
    wang = town.person("wang")
    await wang.says("主页").but_not("活动安排")
    session = talk_of(town)
    tokens = ("t.plans.0", "t.all_plans.0", f"t.meeting.{session}", f"t.one_time.{session}")
    for token in (*tokens, f"t.move_session.{session}", f"t.end_programme.{session}"):
        await wang.handset.tap(token)
        wang.sees("您这儿没有这一件")
    await wang.handset.tap("f.plan")
    wang.sees("这一步您这儿办不了")


# -- changing ------------------------------------------------------------------------------------------
async def test_a_lecture_is_moved_and_who_booked_chooses(town: World) -> None:
    session = talk_of(town)
    books(town, "wang", session)
    town.known("wang")
    limin, wang = town.person("limin"), town.person("wang")
    says_all(await opens(limin, "冬天怎么穿，1 人"), "来 1 人，一共 60 个位子")
    await limin.taps("改个时间").sees("冬天怎么穿，改到哪天？")
    await limin.says("12月28日")
    await limin.taps("14:00").sees(
        "冬天怎么穿：12月25日 周五 9:30 改到 12月28日 周一 14:00", "报了名的 1 人会收到信儿",
    )  # fmt: skip
    await limin.taps("对，改").sees("改好了")
    await town.settle()
    wang.sees(
        "冬天怎么穿改时间了，改到12月28日 周一 14:00", "在二楼活动室",
        "[1 照旧来] [2 换一天] [3 不去了]",
    )  # fmt: skip
    await wang.taps("照旧来").sees("好，12月28日 周一 14:00见")


async def test_who_cannot_come_then_takes_another_day_or_none(town: World) -> None:
    filled(town)
    found = select(Session.id).join(Programme).where(Programme.kind == "online_talk")
    first, second = town.core.store.read_now(lambda s: s.scalars(found.order_by(Session.id)).all())
    for who in ("wang", "tong"):
        books(town, who, first)
        town.known(who)
    wang, tong = town.person("wang"), town.person("tong")
    admin = _admin(town)
    does(town, admin, MoveSession(first, at(date(2026, 12, 12), 19)))
    await town.settle()
    await wang.taps("换一天").sees("换哪天？", "12月18日 周五 19:00", "照旧来", "不去了")
    await wang.taps("12月18日 周五 19:00").sees("换好了：心“晴”阳光，12月18日 周五 19:00")
    await tong.taps("不去了").sees("好，不去了")
    taken = [session_at(town, one).taken for one in (first, second)]
    assert taken == [0, 1]


def _admin(town: World) -> str:
    found = select(Role.person_id).where(Role.role == "admin", Role.place_id == "huadian")
    town.ids["admin"] = (
        town.core.store.read_now(lambda session: session.scalars(found).first()) or 0
    )
    return "admin"


async def test_a_cancelled_day_offers_the_next_by_one_tap(town: World) -> None:
    """And what was said to the doctor goes with it."""
    filled(town)
    wednesday = select(Session.id).join(Programme).where(
        Programme.kind == "clinic_visit", Programme.team_id == "doc_yangguang",
        Session.begins_at == at(date(2026, 12, 9), 9),
    )  # fmt: skip
    session = town.core.store.read_now(lambda one: one.scalars(wednesday).one())
    booking = books(town, "wang", session, BookVisit)
    town.core.store.write_now(partial(_note, booking, "老寒腿又犯了"))
    town.known("wang")
    he, wang = town.person("he"), town.person("wang")
    says_all(
        await opens(he, "12/9 9:00"),
        "看大夫，12月9日 周三 9:00–11:30",
        "5 个时间，5 个位子，约出 1 个",
    )
    await he.taps("这一天都不办了").sees("真不办了？", "报了名的 1 人会收到信儿")
    await he.taps("对，停了").sees("停了。报了名的人这就收到信儿")
    await town.settle()
    wang.sees(
        "看大夫，12月9日 周三 9:00的这一回不办了", "最近的是12月9日 周三 14:00",
        "约12月9日 周三 14:00", "不用了",
    )  # fmt: skip
    await wang.taps("约12月9日 周三 14:00").sees("约上了，编号", "看大夫，12月9日 周三 14:00")
    notes = select(SignUp.note).join(Booking).where(Booking.state == "booked")
    assert town.look_up(lambda one: one.scalars(notes).all()) == ["老寒腿又犯了"]


def _note(booking_id: int, words: str, session: Db) -> None:
    booking = session.get_one(Booking, booking_id)
    session.get_one(SignUp, booking.sign_up_id).note = words


async def test_where_there_is_nothing_else_it_is_only_said(town: World) -> None:
    session = talk_of(town)
    books(town, "wang", session)
    town.known("wang")
    wang = town.person("wang")
    does(town, "limin", CancelSession(session))
    await town.settle()
    wang.sees("冬天怎么穿，12月25日 周五 9:30的这一回不办了", "[1 知道了]")
    await wang.taps("知道了").sees("好。")


async def test_a_place_given_up_meanwhile_is_told_of_nothing(town: World) -> None:
    session = talk_of(town)
    books(town, "wang", session)
    town.known("wang")
    wang = town.person("wang")
    does(town, "limin", MoveSession(session, at(date(2026, 12, 28), 14)))
    await town.core.clock.tick()
    does(town, "limin", MoveSession(session, at(date(2026, 12, 29), 14)))
    await town.settle()
    words = wang.new_words()
    assert "12月29日" in words
    assert "12月28日" not in words


async def test_cancelled_between_question_and_answer(town: World) -> None:
    session = talk_of(town)
    books(town, "wang", session)
    town.known("wang")
    wang, limin = town.person("wang"), town.person("limin")
    does(town, "limin", MoveSession(session, at(date(2026, 12, 28), 14)))
    await town.settle()
    await opens(limin, "冬天怎么穿")
    await limin.taps("改个时间")
    does(town, "limin", CancelSession(session))
    await wang.taps("照旧来").sees("这一回不办了")
    await limin.says("12月29日")
    assert session_at(town, session).state == "cancelled"


async def test_more_places_are_typed_and_too_few_are_not_taken(town: World) -> None:
    session = talk_of(town, places=2)
    for who in ("wang", "tong", "meng"):
        books(town, who, session)
    limin, meng = town.person("limin"), town.person("meng")
    town.known("meng")
    says_all(await opens(limin, "冬天怎么穿"), "来 2 人，一共 2 个位子，1 人排着号")
    await limin.taps("改位子数").sees("现在 2 个位子，给出去 2 个")
    await limin.says("好几个").sees("打个数就行")
    await limin.says("1").sees("2 号都给出去了，位子不能比这少", "一共放几个")
    await limin.says("-1").sees("2 号都给出去了")
    await limin.says("3").sees("好，一共 3 个位子")
    assert session_at(town, session).taken == 3
    await town.settle()
    assert meng.new_words()


async def test_one_more_day_of_it(town: World) -> None:
    filled(town)
    limin = town.person("limin")
    await limin.handset.tap("t.plans.0")
    limin.sees("还没排什么")
    await limin.taps("大夫和课堂的也看").sees("四点半课堂", "看大夫", "往下看")
    await limin.taps(line(limin, "四点半课堂"))
    await limin.taps("加一回").sees("四点半课堂，哪天加一回？")
    await limin.says("12月12日")
    await limin.taps("15:30").sees("四点半课堂，加一回：12月12日 周六 15:30")
    await limin.taps("对，加一回").sees("加上了：四点半课堂，12月12日 周六 15:30")


async def test_one_time_of_a_morning_moves_alone(town: World) -> None:
    filled(town)
    he = town.person("he")
    await opens(he, "12/10 9:00")
    await he.taps("一个一个看").sees("看大夫，12月10日 周四，哪个时间？", "9:00，约出 0 个")
    await he.taps("往下看")
    await he.taps(line(he, "11:00")).sees("看大夫，12月10日 周四 11:00–11:30")
    await he.taps("改个时间")
    await he.says("12月10日")
    await he.says("11:30").sees(
        "看大夫：12月10日 周四 11:00 改到 12月10日 周四 11:30", "还没有人报名"
    )
    await he.taps("对，改").sees("改好了")
    says_all(await opens(he, "12/10 9:00"), "9:00–12:00")


async def test_all_of_it_comes_to_an_end(town: World) -> None:
    filled(town)
    found = select(Session.id).join(Programme).where(Programme.team_id == "doc_yangguang")
    checkup = found.where(Programme.kind == "checkup").order_by(Session.id)
    session = town.core.store.read_now(lambda one: one.scalars(checkup).first())
    assert session is not None
    he = town.person("he")
    await he.handset.tap(f"t.end_programme.{session}")
    he.sees("一年一回的体检往后都不办了？还有 4 回，约出 0 个位子")
    await he.taps("照旧办")
    assert session_at(town, session).state == "planned"
    await he.handset.tap(f"t.end_programme.{session}")
    await he.taps("对，停了").sees("往后都停了")
    assert session_at(town, session).state == "cancelled"
    programme = session_at(town, session).programme_id
    with pytest.raises(SessionGone):
        does(town, "he", EndProgramme(programme))


async def test_the_town_s_own_people_hear_of_a_year_without_holidays(town: World) -> None:
    filled(town)
    limin = town.person("limin")
    await limin.handset.tap("t.all_plans.0")
    await limin.taps(line(limin, "四点半课堂")).sees(
        "2027 年放假的日子还没公布，先排到 12 月 31 日"
    )


async def test_the_list_goes_on_to_the_very_end(town: World) -> None:
    """More than a list of two months used to be looked through: 500 times of one programme, then one."""
    first = talk_of(town)
    programme = session_at(town, first).programme_id
    begins = at(CHRISTMAS, 13)

    def job(session: Db) -> None:
        rows = [
            {
                "programme_id": programme, "places": 1,
                "begins_at": begins + timedelta(minutes=number),
                "ends_at": begins + timedelta(minutes=number + 1),
            }
            for number in range(500)
        ]  # fmt: skip
        session.execute(insert(Session), rows)

    town.core.store.write_now(job)
    later = [talk_of(town, first=day, last=day, room=f"{day.day}") for day in AFTER_CHRISTMAS]

    def pages(work: Work) -> list[int]:
        seen: list[int] = []
        since = 0
        while found := my_meetings(work, since=since, most=4):
            seen += [one.session_id for one in found[:3]]
            if len(found) < 4:
                return seen
            since = found[3].session_id
        return seen

    shown = town.core.store.read_now(lambda session: pages(work_of(town, session, "limin")))
    assert shown == [first, *later]


async def test_the_list_goes_on_where_it_stopped(town: World) -> None:
    for day in (CHRISTMAS, *AFTER_CHRISTMAS):
        talk_of(town, first=day, last=day, room=f"{day.day}")
    limin = town.person("limin")
    await limin.handset.tap("t.plans.0")
    limin.sees("12/25", "12/29", "往下看")
    await limin.taps("往下看").sees("12/30", "12/31").but_not("12/29", "往下看")
