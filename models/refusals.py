"""Why something is not done. A refusal is expected, has fields, and ends in one friendly sentence.

``handlers/<area>/texts.py`` holds the sentence for each type in both languages; a completeness
test ties them together. ``key`` names the answer of a talk that is at fault, if one is: the talk
goes back to that question, says why and asks again.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


@dataclass(eq=False)
class Refusal(Exception):
    """Base of all refusals. Subclasses are dataclasses (``eq=False``: Python itself sets
    attributes on exceptions, so not frozen) with ids and codes as fields."""

    key: ClassVar[str] = ""
    known: ClassVar[dict[str, type[Refusal]]] = {}

    def __init_subclass__(cls) -> None:
        Refusal.known[cls.__name__] = cls

    def __reduce__(self) -> tuple[type[Refusal], tuple[object, ...]]:
        return (type(self), tuple(vars(self).values()))


@dataclass(eq=False)
class NotAllowed(Refusal):
    """The actor may not run this command here. Deny by default."""

    command: str


@dataclass(eq=False)
class NotFound(Refusal):
    """There is no such thing, or it is not this person's to see: the two are not told apart."""

    what: str


@dataclass(eq=False)
class NoLongerPossible(Refusal):
    """The case, offer or talk has moved on meanwhile; ``stage`` is where it is now."""

    what: str
    stage: str
