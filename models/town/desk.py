"""How the town's own desk works: duty hours, emergencies, consent, roles, holidays, door words."""

from __future__ import annotations

from datetime import date, time
from typing import Literal

from pydantic import Field

from models.town.geography import PlaceKind
from models.town.local import Local, Part, Slug

Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
WEEKDAYS: tuple[Weekday, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class Hours(Part):
    """From ``opens`` to ``closes``, local time; over midnight when ``closes`` is the earlier."""

    opens: time
    closes: time

    def __contains__(self, moment: time) -> bool:
        if self.opens <= self.closes:
            return self.opens <= moment < self.closes
        return moment >= self.opens or moment < self.closes


class Phrases(Part):
    zh: tuple[str, ...]
    en: tuple[str, ...]

    @property
    def all(self) -> tuple[str, ...]:
        return self.zh + self.en


class EmergencyGroup(Part):
    """Phrases with one thing to do at once; ``numbers`` are contacts, the first shown first."""

    id: Slug
    name: Local
    phrases: Phrases
    guidance: tuple[Local, ...]
    numbers: tuple[Slug, ...]


class Emergency(Part):
    """``ignore`` may stand around a phrase; ``harmless`` are longer words that contain one and
    mean nothing of the kind (救命恩人); a ``denials`` word just before a phrase takes it away.
    """

    groups: tuple[EmergencyGroup, ...]
    ignore: Phrases
    harmless: Phrases
    denials: Phrases

    def group(self, group_id: str) -> EmergencyGroup:
        for group in self.groups:
            if group.id == group_id:
                return group
        raise KeyError(group_id)


class Duty(Part):
    """The promises of the desk. A weekday that is missing from ``hours`` is closed.

    ``work_hours`` are the hours of a working day, in which ordinary deadlines run.
    """

    hours: dict[Weekday, Hours]
    work_hours: Hours
    answer_minutes: int = Field(ge=1)
    alarm_step_minutes: int = Field(ge=1)
    alarm_tap_seconds: int = Field(ge=10)
    quiet_hours: Hours
    reopen_days: int = Field(ge=1)
    talk_idle_hours: int = Field(ge=1)
    nudge_after_minutes: int = Field(ge=1)


class OfferLimits(Part):
    """What keeps a volunteer from being asked too often."""

    open_tasks: int = Field(ge=1)
    offers_a_day: int = Field(ge=1)
    rest_days_after_decline: int = Field(ge=0)


class Ladder(Part):
    """What may not stay unseen goes one rung up after ``unseen_minutes``: P6, sent is not told."""

    unseen_minutes: int = Field(ge=1)


class Shift(Part):
    """When a volunteer says they can be asked: 白天, 晚上, 周末."""

    id: Slug
    name: Local
    days: tuple[Weekday, ...]
    hours: Hours


class Skill(Part):
    """``phrase`` is how it reads in a reason: 会修暖气 / can do heating."""

    id: Slug
    name: Local
    phrase: Local


class Purpose(Part):
    """Something personal data is used for. ``version`` changes with either text. ``lost`` says
    what no longer works once it is taken back. ``channels``: asked on these platforms only, which
    carry data abroad."""

    id: Slug
    version: str
    name: Local
    short: Local
    full: Local
    lost: Local
    basis: Literal["consent", "statute", "contract", "vital"] = "consent"
    channels: tuple[str, ...] = ()


class Role(Part):
    """A role is held at a place of one of these kinds. ``child_contact``: counts only while a
    background check of its holder is valid."""

    id: Slug
    name: Local
    at: tuple[PlaceKind, ...]
    child_contact: bool = False


class HolidayYear(Part):
    """Corrections to the published calendar, or a ``whole`` year that a library does not know."""

    year: int
    whole: bool = False
    off: tuple[date, ...] = ()
    work: tuple[date, ...] = ()
