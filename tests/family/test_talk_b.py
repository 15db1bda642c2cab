"""The first part of talk B, in both ways, and what a daughter then does for her mother."""

from __future__ import annotations

from sqlalchemy import select

from bot.dialogue.say import say
from handlers.family.names import KIN_NAME
from handlers.family.texts import AGREED, ENDED_THERE, WANTS
from models.family.kin import bare, yours
from models.family.tables import Proxy
from models.gate import AuditLine
from models.help.tables import Case
from models.register.tables import Consent
from tests.furniture import huadian
from tests.talks.phones import Person as Someone
from tests.talks.world import World

HEATING = ("暖气不热", "哪儿都凉", "冻得慌", "对，叫人来")


def first(town: World, query: object) -> object:
    return town.core.store.read_now(lambda session: session.scalars(query).first())  # type: ignore[call-overload]  # any select


async def goes_through(person: Someone, *taps: str | int) -> None:
    for label in taps:
        await person.taps(label)


def code_of(person: Someone) -> str:
    """What the code on somebody's phone hands to another one."""
    shown = reversed(person.handset.messages())
    code = next(message.code for _version, message in shown if message.code)
    return code.removeprefix("/in/")


async def shows_code(town: World) -> str:
    town.known("wang")
    wang = town.person("wang")
    await wang.opens()
    await wang.handset.tap("t.family")
    wang.sees("家里人的事", "让家里人替我办事")
    await wang.taps("让家里人替我办事").sees("扫这个码", "您点了头，才能替您办")
    return code_of(wang)


async def asks(town: World) -> None:
    """李芳 scans her mother's code and says what she would like to do."""
    code = await shows_code(town)
    town.known("lifang")
    lifang = town.person("lifang")
    await lifang.opens(code).sees("他是您的什么人？", "妈妈").but_not("王桂兰")
    await lifang.taps("妈妈").sees("想替办哪几样？", "约大夫", "找人帮忙")
    await goes_through(lifang, "找人帮忙", "约大夫")
    await lifang.taps("选好了").sees("问过妈妈了")


async def agreed(town: World) -> None:
    await asks(town)
    await town.settle()
    await town.person("wang").taps("愿意，到明年年底")
    await town.settle()
    for who in ("wang", "lifang"):
        town.person(who).new_words()


# -- in her own chat -------------------------------------------------------------------------------
async def test_the_mother_is_asked_in_her_own_chat(town: World) -> None:
    await asks(town)
    await town.settle()
    wang, lifang = town.person("wang"), town.person("lifang")
    wang.sees(
        "闺女李芳想替您约大夫，替您找人帮忙。", "她看不到您的病历", "您愿意不？",
        "愿意，到明年年底", "愿意，换个日子", "不愿意",
    )  # fmt: skip
    await wang.taps("愿意，到明年年底").sees(
        "记下了。闺女李芳能替您办：约大夫，找人帮忙。到明年年底。", "不用她办了"
    )
    await town.settle()
    lifang.sees("妈妈答应了。您能替办：约大夫，找人帮忙。到明年年底。")


async def test_she_may_choose_another_day(town: World) -> None:
    await asks(town)
    await town.settle()
    wang = town.person("wang")
    await wang.taps("愿意，换个日子").sees("到哪天为止？")
    await wang.taps("自己写日子").sees("写个日子")
    await wang.says("下辈子").sees("没看明白")
    await wang.says("2040年1月1日").sees("最晚到2028年12月31日")
    await wang.says("明年6月底").sees("到2027年6月30日")
    found = first(town, select(Proxy))
    assert isinstance(found, Proxy)
    assert (found.state, str(found.until)) == ("agreed", "2027-06-30")


async def test_she_does_not_want_it_and_nobody_asks_why(town: World) -> None:
    await asks(town)
    await town.settle()
    wang, lifang = town.person("wang"), town.person("lifang")
    lifang.new_words()
    await wang.taps("不愿意").sees("好，不办。闺女李芳那边我说一声。").but_not("为什么")
    await town.settle()
    lifang.sees("妈妈说先不用替办")


async def test_the_whole_text_is_read_out(town: World) -> None:
    await asks(town)
    await town.settle()
    await town.person("wang").taps("念给我听").sees("他看不到您的病历", "不用她办了")


async def test_a_daughter_nobody_knows_says_her_name_and_is_asked_first(town: World) -> None:
    code = await shows_code(town)
    new = town.stranger()
    await new.opens(code).sees("您的什么人？")
    await new.taps("妈妈").sees("行不行？")
    await new.taps("行").sees("您是哪一个？", "闺女", "儿子")
    await new.taps("儿子").sees("您叫什么名字？")
    await new.says("李强").sees("想替办哪几样？")
    await new.taps("找人帮忙")
    await new.taps("选好了").sees("问过妈妈了")
    await town.settle()
    town.person("wang").sees("儿子李强想替您找人帮忙", "他看不到您的病历")


