"""Every flow once from its first question to its end: what is answered, and what is seen then.

``test_every_step`` plays these with Back, Cancel, Change and interruptions at each step. A flow
without a script here fails a test there.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from io import BytesIO

from PIL import Image
from sqlalchemy.orm import Session

from models.access.signed import link_for_me
from models.register.tables import Account
from models.register.tables import Person as Person_
from models.talks.rows import open_account
from tests.areas import each
from tests.talks.phones import Person
from tests.talks.world import World


@dataclass(frozen=True)
class Answer:
    """Taps (labels), or words, or a photo; several taps make one answer of ticks."""

    taps: tuple[str | int, ...] = ()
    words: str = ""
    photo: bool = False

    async def give(self, person: Person) -> None:
        for tap in self.taps:
            await person.taps(tap)
        if self.words:
            await person.says(self.words)
        if self.photo:
            await person.sends_photo(picture())


def tap(*labels: str | int) -> Answer:
    return Answer(taps=labels)


def say(words: str) -> Answer:
    return Answer(words=words)


@dataclass(frozen=True)
class Script:
    """``before`` brings the town to the point where ``begin`` starts the flow for ``who``."""

    flow: str
    who: str
    begin: Callable[[World, Person], Awaitable[None]]
    answers: tuple[Answer, ...]
    end: str
    before: Callable[[World], Awaitable[None]] | None = None
    first: str = ""
    """A word of the first question."""


def picture() -> bytes:
    body = BytesIO()
    Image.new("RGB", (64, 48), (200, 120, 80)).save(body, "JPEG")
    return body.getvalue()


def by_tap(label: str) -> Callable[[World, Person], Awaitable[None]]:
    async def begin(_town: World, person: Person) -> None:
        await person.taps(label)

    return begin


def by_words(words: str) -> Callable[[World, Person], Awaitable[None]]:
    async def begin(_town: World, person: Person) -> None:
        await person.says(words)

    return begin


def about_me(*labels: str) -> Callable[[World, Person], Awaitable[None]]:
    async def begin(_town: World, person: Person) -> None:
        await person.says("主页")
        for label in ("我的资料", *labels):
            await person.taps(label)

    return begin


def from_home(label: str) -> Callable[[World, Person], Awaitable[None]]:
    async def begin(_town: World, person: Person) -> None:
        await person.says("主页")
        await person.taps(label)

    return begin


async def by_own_code(town: World, person: Person) -> None:
    """王姨 opens a chat of another program by the code that her old one shows her."""
    now = town.wall.now()
    await person.opens(link_for_me(town.ids["wang"], now))


async def by_card(_town: World, person: Person) -> None:
    await person.opens("card:1")


async def cold(town: World) -> None:
    """王姨 has asked for help; her case waits for somebody."""
    town.known("wang")
    wang = town.person("wang")
    await wang.says("主页")
    for label in ("要人帮忙", "暖气不热", "哪儿都凉", "冻得慌", "对，叫人来"):
        await wang.taps(label)


async def taken(town: World) -> None:
    await cold(town)
    zhao = town.person("zhao")
    await zhao.looks()
    await zhao.taps("我去")
    await zhao.taps(2)


async def done(town: World) -> None:
    await taken(town)
    zhao = town.person("zhao")
    await zhao.taps("我出发了")
    await town.wait(minutes=50)
    await zhao.taps("办完了")
    await zhao.taps("弄好了")


async def warm(town: World) -> None:
    await done(town)
    await town.person("wang").taps("热乎了")


async def known(town: World) -> None:
    town.known("wang")


async def danger(town: World) -> None:
    town.known("wang")
    await town.person("wang").says("救命")


async def at_the_case(_town: World, person: Person) -> None:
    """The coordinator has opened the case from the desk."""
    await person.says("主页")
    await person.taps(next(label for label in person.buttons() if "暖气" in label))


async def give_a_role(_town: World, person: Person) -> None:
    await person.says("主页")
    for label in ("别的", "谁管什么", "派个角色"):
        await person.taps(label)


async def two_at_home(town: World) -> None:
    """Somebody new lives behind the card of 王姨's home, so it must be asked who writes."""

    def move_in(session: Session) -> None:
        home = session.get_one(Person_, town.ids["wang"]).household_id
        account = open_account(session.connection(), town.channel.name, "new-new", town.wall.now())
        person = session.get_one(Person_, session.get_one(Account, account).person_id)
        person.household_id = home

    town.core.store.write_now(move_in)


