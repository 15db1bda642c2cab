"""The talks about what goes on, from the first question to the end."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from sqlalchemy import select
from sqlalchemy.orm import Session as Db

from models.gate import run
from models.programmes.tables import Session
from models.work import Actor, Work
from tests.furniture import huadian
from tests.programmes.calendar import lecture
from tests.talks.phones import Person
from tests.talks.scripts import Script, say, tap
from tests.talks.world import World


async def planned(town: World) -> None:
    """李敏 has a lecture on Christmas Day."""

    def job(session: Db) -> None:
        actor = Actor("person", town.ids["limin"], 0, "memory")
        work = Work(session, town.wall.now(), huadian(), 1, actor, "script")
        run(work, lecture())

    town.core.store.write_now(job)


def at_the_lecture(*token: str) -> Callable[[World, Person], Awaitable[None]]:
    async def begin(town: World, person: Person) -> None:
        found = select(Session.id).order_by(Session.id.desc()).limit(1)
        session = town.core.store.read_now(lambda one: one.scalars(found).one())
        await person.handset.tap(".".join(("t", token[0], str(session), *token[1:])))

    return begin


async def plans(_town: World, person: Person) -> None:
    await person.handset.tap("f.plan")


SCRIPTS = (
    Script(
        "plan", "limin", plans,
        (
            tap("讲座活动"), say("冬天怎么穿"), tap("就一回"), say("12月25日"), tap("9:30"),
            say("社区二楼活动室"), tap("对，就这么排"),
        ),
        "排上了：冬天怎么穿", first="排哪样",
    ),
    Script(
        "plan", "limin", plans,
        (
            tap("网上讲座"), tap("就叫“网上讲座”"), tap("每个星期"), tap("周二", "选好了"),
            tap("19:00"), tap("三个月"), say("https://meeting.example/a"), tap("对，就这么排"),
        ),
        "排上了：网上讲座", first="排哪样",
    ),
    Script(
        "move_session", "limin", at_the_lecture("move_session"),
        (say("12月28日"), tap("14:00"), tap("对，改")), "改好了", planned, "改到哪天",
    ),
    Script(
        "more_places", "limin", at_the_lecture("more_places"), (say("80"),), "一共 80 个位子",
        planned, "一共放几个",
    ),
    Script(
        "extra_session", "limin", at_the_lecture("extra_session"),
        (say("12月29日"), tap("9:30"), tap("对，加一回")), "加上了", planned, "哪天加一回",
    ),
    Script(
        "cancel_session", "limin", at_the_lecture("cancel_session", "one"), (tap("对，停了"),),
        "停了。报了名的人", planned, "真不办了",
    ),
    Script(
        "end_programme", "limin", at_the_lecture("end_programme"), (tap("对，停了"),),
        "往后都停了", planned, "往后都不办了",
    ),
)  # fmt: skip
