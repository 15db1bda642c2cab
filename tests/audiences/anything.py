"""Any expression that can be stored, at most four deep, over what there is in the crowd."""

from __future__ import annotations

from hypothesis import strategies as st

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
from tests.audiences.crowd import CATEGORIES, ESTATES, OVER, PLACES, ROLES, ROOM, TALK, TEAMS

DEPTH = 4
_AGES = st.integers(0, 100)


def _some(names: tuple[str, ...]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(names), min_size=1, max_size=3, unique=True).map(tuple)


LEAVES: st.SearchStrategy[Expression] = st.one_of(
    st.just(Everybody()),
    _some((*PLACES, "gone_long_ago")).map(InPlaces),
    st.builds(
        InBuildings,
        st.sampled_from((*ESTATES, "no_such")),
        st.lists(st.integers(1, 28), min_size=1, max_size=4, unique=True).map(tuple),
    ),
    _some(ESTATES).map(InEstates),
    _some(ROLES).map(WithRole),
    st.builds(Aged, _AGES, st.none()),
    st.builds(Aged, st.none(), _AGES),
    st.builds(Aged, _AGES, _AGES),
    _some(CATEGORIES).map(InCategories),
    st.lists(st.integers(1, 12), min_size=1, max_size=3, unique=True).map(tuple).map(InGrades),
    st.sampled_from(TEAMS).map(SignedWith),
    st.sampled_from((TALK, ROOM, OVER, 1)).map(BookedIn),
    st.sampled_from(("zh", "en")).map(Reads),
)  # fmt: skip


def _deeper(below: st.SearchStrategy[Expression]) -> st.SearchStrategy[Expression]:
    parts = st.lists(below, min_size=1, max_size=3).map(tuple)
    return st.one_of(below, parts.map(Both), parts.map(Either), below.map(Without))


def _plain() -> st.SearchStrategy[Expression]:
    found = LEAVES
    for _level in range(DEPTH - 1):
        found = _deeper(found)
    return found


PLAIN = _plain()
ANYTHING: st.SearchStrategy[Expression] = st.one_of(PLAIN, PLAIN.map(Family))
