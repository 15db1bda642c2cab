"""The taps and questions of a volunteer: two taps to accept, one to decline, five for a task."""

from __future__ import annotations

import contextlib
import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest

from bot.dialogue.asking import Given
from bot.dialogue.book import Do, Flow, Quiet, Start, TapHandler
from bot.dialogue.chat import Chat
from bot.dialogue.replay import Asking, Finished, Tap, replay
from bot.dialogue.say import Language
from bot.dialogue.screen import Screen, render
from bot.dialogue.talk import Talk
from handlers.tasks import ENTRIES
from handlers.tasks.menu import menu_for_volunteer
from models.gate import run
from models.refusals import NotAllowed, Refusal
from models.tasks.answering import AcceptOffer
from models.work import Actor, Work
from tests.tasks.neighbourhood import Neighbourhood

FLOWS = {entry.name: entry for entry in ENTRIES if isinstance(entry, Flow)}
TAPS = {entry.name: entry for entry in ENTRIES if isinstance(entry, TapHandler)}


@dataclass
class Phone:
    """A volunteer's phone without a channel: taps and flows run as the engine runs them."""

    here: Neighbourhood
    person: int
    language: Language = "zh"
    shown: list[Screen] = field(default_factory=list)
    talk: Talk | None = None

    def tap(self, name: str, *args: object) -> str:
        return self._do(lambda chat: TAPS[name].run(chat, *map(str, args)))

    def start(self, flow: str, *args: object) -> str:
        return self._do(lambda _chat: Start(flow, args))

    def picks(self, label: str) -> str:
        """A button of the open question, by its label."""
        assert self.talk is not None
        assert self.talk.asked is not None
        shown = render(self.shown[-1], self.language)
        token = next(option.tap for option in shown.options if option.label == label)
        serial, step, option = token[1:].split(".", 2)
        return self._answers(Tap(int(serial), int(step), option, token))

    def types(self, words: str) -> str:
        return self._answers(Given("text", words))

    @property
    def text(self) -> str:
        return self._say(self.shown[-1:])

    def _say(self, screens: list[Screen]) -> str:
        said = []
        for screen in screens:
            shown = render(screen, self.language)
            assert len(shown.lines) <= 4
            assert len([one for one in shown.options if one.number and one.style == "choice"]) <= 6
            said += [*shown.lines, *(f"[{option.label}]" for option in shown.options)]
        return "\n".join(said)

    def _do(self, start: Any) -> str:
        def job(work: Work) -> list[Screen]:
            chat = self.here.chat(work, self.person, self.language)
            return list(self._replies(work, chat, start(chat)))

        return self._keep(self.here.write(job, Actor("person", self.person)))

    def _answers(self, event: Tap | Given) -> str:
        def job(work: Work) -> list[Screen]:
            assert self.talk is not None
            return list(self._goes_on(work, self.talk, event))

        return self._keep(self.here.write(job, Actor("person", self.person)))

    def _keep(self, screens: list[Screen]) -> str:
        self.shown += screens
        return self._say(screens)

    def _replies(self, work: Work, chat: Chat, reply: Any) -> Iterator[Screen]:
        if isinstance(reply, Screen):
            yield reply
        elif isinstance(reply, Do):
            result = run(work, reply.command)
            work.session.flush()
            if reply.then is not None:
                yield from self._replies(work, chat, reply.then(chat, result))
        elif isinstance(reply, Start):
            serial = self.talk.serial + 1 if self.talk else 1
            talk = Talk(reply.flow, serial, 1, self.here.number, work.now, args=reply.args)
            yield from self._goes_on(work, talk, "show")
        else:
            assert isinstance(reply, Quiet)

    def _goes_on(self, work: Work, talk: Talk, event: Any) -> Iterator[Screen]:
        flow = FLOWS[talk.flow]
        outcome = replay(flow.run, talk, event, self.here.chat(work, self.person).reader, work)
        if isinstance(outcome, Asking):
            self.talk = outcome.talk
            yield outcome.screen
            return
        assert isinstance(outcome, Finished)
        if outcome.result is not None:
            result = run(work, outcome.result)
            work.session.flush()
            assert flow.then is not None
            chat = self.here.chat(work, self.person)
            yield from self._replies(work, chat, flow.then(chat, result))


