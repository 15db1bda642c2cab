"""Tables that are given out over the web chat: whoever asks is looked up anew for every page of it,
so that a role that ends meanwhile ends the download too."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.dialogue.say import Language
from handlers.imports.tables import TableFile, table_file
from models.clocks import TownClock
from models.imports.links import read_table_link
from models.register.tables import Account
from models.town import pinned
from models.work import Actor, Work


@dataclass(frozen=True)
class GivenOut:
    """One table for one account."""

    file: TableFile
    clock: TownClock
    channel: str
    address: str

    @property
    def name(self) -> str:
        return self.file.name

    def take(self, session: Session) -> bool:
        work = work_at(session, self.clock, self.channel, self.address)
        return work is not None and self.file.take(work)

    def body(self) -> bytes:
        return self.file.body()


def given_out(
    session: Session, clock: TownClock, channel: str, address: str, token: str, language: Language
) -> GivenOut | None:
    """The table behind a link, if it was made for the person of this account."""
    work = work_at(session, clock, channel, address)
    link = read_table_link(token, clock.now(session))
    if work is None or link is None or link.by_id != work.actor.person_id:
        return None
    file = table_file(work, link, language)
    return GivenOut(file, clock, channel, address) if file is not None else None


def work_at(session: Session, clock: TownClock, channel: str, address: str) -> Work | None:
    """What the person of an account looks at things with."""
    row = session.execute(
        select(Account.id, Account.person_id).where(
            Account.channel == channel, Account.address == address, Account.state == "live"
        )
    ).one_or_none()
    if row is None:
        return None
    number = pinned.current_number(session)
    town = pinned.town_at(session, number)
    actor = Actor("person", row.person_id, row.id, channel)
    return Work(session, clock.now(session), town, number, actor, f"given_out:{row.id}")
