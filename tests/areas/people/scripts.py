"""The talks about people and roles, from a worker's phone."""

from __future__ import annotations

from tests.areas.people.making import a_child, a_tutor, of_post
from tests.talks.phones import Person
from tests.talks.scripts import Script, say, tap
from tests.talks.world import World


async def finds(_town: World, person: Person) -> None:
    await person.handset.tap("f.find")


async def registers(_town: World, person: Person) -> None:
    await person.handset.tap("f.register_resident")


async def somebody_for_zhoumin(town: World, person: Person) -> None:
    await person.handset.tap(f"t.stand_in.{of_post(town, 'zhoumin', 'grid_worker')}")


async def notes_a_check(town: World, person: Person) -> None:
    await person.handset.tap(f"t.note_check.{of_post(town, 'sun', 'tutor')}")


async def at_the_child(town: World, person: Person) -> None:
    await person.handset.tap(f"t.record.{town.ids['child']}")


DAYS = (tap("今天起"), say("12月12日"), tap("对"))
NEW = (
    say("于福来"), say("老于"), say("阳光"), say("3"), tap("2 单元"), say("601"), tap("男"),
    say("1946年7月1日"), tap("没有电话"), tap("点头了"), tap("记下"),
)  # fmt: skip

SCRIPTS = (
    Script("find", "zhoumin", finds, (say("于德海"), tap(1)), "没有家里人替办", first="找谁"),
    Script(
        "open_record", "zhoumin", at_the_child, (tap("上门核对"),), "孟凡玉（监护人）", a_child,
        "写个缘由",
    ),
    Script("register_resident", "zhoumin", registers, NEW, "记下了。有事", first="他叫什么"),
    Script(
        "stand_in", "zhoumin", somebody_for_zhoumin, (tap(1), *DAYS), "说好了",
        first="哪位同事",
    ),
    Script(
        "send_stand_in", "limin", somebody_for_zhoumin, (say("孙秀"), tap(1), *DAYS), "说好了",
        first="谁替",
    ),
    Script(
        "note_check", "limin", notes_a_check, (say("12月1日"), tap("满一年"), tap("对")),
        "记下了，到2027年11月30日", a_tutor, "哪天查的",
    ),
)  # fmt: skip
