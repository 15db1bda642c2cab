"""Words about two rows that may be one person, and why they are not made one."""

from __future__ import annotations

from bot.dialogue.book import refuses
from bot.dialogue.chat import Chat
from bot.dialogue.say import Sayable, _
from models.family.merge_refusals import MergeOver, NotToBeMerged

LOOK_ALIKE = _("像是一个人的")
ALIKE_ARE = _("这几对像是一个人：")
NONE_ALIKE = _("没有像是一个人的，都分得清。")
WHY: dict[str, Sayable] = {
    "id": _("身份证号一样"),
    "born": _("名字、生日一样"),
    "phone": _("名字、电话一样"),
}
PAIR = _("{name}：{why}")
SIDE = _("{side}：{name}，{where}")
KNOWN = _("{side}：{born}，电话 {phone}，有 {chats} 个聊天")
FIRST, SECOND = _("甲"), _("乙")
NO_PHONE, NO_BIRTHDAY = _("没有"), _("生日不知道")
KEEP_FIRST = _("是一个人，留甲")
KEEP_SECOND = _("是一个人，留乙")
TWO_PEOPLE = _("是两个人")
MERGED = _("合成一个了，两边的事都在。{days} 天里合错了还能撤。")
TAKE_BACK = _("撤回")
TWO_AGAIN = _("又分开了，各归各的。已经让给别人的位子回不来了。")
TOLD_APART = _("记下了，是两个人，往后不再问。")
_WHY_NOT: dict[str, Sayable] = {
    "gone": _("有一个已经不在名册上了，合不了。"),
    "oneself": _("里头有您自己，请别人来合。"),
    "child_and_adult": _("一个是孩子，一个是大人，不是一个人。"),
    "two_id_numbers": _("身份证号不一样，不是一个人。看看是不是号打错了。"),
    "guardian_and_child": _("一个是另一个的监护人，不是一个人。"),
    "circle": _("合了以后就成了互相代办，绕回自己了。先停一个代办再合。"),
    "alarm": _("两边都在喊人，先顾要命的事，完了再合。"),
    "roles": _("里头有管事的人，得请市里的管理员来合。"),
}


@refuses(NotToBeMerged)
def not_to_be_merged(_chat: Chat, refusal: NotToBeMerged) -> Sayable:
    return _WHY_NOT[refusal.why]


@refuses(MergeOver)
def merge_over(_chat: Chat, refusal: MergeOver) -> Sayable:
    return _("合了过 {days} 天，撤不回了。点[找人说话]，一块儿想办法。")(days=refusal.days)


ENTRIES = (not_to_be_merged, merge_over)
