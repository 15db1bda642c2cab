"""Talk F from its sending to the sentence for the superior, tap by tap."""

from __future__ import annotations

from sqlalchemy import update
from sqlalchemy.orm import Session

from models.help.tables import Case
from models.notices.tables import NoticeTarget
from models.notices.ticking import How, TickDoor
from tests.notices.after import BEGINS, After, relative_of, seventy_one_and_eight, talk_f
from tests.talks.phones import Person
from tests.talks.world import World

PASTE = "[1 贴到微信群的字] [贴单元门的纸] [2 停发] [3 更正]"


def _counting(after: After, person: Person) -> str:
    """The newest state of the message that counts in place."""
    texts = [message.text for _id, message in person.handset.messages()]
    return next(text for text in reversed(texts) if "户：点了" in text)


async def test_from_sent_to_the_sentence_for_the_superior(town: World) -> None:
    after = await talk_f(town)
    zheng, hanxue = town.person("zheng"), town.person("hanxue")
    for one in ("hanxue", "mengqiang"):
        town.known(one)
    await hanxue.opens()
    await town.away(seconds=10)
    zheng.sees("发了，编号 ", "126 户：点了“知道了”0，还没信儿 126。", "贴到微信群的字", "更正")
    seventy_one_and_eight(after)
    await town.away(seconds=10)
    assert "126 户：点了“知道了”79，还没信儿 47。" in _counting(after, zheng)
    zheng.new_words()

    await town.wait(hours=2, minutes=39)
    zheng.sees_nothing()
    await town.wait(minutes=2)  # 18:00
    zheng.sees(
        "126 户：自己点了 71，家里人点了 8，还没信儿 47（手机收不到的 18 户在里头）。",
        "晚 8 点后不敲门。", "[1 看看都是谁] [2 交给网格员]",
    )  # fmt: skip
    zheng.taps_made = 0
    await zheng.taps("交给网格员").sees(
        "按楼道分好了：一网格韩雪 26 户，二网格孟强 21 户。要他们现在去吗？", "[1 现在去] [2 先不]"
    )
    await zheng.taps("现在去").sees("告诉他们了")
    assert zheng.taps_made == 2

    hanxue.sees(
        "停水通知，还有 26 户。", "3 号楼 1 单元：",
        "[1 102 于家] [2 201 佟家] [3 301 白家] [4 往下 23 户]",
    )  # fmt: skip
    await hanxue.looks()
    hanxue.taps_made = 0
    await hanxue.taps("102 于家").sees(
        "102 于家，尾号 0065。", "[1 电话说了] [2 当面说了] [3 门缝塞了条] [4 要帮接水] [打电话 "
    )
    await hanxue.taps("要帮接水").sees(
        "于家当面说了，帮接水也报上了，编号 ", "还有 25 户。", "[1 撤回] [2 201 佟家] [3 301 白家]"
    )
    assert hanxue.taps_made == 2
    await hanxue.taps("主页").sees("停水通知 还有 25 户")
    await hanxue.taps("停水通知 还有 25 户")
    case_id = after.targets(NoticeTarget.case_id.is_not(None))[0].case_id
    assert after.sees("zheng", lambda work: work.session.get_one(Case, case_id).kind) == "errand"
    await hanxue.taps("201 佟家").sees("201 佟家，尾号 0066。")
    await hanxue.taps("电话说了").sees(
        "佟家电话说了。还有 24 户。", "3 号楼 1 单元：", "[2 301 白家]"
    )
    await hanxue.taps("301 白家").sees("301 白家，没留电话。").but_not("打电话")
    await hanxue.taps("门缝塞了条").sees(
        "白家塞了条，还不算说到。还有 23 户。", "3 号楼 2 单元：",
        "[1 撤回] [2 人在外地] [3 电话没通]",
    )  # fmt: skip
    await hanxue.taps("人在外地").sees("记下了，白家人在外地。还有 23 户。", "[2 电话没通]")
    await hanxue.taps("电话没通").sees("记下了，白家人在外地，电话没通。").but_not("[2 电话没通]")

    _the_others_are_told(after)
    await town.wait(hours=13, minutes=40)  # 7:40
    zheng.sees(
        "126 户都有着落：自己点的 83，家里人 9，电话 21，当面 12，门缝塞条 1（人在外地，电话没通）。",
        "[1 看每一户] [2 复制给街道的回话]",
    )
    after.write(_water_is_fetched)
    zheng.taps_made = 0
    await zheng.taps("复制给街道的回话").sees(
        "富华社区 12月17日停水通知：涉及 126 户，已告知 125 户；留条 1 户，住户在外地，电话未接通，"
        "继续联系。",
        "帮接水 1 户，已办完。", "截至 7:4",
    )  # fmt: skip
    assert zheng.taps_made == 1
    await zheng.taps("看每一户").sees("点开看是哪几户：", "[1 自己点的 83]", "[5 门缝塞条 1]")
    await zheng.taps("门缝塞条 1").sees("富华社区 3 号楼 1 单元：301 白家（人在外地，电话没通）")
    await town.wait(minutes=21)
    assert after.notice().state == "over"


def _the_others_are_told(after: After) -> None:
    """12 more tap themselves and one family; the workers ring 20 more and see 11 more."""
    left = after.targets(NoticeTarget.reached == "")
    phones = [one for one in left if one.way == "phone"]
    family = [one for one in left if one.way == "family"]
    for one in phones[:12]:
        after.knows(after.at_home(one))
    after.knows(relative_of(after, after.at_home(family[0])))
    workers = {"g21": "hanxue", "g22": "mengqiang"}
    hows: list[How] = [*(("phone",) * 20), *(("face",) * 11)]
    for one, how in zip([*phones[12:], *family[1:], *_silent(left)], hows, strict=True):
        after.does(workers[one.grid_id], TickDoor(one.id, how))


def _silent(left: list[NoticeTarget]) -> list[NoticeTarget]:
    return [one for one in left if one.way == "none"]


def _water_is_fetched(session: Session) -> None:
    session.execute(update(Case).values(closed_at=BEGINS, stage="closed", outcome="solved"))
