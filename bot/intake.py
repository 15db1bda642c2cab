"""The door every channel hands its updates through: nothing is acknowledged before the commit.

An update that fails three times is kept as a dead letter, staff are told, and the person gets an
apology with a reference and keeps their answers.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import structlog

from bot.dialogue.engine import Engine, Lease, Reply, Taken
from bot.dialogue.messages import Incoming
from bot.logs import new_reference
from bot.outbox.leased import Leased
from bot.outbox.sender import Sender
from models.store import Store

log = structlog.get_logger(__name__)

TRIES = 3


@dataclass(frozen=True)
class Intake:
    """Takes one update in one transaction, then lets its replies go.

    ``after`` is called after each commit that did something: what fell due by it is done at once;
    ``photos`` after one that brought pictures to fetch.
    """

    store: Store
    engine: Engine
    sender: Sender
    after: Callable[[], None]
    photos: Callable[[], None]
    count: Callable[[str, str], None]
    count_refusal: Callable[[str], None]
    count_dead_letter: Callable[[str], None]
    probe: Callable[[str], None]

    async def __call__(self, incoming: Incoming) -> bool:
        """Returns after the commit: whether the person is answered."""
        taken = await self._take(incoming)
        self.count(incoming.channel, incoming.kind)
        for refusal in taken.refused:
            self.count_refusal(refusal)
            log.info("refused", refusal=refusal, channel=incoming.channel)
        self.probe("after_commit")
        if taken.replies:
            self.sender.hand_over([_leased(taken, reply) for reply in taken.replies])
        elif not taken.account_id:
            self.sender.wake()
        if taken.acted:
            self.after()
        if incoming.kind == "photo" or incoming.photos:
            self.photos()
        return bool(taken.replies)

    async def _take(self, incoming: Incoming) -> Taken:
        lease = Lease(self.sender.lease, self.sender.lease_until())
        for number in range(1, TRIES + 1):
            try:
                return await self.store.write(
                    lambda session: self.engine.take(session, incoming, lease)
                )
            except Exception as fault:
                log.exception(
                    "update_failed", channel=incoming.channel, kind=incoming.kind, attempt=number
                )
                if number == TRIES:
                    return await self._bury(incoming, lease, type(fault).__name__)
        raise AssertionError("unreachable")

    async def _bury(self, incoming: Incoming, lease: Lease, fault: str) -> Taken:
        reference = new_reference()
        log.error("dead_letter", reference=reference, channel=incoming.channel)
        self.count_dead_letter(incoming.channel)
        return await self.store.write(
            lambda session: self.engine.bury(session, incoming, lease, fault, reference)
        )


def _leased(taken: Taken, reply: Reply) -> Leased:
    return Leased(
        id=reply.id,
        account_id=taken.account_id,
        channel=taken.channel,
        address=taken.address,
        op=reply.op,
        target_id=reply.target_id,
        outgoing=reply.outgoing,
        key=str(reply.id),
    )
