"""Talk E: two children in eight taps, nine with grandma; running late in two; the code at the door."""

from __future__ import annotations

import re
from datetime import date, time

from tests.station.room import until
from tests.talks.phones import Person as Someone
from tests.talks.world import World

MONDAY, TUESDAY, THURSDAY = date(2026, 12, 14), date(2026, 12, 15), date(2026, 12, 17)


async def at_home(person: Someone) -> None:
    await person.says("主页")
    person.lines_typed -= 1


async def signs_up(town: World, *, grandma: bool = True) -> Someone:
    """Monday noon. Returns 马晓燕 with her taps counted."""
    await until(town, MONDAY, time(12, 20))
    ma = town.person("ma")
    await at_home(ma)
    ma.taps_made = 0
    await ma.taps("孩子的事").sees("办哪样？", "[1 四点半课堂]")
    await ma.taps(1).sees("给谁报？", "[1 浩浩] [2 悦悦] [3 两个都报]")
    await ma.taps(3).sees(
        "去哪个站？不收钱，写作业、看书，有老师看着。",
        "[1 永吉社区，离家 300 米] [2 宏伟社区，1.", "[3 哪个都行，俩孩子在一块儿就行]",
    )  # fmt: skip
    await ma.taps(1).sees("哪几天？", "[1 周一到周五都去] [2 挑几天]")
    await ma.taps(1).sees(
        "谁能来接？点一下勾上，再点去掉。",
        "[1 妈妈] [2 爸爸] [3 姥姥 赵玉芬] [4 加一个人]", "选好了",
    )  # fmt: skip
    ticked = [one.label for one in ma.handset.messages()[-1][1].options if one.ticked]
    assert ticked == ["妈妈", "爸爸"]
    if grandma:
        await ma.taps(3)
    await ma.taps("选好了").sees(
        "孩子不满 14 岁，这一条要您单独点头：",
        "只记小名、年级、谁来接，用来点名和接送。老师只看得见这些。您哪天想收回都行。",
        "[1 同意] [2 不同意]", "[看全文]", "[念给我听]",
    )  # fmt: skip
    await ma.taps(1).sees(
        "您看对不对：",
        "浩浩（三年级）、悦悦（一年级），永吉社区站，周一到周五 15:30–17:00，到放寒假",
        "妈妈、爸爸、姥姥能接" if grandma else "妈妈、爸爸能接", "[1 对，报名] [2 改一改]",
    )  # fmt: skip
    await ma.taps(1).sees(
        "报上了，编号 ", "。名额够就都上；不够，上回没排上的先排，俩孩子一块儿算。",
        "周二晚上 6 点给您准信。", "[1 改一改] [2 不报了]",
    )  # fmt: skip
    return ma


async def test_two_children_are_eight_taps(town: World) -> None:
    ma = await signs_up(town, grandma=False)
    assert (ma.taps_made, ma.lines_typed) == (8, 0)