@pytest.fixture
def zhao(here: Neighbourhood) -> int:
    return here.volunteer("赵师傅", asked_days_ago=11)


@pytest.fixture
def offer(here: Neighbourhood, wang: int, zhao: int) -> int:
    case = here.asks(wang)
    here.tick(3)
    return here.offer_to(case, zhao)


@pytest.fixture
def phone(here: Neighbourhood, zhao: int) -> Phone:
    return Phone(here, zhao)


def test_the_whole_task_in_five_taps(
    here: Neighbourhood, phone: Phone, offer: int, zhao: int
) -> None:
    seen = phone.tap("accept", offer)
    assert seen.startswith("几点能到？\n[6 点前]\n[6 点半前后]\n[7 点前]")
    assert phone.picks("6 点半前后") == ""
    assert here.told(zhao)[-1] == "TaskYours"
    assert here.offer(offer).state == "accepted"
    here.clock.advance(minutes=31)
    seen = phone.tap("outdoor", offer)
    assert seen.startswith("路滑，慢点走。王桂兰知道您 6 点半前后到。")
    here.clock.advance(minutes=64)
    seen = phone.tap("finish", offer)
    assert seen.startswith("弄好了没有？\n[弄好了]\n[弄了一半]\n[弄不了，得找专业的]")
    assert phone.picks("弄好了") == (
        "辛苦了。从出发到办完记 64 分钟。王桂兰的门牌和电话已经从这儿撤了。\n"
        "[改时间]\n[补一句话或照片]"
    )


def test_no_is_one_tap_without_a_reason(here: Neighbourhood, phone: Phone, offer: int) -> None:
    assert phone.tap("decline", offer) == "没事，您忙。这件事接着有人管。"
    assert phone.tap("decline", offer) == "没事，您忙。这件事接着有人管。"
    assert here.offer(offer).state == "declined"
    # Whoever thinks again may still go.
    assert "几点能到？" in phone.tap("accept", offer)


def test_no_says_that_the_next_one_was_asked_if_so(
    here: Neighbourhood, wang: int, zhao: int
) -> None:
    for number in range(4):
        here.volunteer(f"志愿者{number}", "g04")
    case = here.asks(wang)
    here.tick()
    phone = Phone(here, zhao)
    assert phone.tap("decline", here.offer_to(case, zhao)) == "没事，您忙。已经问下一位了。"


def test_taken_meanwhile_is_said_kindly_at_every_point(
    here: Neighbourhood, phone: Phone, wang: int, zhao: int
) -> None:
    other = here.volunteer("孙姐")
    case = here.asks(wang)
    here.tick()
    mine = here.offer_to(case, zhao)
    phone.tap("accept", mine)
    theirs = here.offer_to(case, other)
    here.does(other, AcceptOffer(theirs, here.clock.now() + timedelta(minutes=30)))
    with pytest.raises(Refusal) as refused:
        phone.picks("6 点半前后")
    assert type(refused.value).__name__ == "OfferGone"
    assert phone.tap("accept", mine) == "已经有人去了，谢谢您想着。"
    assert phone.tap("offer", mine) == "已经有人去了，谢谢您想着。"


def test_cannot_after_all_and_nobody_opens(here: Neighbourhood, phone: Phone, offer: int) -> None:
    phone.tap("accept", offer)
    phone.picks("6 点前")
    desk = here.person("李敏")
    here.role(desk, "coordinator", "yangguang", on_duty=True)
    assert phone.tap("nobody", offer).startswith("先别走远。社区李敏这就打这家电话，再给您打。")
    said = "知道了，马上另找人，王桂兰那边我来说。谢谢您早说。"
    assert phone.tap("giveup", offer) == said


def test_minutes_are_corrected_by_typing_a_number(
    here: Neighbourhood, phone: Phone, offer: int
) -> None:
    phone.tap("accept", offer)
    phone.picks("6 点前")
    phone.tap("finish", offer)
    assert "剩下的我告诉社区值班了" in phone.picks("弄了一半")
    phone.tap("minutes", offer)
    assert "5 到 600" in phone.types("两千")
    assert "5 到 600" in phone.types("2000")
    assert phone.types("４５分钟") == "改好了，记 45 分钟。"
    assert phone.tap("myhours").startswith("12 月办完 1 件，一共 45 分钟。")
    phone.tap("tasknote", offer)
    phone.types("缺个垫圈")
    assert phone.picks("好了") == "记下了，谢谢您。"


