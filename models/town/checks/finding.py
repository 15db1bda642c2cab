"""One finding of a check, and the small helpers that all checks share."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from models.town.files import Loc


@dataclass(frozen=True, slots=True)
class Finding:
    loc: Loc
    what: str
    remedy: str


def doubles(loc: Loc, names: Iterable[str], what: str = "id") -> Iterator[Finding]:
    """Names that stand twice in the list at ``loc``."""
    seen: set[str] = set()
    for number, name in enumerate(names):
        if name in seen:
            yield Finding(
                (*loc, number), f"The {what} `{name}` is used twice.", "Give one of them another."
            )
        seen.add(name)
