"""Signed links: what they say, how they are written, how they are read. Nobody else knows the form.

Two forms of one thing. The long one stands on printed cards and ends by the wall clock. The short
one fits the 64 characters that a chat program hands on when somebody opens a link to us; the core
reads it too and has no wall clock, so its end is by the town clock.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Literal, cast, get_args

from models import keys
from models.keys import ExpiredLink, ForgedLink

LinkKind = Literal["card", "person", "invite", "me", "see"]
See = Literal["task", "case", "alarm", "call", "talk", "data", "list", "export"]
"""What a link may open on the person's other chat: a task's id is its offer's; ``data`` is what is
kept about them; ``list`` one from a file; ``export`` the note of one taken out."""

OWN_CHAT_LASTS = timedelta(minutes=30)
SEEN_FOR = timedelta(hours=12)
"""A task's link has no end of its own: it ends with the task."""

_LONG = "web_sign_in"
_SHORT = "short_link"
_MARK = 22
"""Characters of a mark: sixteen bytes."""
_NUMBER = re.compile(r"[0-9]{1,18}")
_LETTERS: dict[str, LinkKind] = {
    "c": "card", "p": "person", "i": "invite", "m": "me", "s": "see",
}  # fmt: skip
_LONG_KINDS = ("card", "person", "invite")


@dataclass(frozen=True, slots=True)
class Link:
    """``subject`` is a household (card) or a person; ``serial`` lets an old card be put out of use.

    ``me`` is for a person's own other chat, once. ``see`` opens ``what`` with the id ``about``.
    """

    kind: LinkKind
    subject: int
    serial: int = 1
    until: datetime | None = None
    what: See | Literal[""] = ""
    about: int = 0

    @property
    def once(self) -> bool:
        """Used up by the first who comes in; nobody can show afterwards that it is theirs."""
        return self.kind in ("invite", "me")


# -- the long form -----------------------------------------------------------------------------------
def sign_link(link: Link, expires: datetime | None) -> str:
    """For ``/in/<token>``. A printed card has no end (its serial has); others expire."""
    payload = {"k": link.kind, "s": link.subject, "n": link.serial}
    return keys.current().sign(payload, _LONG, expires)


def _read_long(token: str, now: datetime) -> Link:
    ring = keys.current()
    said, until = ring.verify(token, _LONG, now), ring.end_of(token)
    kind, subject, serial = said.get("k"), said.get("s"), said.get("n")
    if kind not in _LONG_KINDS or type(subject) is not int or type(serial) is not int:
        raise ForgedLink("the link has no known form")
    return Link(cast("LinkKind", kind), subject, serial, until)


# -- the short form ----------------------------------------------------------------------------------
def short_link(link: Link) -> str:
    """At most 64 characters of A-Z a-z 0-9 _ - for all but ``see``, which no chat hands on."""
    letter = next(letter for letter, kind in _LETTERS.items() if kind == link.kind)
    ids = [link.subject, *([link.serial] if link.kind == "card" else [_seconds(link.until)])]
    words = [letter, *map(str, ids)]
    if link.kind == "see":
        words += [link.what, str(link.about)]
    body = "-".join(words)
    return f"{body}-{keys.current().mark(body, _SHORT)}"


def _read_short(token: str, now: datetime) -> Link:
    body, dash, mark = token[: -_MARK - 1], token[-_MARK - 1 : -_MARK], token[-_MARK:]
    if dash != "-" or not token.isascii() or not keys.current().marks(body, mark, _SHORT):
        raise ForgedLink("the link is not marked by this service")
    link = _said(body.split("-"))
    if link.until is not None and now >= link.until:
        raise ExpiredLink("the link's time is over")
    return link


def _said(words: list[str]) -> Link:
    """Only what we marked comes here; a form of another build is refused all the same."""
    kind = _LETTERS.get(words[0])
    numbers = [int(word) for word in words[1:] if _NUMBER.fullmatch(word)]
    if kind is not None and len(words) == len(numbers) + 1 == 3 and kind != "see":
        subject, second = numbers
        link = Link(kind, subject)
        return replace(link, serial=second) if kind == "card" else replace(link, until=_end(second))
    if kind == "see" and len(words) == 5 and len(numbers) == 3 and words[3] in get_args(See):
        subject, second, about = numbers
        what = cast("See", words[3])
        return Link(kind, subject, until=_end(second), what=what, about=about)
    raise ForgedLink("the link has no known form")


def _seconds(until: datetime | None) -> int:
    return 0 if until is None else int(until.timestamp())


def _end(seconds: int) -> datetime | None:
    return datetime.fromtimestamp(seconds, UTC) if seconds else None


# -- either ------------------------------------------------------------------------------------------
def by_town_clock(token: str) -> bool:
    """Whether the end of this link is an instant of the town clock."""
    return "." not in token


def read_link(token: str, now: datetime) -> Link:
    """Raises ``ForgedLink`` or ``ExpiredLink``. ``now`` is of the clock the form goes by."""
    return _read_short(token, now) if by_town_clock(token) else _read_long(token, now)


def said_by(link: Link) -> str:
    """The same for both forms of one link, whichever key signed it: used as one, it is used as
    the other."""
    return _unsigned(link)[0]


def once_signed(link: Link) -> tuple[str, ...]:
    """The link under every key that signs or has signed: an earlier version noted a use by it."""
    ring = keys.current()
    body, seam, purpose = _unsigned(link)
    return tuple(f"{body}{seam}{ring.mark_under(each, body, purpose)}" for each in ring.signing_ids)


def _unsigned(link: Link) -> tuple[str, str, str]:
    """What a link says, what stands before its mark, and what the mark is for."""
    if link.kind in _LONG_KINDS:
        return sign_link(link, link.until).partition(".")[0], ".", _LONG
    return short_link(link)[: -_MARK - 1], "-", _SHORT


def link_for_me(person_id: int, now: datetime) -> str:
    """My own other chat, shown to me in the one I have: short-lived, used once."""
    return short_link(Link("me", person_id, until=now + OWN_CHAT_LASTS))


def link_to_see(person_id: int, what: See, about: int, now: datetime) -> str:
    """One thing of mine on the web chat."""
    until = None if what == "task" else now + SEEN_FOR
    return short_link(Link("see", person_id, until=until, what=what, about=about))
