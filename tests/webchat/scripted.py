"""A tiny town for trying the pages without the core: it answers from a fixed list, like talk A.

Not a mock of the core: it is an intake of its own, and it also keeps what it was given, so a
test can say what reached it.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from aiohttp import web
from sqlalchemy.orm import Session

from bot.channels.webchat.channel import WebChat
from bot.channels.webchat.desk import Desk
from bot.channels.webchat.memory import MemoryDoor
from bot.channels.webchat.ports import DemoIdentity
from bot.channels.webchat.routes import chat_routes
from bot.dialogue.messages import Incoming, Option, Outgoing
from bot.dialogue.say import Language
from bot.web.cards import Card, cards_html
from bot.web.demo import DemoPage
from bot.web.site import make_site
from models.clocks import WallClock
from models.store import Store
from models.town.schema import Local

SMALL = (
    Option("返回", "back", number=0, style="small"),
    Option("不办了", "cancel", style="small"),
    Option("找人说话", "person", style="small"),
)
SMALL_EN = (
    Option("Back", "back", number=0, style="small"),
    Option("Cancel", "cancel", style="small"),
    Option("A person, please", "person", style="small"),
)


@dataclass
class MovableClock:
    """A town clock over the wall clock; the demo's two buttons move it."""

    wall: WallClock
    offset: timedelta = timedelta()
    moves: list[str] = field(default_factory=list)

    def now(self, session: Session | None = None) -> datetime:
        return self.wall.now() + self.offset

    async def advance(self, minutes: int) -> None:
        self.moves.append(f"{minutes}")
        self.offset += timedelta(minutes=minutes)

    async def to_morning(self) -> None:
        self.moves.append("morning")
        self.offset += timedelta(hours=14, minutes=22)


def numbered(*labels: str, main: int = 0) -> tuple[Option, ...]:
    return tuple(
        Option(label, f"t:{n}:{label[:8]}", number=n, style="main" if n == main else "choice")
        for n, label in enumerate(labels, start=1)
    )


ZH = [
    Outgoing(
        ("王姨，您有什么事？",),
        (
            *numbered("要人帮忙", "约大夫", "报平安", "我的事儿", "找人说话"),
            Option("English", "en", style="small"),
        ),
    ),
    Outgoing(
        ("哪样事？",),
        (
            *numbered("暖气不热", "水管、漏水", "没电、跳闸", "有煤气味", "收拾屋子", "别的事"),
            *SMALL,
        ),
    ),
    Outgoing(
        (
            "您看对不对：",
            "王桂兰，阳光社区 3 号楼 2 单元 401",
            "暖气哪儿都凉，冻得慌。电话用尾号 0021 的",
        ),
        (*numbered("对，叫人来", "改一改", main=1), *SMALL),
    ),
    Outgoing(
        (
            "收到了，这就给您找人。6 点前一准给您回话。",
            "编号 307 256。打电话问，念这六个数就行。社区值班 0432-000-0031",
        ),
        (Option("打社区值班", url="tel:04320000031"),),
    ),
    Outgoing(("先把门窗关严，多穿一层。屋里千万别点炭、别烧火盆。",)),
    Outgoing(
        ("王姨，我是社区李敏。供热公司我打过电话了，你们 2 单元今晚都凉，他们正在修。",),
        speaker="值班李敏",
    ),
    Outgoing(
        (
            "找到人了。红色帮帮团的赵师傅，6 点半前后到，穿红马甲。",
            "敲门暗号是【喜鹊】。他先说，说不上来，先别开门。",
            "不要钱，也不问您要卡、要验证码。",
        ),
        numbered("知道了", "今晚不方便", "暗号不对"),
        read_aloud=True,
    ),
]
ZH_TICKS = Outgoing(
    ("谁能来接？点一下勾上，再点去掉。",),
    (
        Option("妈妈", "k1", number=1, ticked=True),
        Option("爸爸", "k2", number=2, ticked=True),
        Option("姥姥 赵玉芬", "k3", number=3, ticked=False),
        Option("选好了", "kdone", style="main"),
        *SMALL,
    ),
)
ZH_ALARM = Outgoing(
    ("人先出来，到楼道里。马上打 120。", "把棉袄披上。我已经告诉社区值班和网格员周敏了。"),
    (
        Option("打 120", url="tel:120", style="danger"),
        Option("打 119", url="tel:119", style="danger"),
        Option("点错了，没事", "false-alarm", style="choice"),
    ),
    urgent=True,
)
EN = [
    Outgoing(
        ("What do you need, Auntie Wang?",),
        (
            *numbered(
                "Someone to help",
                "See a doctor",
                "I am fine today",
                "My things",
                "Talk to a person",
            ),
            Option("中文", "zh", style="small"),
        ),
    ),
    Outgoing(
        ("What kind of help?",),
        (
            *numbered(
                "Heating is cold",
                "Pipes, a leak",
                "No power",
                "Smell of gas",
                "Cleaning",
                "Something else",
            ),
            *SMALL_EN,
        ),
    ),
    Outgoing(
        (
            "Got it, we are finding somebody. You will hear by 6:00 in the evening.",
            "Number 307 256. If you phone, just say these six digits. Duty 0432-000-0031",
        ),
        (Option("Call the duty", url="tel:04320000031"),),
    ),
    Outgoing(
        ("This is Li Min from the community. I have called the heating company.",),
        speaker="Li Min, on duty",
    ),
    Outgoing(
        (
            "Mr Zhao of the red help team comes about 6:30, in a red vest.",
            "The door word is [magpie]. He says it first; if he cannot, keep the door shut.",
        ),
        numbered("All right", "Not tonight", "The word is wrong"),
    ),
]
EN_ALARM = Outgoing(
    (
        "Leave the room, go to the stairwell. Call 120 now.",
        "I have told the duty and your grid worker.",
    ),
    (
        Option("Call 120", url="tel:120", style="danger"),
        Option("Pressed by mistake, I am fine", "false-alarm", style="choice"),
    ),
    urgent=True,
)


