"""Taking out a list, from the desk's page of lists."""

from __future__ import annotations

from tests.talks.phones import Person
from tests.talks.scripts import Script, say
from tests.talks.world import World


async def from_the_lists(_town: World, person: Person) -> None:
    await person.handset.tap("t.lists")
    await person.taps("要份名单")


SCRIPTS = (
    Script(
        "export_people", "limin", from_the_lists, (say("上门走访"),), "名单备好了", first="做什么用",
    ),
)  # fmt: skip
