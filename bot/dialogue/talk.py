"""The state of a conversation as plain data: what was answered, and what was last asked.

A talk is its ordered answers. Everything else (the open question, the summary, what may be
changed) follows from running the flow over them again.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Self

Answer = Any
"""A JSON value: an option id, cleaned text, or a list of either."""
CONFIRM = "confirm"
"""The key of the yes to a summary."""
ATTACHED = "attached"
"""The key of a question that takes a picture or a file: only there a file is an answer."""
CHANGES = "~changes"
"""The key of the list of what may be changed, where a talk begins at it."""


@dataclass(frozen=True, slots=True)
class Asked:
    """The question as this account saw it. ``step`` grows with every question put, so a button
    of an earlier one is known as old; ``options`` are the ids that were shown; ``draft`` collects
    until Done; ``mode`` is "change" while the summary shows what may be changed; ``sieve`` is the
    typed part of a name that narrows a long list."""

    key: str
    step: int
    options: tuple[str, ...] = ()
    page: int = 0
    draft: tuple[Any, ...] = ()
    album: str = ""
    mode: str = ""
    sieve: str = ""

    def showing(self, options: tuple[str, ...]) -> Asked:
        """The same question, shown with these options."""
        return Asked(
            self.key,
            self.step,
            options,
            self.page,
            self.draft,
            self.album,
            self.mode,
            self.sieve,
        )

    def to_json(self) -> dict[str, Any]:
        return {
            "key": self.key,
            "step": self.step,
            "options": list(self.options),
            "page": self.page,
            "draft": list(self.draft),
            "album": self.album,
            "mode": self.mode,
            "sieve": self.sieve,
        }


@dataclass(frozen=True, slots=True)
class Talk:
    """``serial`` numbers the talks of an account. ``kept`` holds answers that were given later
    than one now being changed; each is taken up again where its question still comes and it still
    fits. ``changing`` is the key being changed. ``last`` is the tap that led here: the same tap
    twice is one tap."""

    flow: str
    serial: int
    version: int
    town: int
    started_at: datetime
    args: tuple[Any, ...] = ()
    answers: tuple[tuple[str, Answer], ...] = ()
    kept: dict[str, Answer] = field(default_factory=dict)
    changing: str = ""
    asked: Asked | None = None
    failures: int = 0
    last: str = ""
    whom: int = 0
    """Begun for somebody else; 0 for oneself."""

    def to_json(self) -> dict[str, Any]:
        """Written out: ``asdict`` copies deeply, and this runs for every message."""
        asked = self.asked
        return {
            "flow": self.flow,
            "serial": self.serial,
            "version": self.version,
            "town": self.town,
            "started_at": self.started_at.isoformat(),
            "args": list(self.args),
            "answers": [list(answer) for answer in self.answers],
            "kept": self.kept,
            "changing": self.changing,
            "asked": asked.to_json() if asked else None,
            "failures": self.failures,
            "last": self.last,
            "whom": self.whom,
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        asked = data.get("asked")
        return cls(
            **{
                **data,
                "started_at": datetime.fromisoformat(data["started_at"]),
                "args": tuple(data["args"]),
                "answers": tuple((key, answer) for key, answer in data["answers"]),
                "asked": Asked(
                    **{
                        **asked,
                        "options": tuple(asked["options"]),
                        "draft": tuple(asked["draft"]),
                    }
                )
                if asked
                else None,
            }
        )

    def tapped(self, token: str) -> Talk:
        """Brought here by this tap. (Written out, like ``Asked.showing``: both come with every
        message, and ``replace`` looks at each field.)"""
        return Talk(
            self.flow,
            self.serial,
            self.version,
            self.town,
            self.started_at,
            self.args,
            self.answers,
            self.kept,
            self.changing,
            self.asked,
            self.failures,
            token,
            self.whom,
        )

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(key for key, _ in self.answers)

    def back(self) -> Talk:
        """Without the last answer; or, while something is being changed, without the change."""
        if self.changing:
            return replace(self, changing="", asked=self._next_question())
        if not self.answers:
            return self
        return replace(self, answers=self.answers[:-1], asked=self._next_question())

    def upto(self, key: str) -> Talk:
        """Back to the question ``key``, keeping every later answer for where it still fits. Not the
        yes to the summary: what it was said to is not what will be done."""
        position = self.keys.index(key)
        later = dict(self.answers[position + 1 :])
        later.pop(CONFIRM, None)
        return replace(
            self,
            answers=self.answers[:position],
            kept={**self.kept, **later},
            asked=self._next_question(),
        )

    def change(self, key: str, position: int) -> Talk:
        """Ask ``key`` again at ``position`` among the answers, keeping all the others."""
        later = dict(self.answers[position:])
        return replace(
            self,
            answers=self.answers[:position],
            kept={**self.kept, **later},
            changing=key,
            asked=self._next_question(),
        )

    def _next_question(self) -> Asked | None:
        """A fresh question, numbered after the one that was open."""
        return Asked("", self.asked.step) if self.asked else None
