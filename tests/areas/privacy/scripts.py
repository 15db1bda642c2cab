"""The talks about one's own data, and about somebody who is gone."""

from __future__ import annotations

from tests.talks.phones import Person
from tests.talks.scripts import Script, about_me, known, say, tap
from tests.talks.world import World


async def somebody_is_gone(town: World, person: Person) -> None:
    await person.handset.tap(f"t.report_gone.{town.ids['yu']}")


SCRIPTS = (
    Script(
        "correct_name", "wang", about_me("改一改", "改名字"), (say("王桂蓝"),), "名字是王桂蓝", known,
        "名字怎么写",
    ),
    Script(
        "correct_phone", "wang", about_me("改一改", "改电话"), (say("10000007777"),), "尾号 7777", known,
        "新电话",
    ),
    Script(
        "correct_born", "wang", about_me("改一改", "改生日"), (say("1948年5月3日"),), "记下了，生日是", known,
        "哪年",
    ),
    Script(
        "gone", "zhoumin", somebody_is_gone, (tap("搬走了"), tap("是这样")), "往后不再给他发消息",
        first="怎么了",
    ),
    Script(
        "delete_me", "wang", about_me("删掉"), (tap("接着删"), tap("都删掉")), "都删了", known, "找不回来",
    ),
)  # fmt: skip
