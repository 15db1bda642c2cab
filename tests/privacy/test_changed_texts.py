"""A changed text is asked again, once, and a platform abroad asks its own question, once."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.consents.commands import TakeBack
from models.consents.ledger import holds
from models.messages import Priority
from models.outbox.claim import accounts_of, for_news
from models.register.tables import Account
from tests.furniture import huadian
from tests.linking.world import TwoChats
from tests.privacy.acting import agreed, asks, change_text, child_of, does

ABROAD = "abroad_telegram"


# -- a changed text ----------------------------------------------------------------------------------
async def test_a_changed_text_is_asked_once_and_no_more(town: TwoChats) -> None:
    agreed(town, "wang", "health")
    town.known("wang")
    change_text(town, "health")
    wang = town.person("wang")
    await wang.opens().sees("改过了", huadian().purpose("health").short.zh)
    await wang.taps("行").sees("记下了", "王姨，您有什么事？")
    await wang.opens().sees("王姨，您有什么事？").but_not("改过了")


async def test_refusing_the_new_text_ends_what_the_old_one_allowed(town: TwoChats) -> None:
    agreed(town, "wang", "health")
    town.known("wang")
    change_text(town, "health")
    wang = town.person("wang")
    await wang.opens()
    await wang.taps("不行").sees(huadian().purpose("health").lost.zh)
    assert not asks(town, "wang", lambda work: holds(work, town.ids["wang"], "health"))
    await wang.opens().but_not("改过了")


async def test_until_it_is_answered_the_old_agreement_holds(town: TwoChats) -> None:
    agreed(town, "wang", "health")
    change_text(town, "health")
    assert asks(town, "wang", lambda work: holds(work, town.ids["wang"], "health"))


async def test_two_changed_texts_are_two_questions_one_after_the_other(town: TwoChats) -> None:
    agreed(town, "zhao", "health")
    agreed(town, "zhao", "volunteer")
    change_text(town, "health", "volunteer")
    town.known("zhao")
    zhao = town.person("zhao")
    await zhao.opens().sees("改过了")
    await zhao.taps("行").sees("改过了")
    await zhao.taps("行").but_not("改过了")


async def test_what_was_refused_is_not_asked_again_because_it_reads_otherwise(
    town: TwoChats,
) -> None:
    agreed(town, "wang", "health")
    does(town, "wang", TakeBack("health"))
    town.known("wang")
    change_text(town, "health")
    await town.person("wang").opens().but_not("改过了")


async def test_a_guardian_is_asked_for_the_child(town: TwoChats) -> None:
    child = child_of(town, "xiaoshu", "wang")
    agreed(town, "xiaoshu", "child", by_person=town.ids["wang"])
    town.known("wang")
    change_text(town, "child")
    wang = town.person("wang")
    await wang.opens().sees("王小树", "改过了")
    await wang.taps("行")
    assert asks(town, "wang", lambda work: holds(work, child, "child"))
    await wang.opens().but_not("改过了")


async def test_the_first_text_of_all_is_asked_again_in_its_own_talk(town: TwoChats) -> None:
    town.known("wang")
    change_text(town, "help")
    await town.person("wang").opens().sees("不是真人", "行不行")


# -- a platform that carries words abroad ------------------------------------------------------------
def answer_of(town: TwoChats, address: str) -> str:
    return town.account(address).abroad


async def test_the_platforms_own_question_comes_once_after_the_first_yes(town: TwoChats) -> None:
    phone = town.there("78")
    await phone.opens(town.card("wang"))
    await phone.taps("是我").sees("行不行").but_not("传出去")
    await phone.taps("行").sees("记下了", "传出去", "行不行")
    await phone.taps("行").sees("王姨，您有什么事？")
    assert answer_of(town, "78") == huadian().purpose(ABROAD).version
    await phone.opens().but_not("传出去")


async def test_it_is_asked_on_that_platform_and_nowhere_else(town: TwoChats) -> None:
    await town.person("wang").opens("card:1")
    await town.person("wang").taps("行").sees("王姨，您有什么事？").but_not("传出去")


async def test_the_whole_text_is_read_out_and_the_question_comes_again(town: TwoChats) -> None:
    town.known("wang")
    phone = town.there("78")
    await phone.opens(town.card("wang"))
    await phone.taps("是我")
    await phone.taps("念给我听").sees("服务器在国外", "行不行")


async def test_who_refuses_is_shown_the_way_to_the_web_and_can_still_cry_for_help(
    town: TwoChats,
) -> None:
    town.known("wang")
    phone = town.there("78")
    await phone.opens(town.card("wang"))
    await phone.taps("是我")
    await phone.taps("不行").sees("往后这儿只回您的话", "[1 在网页上看]")
    assert answer_of(town, "78") == "no"
    await phone.opens().but_not("传出去")
    await phone.says("救命").sees("120")


@pytest.mark.parametrize("priority", list(Priority))
async def test_news_goes_home_and_abroad_only_as_the_last_way_in_an_emergency(
    town: TwoChats, priority: Priority
) -> None:
    town.known("wang")
    phone = town.there("78")
    await phone.opens(town.card("wang"))
    await phone.taps("是我")
    await phone.taps("不行")

    def ways(channels: set[str]) -> list[str]:
        def job(session: Session) -> list[str]:
            found = accounts_of(session.connection(), [town.ids["wang"]], channels)
            return [one.channel for one in for_news(found[town.ids["wang"]], priority)]

        return town.read(job)

    assert ways({"memory", "telegram"}) == ["memory"]
    last_way = ["telegram"] if priority <= Priority.ANSWER else []
    assert ways({"telegram"}) == last_way


async def test_taking_it_back_later_stops_the_copies_at_once(town: TwoChats) -> None:
    town.known("wang")
    phone = town.there("78")
    await phone.opens(town.card("wang"))
    await phone.taps("是我")
    await phone.taps("行")
    await phone.says("主页")
    await phone.taps("我的资料")
    await phone.taps("都同意过什么")
    await phone.taps(huadian().purpose(ABROAD).name.zh).sees("只回您的话")
    await phone.taps("收回")
    phone.new_words()
    wang = town.person("wang")
    await wang.says("主页")
    for label in ("要人帮忙", "暖气不热", "哪儿都凉", "冻得慌", "对，叫人来"):
        await wang.taps(label)
    zhao = town.person("zhao")
    await zhao.looks()
    await zhao.taps("我去")
    await zhao.taps(2)
    await town.settle()
    assert "找到人了" in wang.screen
    phone.sees_nothing()
    found = select(Account.abroad).where(Account.person_id == town.ids["wang"])
    assert set(town.read(lambda session: session.scalars(found).all())) == {"", "no"}
