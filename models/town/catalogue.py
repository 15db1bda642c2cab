"""The catalogue of help: what can be asked for, who may do it, and how it ends.

A new kind of help is a row here and no code, so everything a flow needs to ask, promise, warn and
close is part of the row.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Literal

from pydantic import Field as Limits

from models.town.geography import Reach
from models.town.local import Local, Part, Slug

FieldType = Literal["choice", "yes_no", "text", "number", "time_choice"]


class FieldOption(Part):
    """One choice. ``say`` is how it reads in the summary; ``urgent`` makes the case urgent."""

    id: Slug
    label: Local
    say: Local
    urgent: bool = False


class Field(Part):
    """A question of a kind. Choice, yes_no and time_choice have options; the others have none.

    ``say`` puts a typed answer into the summary, with the gap ``{answer}``; without it the
    answer stands alone.
    """

    id: Slug
    type: FieldType
    question: Local
    options: tuple[FieldOption, ...] = ()
    optional: bool = False
    say: Local | None = None

    def option(self, option_id: str) -> FieldOption | None:
        return next((option for option in self.options if option.id == option_id), None)


class UrgencyRule(Part):
    """Urgent when everything named here holds; what is not named does not matter.

    ``colder_than`` holds only when the temperature is known: we never guess the weather.
    """

    answers: dict[Slug, tuple[Slug, ...]] = Limits(default_factory=dict)
    months: tuple[int, ...] = ()
    colder_than: int | None = None
    categories: tuple[str, ...] = ()

    def holds(
        self,
        answers: Mapping[str, str],
        month: int,
        temperature: float | None,
        categories: Collection[str],
    ) -> bool:
        if any(answers.get(field) not in wanted for field, wanted in self.answers.items()):
            return False
        if self.months and month not in self.months:
            return False
        if self.colder_than is not None and not (
            temperature is not None and temperature < self.colder_than
        ):
            return False
        return not self.categories or any(name in self.categories for name in categories)


class Minutes(Part):
    """A span for urgent and for ordinary cases."""

    urgent: int = Limits(ge=1)
    ordinary: int = Limits(ge=1)

    def of(self, *, urgent: bool) -> int:
        return self.urgent if urgent else self.ordinary


class Closing(Part):
    """The question the person who asked answers at the end, and its buttons.

    ``again`` is the button that takes the case up again for some days afterwards.
    """

    question: Local
    yes: Local
    no: Local
    later: Local
    again: Local


class Kind(Part):
    """One kind of help."""

    id: Slug
    title: Local
    offer_title: Local
    done_title: Local
    words: tuple[str, ...] = ()
    fields: tuple[Field, ...] = ()
    always_urgent: bool = False
    urgency: tuple[UrgencyRule, ...] = ()
    safety: tuple[Local, ...] = ()
    professional: Slug | None = None
    volunteers: Literal["no", "look_only", "yes"]
    volunteer_hint: Local | None = None
    skills: tuple[Slug, ...] = ()
    minutes: int = Limits(ge=5, le=600)
    promise_minutes: Minutes
    arrive_minutes: Minutes
    route: Slug
    workflow: Slug
    closing: Closing
    thanks_back: Local

    def field(self, field_id: str) -> Field | None:
        return next((field for field in self.fields if field.id == field_id), None)

    def is_urgent(
        self,
        answers: Mapping[str, str],
        *,
        month: int,
        temperature: float | None = None,
        categories: Collection[str] = (),
    ) -> bool:
        """Computed, never asked: elders always say that it can wait."""
        if self.always_urgent:
            return True
        for field in self.fields:
            option = field.option(answers.get(field.id, ""))
            if option is not None and option.urgent:
                return True
        return any(rule.holds(answers, month, temperature, categories) for rule in self.urgency)


class Group(Part):
    """A screen of at most six choices: ids of kinds and of further groups, in order."""

    id: Slug
    title: Local
    question: Local
    choices: tuple[Slug, ...]


class Wave(Part):
    """Offer to ``people`` within ``reach``, then wait ``minutes`` before the next wave."""

    minutes: int = Limits(ge=1)
    people: int = Limits(ge=1, le=50)
    reach: Reach
    require_skill: bool = True


class Course(Part):
    """How long each rung gets. All minutes but a wave's count from the case's opening."""

    waves: tuple[Wave, ...]
    unseen_minutes: int = Limits(ge=1)
    lead_minutes: int = Limits(ge=1)
    overdue_minutes: int = Limits(ge=1)


class Route(Part):
    """Whom a case is offered to, who takes over when nobody answers."""

    id: Slug
    name: Local
    urgent: Course
    ordinary: Course

    def course(self, *, urgent: bool) -> Course:
        return self.urgent if urgent else self.ordinary


class Stage(Part):
    """Where a case stands: ``label`` for staff, ``resident`` for the person who asked."""

    id: Slug
    label: Local
    resident: Local
    moves: tuple[Slug, ...] = ()
    final: bool = False


class Workflow(Part):
    """Stages and allowed moves. ``reopens`` are moves out of an end, for ``reopen_days`` only."""

    id: Slug
    name: Local
    start: Slug
    stages: tuple[Stage, ...]
    reopens: dict[Slug, Slug] = Limits(default_factory=dict)

    def stage(self, stage_id: str) -> Stage:
        for stage in self.stages:
            if stage.id == stage_id:
                return stage
        raise KeyError(stage_id)

    def may_move(self, old: str, new: str) -> bool:
        return new in self.stage(old).moves

    def may_reopen(self, old: str, new: str) -> bool:
        return self.reopens.get(old) == new

    @property
    def final(self) -> frozenset[str]:
        return frozenset(stage.id for stage in self.stages if stage.final)
