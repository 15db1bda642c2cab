"""Every column that ends in ``_hash``: made again from what, or why it stays as it is.

A test fails for a column that is on neither list: its rows would be lost at the next turn of the
keys, and nobody would notice before a phone is not found.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from models.register import hashes

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Lookup:
    """``column`` of ``table`` is the keyed hash of a text that ``text`` makes from a row. ``plain``
    and ``sealed`` are the columns it takes it from; with a sealed one missing there is no text and
    the hash is left alone."""

    table: str
    column: str
    sealed: str
    purpose: str
    text: Callable[[Row], str]
    plain: tuple[str, ...] = ()


LOOKUPS = (
    Lookup("people", "phone_hash", "phone", hashes.PHONE, lambda row: hashes.phone_text(str(row["phone"]))),
    Lookup(
        "people", "tail_hash", "phone", hashes.TAIL,
        lambda row: str(row["phone"])[-hashes.TAIL_LENGTH :],
    ),
    Lookup(
        "people", "id_hash", "id_number", hashes.ID_NUMBER, lambda row: str(row["id_number"]).upper()
    ),
    Lookup(
        "households", "door_hash", "door", hashes.DOOR,
        lambda row: hashes.door_text(row["estate_id"], row["building"], row["unit"], row["door"]),
        plain=("estate_id", "building", "unit"),
    ),
)  # fmt: skip

FINGERPRINTS = frozenset(
    {("web_sessions", "token_hash"), ("web_sessions", "link_hash"), ("web_link_uses", "link_hash")}
)
"""Hashes without a key, of what nobody can guess (``keys.fingerprint``): nothing to turn."""

OF_TODAY = frozenset({("pickups", "code_hash")})
"""Keyed, of what is written down nowhere: good for one afternoon, found under every key there is
meanwhile, and made anew by one tap if the old key goes before."""


def lookups_of(table: str) -> tuple[Lookup, ...]:
    return tuple(each for each in LOOKUPS if each.table == table)