def test_my_list_shows_nobodys_name(
    here: Neighbourhood, phone: Phone, offer: int, wang: int, zhao: int
) -> None:
    phone.tap("accept", offer)
    phone.picks("6 点半前后")
    here.asks(wang)
    here.tick()
    seen = phone.tap("mytasks")
    assert "[暖气不热，6 点半前后]" in seen
    assert "还有 1 件等您一句话。" in seen
    assert "王" not in seen
    assert "401" not in seen
    before = len(here.told(zhao))
    assert phone.tap("task", offer) == ""
    assert here.told(zhao)[before:] == ["TaskYours"]


def test_resting_and_going_on_from_the_menu(here: Neighbourhood, phone: Phone, zhao: int) -> None:
    def menu() -> list[str]:
        def job(work: Work) -> list[str]:
            buttons = menu_for_volunteer(here.chat(work, zhao))
            return [option.label for option in render(Screen((), buttons), "zh").options]

        return here.read(job, Actor("person", zhao))

    assert menu() == ["我的任务", "这个月", "歇几天"]
    assert phone.tap("rest").startswith("歇着吧")
    assert menu() == ["我的任务", "这个月", "接着干"]
    assert phone.tap("mytasks").startswith("您正歇着")
    assert phone.tap("onagain").startswith("好，有事我再来问您")
    stranger = here.person("路人")
    nobody = here.read(
        lambda work: menu_for_volunteer(here.chat(work, stranger)), Actor("person", stranger)
    )
    assert nobody == ()


def test_joining_asks_five_things_and_shows_them_before_it_is_sent(here: Neighbourhood) -> None:
    phone = Phone(here, here.person(""))
    phone.start("join")
    assert phone.text.startswith("您怎么称呼？写名字。")
    assert "在哪个社区帮忙？" in phone.types("赵永刚")
    phone.types("阳光")
    phone.picks("修暖气")
    phone.picks("修水管")
    phone.picks("选好了")
    phone.picks("晚上")
    seen = phone.picks("选好了")
    assert seen.startswith(
        "您看对不对：\n赵永刚，阳光社区，电话尾号 0021\n会修暖气，会修水管；有空：晚上\n"
        "我记下您的名字、电话、会做什么，只用来请您帮忙、记时长。\n"
    )
    assert phone.picks("对，报名") == "报上了，谢谢您。社区点头了，我告诉您。"


def test_what_is_known_is_not_asked_again(here: Neighbourhood, wang: int) -> None:
    phone = Phone(here, wang)
    assert phone.start("join").startswith("会哪样？")


def test_the_desk_decides_by_a_tap(here: Neighbourhood) -> None:
    zhao, desk = here.person("赵永刚", "g03"), here.person("李敏")
    here.role(desk, "coordinator", "yangguang")
    phone = Phone(here, zhao)
    phone.start("join")
    for label in ("修暖气", "选好了", "晚上", "选好了", "对，报名"):
        phone.picks(label)
    staff = Phone(here, desk)
    assert "人还没核实" in staff.tap("applicant", zhao)
    assert staff.tap("approve", zhao) == "记下了，我这就告诉本人。"
    assert Phone(here, zhao).tap("applicant", zhao) == "这一位不归您这个社区管。"


def test_a_forged_button_does_nothing(here: Neighbourhood, offer: int) -> None:
    stranger = Phone(here, here.person("路人"))
    forged: list[tuple[str, ...]] = [
        (), ("",), ("-1",), ("x",), ("9" * 30,), ("1", "2", "3"), ("²",),
    ]  # fmt: skip
    for name, args in itertools.product(sorted(TAPS), forged):
        if len(args) != TAPS[name].takes:
            continue  # the engine lets no such token through
        with contextlib.suppress(NotAllowed):
            stranger.tap(name, *args)
    assert here.offer(offer).state == "open"
    assert stranger.talk is None
