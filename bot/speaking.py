"""Between the sender and the engine: how tellings get their words, one by one or many at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm import Session

from bot.channels.base import Channel
from bot.dialogue.alike import Hearer, NotNow
from bot.dialogue.engine import Engine
from bot.dialogue.messages import Outgoing
from bot.dialogue.pace import Pace
from bot.outbox.leased import Held, Said
from models.outbox.claim import AccountRef, Claimed


@dataclass(frozen=True)
class EngineSpeaker:
    """``edits``: whether a channel can change a message that is shown already, by its name."""

    engine: Engine
    edits: Mapping[str, bool] = field(default_factory=dict)

    def __call__(
        self,
        session: Session,
        account: AccountRef,
        message: str,
        args: dict[str, Any],
        row: Claimed,
    ) -> Said:
        alike = self.shared(session, message, args, [(row, account)])
        if alike is not None:
            return alike[row.id]
        below, whom = row.op == "send", row.whom_id or 0
        return self.engine.speak(session, account.id, message, args, whom, below=below)

    def shared(
        self,
        session: Session,
        message: str,
        args: dict[str, Any],
        readers: Sequence[tuple[Claimed, AccountRef]],
    ) -> Mapping[int, Said] | None:
        hearers = [self._hearer(row, account) for row, account in readers]
        said = self.engine.speak_to_many(session, message, args, hearers)
        if said is None:
            return None
        return {row.id: _said(one) for (row, _account), one in zip(readers, said, strict=True)}

    def _hearer(self, row: Claimed, account: AccountRef) -> Hearer:
        changes = row.op == "edit"
        anew = changes and not self.edits.get(account.channel, True)
        return Hearer(
            account_id=account.id,
            person_id=account.person_id,
            whom_id=row.whom_id or 0,
            channel=account.channel,
            language="en" if account.language == "en" else "zh",
            anew=anew,
            below=anew or not changes,
        )


def paces_of(channels: Mapping[str, Channel]) -> dict[str, Pace]:
    """What each channel carries, for those who send to many."""
    able = {name: channel.abilities for name, channel in channels.items()}
    return {name: Pace(one.per_second, one.max_text) for name, one in able.items()}


def edits_of(channels: Mapping[str, Channel]) -> dict[str, bool]:
    return {name: channel.abilities.edit for name, channel in channels.items()}


def _said(one: Outgoing | NotNow | None) -> Said:
    return Held.HELD if isinstance(one, NotNow) else one