async def test_talk_e(town: World) -> None:
    ma = await signs_up(town)
    assert (ma.taps_made, ma.lines_typed) == (9, 0)
    dad, liu = town.person("dad"), town.person("liu")

    # Tuesday 18:00: the draw.
    await until(town, TUESDAY, time(18, 1))
    ma.sees("排上了，浩浩、悦悦都在永吉社区站，从明天 12月16日开始。", "[1 知道了] [2 不去了]")
    await ma.taps(1)

    # Thursday: both come.
    await until(town, THURSDAY, time(15, 20))
    await at_home(liu)
    await liu.taps("今天的孩子").sees(
        "永吉社区站，今天 2 个孩子：来了 0 个，走了 0 个。", "[1 浩浩（三年级）] [2 悦悦（一年级）]"
    )
    await liu.taps(1).sees("15:20 记上了，浩浩到了。")
    await liu.taps(1).sees("15:20 记上了，悦悦到了。", "都到了。")
    await town.settle()
    for parent in (ma, dad):
        parent.sees("15:20，浩浩到永吉社区站了。", "15:20，悦悦到永吉社区站了。")

    # 16:40, stuck in the bus: two taps.
    await until(town, THURSDAY, time(16, 40))
    await at_home(ma)
    assert ma.screen.startswith("浩浩、悦悦在永吉站，5 点接。")
    assert "[1 我晚点到] [2 换人接]" in ma.screen
    ma.taps_made = 0
    await ma.taps(1).sees("大概晚多久？", "[1 10 分钟] [2 半小时] [3 说不好]")
    await ma.taps(2).sees("告诉刘老师了，她陪着，孩子在屋里。", "别着急，路滑，慢点走。")
    assert ma.taps_made == 2
    await town.settle()
    liu.sees("浩浩、悦悦的妈妈 5 点半前后到。", "[1 我陪着] [2 我得走，换个人陪]")
    await liu.taps(1)

    # 17:35: where are you?
    await until(town, THURSDAY, time(17, 34))
    ma.sees_nothing()
    await until(town, THURSDAY, time(17, 36))
    ma.sees("俩孩子都好，刘老师陪着呢。您到哪儿了？", "[1 快到了] [2 让姥姥来接] [3 让爸爸来接]")
    await ma.taps(2).sees("只告诉姥姥一个人，今天有效。她到了先说名字，再说口令。")
    found = re.search(r"口令 (\d{4})，", ma.screen)
    assert found is not None
    assert "[打姥姥电话]" in ma.screen
    code = found[1]

    # 17:51, at the door. Grandma has no smartphone.
    await until(town, THURSDAY, time(17, 51))
    liu.sees("浩浩、悦悦今天换人接。人到了，先问名字，再对口令。")
    await liu.taps("对口令").sees("口令是多少？四个数。")
    await liu.says(code).sees(
        "对上了：姥姥 赵玉芬。人和名字也对得上，就交给她。", "[1 孩子交给她了] [2 人不对]"
    )
    await town.wait(minutes=1)
    await liu.taps(1).sees("17:52 记上了，姥姥接走了浩浩、悦悦。")
    await town.settle()
    for parent in (ma, dad):
        assert "17:52，姥姥接走了浩浩、悦悦。" in parent.new_words()
    await at_home(ma)
    assert "在永吉站" not in ma.screen


async def test_who_does_not_agree_ends_kindly_and_nothing_is_kept(town: World) -> None:
    await until(town, MONDAY, time(12, 20))
    ma = town.person("ma")
    await at_home(ma)
    for label in ("孩子的事", "四点半课堂", "两个都报", 1, 1, "选好了"):
        await ma.taps(label)
    await ma.taps("不同意").sees("好，那就不报，什么都没记。")


async def test_somebody_is_added_by_name_and_phone(town: World) -> None:
    await until(town, MONDAY, time(12, 20))
    ma = town.person("ma")
    await at_home(ma)
    for label in ("孩子的事", "四点半课堂", "浩浩", 1, 1, "加一个人"):
        await ma.taps(label)
    await ma.taps("选好了").sees("加谁？")
    await ma.says("孟大姐").sees("是孩子的什么人？")
    await ma.says("邻居").sees("电话多少？")
    await ma.says("10000000077").sees("孩子不满 14 岁")
    await ma.taps("同意").sees("妈妈、爸爸、邻居能接")


async def test_who_was_added_stays_and_can_be_taken_off(town: World) -> None:
    await until(town, MONDAY, time(12, 20))
    ma = town.person("ma")
    await at_home(ma)
    for label in ("孩子的事", "四点半课堂", "浩浩", 1, 1, "加一个人", "选好了"):
        await ma.taps(label)
    await ma.says("孟大姐")
    await ma.says("邻居")
    await ma.says("10000000077")
    await ma.taps("同意")
    await ma.taps(1)
    await ma.taps("改一改").sees("浩浩报了永吉社区站", "妈妈、爸爸、邻居能接")
    await ma.taps("谁能接").sees("[4 邻居 孟大姐] [5 加一个人]")
    await ma.taps("爸爸")
    await ma.taps("选好了").sees("记下了，妈妈、邻居能接。")
    await at_home(ma)
    for label in ("孩子的事", "报过的", "谁能接", "邻居 孟大姐"):
        await ma.taps(label)
    await ma.taps("选好了").sees("记下了，妈妈能接。")