async def cancels_the_case(_town: World, person: Person) -> None:
    await person.says("主页")
    await person.taps("我的事儿")
    await person.taps(1)
    await person.taps("不用来了")


def at_the_case_then(label: str) -> Callable[[World, Person], Awaitable[None]]:
    async def begin(town: World, person: Person) -> None:
        await at_the_case(town, person)
        await person.taps(label)

    return begin


HELP = (tap("暖气不热"), tap("哪儿都凉"), tap("冻得慌"), tap("对，叫人来"))
WHERE = (
    tap("行"), say("阳光"), say("3"), tap("2 单元"), say("401"), say("100 0000 0099"),
    say("张大爷"), tap("对，记下"),
)  # fmt: skip

SCRIPTS = (
    Script("consent", "wang", by_card, (tap("行"),), "记下了", first="行不行"),
    Script("help", "wang", from_home("要人帮忙"), HELP, "收到了，这就给您找人", known, "哪样事"),
    Script(
        "help", "wang", from_home("要人帮忙"),
        (tap("别的事"), tap("陪着说说话"), tap(1), tap("对，叫人来")),
        "收到了，这就给您找人", known, "哪样事",
    ),
    Script(
        "settle", "new", about_me("我住哪儿"), WHERE, "地方找得着了", first="行不行",
    ),
    Script("withdraw", "wang", about_me("都同意过什么", "找人给我办事"), (tap("收回"),),
           "收回了，都不记了", known, "收回不"),
    Script("called", "wang", about_me("改一改", "改称呼"), (say("桂兰姐"),), "往后叫您桂兰姐", known, "怎么称呼"),
    Script(
        "add", "wang", by_tap("发照片、补一句"), (Answer(photo=True), say("楼道灯也不亮"), tap("好了")),
        "都添上了", cold, "都发到这儿",
    ),
    Script("thank", "wang", by_tap("我说一句"), (say("手艺真好"),), "捎到了", warm, "原样捎到"),
    Script("finish", "zhao", by_tap("办完了"), (tap("弄好了"),), "辛苦了", taken, "弄好了没有"),
    Script("accept", "zhao", by_tap("我去"), (tap(1),), "这事归您了", cold, "几点能到"),
    Script("minutes", "zhao", by_tap("改时间"), (say("80"),), "80 分钟", done, "多少分钟"),
    Script("tasknote", "zhao", by_tap("补一句话或照片"), (say("阀门换过了"), tap("好了")), "记下了", done, "说一句"),
    Script(
        "join", "lifang", from_home("我也来帮忙"),
        (say("阳光社区"), tap("往下看", "陪人说话", "跑腿买东西", "选好了"), tap("晚上", "选好了"), tap("对，报名")),
        "报上了", first="哪个社区",
    ),
    Script("it_is_me", "new", by_own_code, (tap("是我"),), "接上了", known, "是您本人吗"),
    Script("who", "new", by_card, (tap("王姨"),), "只用来找人给您办事", two_at_home, "哪一位"),
    Script("cancel_case", "wang", cancels_the_case, (tap("不用来了"),), "好，不来了", cold, "真不用来了"),
    Script("assign", "limin", at_the_case_then("派给…"), (tap(2),), "问过去了", cold, "请谁去"),
    Script("take_case", "limin", at_the_case_then("我去"), (tap(1),), "归您了", cold, "几点能到"),
    Script(
        "say_to_asker", "limin", at_the_case_then("说一句"), (say("我是李敏，正找人呢"),), "捎过去了", cold,
        "说句什么",
    ),
    Script(
        "give_role", "limin", give_a_role,
        (say("孙秀"), tap(1), tap("网格员"), tap(1), tap("先不定"), tap("对")), "派好了", first="派给谁",
    ),
    Script("alarm_where", "wang", by_tap("邻居"), (say("3 号楼 1 单元 102"),), "告诉他们了", danger, "人在哪儿"),
    *(script for area in each("scripts") for script in area.SCRIPTS),
)  # fmt: skip
