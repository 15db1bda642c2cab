"""The grid worker's talks: from a name to a case for somebody without a phone, a reason before a
child's record, somebody written down at the kitchen table, a colleague who stands in."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from models.family.tables import Act
from models.gate import AuditLine
from models.help.tables import Case
from models.outbox.tables import OutboxRow
from models.privacy.tables import AccessNote
from models.register.tables import Consent, Household, Person
from tests.areas.people.making import a_child, a_tutor, of_post
from tests.behalf.test_acting import without_phone
from tests.talks.world import World


def newest(town: World, table: Any, **which: object) -> object:
    found = select(table).filter_by(**which).order_by(table.id.desc())
    return town.look_up(lambda session: session.scalars(found).first())


async def test_from_a_name_to_a_case_for_him_who_has_no_phone(town: World) -> None:
    """于德海 is cold and cannot write. 周敏 finds him, asks for help for him, and hears the answer."""
    yu, zhou = without_phone(town, "yu"), town.person("zhoumin")
    await zhou.handset.tap("f.find")
    zhou.sees("找谁？")
    await zhou.says("德海").sees("是哪一位？", "于德海（于大爷），阳光社区 3 号楼").but_not("502")
    await zhou.taps(1).sees(
        "于德海（于大爷），阳光社区 3 号楼 2 单元 502", "没有家里人替办。", "家庭医生：阳光家庭医生团队，到",
        "眼下没有正办着的事。", "替本人办事", "家里人替办", "改资料", "走了或搬走",
    ).but_not("打电话")  # fmt: skip
    await zhou.taps("替本人办事").sees("给于大爷办什么？")
    await zhou.taps("要人帮忙").sees("给于德海办：", "哪样事？")
    for label in ("暖气不热", "哪儿都凉", "冻得慌"):
        await zhou.taps(label)
    await zhou.taps("对，叫人来").sees("给于德海办：", "收到了", "编号")

    case = newest(town, Case)
    assert isinstance(case, Case)
    assert case.asker_id == yu
    line = newest(town, AuditLine, command="OpenCase")
    assert isinstance(line, AuditLine)
    assert (line.person_id, line.whom_id) == (town.ids["zhoumin"], yu)
    act = newest(town, Act)
    assert isinstance(act, Act)
    assert (act.person_id, act.by_person) == (yu, town.ids["zhoumin"])

    await town.settle()
    zhao = town.person("zhao")
    await zhao.taps("我去")
    await zhao.taps(1)
    await town.settle()
    zhou.sees("给于德海办：", "找到人了")
    told = newest(town, OutboxRow, message="HelperFound")
    assert isinstance(told, OutboxRow)
    assert (told.person_id, told.whom_id) == (town.ids["zhoumin"], yu)


async def test_the_record_says_what_goes_on_and_leads_there(town: World) -> None:
    yu, zhou = without_phone(town, "yu"), town.person("zhoumin")
    await zhou.handset.tap(f"w.{yu}.f.help")
    for label in ("暖气不热", "哪儿都凉", "冻得慌", "对，叫人来"):
        await zhou.taps(label)
    zhou.new_words()
    await zhou.handset.tap(f"t.record.{yu}")
    zhou.sees("正办着：暖气不热。", "上回来往：17:38")
    await zhou.taps("看暖气不热").sees("暖气不热")


async def test_words_that_find_nobody_get_a_way_on(town: World) -> None:
    zhou = town.person("zhoumin")
    await zhou.handset.tap("f.find")
    await zhou.says("欧阳不在").sees("没找着“欧阳不在”")
    await zhou.says("阳光").sees("再打上几号楼")
    await zhou.says("阳光 3号楼").sees("是哪一位？")


async def test_a_child_is_read_after_a_reason_that_is_kept(town: World) -> None:
    await a_child(town)
    zhou = town.person("zhoumin")
    await zhou.handset.tap("f.find")
    await zhou.says("孟小雪")
    await zhou.taps(1).sees("写个缘由").but_not("监护人")
    await zhou.taps("别的缘由").sees("什么缘由")
    await zhou.says("学校打电话问家里有没有人").sees("能替办的：孟凡玉（监护人）")
    note = newest(town, AccessNote, what="record")
    assert isinstance(note, AccessNote)
    assert (note.person_id, note.by_person) == (town.ids["child"], town.ids["zhoumin"])
    assert note.why == "学校打电话问家里有没有人"


async def test_somebody_elsewhere_is_found_by_the_whole_phone_and_read_with_a_reason(
    town: World,
) -> None:
    han = town.person("hanxue")
    await han.handset.tap("f.find")
    await han.says("王桂兰").sees("没找着")
    await han.says("100 0000 0021").sees("王桂兰（王姨），不住您这儿").but_not("阳光")
    await han.taps(1).sees("写个缘由")
    await (
        han.taps("有急事找他")
        .sees("王桂兰（王姨），阳光社区 3 号楼 2 单元 401")
        .but_not("[1 替本人办事]")
    )


async def test_somebody_is_written_down_with_a_nod_and_a_witness(town: World) -> None:
    zhou = town.person("zhoumin")
    await zhou.handset.tap("f.register_resident")
    for words in ("于福来", "老于", "阳光", "3"):
        await zhou.says(words)
    await zhou.taps("2 单元")
    await zhou.says("601")
    await zhou.taps("男")
    await zhou.says("1946年7月1日")
    await zhou.taps("没有电话").sees("念给他听：我这儿记着您的名字", "他当面点头了吗？")
    await zhou.taps("点头了").sees("于福来，阳光社区 3 号楼 2 单元 601", "消息由您捎到")
    await zhou.taps("记下").sees("记下了")
    person = newest(town, Person, name="于福来")
    assert isinstance(person, Person)
    assert person.verified_by == town.ids["zhoumin"]
    agreed = newest(town, Consent, person_id=person.id)
    assert isinstance(agreed, Consent)
    assert (agreed.how, agreed.witness_id) == ("face_to_face", town.ids["zhoumin"])
    assert agreed.by_person == person.id
    await zhou.taps("看他这一页").sees("于福来（老于），阳光社区 3 号楼 2 单元 601")


async def test_without_a_nod_nothing_is_kept(town: World) -> None:
    zhou = town.person("zhoumin")
    homes = town.look_up(lambda session: len(session.scalars(select(Household.id)).all()))
    await zhou.handset.tap("f.register_resident")
    for words in ("于福来", "老于", "阳光", "3"):
        await zhou.says(words)
    await zhou.taps("2 单元")
    await zhou.says("601")
    await zhou.taps("男")
    await zhou.taps("不知道")
    await zhou.taps("没有电话")
    await zhou.taps("没点头")
    assert newest(town, Person, name="于福来") is None
    assert homes == town.look_up(lambda session: len(session.scalars(select(Household.id)).all()))


async def test_a_child_cannot_be_written_down_without_a_guardian(town: World) -> None:
    zhou = town.person("zhoumin")
    await zhou.handset.tap("f.register_resident")
    for words in ("于小宝", "小宝", "阳光", "3"):
        await zhou.says(words)
    await zhou.taps("2 单元")
    await zhou.says("601")
    await zhou.taps("男")
    await zhou.says("2018年7月1日")
    await zhou.taps("没有电话")
    await zhou.taps("点头了")
    await zhou.taps("记下").sees("得由监护人来登记", "哪年哪月哪日生的")


async def test_a_colleague_stands_in_and_sits_at_the_desk_until_the_last_day_is_over(
    town: World,
) -> None:
    zhou, li = town.person("zhoumin"), town.person("limin")
    await zhou.handset.tap("t.my_roles")
    await zhou.taps(1).sees("您是阳光社区一网格的网格员。", "找人替班")
    await zhou.taps("找人替班").sees("请哪位同事替？", "李敏，阳光社区，社区值班")
    await zhou.taps(next(label for label in zhou.buttons() if "李敏" in label))
    await zhou.says("明天").sees("替到哪天")
    await zhou.says("12月10日").sees("从12月9日到12月10日")
    await zhou.taps("对").sees("说好了")
    await town.settle()
    li.sees("12月9日到12月10日，您替周敏当阳光社区一网格的网格员。")
    await zhou.handset.tap(f"t.role.{of_post(town, 'zhoumin', 'grid_worker')}")
    zhou.sees("替班的：李敏（12月9日到12月10日）")


async def test_a_tutors_check_is_noted_by_the_desk_and_ends_by_itself(town: World) -> None:
    await a_tutor(town)
    li, sun = town.person("limin"), town.person("sun")
    await li.handset.tap("t.roles.0")
    await li.taps(next(label for label in li.buttons() if "没核查，不算数" in label))
    await li.taps("记背景核查").sees("哪天查的？")
    await li.says("12月1日")
    await li.says("12月20日").sees("12月1日查的，到12月20日有效")
    await li.taps("对").sees("记下了，到12月20日那天过完")
    await town.settle()
    sun.new_words()
    await town.wait(days=6)  # the night of the 14th: seven days are less than the thirty
    sun.sees("您的背景核查12月20日到期。")
    li.sees("孙姐（四点半课堂老师）的背景核查12月20日到期")
    await town.wait(days=7)
    sun.sees("您的背景核查12月20日到期了。", "带孩子的活先停")
    li.sees("从今天起不算数")
