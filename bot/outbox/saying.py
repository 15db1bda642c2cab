"""Asking for the words of tellings: once for all who read the same, else one by one.

One that cannot be worded (a fault of ours) must not keep the others from going out, so whatever
asks has a savepoint of its own: a whole chunk of a notice has one, and only if that fails is each
of its rows tried by itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias

import structlog
from sqlalchemy.orm import Session

from bot.dialogue.messages import Outgoing
from bot.outbox.leased import Said, SharedSpeaker, Speaker
from models.outbox.claim import AccountRef, Claimed

_log = structlog.get_logger("bot.outbox")

Reading: TypeAlias = tuple[Claimed, AccountRef]
Answer: TypeAlias = "Said | Exception"


class Saying:
    """The words of one chunk. ``readings``: its rows, each with the account it goes to."""

    def __init__(self, session: Session, speak: Speaker, readings: Iterable[Reading]) -> None:
        self._session = session
        self._speak = speak
        self._shares = isinstance(speak, SharedSpeaker)
        self._said: dict[int, Said] = {}
        self._groups: dict[tuple[str, str], list[Reading]] = {}
        self._alone: set[str] = set()
        if self._shares:
            for reading in readings:
                if reading[0].message:
                    self._groups.setdefault(_same(reading[0]), []).append(reading)

    def of(self, row: Claimed, account: AccountRef) -> Answer:
        """What is to be shown, or what kept it from being worded."""
        if not row.message:
            return Outgoing.from_json(row.body) if row.body is not None else None
        if self._shares and row.id not in self._said:
            self._ask_for_all(row)
        if row.id in self._said:
            return self._said[row.id]
        try:
            with self._session.begin_nested():
                return self._speak(self._session, account, row.message, row.args or {}, row)
        except Exception as fault:  # noqa: BLE001 - one bad telling must not hold up the others
            _log.error("a telling could not be worded", message_type=row.message, exc_info=fault)
            return fault

    def _ask_for_all(self, row: Claimed) -> None:
        readings = self._groups.pop(_same(row), None)
        if readings is None or row.message in self._alone:
            return
        said = self._shared(row, readings)
        if said is None:
            self._alone.add(row.message)
        else:
            self._said.update(said)

    def _shared(self, row: Claimed, readings: Sequence[Reading]) -> Mapping[int, Said] | None:
        assert isinstance(self._speak, SharedSpeaker)  # noqa: S101 - asked in __init__
        try:
            with self._session.begin_nested():
                return self._speak.shared(self._session, row.message, row.args or {}, readings)
        except Exception as fault:  # noqa: BLE001 - each of them is tried by itself now
            _log.error("a chunk could not be worded", message_type=row.message, exc_info=fault)
            return None


def _same(row: Claimed) -> tuple[str, str]:
    return row.message, str(row.args)