async def test_who_does_not_know_the_code_does_nothing(town: World) -> None:
    code = await shows_code(town)
    lifang = town.person("lifang")
    town.known("lifang")
    await lifang.opens(code)
    await lifang.taps("往下看")
    await lifang.taps("往下看")
    await lifang.taps("我不认识")
    assert first(town, select(Proxy)) is None
    await lifang.opens(code).sees("您的什么人？")


async def test_her_own_code_is_hers_and_a_used_one_is_used(town: World) -> None:
    code = await shows_code(town)
    wang = town.person("wang")
    await wang.opens(code).sees("这是您自己的码")
    await asks_with(town, code)
    sun = town.person("sun")
    await sun.opens(code).sees("已经用过了")


async def asks_with(town: World, code: str) -> None:
    town.known("lifang")
    lifang = town.person("lifang")
    await lifang.opens(code)
    await goes_through(lifang, "妈妈", "找人帮忙", "选好了")


# -- face to face ----------------------------------------------------------------------------------
async def test_the_worker_reads_it_out_and_taps(town: World) -> None:
    zhou, wang = town.person("zhoumin"), town.person("wang")
    town.known("zhoumin")
    town.known("wang")
    for one in (zhou, wang):
        await one.opens()
    await zhou.handset.tap(f"t.let_family_act.{town.ids['wang']}")
    zhou.sees("谁来替王姨办？")
    await zhou.says("李芳").sees("李芳的手机号是多少？")
    await zhou.says("100 0000 0055").sees("王姨是李芳的什么人？")
    await zhou.taps("妈妈").sees("李芳是哪一个？")
    await zhou.taps("闺女").sees("王姨让李芳办哪几样？")
    await zhou.taps("约大夫")
    await zhou.taps("消息也告诉他")
    await zhou.taps("选好了").sees(
        "请念给王姨听：“您闺女李芳想替您约大夫", "她看不到您的病历。您愿意不？”",
        "愿意，到明年年底", "愿意，换个日子", "不愿意",
    )  # fmt: skip
    await zhou.taps("愿意，到明年年底").sees(
        "记下了：王姨当面答应，周敏在场。", "说一声“不用她办了”，当时就停。"
    )
    await town.settle()
    wang.sees("您当面答应了：闺女李芳能替您办约大夫，消息也告诉他，到明年年底。")
    town.person("lifang").sees("妈妈答应了")
    row = first(town, select(Consent).where(Consent.purpose == "proxy"))
    assert isinstance(row, Consent)
    assert (row.how, row.witness_id) == ("face_to_face", town.ids["zhoumin"])


async def test_for_a_daughter_nobody_knows_there_is_a_code_to_scan(town: World) -> None:
    zhou = town.person("zhoumin")
    town.known("zhoumin")
    await zhou.opens()
    await zhou.handset.tap(f"t.let_family_act.{town.ids['yu']}")
    await zhou.says("于小凤")
    await zhou.says("10000000777")
    await goes_through(zhou, "爸爸", "闺女", "找人帮忙", "选好了")
    await zhou.taps("愿意，换个日子")
    await zhou.taps("三个月").sees("记下了", "于小凤还没用过家门口")
    new = town.stranger()
    await new.opens(code_of(zhou)).sees("是您本人吗？")
    await new.taps("是我").sees("接上了")
    await new.taps("要人帮忙").sees("给谁办？", "爸爸 于德海")


async def test_a_no_leaves_nothing_behind(town: World) -> None:
    zhou = town.person("zhoumin")
    town.known("zhoumin")
    await zhou.opens()
    await zhou.handset.tap(f"t.let_family_act.{town.ids['wang']}")
    await zhou.says("李芳")
    await zhou.says("10000000055")
    await goes_through(zhou, "妈妈", "闺女", "约大夫", "选好了", "不愿意")
    assert first(town, select(Proxy)) is None


# -- what she then does ----------------------------------------------------------------------------
async def cold(town: World) -> None:
    await agreed(town)
    lifang = town.person("lifang")
    await lifang.says("主页")
    await lifang.taps("要人帮忙").sees("给谁办？", "妈妈 王桂兰", "我自己")
    await lifang.taps(1).sees("给妈妈 王桂兰办：", "哪样事？")
    await goes_through(lifang, *HEATING[:3])
    await lifang.taps(HEATING[3]).sees("收到了")
    await town.settle()


