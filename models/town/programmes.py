"""What the town says about programmes: their kinds, terms of school, and what comes due by itself."""

from __future__ import annotations

from datetime import date, time
from functools import cached_property
from typing import Literal, Self

from pydantic import Field, model_validator

from models.town.local import Local, Part, Slug

Way = Literal["team", "term", "single"]
"""How one gets in: a time with the doctors of one's grid; a place for a whole term (or chosen
weekdays of it); one session."""


class Reminder(Part):
    """One step of a reminder plan: at an hour of the evening before, or so long before it begins.

    ``id`` is stored with every reminder. ``carries_link``: the link of an online talk goes with it.
    """

    id: Slug
    evening_before: time | None = None
    minutes_before: int | None = Field(default=None, ge=1)
    carries_link: bool = False

    @model_validator(mode="after")
    def _one_of_two(self) -> Self:
        if (self.evening_before is None) == (self.minutes_before is None):
            raise ValueError("a reminder is either evening_before or minutes_before")
        return self


class WhoMay(Part):
    """Who may book. Everything that is stated must be true of the person the place is for."""

    min_age: int | None = Field(default=None, ge=0)
    max_age: int | None = Field(default=None, ge=0)
    grades: tuple[int, ...] = ()
    contract: bool = False
    """With the team that holds it."""


class ProgrammeKind(Part):
    """A kind of programme: one row here, no code.

    ``bring``: what to bring, as it stands in a reminder. ``runs``: the roles that run sessions of
    this kind at their place. ``fill``: "first_come", or "draw" at ``draw`` before the term begins.
    """

    id: Slug
    name: Local
    way: Way
    where: Literal["hall", "online", "station", "home"]
    who: WhoMay = WhoMay()
    guardian_books: bool = False
    """Only a guardian may book, and agrees for the child with a tap of its own (``consent``)."""
    consent: Slug | None = None
    bring: Local | None = None
    places: int = Field(ge=1)
    minutes: int = Field(ge=5, le=720)
    slot_minutes: int = Field(default=0, ge=0)
    """Numbered slots of this length; 0: one session from beginning to end."""
    per_person: int = Field(default=1, ge=1)
    """Bookings of one programme that somebody may hold at once."""
    per_household: int = Field(default=0, ge=0)
    """0: no limit."""
    opens_days: int = Field(default=30, ge=1)
    """How many days before it begins a session can be booked."""
    closes_minutes: int = Field(default=0, ge=0)
    cancel_minutes: int = Field(default=0, ge=0)
    """Until how long before it begins one may still call off without being counted as not come."""
    waiting: bool = True
    offer_minutes: int = Field(default=120, ge=5)
    """How long a freed place is kept for the next, counted outside quiet hours."""
    fill: Literal["first_come", "draw"] = "first_come"
    reminders: tuple[Reminder, ...] = ()
    runs: tuple[Slug, ...]
    leads_to: Slug | None = None
    """The care rule whose due item an attended session does."""


class Term(Part):
    """A term of the schools, both days included."""

    id: Slug
    name: Local
    first: date
    last: date


class CareRule(Part):
    """Something that comes due again and again for whom it fits.

    ``who``: everybody from ``min_age`` on, those with a ``condition``, or children at the ages in
    ``at_months``. ``every_days`` counts from when it was last done; ``sooner_days`` if that was not
    controlled. ``book``: the kind of programme that does it. ``asks_after_days``: the rungs after
    the first reminder — again, then family, then a visit of the grid worker.
    Source of the intervals: 国家基本公共卫生服务规范（第三版）.
    """

    id: Slug
    name: Local
    said: Local
    """What it is about, in a reminder: 一年一回的体检."""
    min_age: int | None = Field(default=None, ge=0)
    condition: Slug | None = None
    at_months: tuple[int, ...] = ()
    at_days: tuple[int, ...] = ()
    contract: bool = False
    """Only for whom a contract with a family doctor stands."""
    every_days: int = Field(default=0, ge=0)
    sooner_days: int = Field(default=0, ge=0)
    remind_days: int = Field(default=14, ge=0)
    """How many days before it is due the first reminder goes."""
    asks_after_days: tuple[int, int, int] = (7, 14, 21)
    confirm_days: int = Field(default=14, ge=1)
    """How long the team has to confirm what somebody says was done, before it is overdue on its list."""
    book: Slug | None = None

    @model_validator(mode="after")
    def _one_sort(self) -> Self:
        by_age = bool(self.at_months or self.at_days)
        if by_age == bool(self.every_days):
            raise ValueError("a care rule has every_days, or at_months and at_days")
        if by_age and (self.min_age is not None or self.condition is not None):
            raise ValueError("a rule by a child's age has neither min_age nor condition")
        return self


class Condition(Part):
    """An illness that is followed up. Its name is for the doctors' screens alone."""

    id: Slug
    name: Local


class Pickup(Part):
    """When nobody comes for a child: minutes after the end of the session at which the next of
    those who may collect is asked, then the lead and the duty. ``code_tries``: wrong codes in a
    row before only the station lead can let somebody through."""

    ask_every_minutes: int = Field(default=10, ge=1)
    first_after_minutes: int = Field(default=15, ge=1)
    lead_after_minutes: int = Field(default=30, ge=1)
    code_tries: int = Field(default=5, ge=1)


class WithProgrammes(Part):
    """A part of the town's document, and the questions asked of it."""

    programme_kinds: tuple[ProgrammeKind, ...]
    terms: tuple[Term, ...]
    pickup: Pickup
    conditions: tuple[Condition, ...]
    care: tuple[CareRule, ...]

    def programme_kind(self, kind_id: str) -> ProgrammeKind:
        return self._programme_kinds[kind_id]

    def care_rule(self, rule_id: str) -> CareRule:
        return self._care_rules[rule_id]

    def condition(self, condition_id: str) -> Condition:
        return next(one for one in self.conditions if one.id == condition_id)

    def term_on(self, day: date) -> Term | None:
        """The school term a day lies in; None in the holidays."""
        return next((one for one in self.terms if one.first <= day <= one.last), None)

    @cached_property
    def _programme_kinds(self) -> dict[str, ProgrammeKind]:
        return {kind.id: kind for kind in self.programme_kinds}

    @cached_property
    def _care_rules(self) -> dict[str, CareRule]:
        return {rule.id: rule for rule in self.care}
