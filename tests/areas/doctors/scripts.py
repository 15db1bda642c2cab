"""The talks about contracts, from the first question to the end."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from tests.talks.phones import Person
from tests.talks.scripts import Script, known, say, tap
from tests.talks.world import World


def begins(flow: str) -> Callable[[World, Person], Awaitable[None]]:
    async def begin(_town: World, person: Person) -> None:
        await person.handset.tap(f"f.{flow}")

    return begin


async def knows_everybody(town: World) -> None:
    for alias in ("wang", "yu", "tong"):
        town.known(alias)


ADDRESS = (
    tap("行"), say("阳光"), say("3"), tap("2 单元"), say("501"), say("100 0000 0099"),
    say("张大爷"),
)  # fmt: skip
SCRIPTS = (
    Script(
        "sign", "tong", begins("sign"), (tap("老年人服务包"), tap("对，签约")), "签上了",
        knows_everybody, "哪样服务",
    ),
    Script(
        "sign", "new", begins("sign"), (*ADDRESS, tap("基本服务"), tap("对，签约")), "签上了",
        first="行不行",
    ),
    Script("renew", "yu", begins("renew"), (tap("对，续签"),), "续上了", knows_everybody, "您看对不对"),
    Script(
        "change_package", "wang", begins("change_package"), (tap("慢病服务包"), tap("对，换")),
        "换好了", known, "哪样服务",
    ),
    Script("end_contract", "wang", begins("end_contract"), (tap("不签了"),), "停了", known, "不签了"),
)  # fmt: skip
