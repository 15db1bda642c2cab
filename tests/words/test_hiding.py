"""What a channel must not show is shown nowhere on it: every telling, every talk, every tap, rendered
for people whose details are planted words. What comes new is looked at without being named here.
"""

from __future__ import annotations

import pytest

from bot.dialogue.say import LANGUAGES, NOTHING
from bot.dialogue.screen import Screen, render
from models.work import Work
from tests.permissions.town import SmallTown
from tests.words.planting import BY_DEFAULT, EVERYTHING, PLANTED, leaks, plant, words_in
from tests.words.screens import BOOK, say_of
from tests.words.talking import WALKS, walk_talk
from tests.words.tapping import WALKERS, Tapping
from tests.words.tellings import TELLINGS

FOR_WHOM = pytest.mark.parametrize("for_other", [False, True], ids=["self", "somebody else"])


def looked_at(screen: Screen) -> list[str]:
    """What shows although it is hidden, by default or all of it; in either language."""
    return [
        leak
        for hides in (BY_DEFAULT, EVERYTHING)
        for language in LANGUAGES
        for leak in leaks(render(screen, language, hides), hides)
    ]


@FOR_WHOM
@pytest.mark.parametrize("number", range(len(TELLINGS)))
def test_a_telling_shows_nothing_that_is_hidden(
    small_town: SmallTown, number: int, for_other: bool
) -> None:
    one = TELLINGS[number]

    def job(work: Work) -> list[str]:
        one.before(small_town, work)
        plant(work, for_other=for_other)
        screen = say_of(work, one.make(small_town), EVERYTHING)
        assert screen is not None
        return looked_at(screen)

    assert small_town.tries(one.to, job) == []


@FOR_WHOM
@pytest.mark.parametrize("walker", WALKERS)
def test_no_tap_shows_anything_that_is_hidden(
    small_town: SmallTown, walker: str, for_other: bool
) -> None:
    def job(work: Work) -> list[str]:
        plant(work, for_other=for_other)
        return Tapping(small_town, walker, EVERYTHING).walk(work, looked_at)[0]

    assert small_town.tries(walker, job) == []


@pytest.mark.parametrize("name", WALKS)
def test_no_talk_shows_anything_that_is_hidden(small_town: SmallTown, name: str) -> None:
    """But for what was typed in this very talk: it stands above anyway."""
    walk, flow = WALKS[name], BOOK.flows[name]

    def job(work: Work) -> list[str]:
        walk.before(small_town, work)
        plant(work, for_other=False)

        def look(screen: Screen, _above: int) -> list[str]:
            return looked_at(screen)

        return walk_talk(work, flow, walk.args(small_town), look, EVERYTHING)[0]

    assert small_town.tries(walk.who, job) == []


def test_where_nothing_is_hidden_every_planted_word_is_read_by_somebody(
    small_town: SmallTown,
) -> None:
    """Else the tests above could not fail."""
    said: set[str] = set()

    def look(screen: Screen) -> list[str]:
        for language in LANGUAGES:
            said.update(words_in(render(screen, language, NOTHING)))
        return []

    def job(work: Work, walker: str, *, for_other: bool) -> None:
        plant(work, for_other=for_other)
        Tapping(small_town, walker).walk(work, look)

    for walker in ("asker", "taker", "coordinator"):
        for for_other in (False, True):
            small_town.tries(walker, lambda work: job(work, walker, for_other=for_other))  # noqa: B023 - tried at once
    text = "\n".join(said)
    assert not [word for words in PLANTED.values() for word in words if word not in text]
