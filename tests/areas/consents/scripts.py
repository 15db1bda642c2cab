"""The talks about one purpose, from their first question to their end."""

from __future__ import annotations

from sqlalchemy.orm import Session

from models.register.tables import Consent
from tests.furniture import huadian
from tests.talks.scripts import Script, about_me, tap
from tests.talks.world import World


async def agreed_to_health(town: World) -> None:
    """王姨 has agreed to two purposes."""
    town.known("wang")
    version = huadian().purpose("health").version

    def agree(session: Session) -> None:
        session.add(
            Consent(person_id=town.ids["wang"], purpose="health", text_version=version,
                    agreed=True, how="tap", at=town.wall.now())
        )  # fmt: skip

    town.core.store.write_now(agree)


OF_HEALTH = huadian().purpose("health").name.zh
the_list = about_me("都同意过什么", OF_HEALTH)


async def changed_mind(town: World) -> None:
    """Taken back once; it can be agreed to again."""
    await agreed_to_health(town)
    wang = town.person("wang")
    await the_list(town, wang)
    await wang.taps("收回")


SCRIPTS = (
    Script("take_back", "wang", the_list, (tap("收回"),), "收回了", agreed_to_health, "收回不"),
    Script("agree", "wang", the_list, (tap("行"),), "好，记下了", changed_mind, "行不行"),
)
