"""Changing over, leaving, growing and lapsing at the same moment: nobody waits in a circle.

PostgreSQL counts its deadlocks: each is a transaction that was thrown away and done again. There
are none, because everybody locks in the same order.
"""

from __future__ import annotations

import random
import threading
from datetime import date

import pytest
from sqlalchemy import create_engine, text

from models.bookings.commands import BookPlace, ChangePlace
from models.programmes.moving import ChangePlaces
from models.refusals import Refusal
from tests.bookings.hall import Hall

FRIDAY = date(2026, 12, 11)
PEOPLE, TURNS = 6, 12


def test_no_two_wait_for_each_other(hall: Hall, database_url: str, dialect: str) -> None:
    if dialect == "sqlite":
        pytest.skip("SQLite has one writer: nobody else holds a lock")
    programme = hall.programme()
    times = (hall.session(programme, places=4), hall.session(programme, places=4, day=FRIDAY))
    begin = threading.Barrier(PEOPLE + 1)
    threads = [
        threading.Thread(target=live, args=(hall, who, times, begin)) for who in hall.crowd(PEOPLE)
    ]
    threads.append(threading.Thread(target=run_it, args=(hall, times, begin)))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(100)
    assert not any(thread.is_alive() for thread in threads)
    for session in times:
        counted, held = hall.taken(session)
        assert counted == held <= 6
    hall.store.close()
    assert deadlocks(database_url) == 0


def live(hall: Hall, who: str, times: tuple[int, int], begin: threading.Barrier) -> None:
    """Somebody books, changes over to the other time and back, leaves, comes again."""
    me, rng = hall.actor(hall[who]), random.Random(hall[who])
    begin.wait()
    for _turn in range(TURNS):
        try:
            booked = hall.does(me, BookPlace(rng.choice(times)))
            for _step in range(3):
                hall.refused(me, ChangePlace(booked.booking_id, rng.choice(times)))
            hall.cancels(who, booked.booking_id)
        except Refusal:
            continue


def run_it(hall: Hall, times: tuple[int, int], begin: threading.Barrier) -> None:
    """The desk makes it larger and smaller, and the clock ticks."""
    begin.wait()
    for turn in range(TURNS):
        for session in reversed(times):
            hall.refused("limin", ChangePlaces(session, 4 + turn % 3))
        hall.tick()


def deadlocks(url: str) -> int:
    """Counted once the connections that had them are closed."""
    engine = create_engine(url.replace("postgresql://", "postgresql+psycopg://"))
    try:
        with engine.connect() as connection:
            found = "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"
            return int(connection.execute(text(found)).scalar_one())
    finally:
        engine.dispose()
