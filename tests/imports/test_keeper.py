"""Who works on a list, for how long, and what happens when they are killed or a platform is away."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from structlog.testing import capture_logs

from models.imports.claims import ATTEMPTS, LEASE, claim
from scheduler.imports import ImportKeeper
from tests.imports.lists import GRANDMA, kept, newest, residents
from tests.talks.phones import Person
from tests.talks.world import World


class Away:
    """A platform that does not answer, until it does."""

    def __init__(self, content: bytes) -> None:
        self.content, self.answers, self.asked = content, False, 0

    async def __call__(self, _channel: str, _source: str) -> bytes:
        self.asked += 1
        if not self.answers:
            raise ConnectionResetError
        return self.content


@pytest.fixture
def away() -> Away:
    return Away(residents(GRANDMA))


@pytest.fixture
async def keeper(town: World, away: Away) -> AsyncIterator[ImportKeeper]:
    work = town.core.imports._work_for_clock
    made = ImportKeeper(town.core.store, away, work, town.wall, channels=("memory",))
    yield made
    made.close()


@pytest.fixture
async def sent(town: World, limin: Person) -> None:
    """A file that nobody has fetched yet."""
    await town.channel.file(limin.handset.address, b"PK")  # type: ignore[attr-defined]
    limin.new_words()


async def test_a_platform_that_is_away_is_asked_again_after_a_pause(
    town: World, limin: Person, sent: None, keeper: ImportKeeper, away: Away
) -> None:
    with capture_logs():
        assert await keeper.run_once()
        assert not await keeper.run_once()
    away.answers = True
    town.wall.advance(seconds=11)
    assert await keeper.run_once()
    await town.settle()
    assert "居民表看完了" in limin.new_words()
    assert away.asked == 2


async def test_a_file_that_never_comes_is_given_up_and_its_sender_told(
    town: World, limin: Person, sent: None, keeper: ImportKeeper, away: Away
) -> None:
    with capture_logs():
        for _ in range(ATTEMPTS + 2):
            await keeper.run_once()
            town.wall.advance(minutes=20)
    await town.settle()
    assert "文件没传过来" in limin.new_words()
    assert away.asked == ATTEMPTS


async def test_what_is_claimed_by_one_is_left_alone_by_others_until_its_time_is_over(
    town: World, limin: Person, sent: None, keeper: ImportKeeper, away: Away
) -> None:
    away.answers = True
    town.core.store.write_now(lambda session: claim(session, town.wall.now(), ("memory",)))
    assert not await keeper.run_once()
    town.wall.advance(LEASE)
    assert await keeper.run_once()
    assert newest(town).state == "tried"


async def test_files_of_another_channel_are_left_to_those_who_can_fetch_them(
    town: World, sent: None, away: Away
) -> None:
    work = town.core.imports._work_for_clock
    other = ImportKeeper(town.core.store, away, work, town.wall, channels=("telegram",))
    assert not await other.run_once()
    other.close()


async def test_a_list_that_was_half_staged_is_staged_anew(
    town: World, limin: Person, keeper: ImportKeeper, away: Away
) -> None:
    away.answers = True
    await town.channel.file(limin.handset.address, b"PK")  # type: ignore[attr-defined]
    with capture_logs(), pytest.MonkeyPatch.context() as patch:
        patch.setattr("scheduler.imports.tried", _killed)
        await keeper.run_once()
    assert newest(town).state == "waiting"
    town.wall.advance(minutes=1)
    await keeper.run_once()
    await kept(town)
    assert newest(town).counts == {"new": 1, "changed": 0, "same": 0, "refused": 0}


def _killed(*_given: object, **_more: object) -> None:
    raise RuntimeError
