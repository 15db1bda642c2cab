"""The talks about what is due, from the first question to the end."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from tests.care.due import item_of, looked_at, makes_due
from tests.talks.phones import Person
from tests.talks.scripts import Script, say, tap
from tests.talks.world import World
from tests.visits.clinic import opens

TIMES = ((10, 8, 0), (11, 8, 0), (14, 8, 0))


async def _wang(town: World) -> None:
    town.known("wang")
    makes_due(town, "wang", "checkup65", 12, ask_at=None)
    opens(town, TIMES, "checkup")


async def _he(town: World) -> None:
    town.known("he")
    makes_due(town, "wang", "hypertension", -3, ask_at=None)
    looked_at(town, "he", "wang")


def _taps(token: str, alias: str, *, rule: str = "") -> Callable[[World, Person], Awaitable[None]]:
    async def begin(town: World, person: Person) -> None:
        about = item_of(town, alias, rule).id if rule else town.ids[alias]
        await person.handset.tap(f"t.{token}.{about}")

    return begin


SCRIPTS = (
    Script(
        "care_visit", "wang", _taps("care_book", "wang", rule="checkup65"),
        (tap(1), tap("对，约上")), "约好了", _wang, "哪天来",
    ),
    Script(
        "care_done_on", "he", _taps("care_other_day", "wang", rule="hypertension"),
        (say("12月7日"), tap("稳住了")), "记上了", _he, "哪天做的",
    ),
    Script(
        "care_condition", "he", _taps("care_note", "wang"), (tap("2型糖尿病"), tap("今天起")),
        "记上了", _he, "记哪样",
    ),
    Script(
        "care_condition", "he", _taps("care_note", "wang"), (tap("2型糖尿病"), say("11月3日")),
        "记上了", _he, "记哪样",
    ),
)  # fmt: skip
