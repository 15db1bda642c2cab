"""A small world for the sender: people with phones, rows to send, and what became of them."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from bot.channels.base import Abilities, Channel
from bot.channels.memory import MemoryChannel
from bot.dialogue.messages import Option, Outgoing
from bot.outbox.claiming import QuietUntil, never_quiet
from bot.outbox.leased import Leased, Speaker
from bot.outbox.sender import Pacing, Sender
from bot.supervise import Supervisor
from models.clocks import FixedClock
from models.messages import Priority
from models.outbox.claim import AccountRef, Claimed
from models.outbox.enqueue import enqueue_screen
from models.outbox.tables import OutboxRow
from models.register.tables import Account, Person
from models.store import Store


def words(session: Session, account: AccountRef, message: str, args: Any, row: Claimed) -> Any:
    """How tellings are worded here: "NoLongerTrue" is dropped, "Broken" cannot be worded."""
    if message == "NoLongerTrue":
        return None
    if message == "Broken":
        raise ZeroDivisionError
    return Outgoing((f"{message} {args.get('n', '')}".strip(),))


async def until(true: Callable[[], bool]) -> None:
    """Let the background work go on until something holds."""
    async with asyncio.timeout(10):
        for _ in itertools.count():
            if true():
                return
            await asyncio.sleep(0)


async def _no_pause(_seconds: float) -> None:
    return None


class World:
    """One database, the wall clock (which is the town clock, too) and memory channels."""

    def __init__(self, store: Store, wall: FixedClock) -> None:
        self.store = store
        self.wall = wall
        self.channel = MemoryChannel(run="t")
        self.channels: dict[str, Channel] = {"memory": self.channel}
        self.supervisors: list[Supervisor] = []
        self.faults: list[tuple[str, str]] = []
        self._keys = 0

    def add_channel(self, name: str, abilities: Abilities) -> MemoryChannel:
        channel = MemoryChannel(name, abilities, run="t")
        self.channels[name] = channel
        return channel

    def sender(
        self,
        instance: str = "one",
        probe: Callable[[str], None] | None = None,
        speak: Speaker = words,
        quiet_until: QuietUntil = never_quiet,
        **pacing: Any,
    ) -> Sender:
        return Sender(
            self.store,
            self.channels,
            speak,
            self.wall,
            lambda _session: self.wall.now(),
            instance,
            supervisor=self._supervisor(),
            pacing=Pacing(**pacing),
            probe=probe or (lambda _point: None),
            count=lambda channel, result: self.faults.append((channel, result)),
            jitter=lambda: 0.5,
            quiet_until=quiet_until,
        )

    def _supervisor(self) -> Supervisor:
        """Each instance has its own: ending one is like ending its process."""
        self.supervisors.append(Supervisor(pause=_no_pause))
        return self.supervisors[-1]

    async def end(self) -> None:
        """Everything the instances do in the background ends at once, as if killed."""
        for supervisor in self.supervisors:
            await supervisor.stop()
        self.supervisors.clear()

    # -- people and rows ---------------------------------------------------------------------------
    def person(self, *accounts: tuple[str, str]) -> int:
        """A person with accounts (channel, address); the last one is the one used last."""

        def job(session: Session) -> int:
            now = self.wall.now()
            person = Person(created_at=now)
            session.add(person)
            session.flush()
            for age, (channel, address) in enumerate(reversed(accounts)):
                used = now - timedelta(hours=age)
                session.add(
                    Account(
                        person_id=person.id, channel=channel, address=address, last_used_at=used
                    )
                )
            session.flush()
            return person.id

        return self.store.write_now(job)

    def writes(self, address: str) -> None:
        """Its person says something from there."""
        used = update(Account).where(Account.address == address)
        self.store.write_now(
            lambda session: session.execute(used.values(last_used_at=self.wall.now()))
        )

    def account(self, person: int) -> Account:
        query = select(Account).where(Account.person_id == person).order_by(Account.id)
        return self.store.read_now(lambda session: session.scalars(query).first()) or Account()

    def telling(self, person: int, message: str = "Hello", **columns: Any) -> int:
        self._keys += 1
        now = self.wall.now()
        values = {
            "key": f"t:{self._keys}",
            "person_id": person,
            "op": "send",
            "message": message,
            "args": {"n": self._keys},
            "priority": int(Priority.ORDINARY),
            "not_before": now,
            "state": "due",
            "attempts": 0,
            "created_at": now,
            **columns,
        }
        return self.store.write_now(
            lambda session: (
                session.connection()
                .execute(insert(OutboxRow).returning(OutboxRow.id), values)
                .scalar_one()
            )
        )

    def reply(
        self,
        sender: Sender,
        person: int,
        text: str,
        *,
        op: str = "send",
        target: int | None = None,
        key: str = "",
    ) -> Leased:
        """A reply as the engine writes it: committed, leased to the sender, not yet handed over."""
        self._keys += 1
        name = key or f"u:memory:{self._keys}:0"
        account = self.account(person)
        message = Outgoing((text,), (Option("好", "t.ok", 1),)) if op in ("send", "edit") else None
        row = self.store.write_now(
            lambda session: enqueue_screen(
                session.connection(),
                key=name,
                account_id=account.id,
                person_id=person,
                body=message.to_json() if message else {},
                op=op,
                target_id=target,
                now=self.wall.now(),
                lease=sender.lease,
                lease_until=sender.lease_until(),
            )
        )
        return Leased(row, account.id, account.channel, account.address, op, target, message, name)

    # -- looking -----------------------------------------------------------------------------------
    def row(self, row_id: int) -> OutboxRow:
        found = self.store.read_now(lambda session: session.get(OutboxRow, row_id))
        assert found is not None
        return found

    def states(self) -> dict[str, int]:
        def job(session: Session) -> dict[str, int]:
            counts: dict[str, int] = {}
            for state in session.scalars(select(OutboxRow.state)):
                counts[state] = counts.get(state, 0) + 1
            return counts

        return self.store.read_now(job)

    def texts(self, address: str, channel: MemoryChannel | None = None) -> list[str]:
        return [shown.text for shown in (channel or self.channel).phone(address).messages]
