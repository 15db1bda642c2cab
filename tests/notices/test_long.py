"""A notice with much text: said to be long, shown how it breaks, refused only where it is a paper."""

from __future__ import annotations

import pytest

from bot.channels.telegram.showing import split
from bot.dialogue.pace import Pace
from bot.dialogue.parting import parted
from models.notices.drafting import LONGEST
from tests.notices.desk import director, own_words, water
from tests.notices.homes import newest, of_talk_f
from tests.talks.world import World

SENTENCE = "周六上午九点扫雪，带上铁锹。"


def carries(town: World, **letters: int) -> None:
    """The channels in service, and how many characters each of them takes at once."""
    paces = {name: Pace(0, most) for name, most in letters.items()}
    town.core.engine.paces.clear()  # type: ignore[attr-defined]  # a dict
    town.core.engine.paces.update(paces)  # type: ignore[attr-defined]


async def test_too_long_a_text_is_refused_and_asked_again(town: World) -> None:
    of_talk_f(town)
    zheng = await director(town)
    await (await own_words(zheng, "好"))
    await zheng.taps("改一改").sees("改哪样？", "写的话")
    await zheng.taps("写的话").sees("短些好读，最多 2000 个字。")
    await zheng.says("长" * 2001).sees(
        "这段有 2001 个字，一条通知最多 2000 个。", "您写的还在上头，拷下来删短些再发"
    )
    await zheng.says("短").sees("“短”", "[1 发出去]").but_not("翻好几屏")


async def test_a_long_text_is_called_long_and_goes_all_the_same(town: World) -> None:
    homes = of_talk_f(town)
    text = "话" * 820
    zheng = await director(town)
    await (
        (await own_words(zheng, text))
        .sees(f"“{text}”", "有 820 个字，手机上要翻好几屏，能短就短。", "[1 发出去]")
        .but_not("会分成")
    )
    await zheng.taps("发出去").sees("发了，编号 ")
    await town._at(homes[0], homes[0]).looks().sees(text)


async def test_six_hundred_are_not_yet_long(town: World) -> None:
    of_talk_f(town)
    zheng = await director(town)
    await (await own_words(zheng, "话" * 600)).sees("[1 发出去]").but_not("翻好几屏")


async def test_the_longest_that_may_be_written_is_kept_to_the_last_letter(town: World) -> None:
    of_talk_f(town)
    zheng = await director(town)
    await (await own_words(zheng, "话" * LONGEST)).sees("有 2000 个字", "[1 发出去]")
    assert newest(town).words["zh"] == "话" * LONGEST


async def test_where_it_breaks_is_shown_before_it_goes(town: World) -> None:
    of_talk_f(town)
    carries(town, memory=100)
    zheng = await director(town)
    await (await own_words(zheng, SENTENCE * 10)).sees(
        "会分成 2 条发：第 1 条到“……九点扫雪，带上铁锹。”，第 2 条从“周六上午九点扫雪，带……”开始。"
    )


async def test_each_part_is_named_where_there_are_several(town: World) -> None:
    of_talk_f(town)
    carries(town, memory=200)
    zheng = await director(town)
    line = "数" * 199 + "。" + "说" * 199 + "。" + "完了。"
    await (await own_words(zheng, line)).sees(
        "会分成 3 条发：第 1 条到“……数数数数数数数数数。”，第 2 条从“说说说说说说说说说说……”"
        "到“……说说说说说说说说说。”，第 3 条从“完了。”开始。"
    )


async def test_only_the_channel_that_breaks_it_is_named(town: World) -> None:
    of_talk_f(town)
    carries(town, webchat=4096, telegram=100, memory=0)
    zheng = await director(town)
    await (await own_words(zheng, SENTENCE * 10)).sees("Telegram：会分成 2 条发：第 1 条到")


async def test_both_languages_are_looked_at(town: World) -> None:
    """The English of a prepared notice is longer than the Chinese: it alone breaks."""
    of_talk_f(town)
    carries(town, memory=110)
    zheng = await director(town)
    await (await water(zheng)).sees("英文：会分成 2 条发：").but_not("中文：会分成")


@pytest.mark.parametrize("text", [SENTENCE * 400, "😀" * 3000, "字" * 9000, "短。"])
def test_what_is_shown_is_what_telegram_sends(text: str) -> None:
    assert parted(text, 4096) == split(text)
    assert "".join(parted(text, 4096)) == text


@pytest.mark.parametrize("most", [1, 2, 3, 7])
def test_even_the_shortest_messages_lose_nothing(most: int) -> None:
    text = "雪😀大，é路滑。\n慢走"
    assert "".join(parted(text, most)) == text


def test_no_limit_is_one_message() -> None:
    assert parted("话" * 10_000, 0) == ("话" * 10_000,)