async def test_a_day_off_and_giving_it_all_back(town: World) -> None:
    ma = await signs_up(town)
    await until(town, TUESDAY, time(18, 1))
    await until(town, THURSDAY, time(12, 0))
    await at_home(ma)
    await ma.taps("孩子的事")
    await ma.taps("报过的").sees(
        "浩浩、悦悦，永吉社区站，周一到周五 15:30–17:00。", "[1 今天不去] [2 哪天不去]"
    )
    await ma.taps("今天不去").sees("记下了，浩浩、悦悦今天不去，不算缺。")
    await ma.taps("还是去").sees("好，浩浩、悦悦今天照常去。")
    await at_home(ma)
    for label in ("孩子的事", "报过的", "哪天不去"):
        await ma.taps(label)
    await ma.taps(2).sees("记下了，浩浩、悦悦明天不去，不算缺。")
    await at_home(ma)
    for label in ("孩子的事", "报过的"):
        await ma.taps(label)
    await ma.taps("不去了").sees("名额就让给排着号的孩子。真不去了？")
    await ma.taps("不去了").sees("好，不去了。")
    await at_home(ma)
    await ma.taps("孩子的事").but_not("报过的")


async def test_the_summary_changes_one_answer_and_keeps_the_rest(town: World) -> None:
    await until(town, MONDAY, time(12, 20))
    ma = town.person("ma")
    await at_home(ma)
    for label in ("孩子的事", "四点半课堂", "两个都报", 1, 1, 3, "选好了", "同意"):
        await ma.taps(label)
    await ma.taps("改一改").sees("改哪样？", "给谁报", "去哪个站", "哪几天", "谁能接")
    await ma.taps("去哪个站")
    await ma.taps(3).sees("哪个都行，周一到周五", "妈妈、爸爸、姥姥能接")
    await ma.taps("改一改")
    await ma.taps("谁能接")
    await ma.taps("爸爸")
    await ma.taps("选好了").sees("妈妈、姥姥能接")
    await ma.says("0").sees("孩子不满 14 岁")


async def test_the_child_cannot_stay_with_who_has_to_go(town: World) -> None:
    ma = await signs_up(town)
    liu, lead = town.person("liu"), town.person("lead")
    await until(town, THURSDAY, time(15, 20))
    await at_home(liu)
    await liu.taps("今天的孩子")
    await liu.taps(1)
    await liu.taps(1)
    await until(town, THURSDAY, time(16, 40))
    await at_home(ma)
    await ma.taps("我晚点到")
    await ma.taps("说不好").sees("告诉刘老师了，她陪着")
    await town.settle()
    liu.sees("浩浩、悦悦的妈妈晚点到，几点说不好。")
    await liu.taps("我得走，换个人陪").sees("问过站长和值班了。有人接手我告诉您，先陪一会儿。")
    await town.settle()
    lead.sees("刘老师得走，浩浩、悦悦还在永吉社区站。您能去陪一会儿不？")
    await lead.taps("我去陪").sees("好，归您陪了。")
    await town.settle()
    liu.sees("高站长来陪浩浩、悦悦，您放心走。")


async def test_nobody_comes_until_the_lead_phones(town: World) -> None:
    await signs_up(town)
    liu, lead, dad = town.person("liu"), town.person("lead"), town.person("dad")
    await until(town, THURSDAY, time(15, 20))
    await at_home(liu)
    await liu.taps("今天的孩子")
    await liu.taps(1)
    await liu.taps(1)
    await until(town, THURSDAY, time(17, 16))
    dad.sees("俩孩子都好，刘老师陪着呢。您到哪儿了？", "[3 让妈妈来接]")
    await until(town, THURSDAY, time(17, 31))
    lead.sees("浩浩、悦悦还在永吉社区站，5 点没人接。刘老师陪着，都好。", "[打姥姥电话]")
    await liu.taps("在屋里的").sees("谁走了？点一下，记家长接走的。", "[1 浩浩、悦悦]")
    await liu.taps(1).sees("17:31 记上了，家长接走了浩浩、悦悦。")
    await liu.taps("不是家长接的").sees("[1 妈妈 马晓燕] [2 爸爸 孙立军] [3 姥姥 赵玉芬]")
    await liu.taps("姥姥 赵玉芬").sees("姥姥接走了浩浩、悦悦。")
    await town.settle()
    assert "姥姥接走了浩浩、悦悦。" in dad.new_words()
