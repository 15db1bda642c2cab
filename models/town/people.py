"""What the town says about families, family doctors, and how long things are kept."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from models.town.local import Local, Part, Slug

Kept = Literal[
    "seen_updates", "messages", "web_pages", "hand_overs", "closed_cases", "photos", "audit", "access_notes",
    "dead_letters", "calls", "imports", "acts", "sign_up_notes", "attendance_notes", "bookings", "pickups",
    "due_items", "notices", "strangers", "gone_people",
]  # fmt: skip
"""The kinds of record that the clock forgets."""


class KinWord(Part):
    """What somebody is to me (妈妈), and what I am to them, by my gender (闺女, 儿子)."""

    id: Slug
    name: Local
    back_f: Local
    back_m: Local
    back: Local

    def back_of(self, gender: str) -> Local:
        return {"f": self.back_f, "m": self.back_m}.get(gender, self.back)


class ProxyPurpose(Part):
    """Something a proxy may be allowed to do. ``name`` stands on a button, ``asked`` in the
    question to the one who has to agree: 想替您约大夫."""

    id: Slug
    name: Local
    asked: Local


class Package(Part):
    """What a contract with the family doctor holds."""

    id: Slug
    name: Local


class DoctorTeam(Part):
    """A family-doctor team, as it is published for its grids. ``hours`` are words for people."""

    id: Slug
    name: Local
    leader: Local
    station: Local
    place: Slug
    phone: str
    hours: Local
    grids: tuple[Slug, ...]


class Doctors(Part):
    """Contracts: how long one lasts, how early one is reminded, what one may choose."""

    term_months: int = Field(ge=1)
    expiring_days: int = Field(ge=1)
    packages: tuple[Package, ...]
    teams: tuple[DoctorTeam, ...]


class Checks(Part):
    """Background checks: how long one lasts, how many days before its end one is warned."""

    valid_months: int = Field(ge=1)
    warn_days: tuple[int, ...]


class Retention(Part):
    """How long one kind of record is kept, in days after it is over."""

    id: Kept
    name: Local
    days: int = Field(ge=1)


class Locked(Part):
    """What stays when somebody deletes their data, and by which law."""

    id: Slug
    name: Local
    law: Local
    years: int = Field(ge=1)
