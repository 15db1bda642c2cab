"""The rows behind the web chat, on both databases."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import select, text

from models.access import history, links, sessions
from models.access.tables import WebLinkUse
from models.clocks import FixedClock
from models.store import Store


def test_a_session_is_found_by_its_token_in_its_own_scope_until_it_ends(
    store: Store, wall: FixedClock
) -> None:
    now = wall.now()
    token, row = store.write_now(
        lambda session: sessions.open_session(session, scope="/phone/1", address="a", now=now)
    )

    def found(scope: str) -> bool:
        return store.read_now(
            lambda session: sessions.find_session(session, token, scope, wall.now()) is not None
        )

    assert found("/phone/1")
    assert not found("")
    wall.advance(sessions.LIFE)
    assert not found("/phone/1")
    store.write_now(lambda session: sessions.revoke(session, row.id, now))


def test_the_token_itself_is_nowhere_in_the_database(store: Store, wall: FixedClock) -> None:
    token, _row = store.write_now(
        lambda session: sessions.open_session(session, scope="", address="a", now=wall.now())
    )
    stored = store.read_now(lambda s: str(s.execute(text("SELECT * FROM web_sessions")).all()))
    assert token not in stored


def test_of_many_devices_one_is_first_at_a_link(store: Store, wall: FixedClock) -> None:
    def claim(_n: int) -> bool:
        return store.write_now(lambda session: links.claim(session, "h" * 64, wall.now()))

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(claim, range(24))) == 1


def test_parallel_guesses_get_five_tries_together(store: Store, wall: FixedClock) -> None:
    store.write_now(lambda session: links.claim(session, "h" * 64, wall.now()))

    def guess(_n: int) -> bool:
        return store.write_now(lambda session: links.count_try(session, "h" * 64, wall.now()))

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(guess, range(24))) == links.TRIES
    assert store.read_now(lambda s: s.execute(select(WebLinkUse.tries)).scalar()) == links.TRIES


def test_parallel_messages_get_numbers_without_gap_or_double(
    store: Store, wall: FixedClock
) -> None:
    def add(n: int) -> int:
        return store.write_now(
            lambda session: history.append(
                session, address="a", key=f"k{n}", sender="service", body={"lines": []},
                at=wall.now(),
            )
        )  # fmt: skip

    with ThreadPoolExecutor(8) as pool:
        ids = list(pool.map(add, range(40)))
    rows = store.read_now(lambda session: history.changes_after(session, "a", 0, 100))
    assert [row.seq for row in rows] == list(range(1, 41))
    assert [row.id for row in rows] == sorted(ids)


def test_words_in_the_history_are_sealed(store: Store, wall: FixedClock) -> None:
    store.write_now(
        lambda session: history.append(
            session, address="a", key="k", sender="person", body={"lines": ["心脏疼"]},
            at=wall.now(),
        )
    )  # fmt: skip
    raw = store.read_now(
        lambda s: bytes(s.execute(text("SELECT body FROM webchat_messages")).scalar_one())
    )
    assert "心脏疼".encode() not in raw
