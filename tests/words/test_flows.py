"""Every talk is walked through: each question, each summary and what is said at its end, rendered."""

from __future__ import annotations

import pytest

from bot.dialogue.screen import Screen
from models.work import Work
from tests.permissions.town import SmallTown
from tests.words.screens import BOOK, faults
from tests.words.talking import WALKS, walk_talk

LISTS = ("a1.",)
"""Choices of a talk may be people, places and times: lines of a list."""


def test_every_talk_is_walked() -> None:
    assert set(WALKS) == set(BOOK.flows)


@pytest.mark.parametrize("name", WALKS)
def test_every_question_of_a_talk_reads_well(small_town: SmallTown, name: str) -> None:
    walk, flow = WALKS[name], BOOK.flows[name]

    def job(work: Work) -> tuple[list[str], set[str], set[str]]:
        def look(screen: Screen, above: int) -> list[str]:
            return faults(screen, work, list_of=LISTS, lines=4 + above)

        walk.before(small_town, work)
        return walk_talk(work, flow, walk.args(small_town), look)

    found, asked, ended = small_town.tries(walk.who, job)
    assert found == []
    assert asked, "nothing was asked"
    assert ended, "the talk never came to its end"
    if name == "help":
        assert ended >= {kind.id for kind in small_town.town.kinds}
