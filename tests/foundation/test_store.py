"""What every caller may rely on, on both databases."""

from __future__ import annotations

import asyncio
import threading

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.orm import Session

from models.store import BadDatabaseUrl, Store, StoreClosed, WouldDeadlock
from tests.foundation.scratch import Counter, Note, add_one, count


class NotToday(Exception):
    pass


def refuse(session: Session) -> None:
    session.add(Counter(name="never", value=1))
    session.flush()
    raise NotToday


async def test_a_result_is_committed_before_its_caller_hears_it(desk: Store) -> None:
    assert await desk.write(add_one) == 1
    assert await desk.read(count) == 1
    assert desk.read_now(count) == 1


async def test_two_hundred_concurrent_read_modify_writes_are_all_counted(desk: Store) -> None:
    seen = await asyncio.gather(*(desk.write(add_one) for _ in range(200)))
    assert sorted(seen) == list(range(1, 201))
    assert desk.read_now(count) == 200


async def test_a_job_that_raises_leaves_its_neighbours_alone(desk: Store) -> None:
    jobs = [desk.write(refuse if number % 3 == 0 else add_one) for number in range(30)]
    outcomes = await asyncio.gather(*jobs, return_exceptions=True)
    assert sum(isinstance(outcome, NotToday) for outcome in outcomes) == 10
    assert desk.read_now(count) == 20
    assert desk.read_now(lambda session: session.get(Counter, "never")) is None


async def test_a_failed_flush_undoes_only_its_own_job(desk: Store) -> None:
    def collide(session: Session) -> None:
        session.add(Counter(name="own", value=1))
        session.flush()
        session.add(Counter(name="first", value=9))

    jobs = [desk.write(add_one), desk.write(collide), desk.write(add_one)]
    outcomes = await asyncio.gather(*jobs, return_exceptions=True)
    assert isinstance(outcomes[1], IntegrityError)
    assert desk.read_now(count) == 2
    assert desk.read_now(lambda session: session.get(Counter, "own")) is None


async def test_a_job_may_try_something_in_a_nested_transaction(desk: Store) -> None:
    def try_then_go_on(session: Session) -> bool:
        add_one(session)
        session.flush()
        try:
            with session.begin_nested():
                session.execute(text("INSERT INTO scratch_counters VALUES ('first', 5)"))
        except IntegrityError:
            add_one(session)
            return True
        return False

    assert await desk.write(try_then_go_on)
    assert desk.read_now(count) == 2


async def test_a_job_that_rolls_back_undoes_only_itself(desk: Store) -> None:
    def change_of_mind(session: Session) -> None:
        add_one(session)
        session.flush()
        session.rollback()
        session.add(Note(plain="after"))

    await asyncio.gather(desk.write(add_one), desk.write(change_of_mind), desk.write(add_one))
    assert desk.read_now(count) == 2
    assert desk.read_now(lambda session: session.query(Note).count()) == 1


async def test_a_read_cannot_write(desk: Store) -> None:
    def sneak(session: Session) -> None:
        session.add(Counter(name="sneaked", value=1))
        session.flush()

    with pytest.raises(DBAPIError):
        await desk.read(sneak)
    with pytest.raises(DBAPIError):
        desk.read_now(sneak)
    assert await desk.write(lambda session: session.get(Counter, "sneaked")) is None


async def test_a_read_sees_one_moment(desk: Store) -> None:
    def before_and_after(session: Session) -> tuple[int, int]:
        before = count(session)
        thread = threading.Thread(target=lambda: desk.write_now(add_one))
        thread.start()
        thread.join()
        session.expire_all()
        return before, count(session)

    assert await desk.read(before_and_after) == (0, 0)
    assert await desk.read(count) == 1


async def test_an_object_that_a_job_returns_can_be_read_afterwards(desk: Store) -> None:
    counter = await desk.write(lambda session: session.get_one(Counter, "first"))
    assert counter.name == "first"


async def test_a_job_may_not_ask_the_store_to_write(desk: Store) -> None:
    with pytest.raises(WouldDeadlock):
        await desk.write(lambda _session: desk.write_now(add_one))


async def test_a_caller_who_gives_up_does_not_disturb_the_rest(desk: Store) -> None:
    gone = asyncio.ensure_future(desk.write(add_one))  # noqa: TID251
    await asyncio.sleep(0)
    gone.cancel()
    await asyncio.gather(*(desk.write(add_one) for _ in range(5)), gone, return_exceptions=True)
    assert desk.read_now(count) == 6


async def test_a_job_that_raises_stop_iteration_or_exits_reaches_its_caller(desk: Store) -> None:
    def run_dry(_session: Session) -> None:
        next(iter(()))

    def leave(_session: Session) -> None:
        raise SystemExit(3)

    with pytest.raises(RuntimeError):
        await desk.write(run_dry)
    with pytest.raises(SystemExit):
        desk.write_now(leave)
    assert await desk.write(add_one) == 1


def test_closing_finishes_what_was_accepted_and_takes_no_more(desk: Store) -> None:
    async def leave_twenty() -> list[int]:
        waiting = [asyncio.ensure_future(desk.write(add_one)) for _ in range(20)]  # noqa: TID251
        await asyncio.sleep(0)
        desk.close()
        return await asyncio.gather(*waiting)

    assert sorted(asyncio.run(leave_twenty())) == list(range(1, 21))
    with pytest.raises(StoreClosed):
        desk.write_now(add_one)
    with pytest.raises(StoreClosed):
        desk.read_now(count)
    desk.close()


async def test_what_nobody_waits_for_is_committed_with_the_next_write(desk: Store) -> None:
    if desk.dialect != "sqlite":
        pytest.skip("only SQLite shares a commit")
    commits: list[int] = []
    desk.on_commit = lambda jobs, _seconds: commits.append(jobs)
    along = asyncio.gather(*(desk.write_along(add_one, within=60) for _ in range(2)))
    await asyncio.sleep(0)
    assert await desk.write(add_one) == 3
    assert await along == [1, 2]
    assert commits == [3]  # one commit held all three


async def test_what_nobody_waits_for_goes_alone_after_its_time(desk: Store) -> None:
    assert await desk.write_along(add_one, within=0.001) == 1
    assert await desk.write_along(add_one, within=0.0) == 2


async def test_a_listener_hears_of_every_commit_and_a_broken_one_does_no_harm(
    desk: Store,
) -> None:
    heard: list[tuple[int, float]] = []
    desk.on_commit = lambda jobs, seconds: heard.append((jobs, seconds))
    await asyncio.gather(*(desk.write(add_one) for _ in range(40)))
    assert sum(jobs for jobs, _ in heard) == 40
    assert all(seconds > 0 for _, seconds in heard)

    desk.on_commit = lambda jobs, _seconds: [][jobs]
    assert await desk.write(add_one) == 41


async def test_a_fault_names_no_values(desk: Store) -> None:
    with pytest.raises(IntegrityError) as caught:
        await desk.write(
            lambda session: session.execute(
                text("INSERT INTO scratch_counters VALUES ('first', :value)"), {"value": 100_0000}
            )
        )
    assert "1000000" not in str(caught.value)


@pytest.mark.parametrize("url", ["", "nonsense", "sqlite://", "sqlite:///:memory:", "mysql://a/b"])
def test_a_url_we_cannot_use_is_refused_with_the_remedy(url: str) -> None:
    with pytest.raises(BadDatabaseUrl, match="DATABASE_URL must be"):
        Store.open(url)
