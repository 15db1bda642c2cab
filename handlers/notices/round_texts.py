"""Words after a notice went out: the counting, the chasing, the round of the doors, the result."""

from __future__ import annotations

from bot.dialogue.say import _

# -- counting in place ---------------------------------------------------------------------------------
COUNTS = _("{total} {unit}：点了“知道了”{known}，还没信儿 {nothing}。")
COUNTS_ALSO = _("{total} {unit}：点了“知道了”{known}，{others}，还没信儿 {nothing}。")
COUNTS_ALL = _("{total} {unit}：点了“知道了”{known}，{others}，都有信儿了。")
AND = _("{some}，{more}")
RUN = _("{some}{more}")
GOING_OUT = _("还在发：发出去 {sent} 条，还有 {waiting} 条{left}。")
MINUTES_LEFT = _("，大约还要 {minutes} 分钟")
GOING_OUT_FAR = _("还在发：发了百分之 {percent}{left}。")
MESSAGES_SENT = _("发出去 {sent} 条。")
MESSAGES = _("发出去 {sent} 条，看见的 {seen} 条。")
NOT_ARRIVED_MANY = _("没发到 {many} 条。")
NOT_ARRIVED = _("没发到 {many} 条：{reasons}。")
REASONS = {
    "late": _("过了时候 {many}"),
    "gone": _("那头的号没了 {many}"),
    "shut": _("平台不让发 {many}"),
    "fault": _("没发成 {many}"),
}
IS_PAUSED = _("先停着，没发的还没发。")
IS_STOPPED = _("停发了，没收到的不会再收到。")
COPY_IT = _("上头那条按住，就能复制。")
HOME = _("主页")
FOR_GROUP = _("贴到微信群的字")
PAPER = _("贴单元门的纸")
STOP, CORRECT = _("停发"), _("更正")

# -- chasing -------------------------------------------------------------------------------------------
CHASE = _(
    "{total} {unit}：自己点了 {known}，家里人点了 {family}{also}，还没信儿 {nothing}{silent}。"
)
ALSO = _("，{others}")
SILENT = _("（手机收不到的 {many} {unit}在里头）")
NO_KNOCKING = _("晚 {hour} 点后不敲门。")
WHO = _("看看都是谁")
GIVE = _("交给网格员")
SHARED = _("按楼道分好了：{shares}。要他们现在去吗？")
SHARED_MANY = _("按楼道分好了：{shares}，还有 {more} 处。要他们现在去吗？")
SHARE = _("{grid}{name} {many} {unit}")
ELSEWHERE = _("别处住的")
GO_NOW, NOT_YET = _("现在去"), _("先不")
THEY_GO = _("告诉他们了。谁家说到了，这儿就少一户。")
ALL_HEARD = _("都有信儿了，不用去了。")
NOT_NOW = _("好，先不去。想让他们去了，再点[交给网格员]。")
BY_GRID = _("还没信儿的，按网格看：")

# -- the round -----------------------------------------------------------------------------------------
ROUND = _("{kind}通知，还有 {many} {unit}。")
ROUND_OVER = _("{kind}通知，您这儿都说到了。辛苦了。")
NOTES_LEFT = _("门缝塞了条的 {many} {unit}，碰上了再说一声。")
SEE_NOTES = _("塞了条的 {many} {unit}")
NO_DOOR = _("住址还不知道：")
STAIRS = _("{where}：")
STAIRS_AND_DOORS = _("{where}：{doors}")
DOOR = _("{door} {who}")
NEXT = _("往下 {many} {unit}")
FROM_START = _("从头看")
ONE_HOME = _("这家")
ONE_DOOR = _("{who}，尾号 {tail}。")
NO_PHONE = _("{who}，没留电话。")
BY_PHONE, FACE, NOTE = _("电话说了"), _("当面说了"), _("门缝塞了条")
HELP = _("要{what}")
TICKED = {
    "phone": _("{who}电话说了。"),
    "face": _("{who}当面说了。"),
    "note": _("{who}塞了条，还不算说到。"),
}
WHY = {"away": _("人在外地"), "no_answer": _("电话没通")}
WHY_SAID = _("记下了，{who}{whys}。")
TICKED_HELP = {
    "phone": _("{who}电话说了，{what}也报上了，编号 {number}。"),
    "face": _("{who}当面说了，{what}也报上了，编号 {number}。"),
}
HELP_TOO = _("{who}早有信儿了，{what}报上了，编号 {number}。")
HEARD_BEFORE = _("{who}已经有信儿了。")
TAKEN_BACK = _("撤回了，{who}还没说到。")
AND_LEFT = _("{said}还有 {many} {unit}。")
UNDO = _("撤回")
TO_ROUND = _("回去看门牌")
MY_ROUND = _("{kind}通知 还有 {many} {unit}")

# -- the result ----------------------------------------------------------------------------------------
ALL_ACCOUNTED = _("{total} {unit}都有着落：{parts}。")
NOT_ALL = _("{total} {unit}：{parts}，还没信儿 {nothing}。")
NOBODY_HEARD = _("{total} {unit}，都还没信儿。")
PARTS = {
    "self": _("自己点的 {many}"),
    "family": _("家里人 {many}"),
    "phone": _("电话 {many}"),
    "face": _("当面 {many}"),
    "note": _("门缝塞条 {many}"),
}
NOTE_WHY = _("{note}（{whys}）")
WHY_MANY = _("{why} {many}")
NOTHING = _("还没信儿 {many}")
HELPED_ALL = _("{what} {many} {unit}，都办好了。")
HELPED_NONE = _("{what} {many} {unit}，正办着。")
HELPED_SOME = _("{what} {many} {unit}，办好了 {done} {unit}。")
STILL_GOES = _("没说到的在{names}那儿。")
SEE_EACH = _("看每一户")
FOR_OFFICE = _("复制给街道的回话")
EACH = _("点开看是哪几户：")
NOBODY_SO = _("这一样一户也没有。")
REPLY = _("{where} {day}{kind}通知：涉及 {total} {unit}，已告知 {informed} {unit}{rest}。")
REPLY_NOTES = _("；留条 {note} {unit}，继续联系")
REPLY_NOTES_WHY = _("；留条 {note} {unit}，{whys}，继续联系")
REPLY_WHY = {"away": _("住户在外地"), "no_answer": _("电话未接通")}
REPLY_WHY_MANY = _("{why} {many} {unit}")
REPLY_LEFT = _("；未联系上 {nothing} {unit}，由网格员继续联系")
REPLY_HELPED = _("{what} {many} {unit}，已办完。")
REPLY_HELPED_NONE = _("{what} {many} {unit}，正在办。")
REPLY_HELPED_SOME = _("{what} {many} {unit}，已办完 {done} {unit}。")
REPLY_AT = _("截至 {clock}。")
BACK = _("回结果")
