"""Who was what when, kept by those who write the script: nothing here asks the product.

A line is added when a command has been let through, so everything that is sent from then on is held
against it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

INFORMED = ("self", "family", "phone", "face")
STILL_ANSWERED = timedelta(minutes=2)
"""How soon after somebody's word an answer still is one: the minute of a doubtful cry, and a breath."""


@dataclass
class Somebody:
    """``gone``: dead, moved or erased."""

    id: int
    home: int | None
    grid: str
    minor: bool
    guardian: int | None = None
    gone: str = ""
    withdrew: bool = False
    off: set[str] = field(default_factory=set)
    addresses: list[str] = field(default_factory=list)

    @property
    def silent(self) -> bool:
        """Nothing is sent to them that is no answer."""
        return bool(self.gone) or self.withdrew


@dataclass
class Held:
    """A role from an instant to another."""

    person: int
    role: str
    place: str
    since: datetime
    until: datetime | None = None

    def at(self, moment: datetime) -> bool:
        return self.since <= moment and (self.until is None or moment < self.until)


@dataclass
class Sent:
    """A notice as its sender meant it. ``doors``: how each was heard of, {household: how}."""

    id: int
    kind: str
    by: int
    place: str
    must_reach: bool
    topic: str
    ends_use: datetime
    begins: bool = True
    buildings: set[tuple[str, int]] = field(default_factory=set)
    loud: bool = False
    state: str = "draft"
    doors: dict[int, str] = field(default_factory=dict)
    owed: set[int] = field(default_factory=set)
    """Who lives behind them and can be written to, when it is sent."""
    held_up: bool = False
    """By the night, or by whoever sent it."""

    def hears(self, home: int | None, how: str) -> None:
        if home is None or self.doors.get(home) is None or self.doors[home] in INFORMED:
            return
        if how != "note" or not self.doors[home]:
            self.doors[home] = how


@dataclass
class Book:
    people: dict[int, Somebody] = field(default_factory=dict)
    homes: dict[int, tuple[str, str, int | None]] = field(default_factory=dict)
    """{household: (grid, estate, building)}."""
    owner: dict[str, int] = field(default_factory=dict)
    """Whose phone an address is; of an erased one nobody's."""
    roles: list[Held] = field(default_factory=list)
    notices: dict[int, Sent] = field(default_factory=dict)
    copies: dict[int, set[int]] = field(default_factory=dict)
    """{principal: those who get copies}."""
    spoke: dict[str, datetime] = field(default_factory=dict)
    urgent: set[int] = field(default_factory=set)
    """Cases that cannot wait for the morning."""
    own_alarms: dict[int, int] = field(default_factory=dict)
    """{alarm: who cried}."""
    closed: dict[str, datetime] = field(default_factory=dict)
    """Accounts that their owner has closed."""
    ended: int = 0
    owed: int = 0
    at_the_end: Counter[str] = field(default_factory=Counter)
    """How the doors stood when their notices ended."""

    # -- people --------------------------------------------------------------------------------------
    def at(self, address: str) -> Somebody | None:
        person = self.owner.get(address)
        return self.people.get(person) if person is not None else None

    def speaks(self, address: str, now: datetime) -> None:
        self.spoke[address] = now

    def just_spoke(self, address: str, now: datetime) -> bool:
        at = self.spoke.get(address)
        return at is not None and now - at <= STILL_ANSWERED

    def stood_still(self, since: datetime, until: datetime) -> None:
        """Nobody was answered meanwhile: whoever wrote just before is, the moment it goes on."""
        for address in [one for one in self.spoke if self.just_spoke(one, since)]:
            self.spoke[address] = until

    def opens(self, person: int, address: str) -> None:
        self.owner[address] = person
        self.people[person].addresses.append(address)

    def here(self) -> Iterator[Somebody]:
        """Grown-ups who have a phone, and whom one may speak to."""
        for one in self.people.values():
            if not one.minor and not one.silent and self.phones(one.id):
                yield one

    def phones(self, person: int) -> list[str]:
        return [one for one in self.people[person].addresses if one not in self.closed]

    def behind(self, home: int) -> list[Somebody]:
        return [one for one in self.people.values() if one.home == home and not one.gone]

    # -- roles ---------------------------------------------------------------------------------------
    def holders(self, role: str, place: str, at: datetime) -> list[int]:
        return [
            one.person
            for one in self.roles
            if (one.role, one.place) == (role, place) and one.at(at)
        ]

    def works(self, person: int, at: datetime) -> bool:
        return any(one.person == person and one.at(at) for one in self.roles)

    # -- what a tap is about ---------------------------------------------------------------------------
    def taps_known(self, person: int, notice: Sent) -> None:
        """Their own door, and those of whoever they get copies for and is still there."""
        me = self.people[person]
        if not me.minor:
            notice.hears(me.home, "self")
        for principal, family in self.copies.items():
            other = self.people[principal]
            if person in family and not other.gone:
                notice.hears(other.home, "family")

    def taps_help(self, person: int, notice: Sent) -> None:
        """Help is for one's own door."""
        if not self.people[person].minor:
            notice.hears(self.people[person].home, "self")
