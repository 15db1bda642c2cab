"""A town for the proofs: residents known behind their doors, helpers nearby, one desk, one admin.

Everything is written in a few statements, because the proofs start from an empty database many
times, and their subject is what happens afterwards.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import String, cast, insert, select, update
from sqlalchemy.orm import Session

from bot.channels.telegram.channel import ABILITIES
from models import keys
from models.clocks import SystemClock
from models.register.commands import CONSENT
from models.register.tables import Account, Household, Person, Role
from models.store import Store
from models.talks.tables import TalkRow
from models.tasks.tables import Volunteer
from models.town.apply import apply_town
from models.town.schema import Town
from tests.botapi import FakeBotApi
from tests.botapi import Person as Phone
from tests.furniture import huadian

CHANNEL = "post"
TELEGRAM = "telegram"
FIRST = 700_000
UNPACED = replace(ABILITIES, per_second=0, chat_per_second=0, chat_burst=0)
"""Telegram as it would be without its limits: a proof of kills should not wait for them."""
EVENING = datetime.fromisoformat("2026-12-08T09:38:00+00:00")
"""Tuesday, 17:38 in Huadian: the evening of talk A."""


class RunningClock:
    """The machine's clock, so many seconds ahead: a proof always runs on the same evening."""

    def __init__(self, ahead: float) -> None:
        self.ahead = timedelta(seconds=ahead)

    def now(self) -> datetime:
        return SystemClock().now() + self.ahead


def ahead_of(moment: datetime) -> float:
    """How far a clock that starts at ``moment`` is ahead of the machine's."""
    return (moment - SystemClock().now()).total_seconds()


@dataclass(frozen=True)
class Keys:
    """The keys of one proof, as text, so that other processes can be given the same ones."""

    texts: tuple[str, str, str] = field(repr=False)

    @classmethod
    def fresh(cls) -> Keys:
        encryption, lookup, signing = keys.generate()
        return cls((encryption, lookup, signing))

    def install(self) -> None:
        keys.install(keys.Keyring.from_settings(*self.texts))


def address_of(kind: str, number: int) -> str:
    return f"{kind}-{number}"


def settle(store: Store, now: datetime, *, residents: int, helpers: int) -> None:
    """``resident-0`` …, ``helper-0`` …, ``desk-0``, ``desk-1`` and ``admin-0``, each with a phone
    on the channel of the proofs, consent given long ago."""

    def job(session: Session) -> None:
        town = huadian()
        apply_town(session, town, now=now, by="proof")
        _homes(session, residents)
        people = [("resident", number) for number in range(residents)]
        people += [("helper", number) for number in range(helpers)]
        people += [("desk", 0), ("desk", 1), ("admin", 0)]
        _people(session, town, now, people)
        session.flush()
        ids = ids_of(session)
        _helpers(session, town, now, [ids[address_of("helper", n)] for n in range(helpers)])
        session.execute(
            insert(Role),
            [
                {"person_id": ids[address], "role": role, "place_id": place, "since": now,
                 "on_duty": True}
                for address, role, place in (
                    ("desk-0", "coordinator", "yangguang"),
                    ("desk-1", "coordinator", "yangguang"),
                    ("admin-0", "admin", town.city.id),
                )
            ],
        )  # fmt: skip

    store.write_now(job)


def ids_of(session: Session) -> dict[str, int]:
    """People by the address of their phone."""
    query = select(Account.address, Account.person_id)
    return dict(session.execute(query).all())


def settle_on_telegram(
    store: Store, api: FakeBotApi, *, residents: int, helpers: int
) -> dict[str, Phone]:
    """The same people, each in a chat with the bot, which they agreed to; their phones by the addresses they had."""
    settle(store, store.wall.now(), residents=residents, helpers=helpers)
    phones = {
        address: api.person(number)
        for address, number in store.write_now(_move_to_telegram).items()
    }
    for phone in phones.values():
        phone.chat.state = "open"
    return phones


def _move_to_telegram(session: Session) -> dict[str, int]:
    accounts = session.execute(select(Account.address, Account.id)).all()
    number = cast(Account.id + FIRST, String)
    abroad = huadian().purpose("abroad_telegram").version
    moved = {"channel": TELEGRAM, "address": number, "abroad": abroad}
    session.execute(update(Account).values(moved))
    return {address: FIRST + account for address, account in accounts}


def _homes(session: Session, residents: int) -> None:
    session.execute(
        insert(Household),
        [
            {"grid_id": "g03", "estate_id": "yangguang_xiaoqu", "building": 3, "unit": 2,
             "door": str(number), "door_hash": f"door{number}", "card_serial": 1}
            for number in range(residents)
        ],
    )  # fmt: skip


def _people(session: Session, town: Town, now: datetime, people: list[tuple[str, int]]) -> None:
    homes = list(session.scalars(select(Household.id).order_by(Household.id)))
    agreed = town.purpose(CONSENT).version
    rows: list[dict[str, Any]] = [
        {"name": f"样例{kind}{number}", "called": "", "phone": "10000000021", "language": "zh",
         "consent": agreed, "verified_at": now, "created_at": now, "sample": True,
         "household_id": homes[number] if kind == "resident" else None}
        for kind, number in people
    ]  # fmt: skip
    ids = session.scalars(insert(Person).returning(Person.id, sort_by_parameter_order=True), rows)
    accounts = [
        {"person_id": person, "channel": CHANNEL, "address": address_of(kind, number),
         "state": "live", "last_used_at": now}
        for person, (kind, number) in zip(ids.all(), people, strict=True)
    ]  # fmt: skip
    made = session.scalars(
        insert(Account).returning(Account.id, sort_by_parameter_order=True), accounts
    )
    session.execute(
        insert(TalkRow),
        [{"account_id": one, "serial": 0, "fresh": False, "touched_at": now} for one in made],
    )


def _helpers(session: Session, town: Town, now: datetime, ids: list[int]) -> None:
    skills = [skill.id for skill in town.skills]
    shifts = [shift.id for shift in town.shifts]
    if not ids:
        return
    session.execute(
        insert(Volunteer),
        [
            {"person_id": one, "community_id": "yangguang", "home_grid_id": "g03",
             "skills": skills, "hours": shifts, "state": "approved", "on_duty": True,
             "asked_at": now}
            for one in ids
        ],
    )  # fmt: skip
    session.execute(
        insert(Role),
        [
            {"person_id": one, "role": "volunteer", "place_id": "yangguang", "since": now}
            for one in ids
        ],
    )
