"""The demo's first morning: what is due is true of the cast, and the people it is about hear of it."""

from __future__ import annotations

from datetime import date, time

from sqlalchemy import select

from models.care.rules import Facts, next_due
from models.care.tables import DueItem
from models.clocks import to_town, town_instant
from models.sample.care import settle_care
from models.sample.trust import settle_trust
from tests.care.due import item_of, items_of
from tests.furniture import huadian
from tests.talks.world import World
from tests.visits.clinic import write


async def _first_morning(town: World) -> None:
    now = town.wall.now()
    write(town, lambda session: settle_trust(session, huadian(), town.ids, now))
    write(town, lambda session: settle_care(session, huadian(), town.ids, now))
    for alias in ("wang", "lifang", "zhoumin", "he"):
        town.known(alias)
        await town.person(alias).looks()
    await town.wait(seconds=(town_instant(date(2026, 12, 9), time(8)) - now).total_seconds())


async def test_mother_daughter_worker_and_doctor_have_something_to_see(town: World) -> None:
    await _first_morning(town)
    town.person("wang").sees("跟大夫定好的那一回快到日子了，12月12日前来一回就行。", "约上")
    daughter = town.person("lifang")
    daughter.sees("妈妈 王桂兰那儿有件事到日子了，还没动静。您给问一声？", "帮着约上")
    assert "体检" not in daughter.screen
    assert "随访" not in daughter.screen
    town.person("zhoumin").sees("请上门告诉于大爷一声")
    he = town.person("he")
    await he.says("主页")
    await he.taps("到日子的").sees("过了日子的 1 位，自己说做过的 1 位")


async def test_it_is_as_the_rules_would_have_it(town: World) -> None:
    """The day of each is the day that follows from what was done, and the round leaves them."""
    await _first_morning(town)
    found = select(DueItem.person_id).where(DueItem.state == "done").distinct()
    theirs = town.core.store.read_now(lambda session: set(session.scalars(found)))
    assert theirs == {town.ids[alias] for alias in ("wang", "yu", "tong", "meng")}
    for alias, rule in (
        ("wang", "hypertension"), ("wang", "checkup65"), ("yu", "hypertension"),
        ("tong", "diabetes"), ("meng", "checkup65"),
    ):  # fmt: skip
        done, due = items_of(town, alias, rule)
        facts = Facts(town.ids[alias], done.due_on, last=done.done_on)
        assert (
            next_due(huadian().care_rule(rule), facts, to_town(town.wall.now()).date())
            == due.due_on
        )
        assert due.team_id == "doc_yangguang"
    assert item_of(town, "yu", "hypertension").rung == 4
