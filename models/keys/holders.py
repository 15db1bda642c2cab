"""Which running services have read which keys: one row for each, and a call they answer.

A service that is gone cannot say so, and one that is busy must not be taken for gone. So nobody's
clock is compared: whoever turns the keys writes a new call, and who lives answers it.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from models.keys.checks import ROWS, put_row, row
from models.keys.ring import Keyring

_CALL = "keys.call"
_HOLDER = "keys.holder."


@dataclass(frozen=True, slots=True)
class Holder:
    """A running service: the keys it reads with, the one it writes with, the call it answered."""

    name: str
    reads: tuple[str, ...]
    writes: str
    call: str

    @property
    def key(self) -> str:
        """An instance may have a longer name than the key of a row."""
        return _HOLDER + hashlib.blake2b(self.name.encode(), digest_size=12).hexdigest()


def holder(name: str, ring: Keyring, call: str) -> Holder:
    return Holder(name, ring.encryption_ids, ring.current_id, call)


def call(session: Session, word: str) -> None:
    """Everybody who lives answers with this word."""
    put_row(session, _CALL, word)


def last_call(session: Session) -> str:
    return row(session, _CALL)


def answer(session: Session, who: Holder) -> None:
    put_row(session, who.key, json.dumps(asdict(who)))


def leave(session: Session, who: Holder) -> None:
    """It has ended, or has not answered for so long that it must have."""
    session.execute(delete(ROWS).where(ROWS.c.key == who.key))


def holders(session: Session) -> list[Holder]:
    found = session.execute(select(ROWS.c.value).where(ROWS.c.key.like(f"{_HOLDER}%"))).scalars()
    told = [json.loads(each) for each in found]
    return [
        Holder(each["name"], tuple(each["reads"]), each["writes"], each["call"]) for each in told
    ]
