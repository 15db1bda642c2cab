"""What the clock does for the stations: who is not collected, the draw, the places given back, the
bookings of a term. One file, because one thing leads to the next."""

from __future__ import annotations

from datetime import datetime

from models.gate import run
from models.station.changing import LetInWaiting, freed_terms
from models.station.clockwork import AskWhoComes, due_pickups, next_pickup
from models.station.drawing import DrawPlaces, draws_due, next_draw
from models.station.making import MakeBookings, bookings_due
from models.work import Work

CHUNK = 3


class Pickups:
    """Children who are still there: before everything that can wait."""

    name = "pickups"

    def run(self, work: Work) -> int:
        due = due_pickups(work, CHUNK)
        for pickup_id in due:
            run(work, AskWhoComes(pickup_id))
        return len(due)

    def next_due(self, work: Work) -> datetime | None:
        return next_pickup(work)


class Stations:
    """A chunk of the first thing there is to do."""

    name = "stations"

    def run(self, work: Work) -> int:
        for programme_id in draws_due(work):
            done = run(work, DrawPlaces(programme_id))
            if done:
                return done
        for programme_id in freed_terms(work):
            done = run(work, LetInWaiting(programme_id))
            if done:
                return done
        return run(work, MakeBookings()) if bookings_due(work) is not None else 0

    def next_due(self, work: Work) -> datetime | None:
        return next_draw(work)
