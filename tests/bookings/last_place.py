"""Many people want the last place in the same instant, in two processes: the race and its judge."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from datetime import date, time, timedelta
from pathlib import Path

from sqlalchemy import insert, select
from sqlalchemy.orm import Session as Database

from bot.dialogue.messages import Outgoing
from models.bookings.tables import Booking
from models.clocks import town_instant
from models.programmes.tables import Programme, Session
from tests.bookings.hall import programme_row
from tests.proofs.races import Pair, Process, Races
from tests.proofs.service import ROOT
from tests.proofs.town import address_of

DAY = date(2026, 12, 10)


class Racer(Process):
    """One of the two, from outside."""

    def __init__(self, log: Path, *flags: str) -> None:
        with log.open("ab") as stderr:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "tests.bookings.racer", *flags],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=stderr, cwd=ROOT, text=True,
                encoding="utf-8",
            )  # fmt: skip


def start(folder: Path, *flags: str) -> Pair:
    log = folder / "places.log"
    return Pair(log, [Racer(log, *flags), Racer(log, *flags)])


@dataclass(frozen=True)
class Verdict:
    """What became of one race. ``line``: the numbers of the waiting list; ``said``: how many were
    told that they have it; ``before``: how many each of the others was told to be before them."""

    taken: int
    places: int
    line: tuple[int, ...]
    said: int
    before: tuple[int, ...]
    unheard: int

    def fair(self, people: int) -> bool:
        """One has it, the others wait one behind the other and were told so."""
        others = people - 1
        return self == Verdict(1, 1, tuple(range(1, others + 1)), 1, tuple(range(others)), 0)


def one_race(races: Races, people: int) -> Verdict:
    """A talk with one place, and everybody at once."""
    session = races.store.write_now(lambda database: _talk(database, races))
    updates = [
        races.update(address_of("resident", number), tap=f"t.go_after_all.{session}")
        for number in range(people)
    ]
    said = races.at_once(updates[::2], updates[1::2])
    heard = [_words(shown) for part in said for shown in part.values()]
    return races.store.read_now(lambda database: _verdict(database, session, heard))


def _talk(database: Database, races: Races) -> int:
    row = programme_row("lecture", races.wall.now())
    programme = database.execute(insert(Programme).values(**row).returning(Programme.id))
    begins = town_instant(DAY, time(15))
    values = {"programme_id": programme.scalar_one(), "places": 1, "begins_at": begins,
              "ends_at": begins + timedelta(minutes=90)}  # fmt: skip
    return database.execute(insert(Session).values(**values).returning(Session.id)).scalar_one()


def _words(shown: list[Outgoing]) -> str:
    return shown[0].text if shown else ""


def _verdict(database: Database, session: int, heard: list[str]) -> Verdict:
    bookings = database.scalars(select(Booking).where(Booking.session_id == session)).all()
    before = []
    for words in heard:
        if "下一个就是您" in words:
            before.append(0)
        elif "前头还有 " in words:
            before.append(int(words.split("前头还有 ")[1].split(" ")[0]))
    got = sum("约上了" in words for words in heard)
    return Verdict(
        taken=database.get_one(Session, session).taken,
        places=sum(one.state == "booked" for one in bookings),
        line=tuple(sorted(one.queue or 0 for one in bookings if one.state == "waiting")),
        said=got,
        before=tuple(sorted(before)),
        unheard=len(heard) - got - len(before),
    )
