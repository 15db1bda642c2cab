"""Talk E once more, on Telegram: the same taps, the same lines, and nothing it could not show."""

from __future__ import annotations

import re
from datetime import time

import pytest

from models.clocks import FixedClock
from models.store import Store
from tests.station.room import in_world, until
from tests.station.test_talk_e import MONDAY, THURSDAY, TUESDAY
from tests.talks.telegram import FIRST, open_telegram_world


@pytest.fixture
def dialect() -> str:
    """One database is enough: that talks are the same on both is shown elsewhere."""
    return "sqlite"


async def test_talk_e_on_telegram(store: Store, wall: FixedClock) -> None:
    async with open_telegram_world(store, wall, "polling") as town:
        addresses = {
            alias: str(FIRST + 900 + at) for at, alias in enumerate(("dad", "liu", "lead"))
        }
        in_world(town, "telegram", addresses)
        for alias, number in addresses.items():
            town.numbers[f"demo-{alias}"] = int(number)
        ma, liu = town.person("ma"), town.person("liu")
        await until(town, MONDAY, time(12, 20))
        await ma.says("主页")
        ma.taps_made = 0
        for label in ("孩子的事", "四点半课堂", "两个都报", 1, 1, 3, "选好了", "同意"):
            await ma.taps(label)
        assert "浩浩（三年级）、悦悦（一年级），永吉社区站" in ma.screen
        await ma.taps(1).sees("报上了，编号", "周二晚上 6 点给您准信。")
        assert ma.taps_made == 9
        await until(town, TUESDAY, time(18, 1))
        assert "排上了，浩浩、悦悦都在永吉社区站，从明天 12月16日开始。" in ma.screen

        await until(town, THURSDAY, time(15, 20))
        await liu.says("主页")
        await liu.taps("今天的孩子")
        await liu.taps(1)
        await liu.taps(1)
        await until(town, THURSDAY, time(16, 40))
        await ma.says("主页")
        assert ma.screen.startswith("浩浩、悦悦在永吉站，5 点接。")
        ma.taps_made = 0
        await ma.taps("我晚点到")
        await ma.taps("半小时").sees("告诉刘老师了，她陪着，孩子在屋里。")
        assert ma.taps_made == 2
        await town.settle()
        assert "浩浩、悦悦的妈妈 5 点半前后到。" in liu.screen
        await liu.taps("我陪着")
        await until(town, THURSDAY, time(17, 36))
        assert "俩孩子都好，刘老师陪着呢。您到哪儿了？" in ma.screen
        await ma.taps("让姥姥来接")
        code = re.search(r"口令 (\d{4})", ma.screen)
        assert code is not None
        await liu.taps("对口令")
        await liu.says(code[1]).sees("对上了：姥姥 赵玉芬。")
        await liu.taps("孩子交给她了")
        await town.settle()
        assert "姥姥接走了浩浩、悦悦。" in ma.screen
