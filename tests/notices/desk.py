"""A notice written in a test, tap by tap, by the director of 富华."""

from __future__ import annotations

from tests.talks.phones import Person, Step
from tests.talks.world import World

TIME = "明天早8点到下午4点"


async def director(town: World, alias: str = "zheng") -> Person:
    """At her desk; she has used it for long."""
    person = town.person(alias)
    town.known(alias)
    await person.opens()
    person.taps_made = person.lines_typed = 0
    return person


async def water(zheng: Person, time: str = TIME) -> Step:
    """No water in buildings 3 and 5: up to the preview, which the step shows."""
    await zheng.taps("发通知")
    await zheng.taps("停水")
    await zheng.taps("挑楼")
    await zheng.taps("3 号楼")
    await zheng.taps("5 号楼")
    await zheng.taps("选好了")
    return zheng.says(time)


async def to_what_goes_with_it(zheng: Person, words: str) -> None:
    """Her own words, to those of building 3, up to where a picture or a file is asked for."""
    await zheng.taps("发通知")
    await zheng.taps("自己写")
    await zheng.taps("挑楼")
    await zheng.taps("3 号楼")
    await zheng.taps("选好了")
    await zheng.says(words).sees("要不要大伙儿点一下“知道了”？", "带图或文件")
    await zheng.taps("带图或文件").sees("照片、截图或者 PDF 文件发过来，10 兆以内。")


async def own_words(zheng: Person, words: str, *, buildings: bool = True) -> Step:
    """Her own words, to those of buildings 3 and 5 or to everybody; asked to be acknowledged."""
    await zheng.taps("发通知")
    await zheng.taps("自己写")
    if buildings:
        await zheng.taps("挑楼")
        await zheng.taps("3 号楼")
        await zheng.taps("5 号楼")
        await zheng.taps("选好了")
    else:
        await zheng.taps("全社区")
        await zheng.taps("都发")
    await zheng.says(words)
    return zheng.taps("要")
