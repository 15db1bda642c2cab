"""The rows an update touches, as Core statements: this is the path of every single message."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, func, insert, select, text, update
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Session

from models.prepared import Prepared
from models.register.tables import Account, Person
from models.talks.tables import SeenUpdate, TalkRow

_seen = Prepared(
    sqlite_insert(SeenUpdate).on_conflict_do_nothing(),
    postgresql=postgresql_insert(SeenUpdate).on_conflict_do_nothing(),
)

_who = (
    select(
        Account.id.label("account_id"),
        Account.person_id,
        Account.channel,
        Account.address,
        Account.state,
        Account.last_used_at,
        Person.name,
        Person.called,
        Person.language,
        Person.consent,
        Person.household_id,
        Person.verified_at,
        Person.gone,
        TalkRow.serial,
        TalkRow.state.label("talk"),
        TalkRow.shown,
        TalkRow.screen_id,
        TalkRow.fresh,
    )
    .join(Person, Person.id == Account.person_id)
    .join(TalkRow, TalkRow.account_id == Account.id)
)
# SQLite has one writer and no row locks: there the lock is not written out.
_by_address = Prepared(
    _who.where(
        Account.channel == bindparam("channel"), Account.address == bindparam("address")
    ).with_for_update(of=TalkRow)
)
_by_id = Prepared(_who.where(Account.id == bindparam("account_id")))


def first_time(connection: Connection, channel: str, update_id: str, now: datetime) -> bool:
    """Write down that an update was seen; False if it had been seen before."""
    return bool(_seen.run(connection, {"channel": channel, "update_id": update_id, "at": now}))


def account_by_address(connection: Connection, channel: str, address: str) -> Any:
    """The account, its person and its talk in one row, locked: one message at a time for each
    account. None if there is no such account."""
    return _by_address.first(connection, {"channel": channel, "address": address})


def account_by_id(connection: Connection, account_id: int) -> Any:
    return _by_id.first(connection, {"account_id": account_id})


_person = insert(Person).returning(Person.id)
_account = insert(Account).returning(Account.id)
_talk = insert(TalkRow)


def nobody_yet(connection: Connection, now: datetime, language: str = "zh") -> int:
    """A new person of whom nothing is known. Returns their id."""
    person_id: int = connection.execute(
        _person,
        {"created_at": now, "name": "", "called": "", "language": language, "consent": "",
         "sample": False},
    ).scalar_one()  # fmt: skip
    return person_id


def open_account(
    connection: Connection,
    channel: str,
    address: str,
    now: datetime,
    *,
    person_id: int | None = None,
) -> int:
    """A new account; with a new, unknown person unless one is named. Returns the account's id."""
    if person_id is None:
        person_id = nobody_yet(connection, now)
    account_id: int = connection.execute(
        _account,
        {"person_id": person_id, "channel": channel, "address": address, "state": "live",
         "last_used_at": now},
    ).scalar_one()  # fmt: skip
    connection.execute(
        _talk,
        {"account_id": account_id, "serial": 0, "fresh": False, "touched_at": now},
    )
    return account_id


_IN_TURN = text("SELECT pg_advisory_xact_lock(hashtextextended(:who, 0))")


def newcomer(connection: Connection, channel: str, address: str, now: datetime) -> Any:
    """The row of somebody who writes for the first time. Two first messages at once, in two
    transactions of PostgreSQL, take turns: the second finds what the first has opened."""
    if connection.dialect.name == "postgresql":
        connection.execute(_IN_TURN, {"who": f"{channel}:{address}"})
        row = account_by_address(connection, channel, address)
        if row is not None:
            return row
    open_account(connection, channel, address, now)
    return account_by_address(connection, channel, address)


_save = Prepared(
    update(TalkRow)
    .where(TalkRow.account_id == bindparam("b_account"))
    .values(
        serial=bindparam("b_serial"),
        flow=bindparam("b_flow"),
        state=bindparam("b_state"),
        shown=bindparam("b_shown"),
        screen_id=bindparam("b_screen"),
        fresh=bindparam("b_fresh"),
        touched_at=bindparam("b_now"),
        nudged_at=None,
    )
)


def save_talk(
    connection: Connection,
    *,
    account_id: int,
    serial: int,
    flow: str | None,
    state: dict[str, Any] | None,
    shown: list[str] | None,
    screen_id: int | None,
    fresh: bool,
    now: datetime,
) -> None:
    """Store where the conversation stands now."""
    _save.run(
        connection,
        {
            "b_account": account_id,
            "b_serial": serial,
            "b_flow": flow,
            "b_state": state,
            "b_shown": shown,
            "b_screen": screen_id,
            "b_fresh": fresh,
            "b_now": now,
        },
    )


_used = Prepared(
    update(Account)
    .where(Account.id == bindparam("b_account"))
    .values(last_used_at=bindparam("b_now"), state="live")
)


def note_used(connection: Connection, account_id: int, now: datetime) -> None:
    """Note the account the person wrote from last; it is alive."""
    _used.run(connection, {"b_account": account_id, "b_now": now})


def shown_below(connection: Connection, account_id: int, taps: list[str]) -> None:
    """A telling was sent below the newest screen: that one is no longer edited in place, and
    typed numbers mean the options of the telling if it has any."""
    values: dict[str, Any] = {"fresh": False}
    if taps:
        values["shown"] = taps
    connection.execute(update(TalkRow).where(TalkRow.account_id == account_id).values(**values))


def shown_below_all(connection: Connection, accounts: Sequence[int], taps: list[str]) -> None:
    """The same for many accounts that got the very same message."""
    values: dict[str, Any] = {"fresh": False}
    if taps:
        values["shown"] = taps
    there = TalkRow.account_id.in_(accounts)
    connection.execute(update(TalkRow).where(there).values(**values))


def open_talks(session: Session) -> int:
    """How many conversations wait for an answer."""
    counted = select(func.count()).select_from(TalkRow).where(TalkRow.flow.is_not(None))
    return session.connection().execute(counted).scalar_one()
