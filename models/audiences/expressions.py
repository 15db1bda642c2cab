"""Whom something is for, as plain data: leaves, and all / any / not over them.

An expression holds ids of places, kinds and programmes and never a person's, so it can be kept, shown
as a sentence and asked anew. What it means now is found in ``selecting``, always within the places of
whoever asks.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeAlias

from models.audiences.refusals import AudienceNotRead

MOST_PARTS = 40
"""Leaves of one expression: more is a mistake, and a statement that no database should be given."""
DEPTH = 6


@dataclass(frozen=True, slots=True)
class Everybody:
    """Whoever lives there."""


@dataclass(frozen=True, slots=True)
class InPlaces:
    """Who lives in one of these places (any level, by id)."""

    places: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class InBuildings:
    """Who lives in these buildings of an estate."""

    estate: str
    buildings: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class InEstates:
    """Who lives in one of these estates: the 屯 of a village have no buildings."""

    estates: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WithRole:
    """Who holds one of these roles at or below the place of whoever asks."""

    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Aged:
    """From ``least`` to ``most`` full years; None is no limit. Who has no birthday on record is not."""

    least: int | None = None
    most: int | None = None


@dataclass(frozen=True, slots=True)
class InCategories:
    """Who is in one of these categories of the ledger."""

    categories: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class InGrades:
    """Pupils of these grades this school year."""

    grades: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class SignedWith:
    """Who has a contract with this family-doctor team that counts now."""

    team: str


@dataclass(frozen=True, slots=True)
class BookedIn:
    """Who has a place, or waits for one, in a session of this programme still to come."""

    programme: int


@dataclass(frozen=True, slots=True)
class Reads:
    """Who reads this language."""

    language: str


@dataclass(frozen=True, slots=True)
class Family:
    """Those of ``of``, and the family of each who get copies, wherever they live: what they hear is
    about who lives here. Only as the outermost part."""

    of: Expression


@dataclass(frozen=True, slots=True)
class Both:
    """All of them at once."""

    parts: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Either:
    """At least one of them."""

    parts: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Without:
    """Everybody else."""

    part: Expression


Expression: TypeAlias = (
    Everybody | InPlaces | InBuildings | InEstates | WithRole | Aged | InCategories | InGrades | SignedWith
    | BookedIn | Reads | Family | Both | Either | Without
)  # fmt: skip

_LISTS: dict[str, tuple[type[Any], str, type]] = {
    "places": (InPlaces, "places", str),
    "estates": (InEstates, "estates", str),
    "roles": (WithRole, "roles", str),
    "categories": (InCategories, "categories", str),
    "grades": (InGrades, "grades", int),
}
_SINGLES: dict[str, tuple[type[Any], str, type]] = {
    "team": (SignedWith, "team", str),
    "programme": (BookedIn, "programme", int),
    "language": (Reads, "language", str),
}


def to_json(expression: Expression) -> Any:
    """As it is stored: lists and strings, the operator first, the same for the same expression."""
    match expression:
        case Everybody():
            return ["everybody"]
        case InBuildings(estate, buildings):
            return ["buildings", estate, *sorted(set(buildings))]
        case Aged(least, most):
            return ["aged", least, most]
        case Both(parts) | Either(parts):
            name = "both" if isinstance(expression, Both) else "either"
            return [name, *map(to_json, parts)]
        case Without(part):
            return ["without", to_json(part)]
        case Family(of):
            return ["family", to_json(of)]
    return _plain(expression)


def _plain(expression: Expression) -> list[Any]:
    for name, (kind, field, _type) in _LISTS.items():
        if isinstance(expression, kind):
            return [name, *sorted(set(getattr(expression, field)))]
    for name, (kind, field, _type) in _SINGLES.items():
        if isinstance(expression, kind):
            return [name, getattr(expression, field)]
    raise AudienceNotRead


def from_json(data: Any) -> Expression:
    """AudienceNotRead for anything that ``to_json`` has not written."""
    expression = _read(data, DEPTH)
    if _leaves(expression) > MOST_PARTS:
        raise AudienceNotRead
    return expression


def _read(data: Any, depth: int) -> Expression:
    if not isinstance(data, list | tuple) or not data or depth == 0:
        raise AudienceNotRead
    name, *rest = data
    if name == "everybody" and not rest:
        return Everybody()
    if name in ("both", "either") and rest:
        parts = tuple(_read(part, depth - 1) for part in rest)
        return Both(parts) if name == "both" else Either(parts)
    if name == "without" and len(rest) == 1:
        return Without(_read(rest[0], depth - 1))
    if name == "family" and len(rest) == 1 and depth == DEPTH:
        return Family(_read(rest[0], depth - 1))
    if (
        name == "aged"
        and len(rest) == 2
        and all(_age(one) for one in rest)
        and any(one is not None for one in rest)
    ):
        return Aged(*rest)
    if name == "buildings" and len(rest) > 1 and isinstance(rest[0], str):
        return InBuildings(rest[0], _all(rest[1:], int))
    if name in _LISTS and rest:
        kind, field, of = _LISTS[name]
        return kind(**{field: _all(rest, of)})  # type: ignore[no-any-return]  # one of the types above
    if name in _SINGLES and len(rest) == 1:
        kind, field, of = _SINGLES[name]
        return kind(**{field: _all(rest, of)[0]})  # type: ignore[no-any-return]  # the same
    raise AudienceNotRead


def _age(value: Any) -> bool:
    return value is None or (
        isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= 150
    )


def _all(values: Any, of: type) -> tuple[Any, ...]:
    if any(not isinstance(one, of) or isinstance(one, bool) for one in values):
        raise AudienceNotRead
    return tuple(values)


def _leaves(expression: Expression) -> int:
    if isinstance(expression, Both | Either):
        return sum(_leaves(part) for part in expression.parts)
    if isinstance(expression, Without):
        return _leaves(expression.part)
    if isinstance(expression, Family):
        return _leaves(expression.of)
    return 1
