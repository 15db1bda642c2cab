"""Choosing people in the talk that writes a notice, and keeping them, from the first question to the end."""

from __future__ import annotations

from tests.areas.notices.scripts import is_out, newest, write_one
from tests.talks.phones import Person
from tests.talks.scripts import Script, say, tap
from tests.talks.world import World


async def keep_them(town: World, person: Person) -> None:
    await person.handset.tap(f"t.keep_whom.{newest(town)}")


SCRIPTS = (
    Script(
        "notice", "limin", write_one,
        (
            tap("自己写"), tap("挑人"), tap("看岁数"), tap("80 岁以上"), tap("或者是…"),
            tap("看哪一类"), tap("独居", "选好了"), tap("除了…"), tap("签了哪家大夫"),
            tap("阳光家庭医生团队"), tap("就这些"), tap("也发"), tap("就发给他们"),
            say("周六扫雪。"), tap("不用"),
        ),
        "发出去是这样：", first="哪种？",
    ),
    Script(
        "notice", "limin", write_one,
        (
            tap("停水"), tap("挑人"), tap("志愿者、网格员这些"), tap("志愿者", "选好了"),
            tap("还得是…"), say("住哪几栋"), tap("3 号楼", "5 号楼", "选好了"), tap("就这些"),
            tap("换一拨"), tap("看岁数"), tap("别的岁数"), say("75 到 90"), tap("就这些"),
            tap("就发给他们"), say("12月25日早8点到下午4点"),
        ),
        "发出去是这样：", first="哪种？",
    ),
    Script("keep_audience", "limin", keep_them, (say("扫雪的"),), "存好了", is_out, "叫什么？"),
)  # fmt: skip