@dataclass
class ScriptedTown:
    """``intake`` for a desk. A typed word starts scenes; a tap goes on in the script."""

    chat: WebChat
    door: MemoryDoor
    taken: list[Incoming] = field(default_factory=list)
    failing: bool = False
    steps: Counter[str] = field(default_factory=Counter)
    shown: dict[str, str] = field(default_factory=dict)
    sent: int = 0
    refused_links: Counter[str] = field(default_factory=Counter)

    def refused(self, reason: str) -> None:
        self.refused_links[reason] += 1

    async def intake(self, update: Incoming) -> None:
        if self.failing:
            raise ConnectionError("the database is away")
        if any(update.update_id == one.update_id for one in self.taken):
            return
        self.taken.append(update)
        await self.answer(update)

    def got(self, kind: str) -> list[Incoming]:
        return [update for update in self.taken if update.kind == kind]

    async def say(self, address: str, message: Outgoing) -> str:
        self.sent += 1
        key = f"row{self.sent}"
        last = self.shown.get(address)
        if last:
            await self.chat.take_off_buttons(address, last)
        self.shown[address] = await self.chat.send(address, message, key=key)
        return self.shown[address]

    async def answer(self, update: Incoming) -> None:
        address = update.address
        english = self.door.languages.get(address, update.language) == "en"
        if update.tap in {"en", "zh"}:
            self.door.languages[address] = "en" if update.tap == "en" else "zh"
            english = update.tap == "en"
            self.steps[address] = 0
        if update.kind == "seen":
            return
        if update.text in {"着火了", "fire"}:
            await self.say(address, EN_ALARM if english else ZH_ALARM)
        elif update.tap.startswith("k"):
            await self._tick(address, update.tap)
        elif update.text == "接":
            await self.say(address, ZH_TICKS)
        elif update.kind in {"tap", "start", "text"}:
            script = EN if english else ZH
            await self.say(address, script[self.steps[address] % len(script)])
            self.steps[address] += 1

    async def _tick(self, address: str, tap: str) -> None:
        options = tuple(
            Option(one.label, one.tap, one.number, one.style, "", not one.ticked)
            if one.tap == tap and one.ticked is not None
            else one
            for one in ZH_TICKS.options
        )
        await self.chat.edit(address, self.shown[address], Outgoing(ZH_TICKS.lines, options))


PEOPLE = [
    (
        "wang",
        "王姨，78 岁，一个人住",
        "Auntie Wang, 78",
        "点[要人帮忙]，再点[暖气不热]",
        "Tap [Someone to help], then [Heating is cold]",
    ),
    (
        "zhao",
        "赵师傅，志愿者",
        "Mr Zhao, volunteer",
        "等着来活儿，点[我去]",
        "Wait for a task, tap [I'll go]",
    ),
    (
        "sun",
        "孙姐，志愿者",
        "Ms Sun, volunteer",
        "赵师傅没接，就轮到她",
        "She is next if Mr Zhao does not take it",
    ),
    ("limin", "李敏，社区值班", "Li Min, on duty", "看看这会儿谁在等", "See who is waiting now"),
    (
        "zhoumin",
        "周敏，网格员",
        "Zhou Min, grid worker",
        "看看今天该走访谁",
        "See whom to visit today",
    ),
]


def make_desks(store: Store, wall: WallClock) -> tuple[ScriptedTown, list[Desk], MovableClock]:
    door = MemoryDoor(
        people={
            key: DemoIdentity(key, Local(zh=zh, en=en), Local(zh=hint, en=hint_en))
            for key, zh, en, hint, hint_en in PEOPLE
        }
    )
    clock = MovableClock(wall)
    town = ScriptedTown(WebChat(store, clock), door)
    desks = [
        Desk(
            town.chat,
            intake=town.intake,
            door=door,
            wall=wall,
            prefix=prefix,
            demo=demo,
            refused_link=town.refused,
        )
        for prefix, demo in (("", None), ("/phone/1", door), ("/phone/2", door), ("/phone/3", door))
    ]
    return town, desks, clock


def make_town_site(store: Store, wall: WallClock) -> tuple[ScriptedTown, web.Application]:
    town, desks, clock = make_desks(store, wall)
    phones = [("/phone/1", "wang"), ("/phone/2", "zhao"), ("/phone/3", "limin")]
    routes = [route for desk in desks for route in chat_routes(desk)]
    routes += DemoPage(town.door.identities(), phones, clock).routes()
    routes.append(web.get("/cards", _cards))
    return town, make_site(routes, base_url="")


async def _cards(request: web.Request) -> web.StreamResponse:
    """A sheet to print, as the command line writes it into a file."""
    card = Card("token", "阳光社区", "阳光小区 3 号楼 2 单元", "0432-000-0031", "N 12")
    language: Language = "en" if request.query.get("lang") == "en" else "zh"
    html = cards_html([card] * 10, "https://example.org", language)
    return web.Response(text=html, content_type="text/html")
