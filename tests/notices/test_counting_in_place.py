"""The message that counts in place: where it stands, not too often, and never a flood."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bot.channels.base import Abilities
from bot.channels.memory import MemoryChannel
from models.notices.messages import NoticeProgress
from models.notices.progress import going
from models.notices.sending import PauseNotice, StopNotice
from models.notices.tables import Notice, NoticeTarget
from models.numbers import show
from models.outbox.tables import OutboxRow
from models.register.tables import Account
from models.talks.rows import open_account
from tests.notices.after import After, talk_f
from tests.talks.world import World

COUNTING = NoticeProgress.__name__


def _edits(after: After) -> list[OutboxRow]:
    def look(session: Session) -> list[OutboxRow]:
        mine = select(OutboxRow).where(OutboxRow.message == COUNTING, OutboxRow.op == "edit")
        rows = list(session.scalars(mine.order_by(OutboxRow.id)))
        session.expunge_all()
        return rows

    return after.town.core.store.read_now(look)


def _messages(town: World, who: str) -> list[str]:
    return [
        text
        for _id, one in town.person(who).handset.messages()
        if "点了“知道了”" in (text := one.text)
    ]


async def _passes(town: World, seconds: int) -> None:
    for _ in range(seconds):
        await town.away(seconds=1)


async def test_it_counts_where_it_stands_and_only_when_a_number_changed(town: World) -> None:
    after = await talk_f(town)
    await _passes(town, 12)
    before = len(_edits(after))
    await _passes(town, 30)
    assert len(_edits(after)) == before, "nothing has changed"
    doors = after.targets(NoticeTarget.way == "phone")
    for door in doors[:20]:
        after.knows(after.at_home(door))
        await town.away(seconds=1)
    await _passes(town, 6)
    assert len(_edits(after)) - before <= 6, "at most every five seconds"
    sent = f"发了，编号 {show(after.notice().number)}。"
    assert _messages(town, "zheng") == [f"{sent}\n126 户：点了“知道了”20，还没信儿 106。"]


async def test_a_large_one_is_looked_at_once_a_minute(town: World) -> None:
    after = await talk_f(town)
    await _passes(town, 12)
    after.changes(update(Notice).where(Notice.id == after.notice_id).values(total=200_000))
    before, doors = len(_edits(after)), after.targets(NoticeTarget.way == "phone")
    for door in doors[:90]:
        after.knows(after.at_home(door))
        await town.away(seconds=2)
    assert 2 <= len(_edits(after)) - before <= 4


async def test_it_is_edited_on_the_account_where_it_stands(town: World) -> None:
    """The director writes from another phone meanwhile: there is still one message that counts."""
    after = await talk_f(town)
    await _passes(town, 12)
    zheng, later = town.ids["zheng"], town.wall.now() + timedelta(minutes=1)

    def another(session: Session) -> None:
        account = open_account(session.connection(), town.channel.name, "demo-zheng-2", later)
        session.execute(update(Account).where(Account.id == account).values(person_id=zheng))

    after.write(another)
    after.knows(after.at_home(after.targets(NoticeTarget.way == "phone")[0]))
    await _passes(town, 12)
    assert isinstance(town.channel, MemoryChannel)
    assert not town.channel.phone("demo-zheng-2").messages
    assert "点了“知道了”1，" in _messages(town, "zheng")[0]
    assert {row.state for row in _edits(after)} == {"sent"}


async def test_what_a_typed_number_means_is_not_changed_by_it(town: World) -> None:
    after = await talk_f(town)
    await _passes(town, 12)
    zheng = town.person("zheng")
    await zheng.opens()
    after.knows(after.at_home(after.targets(NoticeTarget.way == "phone")[0]))
    await _passes(town, 12)
    zheng.new_words()
    await zheng.says("1").but_not("按住，就能复制")


async def test_on_a_channel_that_cannot_edit_there_is_the_message_and_the_result(
    town: World,
) -> None:
    assert isinstance(town.channel, MemoryChannel)
    town.channel.abilities = Abilities(edit=False, tells_seen=True)
    after = await talk_f(town)
    for door in after.targets(NoticeTarget.way == "phone")[:5]:
        after.knows(after.at_home(door))
        await _passes(town, 6)
    assert len(_messages(town, "zheng")) == 1
    assert {(row.state, row.fault) for row in _edits(after)} == {("dropped", "cannot_edit")}
    await town.wait(hours=16, minutes=45)
    assert any("自己点的 5" in one.text for _id, one in town.person("zheng").handset.messages())


async def test_paused_and_stopped_are_said_and_then_it_rests(town: World) -> None:
    after = await talk_f(town)
    await _passes(town, 6)
    after.does("zheng", PauseNotice(after.notice_id))
    await _passes(town, 8)
    assert "先停着" in _messages(town, "zheng")[0]
    after.does("zheng", StopNotice(after.notice_id))
    await _passes(town, 8)
    assert "停发了" in _messages(town, "zheng")[0]
    assert after.notice().progress_at is None


async def test_why_some_did_not_arrive(town: World) -> None:
    after = await talk_f(town)
    doors = after.targets(NoticeTarget.way == "phone")
    mine = OutboxRow.notice_id == after.notice_id
    rows = town.core.store.read_now(lambda s: list(s.scalars(select(OutboxRow.id).where(mine))))
    ends = (
        ("unreachable", "account_dead"),
        ("unreachable", "window"),
        ("expired", None),
        ("due", None),
    )
    for row, (state, fault) in zip(rows, ends, strict=False):
        change = update(OutboxRow).where(OutboxRow.id == row).values(state=state, fault=fault)
        after.changes(change)
    town.wall.advance(timedelta(seconds=30))

    out = after.sees(
        "zheng", lambda work: going(work, work.session.get_one(Notice, after.notice_id))
    )
    assert (out.lost, out.reasons) == (3, {"gone": 1, "shut": 1, "late": 1})
    assert (out.waiting, out.sent) == (1, len(rows) - 4)
    assert out.seconds == 0 or out.seconds < 5
    assert len(doors) == 97