async def test_the_mother_hears_of_it_and_that_she_has_seen_it_is_told_back(town: World) -> None:
    await cold(town)
    wang, lifang = town.person("wang"), town.person("lifang")
    wang.sees("闺女李芳替您叫了人：暖气不热。", "知道了", "我不想", "看看")
    lifang.new_words()
    await wang.taps("看看").sees("编号")
    await wang.taps("知道了").sees("您心里有数就行")
    await town.settle()
    lifang.sees("妈妈看见了，点了“知道了”。")


async def test_what_she_does_not_want_is_undone(town: World) -> None:
    await cold(town)
    wang, lifang = town.person("wang"), town.person("lifang")
    await wang.taps("我不想").sees("好，这件撤了。我告诉闺女李芳了。")
    await town.settle()
    lifang.sees("妈妈说这件不用了：叫了人：暖气不热。")
    case = first(town, select(Case))
    assert isinstance(case, Case)
    assert case.outcome == "cancelled"


async def test_it_stands_on_her_list_too(town: World) -> None:
    await cold(town)
    wang = town.person("wang")
    await wang.handset.tap("t.family")
    await wang.taps("替我办过的事").sees("暖气不热")
    await wang.taps(1).sees("闺女李芳替您叫了人：暖气不热。")
    await wang.taps("我不想").sees("这件撤了")


# -- 不用她办了 ------------------------------------------------------------------------------------
async def test_one_plain_sentence_ends_it_and_the_daughter_is_told(town: World) -> None:
    await agreed(town)
    wang, lifang = town.person("wang"), town.person("lifang")
    await wang.says("往后不用她办了，谢谢").sees("停了。闺女李芳往后不能替您办事", "办过的照旧算数")
    await town.settle()
    lifang.sees("妈妈那头，往后不用您替办了")
    await lifang.says("主页")
    await lifang.taps("要人帮忙").but_not("给谁办").sees("哪样事？")


async def test_in_the_middle_of_something_else_too_and_that_goes_on(town: World) -> None:
    await agreed(town)
    wang = town.person("wang")
    await wang.says("主页")
    await wang.taps("要人帮忙")
    await wang.says("停止代办").sees("停了。", "哪样事？")


async def test_while_the_daughter_is_asking_for_her_it_ends_in_the_middle(town: World) -> None:
    await agreed(town)
    lifang = town.person("lifang")
    await lifang.says("主页")
    await goes_through(lifang, "要人帮忙", 1, *HEATING[:3])
    await town.person("wang").says("不用李芳办了")
    await lifang.taps(HEATING[3]).sees("这一步您这儿办不了")
    assert first(town, select(Case)) is None


async def test_with_several_one_tap_says_whom(town: World) -> None:
    await agreed(town)
    code = await shows_code(town)
    son = town.stranger()
    await son.opens(code)
    await goes_through(son, "妈妈", "行", "儿子")
    await son.says("李强")
    await goes_through(son, "找人帮忙", "选好了")
    await town.settle()
    wang = town.person("wang")
    await wang.taps("愿意，到明年年底")
    await wang.says("不用她办了").sees("不用谁办了？", "闺女李芳", "儿子李强", "都不用了")
    await wang.taps("闺女李芳").sees("停了")
    await wang.says("不用儿子替我办了").sees("停了。儿子李强往后不能替您办事")
    await wang.says("不用他办了").sees("这会儿没有人替您办事")


async def test_where_nobody_acts_the_words_answer_the_question_they_were_said_to(
    town: World,
) -> None:
    town.known("wang")
    wang = town.person("wang")
    await wang.opens()
    await wang.handset.tap("f.called")
    await wang.says("不用她办了").sees("往后叫您不用她办了")


async def test_from_the_list_it_ends_too(town: World) -> None:
    await agreed(town)
    wang, lifang = town.person("wang"), town.person("lifang")
    await wang.handset.tap("t.family")
    await wang.taps("谁替我办事").sees("闺女李芳")
    await wang.taps(1).sees("闺女李芳能替您办：约大夫，找人帮忙。到明年年底。", "不用她办了")
    await wang.taps("换几样")
    await wang.taps("找人帮忙")
    await wang.taps("选好了").sees("改好了。闺女李芳能替您办：找人帮忙。")
    await town.settle()
    lifang.sees("妈妈改了一下：您能替办找人帮忙")
    await lifang.handset.tap("t.family")
    await lifang.taps("我替谁办事").sees("妈妈王桂兰")
    await lifang.taps(1)
    await lifang.taps("我不替办了").sees("往后您不替妈妈办事了")
    await town.settle()
    wang.sees("闺女李芳说，往后不替您办事了")


