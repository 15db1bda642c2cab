"""A few streets of Huadian with fictional people, and hands to do things there.

Everything goes through the gate in a transaction of its own and is read back in another one.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, TypeVar

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from bot.dialogue.book import Words
from bot.dialogue.chat import Chat
from bot.dialogue.messages import Outgoing
from bot.dialogue.reader import Reader
from bot.dialogue.say import Language
from bot.dialogue.screen import render
from bot.dialogue.talk import Talk
from handlers.tasks import ENTRIES
from models.clocks import FixedClock
from models.gate import Command, run
from models.help.opening import OpenCase
from models.help.tables import Case
from models.messages import Message
from models.outbox.tables import OutboxRow
from models.register.tables import Account, Household, Person, Role
from models.store import Store
from models.tasks.tables import Offer, Volunteer
from models.town.pinned import current_number, latest
from models.town.schema import Town
from models.work import CLOCK, Actor, Work
from scheduler.offers import Offers
from tests.furniture import huadian, town_alone

T = TypeVar("T")
ALL_DAY = ("day", "evening", "weekend")
HEATING = (("where", "all"), ("freezing", "yes"))
MILD = (("where", "one"), ("freezing", "no"))


@dataclass
class Neighbourhood:
    store: Store
    clock: FixedClock
    town: Town = field(default_factory=huadian)
    number: int = 1
    _keys: itertools.count[int] = field(default_factory=itertools.count)

    def work(self, session: Session, actor: Actor = CLOCK) -> Work:
        return Work(
            session, self.clock.now(), self.town, self.number, actor, f"w{next(self._keys)}"
        )

    def write(self, job: Callable[[Work], T], actor: Actor = CLOCK) -> T:
        return self.store.write_now(lambda session: job(self.work(session, actor)))

    def read(self, job: Callable[[Work], T], actor: Actor = CLOCK) -> T:
        return self.store.read_now(lambda session: job(self.work(session, actor)))

    def does(self, person_id: int, command: Command[T]) -> T:
        return self.write(lambda work: run(work, command), Actor("person", person_id))

    def tick(self, minutes: float = 0) -> int:
        """Let time go by, then let the clock do what is due."""
        self.clock.advance(minutes=minutes)
        job = Offers(blind=("telegram",))
        return self.write(job.run)

    # -- people ------------------------------------------------------------------------------------
    def person(self, name: str, grid: str | None = None, *, channel: str = "webchat") -> int:
        def job(work: Work) -> int:
            home = self._household(work, grid) if grid else None
            person = Person(
                name=name,
                called="",
                phone="10000000021",
                language="zh",
                household_id=home,
                created_at=work.now,
                sample=True,
            )
            work.session.add(person)
            work.session.flush()
            if channel:
                work.session.add(
                    Account(
                        person_id=person.id,
                        channel=channel,
                        address=f"a{person.id}",
                        state="live",
                        last_used_at=work.now,
                    )
                )
            return person.id

        return self.write(job)

    def _household(self, work: Work, grid: str) -> int:
        estate, part = next(
            (estate, part)
            for estate in self.town.estates
            for part in estate.buildings
            if part.grid == grid
        )
        home = Household(
            grid_id=grid,
            estate_id=estate.id,
            building=part.first,
            unit=1,
            door="401",
            door_hash=f"door{next(self._keys)}",
        )
        work.session.add(home)
        work.session.flush()
        return home.id

    def role(self, person_id: int, role: str, place: str, *, on_duty: bool = False) -> None:
        self.write(
            lambda work: work.session.execute(
                insert(Role).values(
                    person_id=person_id, role=role, place_id=place, since=work.now, on_duty=on_duty
                )
            )
        )

    def volunteer(
        self,
        name: str,
        grid: str = "g03",
        *,
        skills: tuple[str, ...] = ("heating",),
        hours: tuple[str, ...] = ALL_DAY,
        asked_days_ago: int | None = None,
        on_duty: bool = True,
        channel: str = "webchat",
        state: str = "approved",
    ) -> int:
        person_id = self.person(name, channel=channel)
        community = self.town.up(grid, "community").id

        def job(work: Work) -> None:
            last = work.now - timedelta(days=asked_days_ago) if asked_days_ago is not None else None
            work.session.add(
                Volunteer(
                    person_id=person_id,
                    community_id=community,
                    home_grid_id=grid,
                    skills=list(skills),
                    hours=list(hours),
                    state=state,
                    on_duty=on_duty,
                    asked_at=work.now,
                    last_asked_at=last,
                )
            )

        self.write(job)
        if state == "approved":
            self.role(person_id, "volunteer", community)
        return person_id

    # -- cases and offers --------------------------------------------------------------------------
    def asks(
        self, asker: int, kind: str = "heating", answers: tuple[tuple[str, str], ...] = HEATING
    ) -> int:
        return self.does(asker, OpenCase(kind, answers)).case_id

    def case(self, case_id: int) -> Case:
        return self.read(lambda work: work.session.get_one(Case, case_id))

    def offer(self, offer_id: int) -> Offer:
        return self.read(lambda work: work.session.get_one(Offer, offer_id))

    def offers(self, case_id: int) -> list[tuple[int, str]]:
        """(person, state) of each offer, in the order they were made."""
        return self.read(
            lambda work: [
                (offer.person_id, offer.state)
                for offer in work.session.scalars(
                    select(Offer).where(Offer.case_id == case_id).order_by(Offer.id)
                )
            ]
        )

    def offer_to(self, case_id: int, person_id: int) -> int:
        return self.read(
            lambda work: (
                work.session.scalars(
                    select(Offer.id)
                    .where(Offer.case_id == case_id, Offer.person_id == person_id)
                    .order_by(Offer.id.desc())
                ).first()
                or 0
            )
        )

    # -- what was said -----------------------------------------------------------------------------
    def told(self, person_id: int) -> list[str]:
        """Message types put into the outbox for a person, in order."""
        return self.read(
            lambda work: list(
                work.session.scalars(
                    select(OutboxRow.message)
                    .where(OutboxRow.person_id == person_id, OutboxRow.op == "send")
                    .order_by(OutboxRow.id)
                )
            )
        )

    def sent(self, *, seen: bool = True) -> None:
        """Everything due was sent; and seen, if so."""

        def job(work: Work) -> None:
            work.session.execute(
                update(OutboxRow)
                .where(OutboxRow.state == "due", OutboxRow.person_id == Account.person_id)
                .values(
                    state="sent",
                    sent_at=work.now,
                    seen_at=work.now if seen else None,
                    account_id=Account.id,
                )
                .execution_options(synchronize_session=False)
            )

        self.write(job)

    def words(self, person_id: int, message: Message, language: Language = "zh") -> Outgoing | None:
        """How a message reads for this person, now."""
        entry = next(
            entry
            for entry in ENTRIES
            if isinstance(entry, Words) and entry.message is type(message)
        )

        def job(work: Work) -> Outgoing | None:
            screen = entry.run(self.chat(work, person_id, language), message)
            return render(screen, language) if screen is not None else None

        return self.read(job, Actor("person", person_id))

    def chat(self, work: Work, person_id: int, language: Language = "zh") -> Chat:
        person = work.session.get_one(Person, person_id)
        reader = Reader(1, person_id, "webchat", language, person.name, person.called)
        talk = Talk(flow="", serial=1, version=1, town=self.number, started_at=work.now)
        return Chat(talk, reader, work)

    def last_row(self, person_id: int) -> Any:
        return self.read(
            lambda work: work.session.scalars(
                select(OutboxRow)
                .where(OutboxRow.person_id == person_id)
                .order_by(OutboxRow.id.desc())
            ).first()
        )


def settle(store: Store, clock: FixedClock) -> Neighbourhood:
    """The town alone, if it does not stand here yet."""

    def number(session: Session) -> int:
        if latest(session) is None:
            town_alone(session)
        return current_number(session)

    return Neighbourhood(store, clock, huadian(), store.write_now(number))
