"""What a new town file would change, said so that a person can decide whether to apply it.

Ids are identity: a thing under a new id is a new thing, and the old one is retired, because rows
in the database still mean the old one. So a renamed id is shown as what it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from models.town.schema import Town

_LISTS = (
    "places", "estates", "teams", "skills", "shifts", "contacts", "groups", "kinds", "routes",
    "workflows", "consent", "roles", "kin", "proxies", "retention", "locked",
)  # fmt: skip
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class Change:
    """``words`` tell what changed within the item, one for each piece."""

    what: Literal["added", "changed", "retired"]
    section: str
    id: str
    words: tuple[str, ...] = ()

    def __str__(self) -> str:
        told = f": {'; '.join(self.words)}" if self.words else ""
        return f"{self.what} {self.section} {self.id}".rstrip() + told


def changes(old: Town | None, new: Town) -> list[Change]:
    """Everything that differs, in the order of the document; all of it when there is no old one."""
    before = old.model_dump(mode="json") if old else {}
    after = new.model_dump(mode="json")
    found: list[Change] = []
    for section, value in after.items():
        if section in _LISTS:
            found += _items(section, before.get(section, []), value)
        elif section == "emergency":
            found += _emergency(before.get(section), value)
        elif old is None:
            found.append(Change("added", section, ""))
        elif before[section] != value:
            found.append(Change("changed", section, "", tuple(_words(before[section], value))))
    return found


def _emergency(before: dict[str, Any] | None, after: dict[str, Any]) -> list[Change]:
    """Groups one by one, because each alarm that changes is worth its own line."""
    section = "emergency.groups"
    found = _items(section, before["groups"] if before else [], after["groups"])
    old = {key: value for key, value in (before or {}).items() if key != "groups"}
    new = {key: value for key, value in after.items() if key != "groups"}
    if old != new:
        words = tuple(_words(old, new)) if before else ()
        found.append(Change("changed" if before else "added", "emergency", "", words))
    return found


def _items(section: str, before: list[Any], after: list[Any]) -> list[Change]:
    old = {item["id"]: item for item in before}
    new = {item["id"]: item for item in after}
    found = []
    for name, item in new.items():
        if name not in old:
            found.append(Change("added", section, name))
        elif old[name] != item:
            found.append(Change("changed", section, name, tuple(_words(old[name], item))))
    found += [Change("retired", section, name) for name in old if name not in new]
    if not found and [*old] != [*new]:
        found.append(Change("changed", section, "", ("the order",)))
    return found


def _words(old: Any, new: Any, path: str = "") -> Iterator[str]:
    if old == new:
        return
    if isinstance(old, dict) and isinstance(new, dict):
        for key in [*new, *(key for key in old if key not in new)]:
            step = f"{path}.{key}" if path else str(key)
            yield from _words(old.get(key), new.get(key), step)
    elif isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        for number, (before, after) in enumerate(zip(old, new, strict=True)):
            yield from _words(before, after, f"{path}[{_name(after, number)}]")
    else:
        yield f"{path} {_short(old)} → {_short(new)}".strip()


def _name(item: Any, number: int) -> str:
    return str(item["id"]) if isinstance(item, dict) and "id" in item else str(number + 1)


def _short(value: Any) -> str:
    if isinstance(value, list):
        return f"{len(value)} entries"
    text = str(value)
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
