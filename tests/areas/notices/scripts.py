"""The talks about notices, from the first question to the end."""

from __future__ import annotations

from sqlalchemy import select

from models.notices.tables import Notice
from tests.talks.phones import Person
from tests.talks.scripts import Script, say, tap
from tests.talks.world import World


async def write_one(_town: World, person: Person) -> None:
    await person.handset.tap("t.notice_new")


async def is_out(town: World) -> None:
    """李敏 has sent her own words."""
    person = town.person("limin")
    await person.handset.tap("t.notice_new")
    await person.taps("自己写")
    await person.taps("全社区")
    await person.taps("都发")
    await person.says("周六扫雪。")
    await person.taps("要")
    await person.taps("发出去")


def newest(town: World) -> int:
    found = select(Notice.id).order_by(Notice.id.desc()).limit(1)
    return town.core.store.read_now(lambda session: session.scalars(found).one())


async def correct_it(town: World, person: Person) -> None:
    await person.handset.tap(f"t.notice_correct.{newest(town)}")


async def keep_it(town: World, person: Person) -> None:
    await person.handset.tap(f"t.notice_keep.{newest(town)}")


SCRIPTS = (
    Script(
        "notice", "limin", write_one,
        (
            tap("停水"), tap("挑楼"), tap("3 号楼", "5 号楼", "选好了"),
            say("12月25日早8点到下午4点"),
        ),
        "发出去是这样：", first="哪种？",
    ),
    Script(
        "notice", "limin", write_one,
        (
            tap("活动"), tap("全社区"), tap("都发"), say("包饺子"), say("12月25日下午2点"),
            say("社区二楼活动室"),
        ),
        "发出去是这样：", first="哪种？",
    ),
    Script(
        "notice", "limin", write_one,
        (tap("自己写"), tap("全社区"), tap("都发"), say("周六扫雪。"), tap("不用")),
        "发出去是这样：", first="哪种？",
    ),
    Script(
        "notice_correct", "limin", correct_it, (say("周日扫雪。"), tap("对，更正")), "更正了。",
        is_out, "重写一遍吧",
    ),
    Script("notice_keep", "limin", keep_it, (say("扫雪"),), "存好了", is_out, "叫什么名？"),
)  # fmt: skip
