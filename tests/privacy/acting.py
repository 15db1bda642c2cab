"""Doing and asking things as somebody of the town, past the chat: what a talk leads to."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any, TypeVar

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from models.family.tables import Guardian
from models.family.witnessing import AgreeFaceToFace
from models.gate import Command, run
from models.register.tables import Account, Consent, Person
from models.town.apply import apply_town
from models.work import Actor, Work
from tests.furniture import huadian
from tests.linking.world import TwoChats

T = TypeVar("T")
_keys = itertools.count()


def as_somebody(town: TwoChats, alias: str, session: Session, whom: str = "") -> Work:
    """``whom``: for whom, if not for themselves."""
    me = town.ids[alias]
    account = session.scalars(select(Account.id).where(Account.person_id == me)).first() or 0
    actor = Actor("person", me, account, town.channel.name)
    if whom:
        actor = replace(actor, person_id=town.ids[whom], by_id=me)
    return Work(session, town.wall.now(), huadian(), 1, actor, f"test{next(_keys)}")


def does(town: TwoChats, alias: str, command: Command[T], whom: str = "") -> T:
    return town.write(lambda session: run(as_somebody(town, alias, session, whom), command))


def asks(town: TwoChats, alias: str, query: Callable[[Work], T], whom: str = "") -> T:
    return town.read(lambda session: query(as_somebody(town, alias, session, whom)))


def agreed(town: TwoChats, alias: str, purpose: str, version: str = "1", **more: Any) -> None:
    """A row of the ledger."""
    row = {
        "person_id": town.ids[alias], "purpose": purpose, "text_version": version, "agreed": True,
        "how": "tap", "at": town.wall.now(), **more,
    }  # fmt: skip
    town.write(lambda session: session.execute(insert(Consent).values(**row)))


def child_of(town: TwoChats, name: str, *guardians: str) -> int:
    """A child that lives with its first guardian; known in the town as ``name``."""

    def job(session: Session) -> int:
        home = session.get_one(Person, town.ids[guardians[0]]).household_id
        child = Person(
            name="王小树", called="小树", household_id=home, school="实验小学", grade=3,
            grade_year=2026, minor=True, guardian_id=town.ids[guardians[0]],
            born=town.wall.now().date() - timedelta(days=9 * 365), created_at=town.wall.now(),
        )  # fmt: skip
        session.add(child)
        session.flush()
        for alias in guardians:
            row = {"child_id": child.id, "guardian_id": town.ids[alias], "since": town.wall.now()}
            session.execute(insert(Guardian).values(**row))
        return child.id

    town.ids[name] = town.write(job)
    return town.ids[name]


def lets_act(town: TwoChats, principal: str, proxy: str, *purposes: str) -> int:
    """Agreed at the kitchen table, with the grid worker as the witness."""
    other = town.read(lambda session: session.get_one(Person, town.ids[proxy]))
    until = town.wall.now().date() + timedelta(days=90)
    return does(
        town,
        "zhoumin",
        AgreeFaceToFace(
            town.ids[principal], other.name, other.phone or "", "mother", "f",
            purposes or ("help", "copies"), until,
        ),
    )  # fmt: skip


def change_text(town: TwoChats, *purposes: str) -> None:
    """The town says it in other words from now on."""
    texts = tuple(
        one.model_copy(update={"version": "2"}) if one.id in purposes else one
        for one in huadian().consent
    )
    changed = huadian().model_copy(update={"consent": texts})
    town.write(lambda session: apply_town(session, changed, now=town.wall.now(), by="test"))


def person(town: TwoChats, alias: str) -> Person:
    return town.read(lambda session: session.get_one(Person, town.ids[alias]))


def set_person(town: TwoChats, alias: str, **values: Any) -> None:
    where = Person.id == town.ids[alias]
    town.write(lambda session: session.execute(update(Person).where(where).values(**values)))
