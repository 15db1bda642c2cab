"""Talk E before it begins: the children are registered, and looked after by more than one."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select, update

from models.family.tables import Guardian
from models.register.tables import Consent, Person
from tests.family.test_talk_b import code_of, first, goes_through
from tests.talks.phones import Person as Someone
from tests.talks.world import World

HAO = "马浩"


async def at_the_children(town: World) -> Someone:
    town.known("ma")
    ma = town.person("ma")
    await ma.opens()
    await ma.handset.tap("t.family")
    await ma.taps("孩子").sees("还没有登记孩子")
    return ma


async def registers(town: World) -> Someone:
    ma = await at_the_children(town)
    await ma.taps("登记孩子").sees("孩子大名叫什么？")
    await ma.says("马浩").sees("小名叫什么？")
    await ma.says("浩浩").sees("男孩还是女孩？")
    await ma.taps("男孩").sees("哪天生的？")
    await ma.says("2017年5月3日").sees("上几年级？")
    await ma.says("三年级").sees("在哪个学校？")
    await ma.says("永吉小学").sees("您是孩子的什么人？", "妈妈", "爸爸", "姥姥")
    await ma.taps("妈妈").sees(
        "孩子不满 14 岁，这一条要您单独点头：", "只记孩子的小名、年级、谁来接", "您哪天想收回都行。",
        "同意", "不同意", "看全文",
    )  # fmt: skip
    await ma.taps("看全文").sees("监护人单独点头")
    await ma.taps("同意").sees(
        "您看对不对", "马浩，2017年5月3日，三年级", "永吉小学，您是孩子的妈妈"
    )
    await ma.taps("对，记下").sees("记下了，浩浩的事")
    return ma


async def test_a_mother_registers_her_child_and_agrees_separately(town: World) -> None:
    ma = await registers(town)
    child = first(town, select(Person).where(Person.name == HAO))
    assert isinstance(child, Person)
    assert (child.called, child.guardian_id) == ("浩浩", town.ids["ma"])
    row = first(town, select(Consent).where(Consent.person_id == child.id))
    assert isinstance(row, Consent)
    assert (row.purpose, row.by_person, row.agreed) == ("child", town.ids["ma"], True)
    await ma.handset.tap("t.family")
    await goes_through(ma, "孩子")
    await ma.taps("浩浩").sees("浩浩，三年级，永吉小学。", "照看的人：我自己。")


async def test_without_her_agreement_nothing_is_kept(town: World) -> None:
    ma = await at_the_children(town)
    await ma.taps("登记孩子")
    await ma.says("马浩")
    await goes_through(ma, "没有小名", "不说")
    await ma.says("2010年5月3日")
    await goes_through(ma, "往下看", "六年级", "先不写")
    await ma.taps("妈妈").sees("孩子的信息，要您单独点头")
    await ma.taps("不同意")
    assert first(town, select(Person).where(Person.name == HAO)) is None
    mine = Consent.by_person == town.ids["ma"]
    assert first(town, select(Consent).where(Consent.purpose == "child", mine)) is None


async def test_impossible_birthdays_are_asked_again(town: World) -> None:
    ma = await at_the_children(town)
    await ma.taps("登记孩子")
    await ma.says("马浩")
    await goes_through(ma, "没有小名", "男孩")
    await ma.says("春天").sees("没看明白")
    await ma.says("2027年1月1日").sees("在今天以后")
    await ma.says("2001年1月1日").sees("满 18 岁就是大人了")
    await ma.says("2019-1-1").sees("上几年级？")


async def test_school_and_grade_are_changed(town: World) -> None:
    ma = await registers(town)
    await ma.handset.tap("t.family")
    await goes_through(ma, "孩子", "浩浩", "换学校、年级", "四年级")
    await ma.says("实验小学").sees("改好了：浩浩，四年级。", "9 月自己往上长")


async def looked_after_by_both(town: World) -> tuple[Someone, Someone]:
    ma = await registers(town)
    await ma.handset.tap("t.family")
    await goes_through(ma, "孩子", "浩浩")
    await ma.taps("加一个照看的人").sees("扫这个码", "我再问您一遍")
    father = town.stranger()
    await father.opens(code_of(ma)).sees("您是孩子的什么人？").but_not("浩", "马")
    await father.taps("爸爸").sees("行不行？")
    await father.taps("行").sees("您叫什么名字？")
    await father.says("马国栋").sees("问过了")
    await town.settle()
    ma.sees("马国栋想跟您一起照看浩浩，说是孩子的爸爸。", "是您给看的码")
    return ma, father


async def test_the_father_looks_after_him_too(town: World) -> None:
    ma, father = await looked_after_by_both(town)
    await ma.taps("对，加上").sees("加上了，爸爸马国栋也能替浩浩办事了。")
    await town.settle()
    father.sees("加上了，浩浩的事您也能办了。")
    await father.handset.tap("t.family")
    await goes_through(father, "孩子")


async def test_somebody_she_does_not_know_is_not_added(town: World) -> None:
    ma, _father = await looked_after_by_both(town)
    await ma.taps("不认识").sees("好，没加")
    assert len(all_guardians(town)) == 1


async def test_one_leaves_and_the_other_goes_on(town: World) -> None:
    ma, father = await looked_after_by_both(town)
    await ma.taps("对，加上")
    await town.settle()
    await ma.handset.tap("t.family")
    await goes_through(ma, "孩子", "浩浩")
    await ma.taps("少一个照看的人").sees("谁不再照看浩浩？", "我自己", "爸爸马国栋")
    await ma.taps("我自己").sees("浩浩的事，往后由家里别人照看了")
    await town.settle()
    father.sees("马晓燕不再照看浩浩了")
    child = first(town, select(Person).where(Person.name == HAO))
    assert isinstance(child, Person)
    assert child.guardian_id == town.person_id("new-stranger")


async def test_the_only_one_is_not_offered_to_leave(town: World) -> None:
    ma = await registers(town)
    await ma.handset.tap("t.family")
    await goes_through(ma, "孩子")
    await ma.taps("浩浩").but_not("少一个照看的人")


async def test_on_the_birthday_the_mother_hears_that_he_decides_for_himself(town: World) -> None:
    ma = await registers(town)
    born = update(Person).where(Person.name == HAO).values(born=date(2008, 12, 10))
    town.core.store.write_now(lambda session: session.execute(born))
    ma.new_words()
    await town.wait(days=3)
    ma.sees("浩浩满 18 岁了")


def all_guardians(town: World) -> list[int]:
    return town.core.store.read_now(
        lambda session: list(
            session.scalars(
                select(Guardian.guardian_id)
                .join(Person, Person.id == Guardian.child_id)
                .where(Person.name == HAO, Guardian.ended_at.is_(None))
            )
        )
    )
