"""What comes by itself stands on every chat of a person: with a sound where they are, quietly else."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from models.outbox.tables import OutboxRow
from models.register.tables import Account
from models.talks.rows import open_account
from tests.linking.world import TwoChats
from tests.talks.phones import Person as Someone


async def both(town: TwoChats, alias: str, address: str) -> tuple[Someone, Someone]:
    """Somebody of the cast with a second chat; the one they use is the first."""
    town.known(alias)
    now = town.wall.now() - timedelta(hours=1)
    town.write(
        lambda session: open_account(
            session.connection(), "telegram", address, now, person_id=town.ids[alias]
        )
    )
    return town.person(alias), town.there(address)


async def cold(town: TwoChats) -> None:
    """Aunt Wang asks for help; Mr Zhao is asked first."""
    town.known("wang")
    wang = town.person("wang")
    await wang.says("主页")
    for label in ("要人帮忙", "暖气不热", "哪儿都凉", "冻得慌", "对，叫人来"):
        await wang.taps(label)


def pair(town: TwoChats) -> list[OutboxRow]:
    """What Mr Zhao was asked: the message and its copy."""
    return [row for row in town.rows("TaskOffered") if row.person_id == town.ids["zhao"]]


def sends(town: TwoChats) -> int:
    """Rows that were to be sent, and not replies in a talk."""
    told = select(func.count()).select_from(OutboxRow).where(OutboxRow.message != "")
    return town.read(lambda session: session.execute(told).scalar_one())


async def test_a_push_has_a_sound_where_they_were_last_and_none_elsewhere(town: TwoChats) -> None:
    await both(town, "zhao", "70")
    await cold(town)
    assert town.quiet(town.first, "demo-zhao", "暖气") == [False]
    assert town.quiet(town.other, "70", "暖气") == [True]


async def test_it_follows_the_chat_they_used_last(town: TwoChats) -> None:
    _here, there = await both(town, "zhao", "70")
    town.wall.advance(timedelta(minutes=5))
    await there.says("主页")
    await cold(town)
    assert town.quiet(town.first, "demo-zhao", "暖气") == [True]
    assert town.quiet(town.other, "70", "暖气") == [False]


async def test_somebody_with_one_chat_has_one_row_for_each_message(town: TwoChats) -> None:
    await cold(town)
    copies = select(func.count()).select_from(OutboxRow).where(OutboxRow.copy_of.is_not(None))
    assert sends(town) > 0
    assert town.read(lambda session: session.execute(copies).scalar_one()) == 0


async def test_an_answer_may_be_tapped_on_either(town: TwoChats) -> None:
    here, there = await both(town, "zhao", "70")
    await cold(town)
    await there.taps("我去")
    await there.taps(2).sees("3 号楼 2 单元 401")
    here.sees("3 号楼 2 单元 401")


async def test_a_typed_number_means_the_option_this_chat_shows(town: TwoChats) -> None:
    _here, there = await both(town, "zhao", "70")
    await cold(town)
    await there.says("1").sees("几点能到")


async def test_the_order_is_the_same_on_both(town: TwoChats) -> None:
    here, _there = await both(town, "zhao", "70")
    await cold(town)
    await here.taps("我去")
    await here.taps(2)
    pushes = ["想请您去看看", "这事归您了"]
    for channel, address in ((town.first, "demo-zhao"), (town.other, "70")):
        shown = "\n".join(one.text for one in channel.phone(address).messages)
        assert shown.index(pushes[0]) < shown.index(pushes[1])


async def test_details_are_taken_back_from_both(town: TwoChats) -> None:
    here, there = await both(town, "zhao", "70")
    await cold(town)
    await here.taps("我去")
    await here.taps(2)
    await here.taps("去不成了")
    for person in (here, there):
        words = "\n".join(message.text for _version, message in person.handset.messages())
        assert "401" not in words


async def test_seen_on_one_is_seen(town: TwoChats) -> None:
    here, there = await both(town, "zhao", "70")
    town.wall.advance(timedelta(minutes=5))
    await there.says("主页")
    await cold(town)
    original, copy = pair(town)
    assert copy.copy_of == original.id
    assert (original.seen_at, copy.watch_at) == (None, None)
    await here.looks()
    original, copy = pair(town)
    assert original.seen_at == copy.seen_at == town.wall.now()
    assert original.watch_at is None


async def test_only_the_original_is_watched(town: TwoChats) -> None:
    await both(town, "zhao", "70")
    await cold(town)
    watched = select(OutboxRow.copy_of).where(OutboxRow.watch_at.is_not(None))
    assert set(town.read(lambda session: session.scalars(watched).all())) <= {None}
    await town.wait(minutes=30)
    calls = [row for row in town.rows("CallNeeded") if row.copy_of is None]
    assert len(calls) <= 1


async def test_an_alarm_is_loud_everywhere(town: TwoChats) -> None:
    await both(town, "limin", "71")
    town.known("wang")
    await town.person("wang").says("救命")
    assert town.quiet(town.first, "demo-limin", "救命")[:1] == [False]
    assert town.quiet(town.other, "71", "救命")[:1] == [False]


async def test_where_the_chat_used_last_is_dead_the_copy_was_the_message(town: TwoChats) -> None:
    _here, there = await both(town, "zhao", "70")
    town.first.close("demo-zhao")
    await cold(town)
    town.wall.advance(timedelta(seconds=6))
    await town.settle()
    asked = [one for one in town.other.phone("70").messages if "暖气" in one.text]
    assert len(asked) == 1
    original, copy = pair(town)
    assert (original.state, original.shown_id) == ("sent", copy.shown_id)
    assert original.account_id == town.account("70").id
    assert town.account("demo-zhao").state == "dead"
    await there.says("1").sees("几点能到")


async def test_where_the_other_chat_is_dead_only_its_copy_ends(town: TwoChats) -> None:
    await both(town, "zhao", "70")
    town.other.close("70")
    await cold(town)
    original, copy = pair(town)
    assert (original.state, copy.state) == ("sent", "unreachable")
    assert town.account("70").state == "dead"


async def test_a_chat_that_is_no_longer_theirs_gets_nothing_more(town: TwoChats) -> None:
    await both(town, "zhao", "70")
    taken = update(Account).where(Account.address == "70").values(person_id=town.ids["yu"])
    copy: list[int] = []

    def claimed_then_taken_off(session: Session) -> None:
        """A copy lies ready when the chat is taken off."""
        session.execute(taken)
        values = {"state": "due", "lease": None, "lease_until": None}
        mine = OutboxRow.copy_of.is_not(None), OutboxRow.message == "TaskOffered"
        copy.extend(
            session.scalars(update(OutboxRow).where(*mine).values(**values).returning(OutboxRow.id))
        )

    await cold(town)
    shown = len(town.other.phone("70").messages)
    town.write(claimed_then_taken_off)
    await town.settle()
    assert copy
    assert len(town.other.phone("70").messages) == shown
    assert pair(town)[1].state == "unreachable"


async def test_of_many_forgotten_chats_only_the_last_few_are_written_to(town: TwoChats) -> None:
    for number in range(7):
        await both(town, "zhao", f"7{number}")
    await cold(town)
    copies = [row for row in town.rows("TaskOffered") if row.copy_of is not None]
    assert len(copies) == 4
