"""What the operator does from the command line that needs the register: the first coordinator's
link, and household cards."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.cli.faults import Problem
from bot.cli.opened import opened
from bot.core import clock_work
from bot.settings import Settings
from bot.web.cards import Card, cards_html
from models.access.elsewhere import telegram_link, telegram_username
from models.access.signed import Link, short_link, sign_link
from models.clocks import SystemClock, TownClock
from models.gate import run
from models.register.commands import CONSENT
from models.register.hashes import keep_phone
from models.register.tables import Household, Person
from models.roles.commands import GiveRole
from models.town import pinned
from models.town.schema import Town
from models.work import OPERATOR, Work

VALID = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Invitation:
    """Two ways of one link: used as one, it is used as the other. ``telegram`` is "" where the
    service is not on Telegram."""

    web: str
    telegram: str


def invite(settings: Settings, *, name: str, phone: str) -> Invitation:
    """A one-time link for the first coordinator: they hold the role for the whole city."""
    clock = TownClock(SystemClock(), movable=settings.demo)

    def job(session: Session) -> int:
        work = _operator(clock, session)
        person = Person(
            name=name,
            called="",
            language="zh",
            consent=work.town.purpose(CONSENT).version,
            created_at=work.now,
            verified_at=work.now,
            sample=settings.demo,
        )
        keep_phone(person, phone)
        session.add(person)
        session.flush()
        for role in ("coordinator", "admin"):
            run(work, GiveRole(person.id, role, work.town.city.id))
        return person.id

    with opened(settings) as store:
        person_id = store.write_now(job)
        username = store.read_now(telegram_username)
    until = SystemClock().now() + VALID
    link = Link("invite", person_id, until=until)
    return Invitation(
        f"{settings.base_url}/in/{sign_link(link, until)}",
        telegram_link(username, short_link(link)) if username else "",
    )


def cards(settings: Settings, community: str) -> str:
    """The printable page of household cards of one community."""

    def job(session: Session) -> str:
        town = pinned.current(session)
        if community not in {place.id for place in town.communities}:
            raise Problem(
                f"The town has no community {community!r}: see towns/huadian/places.yaml."
            )
        grids = [grid.id for grid in town.grids_of(community)]
        homes = session.scalars(
            select(Household)
            .where(Household.grid_id.in_(grids))
            .order_by(Household.estate_id, Household.building, Household.unit, Household.id)
        )
        return cards_html([_card(town, home) for home in homes], settings.base_url)

    with opened(settings) as store:
        return store.read_now(job)


def _card(town: Town, home: Household) -> Card:
    """Estate, building and unit, never the door: a lost card must not say who lives where."""
    estate = town.estate(home.estate_id)
    contact = town.duty_contact(estate.community)
    doctors = town.doctor_team_of(home.grid_id)
    return Card(
        token=sign_link(Link("card", home.id, home.card_serial), None),
        community=town.place(estate.community).name.zh,
        whereabouts=town.address_of(home.estate_id, home.building, home.unit).zh,
        duty_phone=contact.phone if contact else "",
        number=f"{home.id:06d}",
        doctors=f"{doctors.name.zh} {doctors.phone}" if doctors else "",
    )


def _operator(clock: TownClock, session: Session) -> Work:
    work = clock_work(clock)(session)
    return Work(session, work.now, work.town, work.town_number, OPERATOR, work.key)