async def test_before_the_last_day_she_is_asked_and_one_tap_goes_on(town: World) -> None:
    await asks(town)
    await town.settle()
    wang = town.person("wang")
    await goes_through(wang, "愿意，换个日子", "到今年年底")
    wang.new_words()
    await town.wait(days=10)
    wang.sees("闺女李芳替您办事，到2026年12月31日就停了。还接着办吗？", "到日子就停")
    await wang.taps("接着办，到明年年底").sees("改好了", "到明年年底")
    await town.wait(days=30)
    found = first(town, select(Proxy))
    assert isinstance(found, Proxy)
    assert found.state == "agreed"


async def test_after_the_last_day_both_are_told(town: World) -> None:
    await asks(town)
    await town.settle()
    wang, lifang = town.person("wang"), town.person("lifang")
    await goes_through(wang, "愿意，换个日子", "到今年年底")
    await town.wait(days=25)
    wang.sees("闺女李芳替您办事，日子到了，今天起停了。")
    lifang.sees("替妈妈办事的日子到了")


# -- more than was agreed to -------------------------------------------------------------------------
async def asks_for_more(town: World, *things: str) -> Someone:
    """李芳 acts for her mother already, and scans a new code of hers."""
    await agreed(town)
    code = await shows_code(town)
    lifang = town.person("lifang")
    await lifang.opens(code)
    await lifang.taps("妈妈").sees("还想替办哪几样？").but_not("约大夫", "找人帮忙")
    await goes_through(lifang, *things)
    await lifang.taps("选好了").sees("问过妈妈了")
    await town.settle()
    return lifang


async def test_by_a_new_code_more_comes_to_the_same_agreement(town: World) -> None:
    lifang = await asks_for_more(town, "报名活动")
    wang = town.person("wang")
    wang.sees("闺女李芳还想替您报名活动。", "原来答应的不变，都到明年年底。", "您愿意不？")
    before = town.core.store.read_now(lambda session: session.scalars(select(Proxy)).one())
    assert (before.purposes, before.more) == (["visits", "help"], ["places"])
    lifang.new_words()
    await wang.taps("愿意").sees("闺女李芳能替您办：约大夫，找人帮忙，报名活动。到明年年底。")
    await town.settle()
    lifang.sees("妈妈答应了。您能替办：约大夫，找人帮忙，报名活动。到明年年底。")
    after = town.core.store.read_now(lambda session: session.scalars(select(Proxy)).one())
    assert (after.id, after.purposes, after.more) == (before.id, ["visits", "help", "places"], None)
    assert after.until == before.until
    audited = select(AuditLine.id).where(AuditLine.command == "AgreeToMore")
    assert town.core.store.read_now(lambda session: session.scalars(audited).first()) is not None


async def test_she_wants_nothing_more_and_what_stands_goes_on(town: World) -> None:
    lifang = await asks_for_more(town, "报名活动")
    lifang.new_words()
    await town.person("wang").taps("不愿意").sees("好，别的不办，原来的照旧。")
    await town.settle()
    lifang.sees("妈妈说别的先不用替办，原来的照旧。")
    found = town.core.store.read_now(lambda session: session.scalars(select(Proxy)).one())
    assert (found.state, found.purposes, found.more) == ("agreed", ["visits", "help"], None)


async def test_an_old_question_agrees_to_nothing_that_was_asked_since(town: World) -> None:
    await asks_for_more(town, "报名活动")
    wang = town.person("wang")
    code = await shows_code(town)
    lifang = town.person("lifang")
    await lifang.opens(code)
    await goes_through(lifang, "妈妈", "家庭医生签约", "选好了")
    found = town.core.store.read_now(lambda session: session.scalars(select(Proxy)).one())
    assert found.more == ["contract"]
    await wang.handset.tap(f"t.more_yes.{found.id}.places")
    wang.sees("闺女李芳还想替您办家庭医生签约。")
    found = town.core.store.read_now(lambda session: session.scalars(select(Proxy)).one())
    assert found.purposes == ["visits", "help"]


def test_in_english_a_relation_reads_like_english() -> None:
    """At the beginning of a sentence, in it, and before a name: for every word the town has."""
    for word in huadian().kin:
        for said in (word.name, word.back_f, word.back_m, word.back):
            kin = KIN_NAME(kin=yours(said), name="Li Fang")
            end = bare(said).en
            assert say(WANTS(who=kin, asked="x"), "en") == f"A wish from your {end} Li Fang: to x."
            assert say(ENDED_THERE(who=yours(said)), "en").startswith(f"Your {end} no longer")
            assert say(AGREED(who=kin, purposes="x", until="y"), "en").startswith(
                f"Noted. Your {end} Li Fang can"
            )
            assert say(WANTS(who=kin, asked="x"), "zh") == f"{said.zh}Li Fang想x。"
