"""The sentence that says whom something is for. Only those who send read it.

It has to be read one way only. Two ways of joining, a tight one without a comma and a loose one with
it, say two levels of all / any; whatever is deeper stands in brackets.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Literal

from bot.dialogue.say import Sayable, Text
from handlers.audiences import texts
from handlers.audiences.where import everybody, listed, place_name, said, says_where, spots
from handlers.family.names import grade
from models.audiences.expressions import (
    Aged,
    BookedIn,
    Both,
    Either,
    Everybody,
    Expression,
    Family,
    InBuildings,
    InCategories,
    InEstates,
    InGrades,
    InPlaces,
    Reads,
    SignedWith,
    Without,
    WithRole,
)
from models.programmes.queries import title_of
from models.refusals import NotFound
from models.town.local import Local
from models.town.schema import Town
from models.work import Work

Joint = Literal["and", "or"]
_ATOM, _TIGHT, _LOOSE = 0, 1, 2


@dataclass(frozen=True, slots=True)
class _In:
    """Where the sentence is said: names are read in this work, and seen from this place."""

    work: Work
    place_id: str


@dataclass(frozen=True, slots=True)
class _Phrase:
    """``joint``: how its parts are joined; ``level``: how loosely."""

    text: Sayable
    level: int = _ATOM
    joint: Joint = "or"


def sentence(work: Work, expression: Expression, place_id: str) -> Local:
    """Whom an expression means when it is sent at a place, without a full stop."""
    here = _In(work, place_id)
    if isinstance(expression, Family):
        return said(texts.WITH_FAMILY(whom=_whom(here, expression.of)))
    return said(_whom(here, expression))


def _whom(here: _In, expression: Expression) -> Sayable:
    """Those of a place, or of its part that is named, who are something, except some."""
    town = here.work.town
    if isinstance(expression, Everybody):
        return everybody(here.work, here.place_id)
    parts = _parts(expression, "and")
    where = next((one for one in parts if says_where(one)), None)
    rest = [one for one in parts if one is not where and not isinstance(one, Everybody)]
    are = [one for one in rest if not isinstance(one, Without)]
    are_not = [one.part for one in rest if isinstance(one, Without)]
    spot = place_name(town, here.place_id) if where is None else spots(town, where)
    whom = (texts.ALL_IN if where is None else texts.LIVING_IN)(where=spot)
    if are:
        those = texts.THOSE_IN if where is None else texts.THOSE_LIVING_IN
        whom = those(where=spot, who=_joined(here, are, "and").text)
    if not are_not:
        return whom
    return texts.EXCEPT(whom=whom, who=_in_brackets(_joined(here, are_not, "or")))


def _parts(expression: Expression, joint: Joint) -> list[Expression]:
    """The parts of all (or any), those of its parts of the same sort among them."""
    expression = _bare(expression)
    kind = Both if joint == "and" else Either
    if not isinstance(expression, kind):
        return [expression]
    return [one for part in expression.parts for one in _parts(part, joint)]


def _bare(expression: Expression) -> Expression:
    """Without a double "not", and without an all or any of one part."""
    if isinstance(expression, Both | Either) and len(expression.parts) == 1:
        return _bare(expression.parts[0])
    if isinstance(expression, Without):
        inner = _bare(expression.part)
        return inner.part if isinstance(inner, Without) else Without(inner)
    return expression


def _phrase(here: _In, expression: Expression) -> _Phrase:
    expression = _bare(expression)
    if isinstance(expression, Both | Either) and not says_where(expression):
        joint: Joint = "and" if isinstance(expression, Both) else "or"
        return _joined(here, _parts(expression, joint), joint)
    if not isinstance(expression, Without):
        return _leaf(here, expression, texts.IS)
    if not isinstance(expression.part, Both | Either):
        found = _leaf(here, expression.part, texts.IS_NOT)
        if found.level == _ATOM:
            return found
    return _Phrase(texts.NOT_THOSE(who=_phrase(here, expression.part).text))


def _joined(here: _In, parts: Sequence[Expression], joint: Joint) -> _Phrase:
    """Tightly, if no part of them is joined the other way; else loosely, the loose in brackets."""
    phrases = [_phrase(here, one) for one in parts]
    if len(phrases) == 1:
        return phrases[0]
    tight = all(one.level == _ATOM or (one.level, one.joint) == (_TIGHT, joint) for one in phrases)
    how = texts.TIGHT[joint] if tight else texts.LOOSE[joint]
    told = [one.text if tight else _in_brackets(one) for one in phrases]
    return _Phrase(reduce(lambda a, b: how(a=a, b=b), told), _TIGHT if tight else _LOOSE, joint)


def _in_brackets(phrase: _Phrase) -> Sayable:
    return texts.BRACKETS(who=phrase.text) if phrase.level == _LOOSE else phrase.text


# -- leaves --------------------------------------------------------------------------------------------
def _leaf(here: _In, leaf: Expression, forms: dict[str, Text]) -> _Phrase:
    town = here.work.town
    match leaf:
        case Everybody():
            return _Phrase(forms["everybody"])
        case InPlaces() | InBuildings() | InEstates() | Either():
            return _Phrase(forms["lives"](what=spots(town, leaf, here.place_id)))
        case WithRole(roles):
            return _any_of(forms["roles"], [_role(town, one) for one in roles])
        case InCategories(categories):
            return _any_of(forms["categories"], [_category(town, one) for one in categories])
        case InGrades(grades):
            return _any_of(forms["grades"], [grade(one) for one in sorted(set(grades))])
        case _:
            return _Phrase(_single(here, leaf, forms))


def _single(here: _In, leaf: Expression, forms: dict[str, Text]) -> Text:
    match leaf:
        case Aged(least, None):
            return forms["least"](least=least or 0)
        case Aged(None, most):
            return forms["most"](most=most or 0)
        case Aged(least, most):
            return forms["age" if least == most else "ages"](least=least or 0, most=most or 0)
        case SignedWith(team):
            return forms["team"](what=_team(here.work.town, team))
        case BookedIn(programme):
            return forms["programme"](what=_title(here.work, programme))
        case Reads(language):
            return forms["en" if language == "en" else "zh"]
        case _:
            raise TypeError(leaf)


def _any_of(form: Text, names: Sequence[Sayable]) -> _Phrase:
    """One may be two of them at once: so it is an "or" like any other."""
    if len(names) == 1:
        return _Phrase(form(what=names[0]))
    what = texts.ONE_OF(some=listed(names[:-1]), more=names[-1])
    return _Phrase(form(what=what), _TIGHT, "or")


def _title(work: Work, programme_id: int) -> Sayable:
    try:
        return title_of(work, programme_id)
    except NotFound:
        return texts.GONE_THING


def _role(town: Town, role_id: str) -> Sayable:
    name = next((one.name for one in town.roles if one.id == role_id), None)
    return Local(name.zh, name.en[:1].lower() + name.en[1:]) if name else texts.GONE_THING


def _category(town: Town, category_id: str) -> Sayable:
    found = (one.label for one in town.categories if one.id == category_id)
    return next(found, texts.GONE_THING)


def _team(town: Town, team_id: str) -> Sayable:
    return next((one.name for one in town.doctors.teams if one.id == team_id), texts.GONE_THING)
