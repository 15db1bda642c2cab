"""The sample town with talks, an online talk and a free clinic, and what is true of their places."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import func, insert, select, update

from models.bookings.answering import TakeOffer
from models.bookings.commands import Booked, BookPlace, CancelPlace, ChangePlace
from models.bookings.tables import AttendanceNote, Booking, ReminderRow
from models.clocks import to_town, town_instant
from models.family.tables import Proxy
from models.gate import Command
from models.outbox.tables import OutboxRow
from models.programmes.moving import CancelSession, ChangePlaces, MoveSession
from models.programmes.tables import Programme, Session
from models.refusals import Refusal
from models.register.tables import Person
from models.work import Actor, Work
from scheduler.bookings import PlacesOffered, Reminders
from scheduler.programmes import SessionNews
from tests.permissions.town import SmallTown

LINK = "https://talks.example/room/7"
HALL = {
    "lecture": {"title_zh": "冬天怎么走路不摔跤", "title_en": "Walking safely in winter",
                "where_zh": "阳光社区活动室", "where_en": "Yangguang community room"},
    "online_talk": {"title_zh": "心里不痛快怎么办", "title_en": "When the heart is heavy",
                    "where_zh": "网上", "where_en": "online", "link": LINK},
    "free_clinic": {"title_zh": "社区义诊", "title_en": "Free clinic",
                    "where_zh": "阳光社区活动室", "where_en": "Yangguang community room"},
    "clinic_visit": {"title_zh": "看大夫", "title_en": "see the doctor",
                     "where_zh": "阳光卫生服务站", "where_en": "Yangguang health station"},
    "checkup": {"title_zh": "一年一回的体检", "title_en": "The yearly check-up",
                "where_zh": "阳光卫生服务站", "where_en": "Yangguang health station"},
}  # fmt: skip


def programme_row(
    kind: str, now: datetime, place: str = "yangguang", **more: Any
) -> dict[str, Any]:
    """A programme of this kind, for sessions that are made one by one."""
    return {
        "kind": kind, "place_id": place, "starts": time(15), "minutes": 90, "places": 60,
        "first": date(2026, 12, 1), "last": date(2027, 6, 30), "made_at": now, "town": 1,
        "link": None, "where_zh": "", "where_en": "", **HALL[kind], **more,
    }  # fmt: skip


@dataclass
class Hall(SmallTown):
    _made: list[int] = field(default_factory=list)

    # -- what there is -------------------------------------------------------------------------------
    def programme(self, kind: str = "lecture", **more: Any) -> int:
        row = programme_row(kind, self.clock.now(), **more)
        made = insert(Programme).values(**row).returning(Programme.id)
        return self.write(lambda work: work.session.execute(made).scalar_one())

    def session(
        self, programme: int, places: int = 2, day: date = date(2026, 12, 10),
        hour: time = time(15), minutes: int = 90, **more: Any,
    ) -> int:  # fmt: skip
        begins = town_instant(day, hour)
        values = {
            "programme_id": programme, "begins_at": begins, "places": places,
            "ends_at": begins + timedelta(minutes=minutes), **more,
        }  # fmt: skip
        made = insert(Session).values(**values).returning(Session.id)
        return self.write(lambda work: work.session.execute(made).scalar_one())

    def crowd(self, count: int) -> list[str]:
        """So many more people, each with a phone."""
        names = [f"crowd{len(self._made) + number}" for number in range(count)]
        for name in names:
            self.ids[name] = self.newcomer(f"来听的{len(self._made)}")
            self._made.append(self.ids[name])
        return names

    # -- what people do ------------------------------------------------------------------------------
    def books(self, who: str, session: int) -> Booked:
        return self.does(who, BookPlace(session))

    def cancels(self, who: str, booking: int) -> int:
        return self.does(who, CancelPlace(booking))

    def changes(self, who: str, booking: int, session: int) -> Booked:
        return self.does(who, ChangePlace(booking, session))

    def takes(self, who: str, booking: int) -> int:
        return self.does(who, TakeOffer(booking))

    def moves(self, session: int, begins_at: datetime) -> int:
        return self.does("limin", MoveSession(session, begins_at))

    def calls_off(self, session: int) -> int:
        return self.does("limin", CancelSession(session))

    def has_places(self, session: int, places: int) -> int:
        return self.does("limin", ChangePlaces(session, places))

    def refused(self, who: str | Actor, command: Command[Any]) -> str:
        """Which refusal it ends in, "" if in none."""
        try:
            self.does(who, command)
        except Refusal as refusal:
            return type(refusal).__name__
        return ""

    def acting(self, by: str, whom: str) -> Actor:
        me = self.actor(self.ids[by])
        return Actor("person", self.ids[whom], me.account_id, "memory", by_id=self.ids[by])

    def proxy(self, by: str, whom: str, *purposes: str) -> None:
        day = to_town(self.clock.now()).date()
        row = {
            "principal_id": self.ids[whom], "proxy_id": self.ids[by], "state": "agreed",
            "purposes": list(purposes), "until": day + timedelta(days=600),
            "how": "own_chat", "asked_at": self.clock.now(),
        }  # fmt: skip
        self.write(lambda work: work.session.execute(insert(Proxy).values(row)))

    # -- the days ------------------------------------------------------------------------------------
    def goes_to(self, day: date, hour: time = time(10)) -> None:
        self.clock.advance(town_instant(day, hour) - self.clock.now())

    def tick(self) -> int:
        """All that is due for bookings now, chunk by chunk; how many rows were handled."""
        done = 0
        for job in (SessionNews(), PlacesOffered(), Reminders()):
            while (handled := self.write(job.run)) > 0:
                done += handled
        return done

    def passes(self, **span: float) -> None:
        """The time goes by, through everything that falls due."""
        until = self.clock.now() + timedelta(**span)
        while (due := self.next_due()) is not None and due <= until:
            self.clock.advance(max(due - self.clock.now(), timedelta(0)))
            if not self.tick():
                break
        self.clock.advance(max(until - self.clock.now(), timedelta(0)))
        self.tick()

    def next_due(self) -> datetime | None:
        def soonest(work: Work) -> datetime | None:
            jobs = (PlacesOffered(), Reminders())
            return min((at for job in jobs if (at := job.next_due(work))), default=None)

        return self.read(soonest)

    # -- what is true --------------------------------------------------------------------------------
    def booking(self, booking_id: int) -> Booking:
        return self.read(lambda work: work.session.get_one(Booking, booking_id))

    def state(self, booking_id: int) -> str:
        return self.booking(booking_id).state

    def taken(self, session: int) -> tuple[int, int]:
        """Counted, and held."""
        held = select(func.count()).where(
            Booking.session_id == session, Booking.state.in_(("booked", "offered"))
        )
        return self.read(
            lambda work: (
                work.session.get_one(Session, session).taken,
                work.session.execute(held).scalar_one(),
            )
        )

    def in_line(self, session: int) -> list[int]:
        """Who waits, in order."""
        found = select(Booking.person_id).where(
            Booking.session_id == session, Booking.state == "waiting"
        )
        return self.read(lambda work: list(work.session.scalars(found.order_by(Booking.queue))))

    def reminders(self, booking: int) -> list[tuple[str, str]]:
        """(step, state) of each there ever was."""
        found = select(ReminderRow.step, ReminderRow.state).where(ReminderRow.booking_id == booking)
        return self.read(
            lambda work: [
                (step, state)
                for step, state in work.session.execute(found.order_by(ReminderRow.id))
            ]
        )

    def notes(self, booking: int) -> list[tuple[str, str, int]]:
        found = select(AttendanceNote.was, AttendanceNote.now, AttendanceNote.by_id).where(
            AttendanceNote.booking_id == booking
        )
        return self.read(
            lambda work: [
                (was, now, by)
                for was, now, by in work.session.execute(found.order_by(AttendanceNote.id))
            ]
        )

    def told(self, who: str, *kinds: str) -> list[str]:
        """The messages of these kinds that were queued for somebody."""
        found = select(OutboxRow.message).where(
            OutboxRow.person_id == self.ids[who], OutboxRow.message.in_(kinds)
        )
        return self.read(lambda work: list(work.session.scalars(found.order_by(OutboxRow.id))))

    def born(self, who: str, day: date) -> None:
        changed = update(Person).where(Person.id == self.ids[who]).values(born=day)
        self.write(lambda work: work.session.execute(changed))
