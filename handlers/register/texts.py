"""Words about oneself: the greeting, consent, where one lives, what one is called."""

from __future__ import annotations

from bot.dialogue.book import refuses
from bot.dialogue.chat import Chat
from bot.dialogue.say import Sayable, _
from models.register.refusals import (
    NotOfThisHousehold,
    StillOpen,
    StillServing,
    UnknownBuilding,
)

GREETING = _(
    "您好。我是社区的自动帮手“家门口”，不是真人。有事点一下，我去找人。要真人，点[找人说话]。"
)
IS_THAT_RIGHT = _("{what}行不行？")
MAY_I_KEEP = _("要找到您家，得记下您的称呼、住址、电话，只用来找人给您办事。行不行？")
DIAL = _("打 {number}")
PERSON = _("找人说话")
AGREE = _("行")
REFUSE = _("不行")
READ_TO_ME = _("念给我听")
KEPT = _("记下了。以后从手机上“家门口”的图标进来就行。")
KEPT_HERE = _("记下了。以后有事，在这个聊天里说就行。")
NOT_KEPT = _("那就不记。要命的事打 120、119、110；别的事点[找人说话]，有人管。")
WHICH_ONE = _("这一户有几位，您是哪一位？")
NONE_OF_THEM = _("都不是")
COMMUNITY = _("您住哪个社区？打一两个字我帮您找。")
ESTATE = _("哪个小区、哪个屯？")
BUILDING = _("几号楼？打个数就行。")
UNIT = _("几单元？")
DOOR = _("几号门？打个数就行，比如 401。")
HOUSE = _("第几家，怎么找？说一句就行。")
PHONE = _("留个电话，来的人好找您。")
NO_PHONE = _("没有电话")
CALLED = _("怎么称呼您？比如“王姨”。")
NEW_CALLED = _("往后怎么称呼您？")
SETTLED = _("记下了，{called}。地方找得着了。")
CALLED_NOW = _("好，往后叫您{called}。")
NOT_A_PHONE = _("这不像电话号码。再打一遍，或者点[没有电话]。")
NOT_A_BUILDING = _("{estate}没有这个楼号。看一眼楼牌，再打一遍。")
NOT_A_UNIT = _("这栋楼没有这个单元。再打一遍。")
NOT_A_DOOR = _("门牌像 401 这样，打几个数就行。")
CALLED_TOO_LONG = _("短一点好叫，十来个字以内。")
CALL_ME = _("改称呼")
MY_HOME = _("我住哪儿")
SUMMARY_PHONE = _("称呼{called}，电话尾号 {tail}")
SUMMARY_NO_PHONE = _("称呼{called}，没有电话")
SAVE = _("对，记下")
TAKE_BACK = _("收回同意")
REALLY_TAKE_BACK = _("收回了，称呼、住址、电话我就都不记了，找真人还行。收回不？")
TAKE_IT_BACK = _("收回")
KEEP_IT = _("先留着")
TAKEN_BACK = _("收回了，都不记了。要命的事还打 120、119、110；别的事点[找人说话]。")


@refuses(StillOpen)
def still_open(chat: Chat, refusal: StillOpen) -> Sayable:
    line = _("您还有 {cases} 件事没办完，得找得着门。办完了，或者说声不用来了，再收回。")
    return line(cases=refusal.cases)


@refuses(StillServing)
def still_serving(chat: Chat, refusal: StillServing) -> Sayable:
    return _("您在帮大伙儿的忙，名字得留着。先跟社区说一声不做了，再收回。")


@refuses(UnknownBuilding)
def unknown_building(chat: Chat, refusal: UnknownBuilding) -> Sayable:
    return NOT_A_BUILDING(estate=chat.town.estate(refusal.estate_id).name)


@refuses(NotOfThisHousehold)
def not_of_this_household(chat: Chat, refusal: NotOfThisHousehold) -> Sayable:
    return _("这张便民卡上没有这一位。点[找人说话]，我们给您查。")


ENTRIES = (still_open, still_serving, unknown_building, not_of_this_household)
