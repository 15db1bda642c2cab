"""Why there is only a note at a door: said by whoever goes there, counted, and over with the note."""

from __future__ import annotations

import pytest

from models.notices.refusals import TickNotYours
from models.notices.results import result_of
from models.notices.tables import NoticeTarget
from models.notices.ticking import SayWhy, TickDoor, UndoTick
from models.refusals import NotAllowed
from tests.notices.after import After, talk_f
from tests.talks.world import World


def _whys(after: After) -> dict[str, int]:
    return dict(after.sees("zheng", lambda work: result_of(work, after.notice_id).whys))


async def test_it_stands_behind_the_note_until_more_is_known(town: World) -> None:
    after = await talk_f(town)
    first, second = after.targets(NoticeTarget.grid_id == "g21", NoticeTarget.way == "phone")[:2]
    with pytest.raises(TickNotYours):
        after.does("hanxue", SayWhy(first.id, "away"))
    for door in (first, second):
        after.does("hanxue", TickDoor(door.id, "note"))
    for _twice in range(2):
        assert after.does("hanxue", SayWhy(first.id, "away")).first
    after.does("hanxue", SayWhy(second.id, "away"))
    after.does("hanxue", SayWhy(second.id, "no_answer"))
    with pytest.raises(NotAllowed):
        after.does("mengqiang", SayWhy(first.id, "away"))
    assert _whys(after) == {"away": 2, "no_answer": 1}
    after.knows(after.at_home(second))
    assert not after.does("hanxue", SayWhy(second.id, "away")).first
    assert _whys(after) == {"away": 1}
    after.does("hanxue", UndoTick(first.id))
    after.does("hanxue", TickDoor(first.id, "note"))
    assert _whys(after) == {}, "another note, of which nothing was said"


async def test_several_are_said_with_their_numbers(town: World) -> None:
    after = await talk_f(town)
    some = after.targets(NoticeTarget.grid_id == "g21")[:3]
    for door in some:
        after.does("hanxue", TickDoor(door.id, "note"))
    for door in some[:2]:
        after.does("hanxue", SayWhy(door.id, "away"))
    zheng = town.person("zheng")
    await zheng.opens()
    await zheng.handset.tap(f"t.notice_result.{after.notice_id}")
    zheng.sees("126 户：门缝塞条 3（人在外地 2），还没信儿 123。")
    await zheng.handset.tap(f"t.notice_reply.{after.notice_id}")
    zheng.sees("；留条 3 户，住户在外地 2 户，继续联系；未联系上 123 户")
