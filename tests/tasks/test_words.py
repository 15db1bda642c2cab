"""Talk D, as a volunteer reads it, in both languages; and what may never stand in a push."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime, timedelta

import pytest

from bot.dialogue.book import RefusalWords
from bot.dialogue.messages import Outgoing
from bot.dialogue.say import LANGUAGES, Language, say
from handlers.tasks import ENTRIES
from handlers.tasks.words import arrivals, because, distance, lasting, total
from models.messages import Message
from models.refusals import Refusal
from models.tasks.answering import AcceptOffer, AssignCase
from models.tasks.doing import FinishTask
from models.tasks.messages import (
    SomebodyWent,
    TaskOffered,
    TaskYours,
    VolunteerNotNow,
    VolunteerWaiting,
    VolunteerWelcome,
)
from models.tasks.refusals import (
    AlreadyDecided,
    AlreadyTaken,
    MinutesOutOfRange,
    NotAHelper,
    OfferGone,
    OnlyProfessionals,
    TaskOver,
    UnknownCommunity,
)
from models.tasks.volunteers import ApproveVolunteer, JoinVolunteers, RefuseVolunteer
from models.work import Actor, Work
from tests.furniture import huadian
from tests.tasks.neighbourhood import Neighbourhood

PRIVATE = ("王", "401", "2 单元", "10000000021", "0021", "岁", "独居", "一个人", "door ", " unit")


@pytest.fixture
def zhao(here: Neighbourhood) -> int:
    return here.volunteer("赵师傅", "g04", asked_days_ago=11)


def read(here: Neighbourhood, person: int, message: Message, language: Language = "zh") -> Outgoing:
    shown = here.words(person, message, language)
    assert shown is not None
    assert 1 <= len(shown.lines) <= 4
    assert len([option for option in shown.options if option.number]) <= 6
    if language == "en":
        assert not any("\u4e00" <= char <= "\u9fff" for char in said(shown, names=True))
    return shown


def said(shown: Outgoing, *, names: bool = False) -> str:
    text = "\n".join([*shown.lines, *(option.label for option in shown.options)])
    if names:
        for name in ("王桂兰", "赵师傅", "赵永刚", *(word.en for word in huadian().door_words)):
            text = text.replace(name, "")
    return text


def labels(shown: Outgoing) -> list[str]:
    return [option.label for option in shown.options]


def test_the_push_says_what_where_when_how_long_and_why(
    here: Neighbourhood, wang: int, zhao: int
) -> None:
    case = here.asks(wang)
    here.tick(3)
    message = TaskOffered(here.offer_to(case, zhao))
    shown = read(here, zhao, message)
    metres = huadian().metres("g04", "g03")
    assert metres is not None
    assert shown.lines == (
        "赵师傅，有家暖气不热，想请您去看看。",
        f"阳光社区，离您 {metres // 100 * 100} 来米。最好 7 点前到，半个钟头左右。",
        "问您是因为：您会修暖气，离得近，有 11 天没找您了。",
    )
    assert labels(shown) == ["我去", "这回去不了"]
    english = read(here, zhao, message, "en")
    for word in PRIVATE:
        assert word not in said(shown)
        assert word not in said(english)


def test_only_the_taker_reads_who_and_where_and_only_while_it_is_theirs(
    here: Neighbourhood, wang: int, zhao: int
) -> None:
    other = here.volunteer("孙姐")
    case = here.asks(wang)
    here.tick()
    offer = here.offer_to(case, zhao)
    here.does(zhao, AcceptOffer(offer, here.clock.now() + timedelta(minutes=50)))
    shown = read(here, zhao, TaskYours(offer))
    word = here.case(case).door_word
    assert shown.lines[1].startswith("王桂兰，")
    assert shown.lines[1].endswith("401，电话 100-0000-0021")
    assert "阳光社区" not in shown.lines[1]
    assert shown.lines[2] == f"敲门先说暗号【{word}】。只放气、看阀门，别的留给供热公司。"
    assert labels(shown) == ["我出发了", "办完了", "没人开门", "去不成了", "打电话"]
    assert shown.options[-1].url == "tel:10000000021"
    read(here, zhao, TaskYours(offer), "en")
    assert here.words(other, TaskYours(offer)) is None
    assert here.words(wang, TaskYours(offer)) is None
    here.does(zhao, FinishTask(offer, "done"))
    assert here.words(zhao, TaskYours(offer)) is None


def test_an_errand_says_what_is_to_be_bought(here: Neighbourhood, wang: int) -> None:
    helper = here.volunteer("孙姐", skills=("errand",))
    kind = huadian().kind("errand")
    answers = tuple(
        (field.id, field.options[0].id if field.options else "两斤鸡蛋") for field in kind.fields
    )
    case = here.asks(wang, "errand", answers)
    here.tick()
    offer = here.offer_to(case, helper)
    here.does(helper, AcceptOffer(offer, here.clock.now() + timedelta(minutes=50)))
    assert "要办的：" in read(here, helper, TaskYours(offer)).lines[3]


def test_somebody_went_is_said_only_to_who_had_the_push(
    here: Neighbourhood, wang: int, zhao: int
) -> None:
    other, late = here.volunteer("孙姐"), here.volunteer("钱姐")
    case = here.asks(wang)
    here.tick()
    message = SomebodyWent(here.offer_to(case, other))
    here.sent()
    offer = here.offer_to(case, zhao)
    here.does(zhao, AcceptOffer(offer, here.clock.now()))
    assert read(here, other, message).lines == ("已经有人去了，谢谢您想着。",)
    read(here, other, message, "en")
    assert here.words(late, message) is None
    assert here.words(other, TaskOffered(message.offer_id)) is None


def test_a_push_that_never_went_out_is_not_taken_back_in_words(
    here: Neighbourhood, wang: int, zhao: int
) -> None:
    other = here.volunteer("孙姐")
    case = here.asks(wang)
    here.tick()
    here.does(zhao, AcceptOffer(here.offer_to(case, zhao), here.clock.now()))
    assert here.words(other, SomebodyWent(here.offer_to(case, other))) is None


def test_the_desk_reads_who_wants_to_help_and_answers_by_a_tap(here: Neighbourhood) -> None:
    desk, elsewhere, zhao = here.person("李敏"), here.person("韩雪"), here.person("")
    here.role(desk, "coordinator", "yangguang")
    here.role(elsewhere, "coordinator", "aihua")
    skills = ("heating", "plumbing")
    here.does(zhao, JoinVolunteers("赵永刚", "10000000033", skills, "yangguang", ("evening",)))
    waiting = VolunteerWaiting(zhao)
    shown = read(here, desk, waiting)
    assert shown.lines[0] == "赵永刚想当志愿者，阳光社区。"
    assert shown.lines[1] == "会修暖气，会修水管。行不行，您说了算。"
    assert [option.tap for option in shown.options] == [
        f"t.approve.{zhao}", f"t.refuse.{zhao}", f"t.applicant.{zhao}",
    ]  # fmt: skip
    read(here, desk, waiting, "en")
    assert here.words(elsewhere, waiting) is None
    assert here.words(zhao, waiting) is None
    here.does(desk, ApproveVolunteer(zhao))
    assert here.words(desk, waiting) is None
    for language in LANGUAGES:
        read(here, zhao, VolunteerWelcome(zhao), language)
    here.does(desk, RefuseVolunteer(zhao))
    assert here.words(zhao, VolunteerWelcome(zhao)) is None
    for language in LANGUAGES:
        assert "0432-000-0031" in read(here, zhao, VolunteerNotNow(zhao), language).lines[1]


def test_who_was_chosen_by_hand_reads_by_whom(here: Neighbourhood, wang: int, zhao: int) -> None:
    desk = here.person("李敏")
    here.role(desk, "coordinator", "yangguang")
    offer = here.does(desk, AssignCase(here.asks(wang), zhao))
    assert "社区李敏想请您去" in read(here, zhao, TaskOffered(offer)).lines[2]


@pytest.mark.parametrize(
    ("codes", "zh"),
    [
        (["skill:heating", "near:grid", "idle:11"], "您会修暖气，离得近，有 11 天没找您了"),
        (["near:street", "first"], "离得不远，头一回找您"),
        (["lead"], "还没人接，您是队长"),
        (["wide"], "近处还没找着人"),
    ],
)
def test_reasons_read_as_a_neighbour_would_say_them(
    here: Neighbourhood, codes: list[str], zh: str
) -> None:
    person = here.person("赵师傅")

    def both(work: Work) -> list[str]:
        return [say(because(here.chat(work, person), codes), language) for language in LANGUAGES]

    chinese, english = here.read(both, Actor("person", person))
    assert chinese == f"问您是因为：{zh}。"
    assert english.startswith("Why you: ")


def test_every_refusal_has_a_friendly_sentence(here: Neighbourhood) -> None:
    person = here.person("赵师傅")
    sentences = {entry.refusal: entry for entry in ENTRIES if isinstance(entry, RefusalWords)}
    refusals: list[Refusal] = [
        OfferGone(1), TaskOver(1, "ended"), TaskOver(1, "open"), AlreadyTaken(1), OnlyProfessionals(1),
        MinutesOutOfRange(5, 600), UnknownCommunity(), NotAHelper(1), AlreadyDecided(1),
    ]  # fmt: skip

    def job(work: Work) -> None:
        for refusal, language in itertools.product(refusals, LANGUAGES):
            entry = sentences[type(refusal)]
            sentence = say(entry.run(here.chat(work, person), refusal), language)
            chinese = any("\u4e00" <= char <= "\u9fff" for char in sentence)
            assert chinese == (language == "zh")

    here.read(job, Actor("person", person))


NOW = datetime(2026, 12, 8, 9, 41, tzinfo=UTC)  # 17:41 in Huadian


@pytest.mark.parametrize(
    ("arrive_by", "choices"),
    [
        (NOW + timedelta(minutes=79), ["6 点前", "6 点半前后", "7 点前"]),
        (NOW + timedelta(minutes=72), ["6 点前", "6 点半前后", "7 点前"]),
        (NOW + timedelta(minutes=10), ["6 点前", "6 点半前后", "7 点前"]),
        (NOW + timedelta(hours=3), ["6 点前", "7 点半前后", "9 点前"]),
        (NOW + timedelta(hours=24), ["6 点前", "明早 9 点前后", "明天下午 6 点前"]),
    ],
)
def test_three_times_to_choose_from(arrive_by: datetime, choices: list[str]) -> None:
    offered = arrivals(NOW, arrive_by, huadian())
    if arrive_by == NOW + timedelta(hours=24):
        assert [say(choice.label, "zh") for choice in offered][:2] == choices[:2]
    else:
        assert [say(choice.label, "zh") for choice in offered] == choices
    moments = [int(choice.id) for choice in offered]
    assert moments == sorted(set(moments))


def test_small_words() -> None:
    assert [say(distance(metres), "zh") for metres in (40, 760, 1490, 2100)] == [
        "100 来米", "700 来米", "1.5 公里左右", "2 公里左右",
    ]  # fmt: skip
    assert [say(lasting(minutes), "zh") for minutes in (30, 40, 60, 120)] == [
        "半个钟头左右", "40 分钟左右", "一个钟头左右", "2 个钟头左右",
    ]  # fmt: skip
    assert [say(total(minutes), "en") for minutes in (45, 60, 154)] == [
        "45 min", "1 h", "2 h 34 min",
    ]  # fmt: skip
