"""The sample town with phones in people's hands, as it stands on the first morning of the script."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bot.core import Core, build
from models.clocks import FixedClock, town_instant
from models.family.tables import Proxy
from models.outbox.hearers import COPIES
from models.programmes.tables import Programme
from models.register.tables import Account, Household, Person, Role
from models.sample.loading import load_sample
from models.store import Store
from models.talks.rows import open_account
from models.town.apply import apply_town
from tests.furniture import huadian, sample
from tests.talks.world import World
from tests.traffic.book import Book, Held, Somebody
from tests.traffic.recording import PLAIN, NotingChannel

OWN_PHONE, PLAIN_PHONE, TWO_PHONES, FAMILIES = 0.6, 0.12, 0.1, 30
"""Of the grown-ups: who has one; on the channel that can change nothing; and a second one there.
How many elders have somebody who gets copies."""


@dataclass
class Town(World):
    """``phones``: both channels by name."""

    phones: tuple[NotingChannel, ...] = ()

    def channel_of(self, address: str) -> NotingChannel:
        return self.phones[1] if address.startswith("plain-") else self.phones[0]


def furnish(session: Session, first: datetime) -> None:
    apply_town(session, huadian(), now=first, by="test")
    load_sample(session, huadian(), sample(), first)


def open_town(store: Store, wall: FixedClock, rng: Random, last: date) -> tuple[Town, Book]:
    """On a database with nothing but its tables."""
    first = wall.now()
    store.write_now(lambda session: furnish(session, first))
    channels = (NotingChannel(wall, "memory"), NotingChannel(wall, "plain", PLAIN))
    core: Core = build(store, {one.name: one for one in channels}, wall=wall, movable=False)
    town = Town(core, channels[0], wall, {}, phones=channels)
    for channel in channels:
        channel.intake = core.intake
    book = store.write_now(lambda session: _settle(session, first, rng))
    store.write_now(lambda session: _programmes(session, first, last))
    return town, book


# -- people ------------------------------------------------------------------------------------------
def _settle(session: Session, now: datetime, rng: Random) -> Book:
    book = Book()
    for home in session.scalars(select(Household)):
        book.homes[home.id] = (home.grid_id, home.estate_id, home.building)
    for person, grid in session.execute(
        select(Person, Household.grid_id).outerjoin(Household, Household.id == Person.household_id)
    ):
        book.people[person.id] = Somebody(
            person.id, person.household_id, grid or "", person.minor, person.guardian_id
        )
    for role in session.scalars(select(Role)):
        book.roles.append(Held(role.person_id, role.role, role.place_id, role.since))
    _desk_of_the_city(session, book, now)
    _demo_accounts(session, book)
    _more_phones(session, book, now, rng)
    _families(session, book, now, rng)
    return book


def _desk_of_the_city(session: Session, book: Book, now: datetime) -> None:
    """Two who may send to everybody beside the administrator, so that one can agree to another's."""
    working = {one.person for one in book.roles}
    idle = [one.id for one in book.people.values() if not one.minor and one.id not in working]
    for person in idle[:2]:
        row = Role(
            person_id=person, role="coordinator", place_id="huadian", since=now, on_duty=False
        )
        session.add(row)
        book.roles.append(Held(person, "coordinator", "huadian", now))


def _demo_accounts(session: Session, book: Book) -> None:
    session.execute(update(Account).values(channel="memory"))
    for person, address in session.execute(select(Account.person_id, Account.address)):
        book.opens(person, address)


def _more_phones(session: Session, book: Book, now: datetime, rng: Random) -> None:
    working = {one.person for one in book.roles}
    for one in list(book.people.values()):
        if one.minor or one.addresses or (one.id not in working and rng.random() > OWN_PHONE):
            continue
        plain = rng.random() < PLAIN_PHONE
        _opens(session, book, one.id, "plain" if plain else "memory", now)
        if not plain and rng.random() < TWO_PHONES:
            _opens(session, book, one.id, "plain", now - timedelta(days=1))


def _opens(session: Session, book: Book, person: int, channel: str, now: datetime) -> None:
    address = f"{'plain' if channel == 'plain' else 'home'}-{person}"
    open_account(session.connection(), channel, address, now, person_id=person)
    book.opens(person, address)


def _families(session: Session, book: Book, now: datetime, rng: Random) -> None:
    """Half of those whom copies are for have no phone themselves."""
    grown = [one for one in book.people.values() if not one.minor and one.home is not None]
    silent = [one.id for one in grown if not one.addresses]
    phones = [one.id for one in grown if one.addresses]
    for number in range(FAMILIES):
        principal = rng.choice(silent if number % 2 else phones)
        proxy = rng.choice(phones)
        if proxy == principal or principal in book.copies:
            continue
        book.copies[principal] = {proxy}
        session.add(
            Proxy(
                principal_id=principal, proxy_id=proxy, state="agreed", purposes=[COPIES],
                until=(now + timedelta(days=500)).date(), how="own_chat", asked_at=now,
                agreed_at=now,
            )
        )  # fmt: skip


# -- what goes on ------------------------------------------------------------------------------------
def _programmes(session: Session, now: datetime, last: date) -> None:
    """The doctors of each team every morning, and an after-school room in every fourth community."""
    today = now.date()
    for team in huadian().doctors.teams:
        session.add(
            Programme(
                kind="clinic_visit", title_zh="看大夫", title_en="clinic", place_id=team.place,
                team_id=team.id, rule="FREQ=WEEKLY;BYDAY=MO,WE,FR", starts=time(9), minutes=120,
                first=today, last=last, places=1, made_at=now, town=1, state="open",
                made_until=today - timedelta(days=1),
            )
        )  # fmt: skip
    for community in huadian().urban_communities[::4]:
        session.add(
            Programme(
                kind="after_school", title_zh="四点半课堂", title_en="After-school room",
                place_id=community.id, rule="FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", starts=time(15, 30),
                minutes=90, first=date(2026, 9, 1), last=last, term_only=True, places=20,
                made_at=now, town=1, state="open",
                made_until=max(today, date(2026, 9, 1)) - timedelta(days=1),
            )
        )  # fmt: skip


def at(day: date, hour: int, minute: int = 0) -> datetime:
    """An hour of the town as an instant."""
    return town_instant(day, time(hour, minute))
