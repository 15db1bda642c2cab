"""The talks of families: asking by a link, answering, changing, ending; and children."""

from __future__ import annotations

from tests.talks.phones import Person
from tests.talks.scripts import Script, say, tap
from tests.talks.world import World


def code_of(person: Person) -> str:
    """What the code on somebody's phone hands to another one."""
    shown = reversed(person.handset.messages())
    code = next(message.code for _version, message in shown if message.code)
    return code.removeprefix("/in/")


async def _family(person: Person, *labels: str | int) -> None:
    await person.handset.tap("t.family")
    for label in labels:
        await person.taps(label)


async def both_known(town: World) -> None:
    for alias in ("wang", "lifang", "ma", "zhoumin"):
        town.known(alias)


async def by_her_code(town: World, person: Person) -> None:
    await _family(town.person("wang"), "让家里人替我办事")
    await person.opens(code_of(town.person("wang")))


async def asked(town: World) -> None:
    await both_known(town)
    lifang = town.person("lifang")
    await by_her_code(town, lifang)
    for label in ("妈妈", "找人帮忙", "选好了"):
        await lifang.taps(label)
    await town.settle()


async def agreed(town: World) -> None:
    await asked(town)
    await town.person("wang").taps("愿意，到明年年底")


async def another_day(_town: World, person: Person) -> None:
    await person.taps("愿意，换个日子")


async def at_the_agreement(_town: World, person: Person) -> None:
    await _family(person, "谁替我办事", 1)


async def change_the_day(town: World, person: Person) -> None:
    await at_the_agreement(town, person)
    await person.taps("换个日子")


async def change_the_things(town: World, person: Person) -> None:
    await at_the_agreement(town, person)
    await person.taps("换几样")


async def two_act(town: World) -> None:
    await agreed(town)
    ma = town.person("ma")
    await by_her_code(town, ma)
    for label in ("往下看", "往下看", "邻居", "找人帮忙", "选好了"):
        await ma.taps(label)
    await town.settle()
    await town.person("wang").taps("愿意，到明年年底")


async def says_stop(_town: World, person: Person) -> None:
    await person.says("不用她办了")


async def face_to_face(town: World, person: Person) -> None:
    await person.handset.tap(f"t.let_family_act.{town.ids['wang']}")


async def at_the_children(_town: World, person: Person) -> None:
    await _family(person, "孩子", "登记孩子")


CHILD = (
    say("马浩"), say("浩浩"), tap("男孩"), say("2017年5月3日"), tap("三年级"), say("永吉小学"),
    tap("妈妈"), tap("同意"), tap("对，记下"),
)  # fmt: skip


async def a_child(town: World) -> None:
    await both_known(town)
    ma = town.person("ma")
    await at_the_children(town, ma)
    for answer in CHILD:
        await answer.give(ma)


async def other_school(_town: World, person: Person) -> None:
    await _family(person, "孩子", "浩浩", "换学校、年级")


async def by_the_childs_code(town: World, person: Person) -> None:
    await _family(town.person("ma"), "孩子", "浩浩", "加一个照看的人")
    await person.opens(code_of(town.person("ma")))


async def looked_after_by_two(town: World) -> None:
    await a_child(town)
    wang = town.person("wang")
    await by_the_childs_code(town, wang)
    await wang.taps("奶奶")
    await town.settle()
    await town.person("ma").taps("对，加上")


async def one_less(_town: World, person: Person) -> None:
    await _family(person, "孩子", "浩浩", "少一个照看的人")


SCRIPTS = (
    Script(
        "act_for", "lifang", by_her_code, (tap("妈妈"), tap("找人帮忙", "选好了")), "问过妈妈了",
        both_known, "您的什么人",
    ),
    Script(
        "proxy_until", "wang", another_day, (tap("自己写日子"), say("明年6月底")), "到2027年6月30日",
        asked, "到哪天为止",
    ),
    Script(
        "proxy_day", "wang", change_the_day, (tap("三个月"),), "改好了", agreed, "到哪天为止",
    ),
    Script(
        "proxy_things", "wang", change_the_things, (tap("约大夫", "选好了"),), "改好了", agreed,
        "想替办哪几样",
    ),
    Script("stop_acting", "wang", says_stop, (tap("都不用了"),), "都停了", two_act, "不用谁办了"),
    Script(
        "proxy_face_to_face", "zhoumin", face_to_face,
        (
            say("李芳"), say("10000000055"), tap("妈妈"), tap("闺女"), tap("约大夫", "选好了"),
            tap("愿意，到明年年底"),
        ),
        "当面答应", both_known, "谁来替王姨办",
    ),
    Script("child", "ma", at_the_children, CHILD, "记下了，浩浩的事", both_known, "大名"),
    Script(
        "school", "ma", other_school, (tap("四年级"), say("实验小学")), "改好了：浩浩", a_child, "几年级",
    ),
    Script("guard_with", "wang", by_the_childs_code, (tap("奶奶"),), "问过了", a_child, "孩子的什么人"),
    Script("unguard", "ma", one_less, (tap("奶奶王桂兰"),), "照看的人", looked_after_by_two, "谁不再照看"),
)  # fmt: skip
