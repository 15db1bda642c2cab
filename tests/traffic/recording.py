"""Phones that note whatever really reaches them: when, at which address, out of which row."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.channels.base import Abilities, Gone
from bot.channels.memory import EVERYTHING, MemoryChannel
from bot.dialogue.messages import Outgoing
from models.clocks import FixedClock
from models.outbox.tables import OutboxRow

PLAIN = Abilities(edit=False, withdraw=False, tells_seen=False)
"""A channel on which nothing can be changed: whatever would take a message's place is a new one."""


@dataclass(frozen=True, slots=True)
class Call:
    """One call that the platform took. ``row_id``: None for an edit, which names its message only."""

    at: datetime
    channel: str
    address: str
    call: str
    row_id: int | None
    shown_id: str


@dataclass(frozen=True, slots=True)
class Heard:
    """A call, and the outbox row it came from. ``call`` is what the phone saw: send or edit; ``op``
    what the row wanted."""

    at: datetime
    address: str
    call: str
    row_id: int
    key: str
    op: str
    message: str
    args: dict[str, Any]
    whom_id: int | None
    expires_at: datetime | None
    notice_id: int | None


class NotingChannel(MemoryChannel):
    """The memory channel with a note of each call. ``refused``: calls to accounts that are closed."""

    def __init__(self, wall: FixedClock, name: str, abilities: Abilities = EVERYTHING) -> None:
        super().__init__(name, abilities)
        self._wall = wall
        self.noted: list[Call] = []
        self.refused: list[tuple[datetime, str]] = []

    async def send(self, address: str, message: Outgoing, *, key: str) -> str:
        try:
            shown = await super().send(address, message, key=key)
        except Gone:
            self.refused.append((self._wall.now(), address))
            raise
        now = self._wall.now()
        self.noted.append(Call(now, self.name, address, "send", int(key), shown))
        return shown

    async def edit(self, address: str, message_id: str, message: Outgoing) -> None:
        await super().edit(address, message_id, message)
        self.noted.append(Call(self._wall.now(), self.name, address, "edit", None, message_id))


@dataclass
class Ear:
    """Brings the calls of all channels together with their rows, while those are there."""

    channels: tuple[NotingChannel, ...]
    unknown: list[Call] = field(default_factory=list)
    _edits: set[int] = field(default_factory=set)

    def fresh(self) -> list[Call]:
        """In the same order every time, whichever chat was faster."""
        calls = [call for channel in self.channels for call in channel.noted]
        for channel in self.channels:
            channel.noted.clear()
        return sorted(calls, key=lambda call: (call.at, call.row_id or 0, call.address))

    def hear(self, session: Session) -> Iterator[Heard]:
        calls = self.fresh()
        if not calls:
            return
        sends = {call.row_id for call in calls if call.row_id is not None}
        rows = {row.id: row for row in _rows(session, OutboxRow.id.in_(sends))}
        edits = self._edited(session, [call for call in calls if call.row_id is None])
        for call in calls:
            row = rows.get(call.row_id or 0) or _next_edit(edits, call)
            if row is None:
                self.unknown.append(call)
                continue
            yield Heard(
                call.at, call.address, call.call, row.id, row.key, row.op, row.message,
                row.args or {}, row.whom_id, row.expires_at, row.notice_id,
            )  # fmt: skip

    def _edited(self, session: Session, calls: list[Call]) -> dict[str, list[Any]]:
        """The rows of edits, by the message they changed; each is heard once."""
        found: dict[str, list[Any]] = {}
        if not calls:
            return found
        shown, at = {call.shown_id for call in calls}, {call.at for call in calls}
        there = OutboxRow.shown_id.in_(shown) & OutboxRow.sent_at.in_(at)
        for row in _rows(session, there & (OutboxRow.op == "edit")):
            if row.id not in self._edits:
                self._edits.add(row.id)
                found.setdefault(row.shown_id, []).append(row)
        return found


def _rows(session: Session, where: Any) -> list[Any]:
    columns = (
        OutboxRow.id, OutboxRow.key, OutboxRow.op, OutboxRow.message, OutboxRow.args,
        OutboxRow.whom_id, OutboxRow.expires_at, OutboxRow.notice_id, OutboxRow.shown_id,
    )  # fmt: skip
    return list(session.execute(select(*columns).where(where)))


def _next_edit(edits: dict[str, list[Any]], call: Call) -> Any:
    left = edits.get(call.shown_id)
    return left.pop(0) if left else None
