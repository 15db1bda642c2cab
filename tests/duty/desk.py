"""A community with people, staff and phones: what they tap, type, see and are told.

Everything goes through the real engine and the real book, in transactions of its own.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bot.dialogue.book import Book
from bot.dialogue.engine import Engine, Lease
from bot.dialogue.messages import Incoming, Outgoing
from handlers.book import book
from models.clocks import FixedClock, TownClock
from models.outbox.tables import OutboxRow
from models.register.tables import Account, Person
from models.store import Store
from models.talks.rows import open_account
from tests.tasks.neighbourhood import Neighbourhood, settle

_UPDATES = itertools.count(1)
_BOOK: list[Book] = []
NIGHT = datetime(2026, 12, 8, 15, 30, tzinfo=UTC)
"""23:30 in Huadian."""
MORNING = datetime(2026, 12, 8, 1, 0, tzinfo=UTC)
"""9:00 in Huadian."""


def whole_book() -> Book:
    if not _BOOK:
        _BOOK.append(book())
    return _BOOK[0]


@dataclass
class Desk(Neighbourhood):
    seen: dict[int, list[Outgoing]] = field(default_factory=dict)

    @property
    def engine(self) -> Engine:
        return Engine(whole_book(), TownClock(self.clock))

    # -- what people do ----------------------------------------------------------------------------
    def says(self, person_id: int, words: str) -> str:
        return self._take(person_id, "text", text=words)

    def taps(self, person_id: int, label: str) -> str:
        """Tap the button with ``label`` in it, on the newest message that has one."""
        for message in reversed(self.seen.get(person_id, [])):
            for option in message.options:
                if label in option.label and option.tap:
                    return self._take(person_id, "tap", tap=option.tap)
        raise AssertionError(f"there is no button {label!r}")

    def pushes(self, person_id: int, token: str) -> str:
        """Send a token as a forged or old button would."""
        return self._take(person_id, "tap", tap=token)

    def _take(self, person_id: int, kind: Any, *, text: str = "", tap: str = "") -> str:
        channel, address = self._account(person_id)
        incoming = Incoming(channel, address, f"u{next(_UPDATES)}", kind, text=text, tap=tap)
        lease = Lease("test", self.clock.now() + timedelta(minutes=1))
        taken = self.store.write_now(lambda session: self.engine.take(session, incoming, lease))
        shown = taken.said
        self.seen.setdefault(person_id, []).extend(shown)
        return in_words(shown)

    def _account(self, person_id: int) -> tuple[str, str]:
        def job(session: Session) -> tuple[str, str]:
            row = session.execute(
                select(Account.channel, Account.address).where(Account.person_id == person_id)
            ).one()
            return row.channel, row.address

        return self.store.read_now(job)

    # -- what people are told ----------------------------------------------------------------------
    def hears(self, person_id: int) -> str:
        """Deliver what is due for a person now, in the order of the budget; what they read."""

        def job(session: Session) -> list[Outgoing]:
            account_id = session.scalars(
                select(Account.id).where(Account.person_id == person_id)
            ).one()
            due = select(OutboxRow).where(
                OutboxRow.person_id == person_id,
                OutboxRow.state == "due",
                OutboxRow.message != "",
                OutboxRow.not_before <= self.clock.now(),
            )
            rows = session.scalars(due.order_by(OutboxRow.priority, OutboxRow.id)).all()
            said = []
            for row in rows:
                outgoing = self.engine.speak(session, account_id, row.message, row.args)
                row.state = "sent" if outgoing is not None else "dropped"
                row.account_id = account_id
                said += [outgoing] if outgoing is not None else []
            return said

        said = self.store.write_now(job)
        self.seen.setdefault(person_id, []).extend(said)
        return in_words(said)

    def all_see(self, person_id: int) -> None:
        """The person looked at all that was sent to them."""
        self.write(
            lambda work: work.session.execute(
                update(OutboxRow)
                .where(OutboxRow.person_id == person_id)
                .values(seen_at=work.now, watch_at=None)
            )
        )

    def run(self, job: Any, minutes: float = 0) -> int:
        """Let time go by, then let one of the clock's jobs do what is due."""
        self.clock.advance(minutes=minutes)
        done: int = self.write(job.run)
        return done

    # -- people ------------------------------------------------------------------------------------
    def person(self, name: str, grid: str | None = None, *, channel: str = "webchat") -> int:
        """Somebody with a phone in their hand; without a ``channel`` somebody with none."""
        person_id = super().person(name, grid, channel="")
        if channel:
            self.write(
                lambda work: open_account(
                    work.connection, channel, f"a{person_id}", work.now, person_id=person_id
                )
            )
        return person_id

    def reads_english(self, *people: int) -> None:
        self.write(
            lambda work: work.session.execute(
                update(Person).where(Person.id.in_(people)).values(language="en", called="")
            )
        )

    def agreed(self, name: str, grid: str | None = "g03", **more: Any) -> int:
        """A resident who has agreed to being known."""
        return self._known(self.person(name, grid, **more), f"{name[:1]}姨")

    def staff(self, name: str, role: str, place: str, *, on_duty: bool = True) -> int:
        person_id = self._known(self.person(name, None), name)
        self.role(person_id, role, place, on_duty=on_duty)
        return person_id

    def _known(self, person_id: int, called: str) -> int:
        self.write(
            lambda work: work.session.execute(
                update(Person)
                .where(Person.id == person_id)
                .values(consent=self.town.purpose("help").version, called=called)
            )
        )
        return person_id


def in_words(messages: list[Outgoing]) -> str:
    """All lines and buttons, for looking into. Nothing may be longer than P9 allows."""
    lines = []
    for message in messages:
        choices = [option for option in message.options if option.style != "small"]
        assert len(message.lines) <= 4, message.text
        assert len(choices) <= 6, message.text
        said = f"{message.speaker}：{message.text}" if message.speaker else message.text
        lines += [said, " ".join(f"[{option.label}]" for option in message.options)]
    return "\n".join(lines)


def open_desk(store: Store, clock: FixedClock) -> Desk:
    there = settle(store, clock)
    return Desk(there.store, there.clock, there.town, there.number)
