"""Words about one's own other chats: the way there, the question "is it you", and undoing it."""

from __future__ import annotations

from bot.dialogue.book import refuses
from bot.dialogue.chat import Chat
from bot.dialogue.say import Sayable, _
from models.register.linking import TELEGRAM, WEB
from models.register.refusals import (
    AlarmStillOpen,
    AlreadyLinked,
    KnownAsAnother,
    LinkNotGood,
)

HOME = _("回主页")
ON_WEB = _("在网页上看")
ON_TELEGRAM = _("Telegram 上也用")
TO_TELEGRAM: tuple[Sayable, ...] = (
    _("在那部手机上扫这个码；就是这部手机，直接点下面。"),
    _("到了那头点[是我]就接上。半个钟头里有用，只能用一回，别发给别人。"),
)
OPEN_TELEGRAM = _("打开 Telegram")
TO_WEB: tuple[Sayable, ...] = (
    _("点下面在网页上看；要在别的手机、电脑上看，扫这个码。"),
    _("到了那头点[是我]就接上。半个钟头里有用，只能用一回，别发给别人。"),
)
OPEN_WEB = _("打开网页")
NO_TELEGRAM = _("Telegram 上这会儿还用不了。")

LINKING = _("把两边接上")
IS_IT_YOU: tuple[Sayable, ...] = (
    _("这个聊天，往后就跟您原来用的那个接上，两边看见的一样。"),
    _("码是您自己点出来的，或者就是自家那张卡，才点[是我]。"),
    _("是您本人吗？"),
)
IT_IS_ME = _("是我")
NOT_ME = _("不是我")
LAST_FOUR = _("这个码在别的手机上用过了。留给社区的电话，最后四位是几？")
FOUR_DIGITS = _("打四个数就行，电话的最后四位。")
DIGITS_WRONG = _("这四位对不上。看看电话号码，再打一回。")
LINKED = _("接上了。往后两边都行，看见的事儿一样。")
USED = _("这个码已经用过了。要接上，再点一个新的。")
NOT_LET_IN: dict[str, Sayable] = {
    "used": USED,
    "locked": _("打错的回数多了，明天再试。急用，请打社区值班的电话。"),
    "no_digits": _("这个码在别的手机上用过了，社区也没记着电话。点[找人说话]，有人帮您接上。"),
}
NOT_GOOD: dict[str, Sayable] = {
    "forged": _("链接不全，或者不是我们发的。别着急，没出什么事。"),
    "expired": _("这个码过了时候，用不了了。再点一个新的就行。"),
    "out_of_use": _("这张卡已经换了新的，或者这个人的链接停了。请社区再给您一个。"),
}
NOT_SHOWN = _("那一件这会儿看不了，兴许已经办完了。")

ALSO_THERE = _("您在{where}也接上了。不是您接的，点[断开]。")
CHANNELS: dict[str, Sayable] = {TELEGRAM: _(" Telegram 上"), WEB: _("网页上")}
ELSEWHERE = _("别处")
UNLINK = _("断开")
UNLINKED = _("断开了。那边再也看不见您的事儿。")


@refuses(LinkNotGood)
def link_not_good(chat: Chat, refusal: LinkNotGood) -> Sayable:
    return NOT_GOOD[refusal.why]


@refuses(AlreadyLinked)
def already_linked(chat: Chat, refusal: AlreadyLinked) -> Sayable:
    return _("已经接上了，两边看见的一样。")


@refuses(KnownAsAnother)
def known_as_another(chat: Chat, refusal: KnownAsAnother) -> Sayable:
    return _("您在这儿已经有自己的名字、事儿了，两边还并不到一块儿。点[找人说话]，有人帮您。")


@refuses(AlarmStillOpen)
def alarm_still_open(chat: Chat, refusal: AlarmStillOpen) -> Sayable:
    return _("两边都在喊人，先顾要命的事。有人接了，再回来接上。")


ENTRIES = (link_not_good, already_linked, known_as_another, alarm_still_open)
