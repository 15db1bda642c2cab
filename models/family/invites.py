"""Links from one relative to another: "act for me", "look after the child with me".

A link of our own kind, not one of ``models.access.signed``: those open the chat of whom they speak
of. This one opens nobody's chat. Whoever follows it stays who they are, and what they then ask for
is decided by the one who showed it.
"""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal

from sqlalchemy.orm import Session

from models import keys
from models.access.links import claim, link_hash, was_used
from models.family.refusals import InviteNotGood
from models.work import Work

InviteKind = Literal["act", "child"]
LASTS = timedelta(days=7)
"""It may have to travel to a daughter in another town."""

_PURPOSE = "family_invite"
_LETTERS: dict[str, InviteKind] = {"a": "act", "k": "child"}
_BODY = re.compile(r"([ak])-([0-9]{1,18})-([0-9]{1,18})-([0-9]{1,12})-[0-9a-f]{6}")
_MARK = 22


@dataclass(frozen=True, slots=True)
class Invite:
    """``subject``: for whom one is to act, or the child. ``by``: who showed the link."""

    kind: InviteKind
    subject: int
    by: int
    until: datetime


def invite(kind: InviteKind, subject: int, by: int, now: datetime) -> str:
    """At most 64 characters of A-Z a-z 0-9 _ -, as chat programs hand them on."""
    letter = next(letter for letter, known in _LETTERS.items() if known == kind)
    nonce = secrets.token_hex(3)  # a link for the daughter and one for the son, in one second
    body = f"{letter}-{subject}-{by}-{int((now + LASTS).timestamp())}-{nonce}"
    return f"{body}-{keys.current().mark(body, _PURPOSE)}"


def is_invite(token: str) -> bool:
    """Whether it has the form of one; what it is worth is seen when it is read."""
    return token.isascii() and _BODY.fullmatch(token[: -_MARK - 1]) is not None


def read_invite(token: str, now: datetime) -> Invite:
    """What a link says. InviteNotGood if it is not ours or its time is over."""
    body, mark = token[: -_MARK - 1], token[-_MARK:]
    found = _BODY.fullmatch(body) if token.isascii() else None
    if (
        found is None
        or token[len(body) : -_MARK] != "-"
        or not keys.current().marks(body, mark, _PURPOSE)
    ):
        raise InviteNotGood("forged")
    letter, subject, by, seconds = found.groups()
    until = datetime.fromtimestamp(int(seconds), UTC)
    if now >= until:
        raise InviteNotGood("expired")
    return Invite(_LETTERS[letter], int(subject), int(by), until)


def invite_of(work: Work, token: str, kind: InviteKind) -> Invite:
    """The same, of one kind and not used yet."""
    found = read_invite(token, work.now)
    if found.kind != kind:
        raise InviteNotGood("forged")
    if was_used(work.session, link_hash(token)):
        raise InviteNotGood("used")
    return found


def use_up(session: Session, token: str, now: datetime) -> None:
    """Be the first to use it. InviteNotGood: somebody was."""
    if not claim(session, link_hash(token), now):
        raise InviteNotGood("used")
