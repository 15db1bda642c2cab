"""Old Mr Yu, who stands in the town twice, and places that he has on either row."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import count
from typing import Any

from sqlalchemy import event, func, select

from models.bookings.tables import Booking, Enrolment, ReminderRow, SignUp, WeekdayPlaces
from models.family.merging import MergePeople, UndoMerge
from models.gate import run
from models.programmes.tables import Programme, Session
from models.register.tables import Person
from models.station.tables import StationTerm
from models.work import Work
from tests.permissions.town import SmallTown

DAY, HOUR = timedelta(days=1), timedelta(hours=1)


def statements(chairs: Chairs, act: Callable[[], object]) -> int:
    """How many of them speak of bookings or sessions."""
    seen: list[str] = []
    engine = chairs.work.connection.engine

    def hear(*statement: object) -> None:
        seen.append(str(statement[2]))

    event.listen(engine, "before_cursor_execute", hear)
    try:
        act()
    finally:
        event.remove(engine, "before_cursor_execute", hear)
    return sum("booking" in one or "sessions" in one for one in seen)


@dataclass
class Chairs:
    work: Work
    there: SmallTown
    yu: int = 0
    twin: int = 0
    merge: int = 0
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def __post_init__(self) -> None:
        self.yu = self.there["yu"]
        self.twin = self.put(
            Person, name="于", created_at=self.work.now, sample=True, household_id=None
        )

    def put(self, table: type[Any], **given: Any) -> int:
        row = table(**given)
        self.work.session.add(row)
        self.work.session.flush()
        return int(getattr(row, "id", 0) or 0)

    # -- rows --------------------------------------------------------------------------------------
    def programme(self, **more: Any) -> int:
        return self.put(
            Programme,
            **{
                "kind": "lecture", "title_zh": "x", "title_en": "x", "place_id": "yangguang",
                "starts": time(15), "minutes": 60, "first": date(2026, 12, 1),
                "last": date(2027, 1, 15), "places": 9, "made_at": self.work.now, "town": 1, **more,
            },
        )  # fmt: skip

    def session(self, places: int = 2, programme: int = 0, at: datetime | None = None) -> int:
        begins = at or self.work.now + 2 * DAY
        return self.put(
            Session, programme_id=programme or self.programme(), begins_at=begins,
            ends_at=begins + HOUR, places=places, taken=0,
        )  # fmt: skip

    def sign_up(self, person_id: int, programme: int) -> int:
        return self.put(
            SignUp, number=f"7{next(self._numbers):05}", programme_id=programme, by_id=person_id,
            at=self.work.now,
        )  # fmt: skip

    def booked(
        self, person_id: int, session: int, state: str = "booked", sign_up: int = 0, **more: Any
    ) -> int:
        """A row as booking makes it, counted, with a reminder; or the end of the waiting list."""
        row = self.work.session.get_one(Session, session)
        given: dict[str, Any] = {"state": state, **more}
        if state == "waiting":
            row.queue += 1
            given["queue"] = row.queue
        else:
            row.taken += 1
            given["place"] = row.taken
        booking = self.put(
            Booking, session_id=session, person_id=person_id, made_at=self.work.now,
            sign_up_id=sign_up or self.sign_up(person_id, row.programme_id), **given,
        )  # fmt: skip
        if state == "booked":
            self.put(ReminderRow, booking_id=booking, step="before", moves=0,
                     at=row.begins_at - HOUR)  # fmt: skip
        return booking

    def term(self, places: int = 2, drawn: bool = True) -> int:
        programme = self.programme(kind="after_school", places=places)
        self.put(StationTerm, programme_id=programme, drawn_at=self.work.now if drawn else None)
        for weekday in range(5):
            self.put(WeekdayPlaces, programme_id=programme, weekday=weekday, places=places)
        return programme

    def enrolled(self, person_id: int, programme: int, days: int = 0b11, state: str = "in") -> int:
        if state == "in":
            for weekday in (day for day in range(7) if days >> day & 1):
                self.weekday(programme, weekday).taken += 1
        return self.put(
            Enrolment, programme_id=programme, person_id=person_id, days=days, state=state,
            sign_up_id=self.sign_up(person_id, programme), made_at=self.work.now,
            queue=1 if state == "waiting" else None,
        )  # fmt: skip

    def weekday(self, programme: int, weekday: int) -> WeekdayPlaces:
        return self.work.session.get_one(WeekdayPlaces, (programme, weekday))

    # -- what happens ------------------------------------------------------------------------------
    def become_one(self) -> None:
        self.merge = run(self.work, MergePeople(self.yu, self.twin))
        self.work.session.expire_all()

    def are_two_again(self) -> None:
        run(self.work, UndoMerge(self.merge))
        self.work.session.expire_all()

    # -- what is true ------------------------------------------------------------------------------
    def stands(self, row: int, table: type[Any] = Booking) -> tuple[int, str]:
        """(whose, state) of a booking, or of an enrolment."""
        found = self.work.session.get_one(table, row, populate_existing=True)
        return found.person_id, found.state

    def reminded(self, booking: int) -> list[str]:
        rows = select(ReminderRow.state).where(ReminderRow.booking_id == booking)
        return list(self.work.session.scalars(rows))

    def counted(self, session: int) -> int:
        """How many places are taken: the number of the row, which is that of the bookings."""
        row = self.work.session.get_one(Session, session, populate_existing=True)
        held = select(func.count()).where(
            Booking.session_id == session, Booking.state.in_(("booked", "offered"))
        )
        assert self.work.session.scalar(held) == row.taken
        return row.taken

    def given_away(self, programme: int) -> list[int]:
        """Places of Monday and Tuesday."""
        self.work.session.expire_all()
        return [self.weekday(programme, weekday).taken for weekday in (0, 1)]
