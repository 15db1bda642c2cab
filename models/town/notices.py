"""What the town says about notices: their kinds, topics, categories of people, and the hours for it."""

from __future__ import annotations

from datetime import time
from functools import cached_property
from typing import Literal

from pydantic import Field

from models.town.desk import Hours
from models.town.local import Local, Part, Slug

Form = Literal["outage", "event", "free"]
"""What is asked for it: from when to when; day, hour and place; or the sender's own words."""


class Topic(Part):
    """What a notice may be about, for those who want to hear no more of it."""

    id: Slug
    name: Local


class Category(Part):
    """A category of the elder ledger. It chooses people and is never shown in a text, nor to the
    people themselves. Huadian's own list is not published: these eight are our assumption."""

    id: Slug
    label: Local
    """For staff only."""


class NoticeKind(Part):
    """A kind of notice: one row here, no code.

    ``text`` is the notice, line by line, with gaps {when}, {where}, {what}, {who} (who sends it, with
    the duty's phone); none for a kind whose words are the sender's own. ``prepared``: needs nobody's approval,
    whatever the number. ``must_reach``: what did not reach a household goes to its grid worker.
    ``counts``: what is counted, and informed by one tap. ``help``: the kind of help that its second
    button asks for, with the label of that button; ``help_name`` is what others call it.
    """

    id: Slug
    name: Local
    form: Form
    text: tuple[Local, ...] = ()
    prepared: bool = False
    must_reach: bool = False
    acknowledge: bool = False
    counts: Literal["households", "people"] = "people"
    topic: Slug | None = None
    help: Slug | None = None
    help_label: Local | None = None
    help_name: Local | None = None


class NoticeRules(Part):
    """``approve_above``: from so many households or people on a colleague has to agree.
    ``no_knock``: hours in which nobody knocks at doors. ``chase_minutes``: so long after sending the
    sender is told who is missing; ``hand_over_minutes``: so long before the event (or before the
    notice ends) the doors that are left go to the grid workers by themselves, ``result_minutes``
    before it the sender gets the result. ``again_hours``: the same words to the same people within
    so many hours are asked about. ``keep_hours``: a notice without an end ends after so long."""

    approve_above: int = Field(ge=1)
    no_knock: Hours
    chase_minutes: int = Field(default=150, ge=5)
    hand_over_minutes: int = Field(default=90, ge=5)
    result_minutes: int = Field(default=20, ge=1)
    again_hours: int = Field(default=24, ge=1)
    keep_hours: int = Field(default=72, ge=1)
    morning: time = time(8)
    """When a notice that need not be sent at night goes out instead."""


class WithNotices(Part):
    """A part of the town's document, and the questions asked of it."""

    notices: NoticeRules
    notice_kinds: tuple[NoticeKind, ...]
    topics: tuple[Topic, ...]
    categories: tuple[Category, ...]

    def notice_kind(self, kind_id: str) -> NoticeKind:
        return self._notice_kinds[kind_id]

    def topic(self, topic_id: str) -> Topic:
        return next(one for one in self.topics if one.id == topic_id)

    def category(self, category_id: str) -> Category:
        return self._categories[category_id]

    @cached_property
    def _notice_kinds(self) -> dict[str, NoticeKind]:
        return {kind.id: kind for kind in self.notice_kinds}

    @cached_property
    def _categories(self) -> dict[str, Category]:
        return {one.id: one for one in self.categories}
