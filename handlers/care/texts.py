"""Words about what is due. What people read is the town's own ``said``, which names no illness."""

from __future__ import annotations

from bot.dialogue.say import _

HOME = _("回主页")

# -- to whom it is due for ---------------------------------------------------------------------------
COMING = _("{said}快到日子了，{day}前来一回就行。")
TODAY_OR_OVER = _("{said}到日子了（{day}）。哪天方便？")
BOOK = _("约上")
DONE_ALREADY = _("做过了")
LATER = _("以后再说")
OVER = _("这件事已经了了，不用再管。")
NOTED = _("好，记下了。大夫核对一下就行，不再催您。")
ASK_AGAIN = _("好，过几天再问您。想好了随时点[约上]。")
CALL = _("打电话 {phone}")
RING_THEM = _("打个电话就能约：{station}。")
NO_TEAM = _("住的这一片还没有大夫团队。点[找人说话]，社区帮着约。")
PERSON = _("找人说话")
WHEN = _("{said}，哪天来？")
NO_TIME = _("这会儿没有空的时间。过几天再问您，或者打电话约。")
TIME = _("哪天")
THAT_DAY = _("{said}，{time}")
YES = _("对，约上")
IS_BOOKED = _("约好了：{time}，编号 {number}。")
BRING = _("带上{things}。")

# -- to family ---------------------------------------------------------------------------------------
FAMILY = _("{who}那儿有件事到日子了，还没动静。您给问一声？")
BOOK_FOR_THEM = _("帮着约上")
KNOWN = _("知道了")

# -- the team's list ---------------------------------------------------------------------------------
DUE_PEOPLE = _("到日子的")
NUMBERS = _("过了日子的 {overdue} 位，自己说做过的 {said} 位，一个月内的 {soon} 位。")
LISTS = {
    "overdue": _("过了日子的"),
    "said": _("自己说做过的"),
    "soon": _("一个月内的"),
}
LIST_AND_COUNT = _("{list} {count} 位")
LIST_TITLE = _("{list}，点开看：")
NOBODY = _("{list}：一位也没有。")
LINE = _("{name}，{place}，{day}")
LINE_SAID = _("{name}，{place}，{day}，自己说做过")
LINE_BOOKED = _("{name}，{place}，{day}，约好了")
SOMEBODY = _("没留名字的人")
NO_ADDRESS = _("住址还不知道")
NEXT = _("往下看")
BACK_TO_LISTS = _("回这一页")
BY_KIND = _("每样多少")
OF_KIND = _("{kind}：过了日子 {overdue} 位，一个月内 {soon} 位。")
WHY_LOOK = _("看到日子的检查和随访")

# -- one of them -------------------------------------------------------------------------------------
WHO = _("{who}，{where}")
WHAT_BY = _("{kind}，{day}前")
LAST_DONE = _("上一回{day}")
NEVER_DONE = _("还没做过")
SAYS_DONE = _("自己说做过了")
NOT_CONFIRMED = _("自己说做过了，一直没核对上")
HAS_TIME = _("约好了{day}")
ASKED = _("提醒过 {times} 回")
NOT_ASKED = _("还没提醒")
DONE = _("今天做了")
CONTROLLED = _("做了，稳住了")
UNCONTROLLED = _("做了，还没稳住")
NOT_TODAY = _("别的日子做的")
NOT_DONE = _("还没做")
VISIT_THEM = _("请网格员上门")
HEALTH = _("随访的病")
IS_DONE = _("记上了。下一回{day}前。")
IS_DONE_LAST = _("记上了，往后没有了。")
ASKS_TOMORROW = _("好，明天再提醒一回。")
WORKER_GOES = _("跟网格员说了，上门问一声。")
WORKER_KNOWS = _("网格员已经知道了。")
WHICH_DAY = _("哪天做的？照平常话写就行。")
NO_SUCH_DAY = _("这个日子我没看懂，写成 2026-12-9 这样。")
DAY = _("哪天做的")
HOW_WAS_IT = _("稳住了没有？")
RESULT = _("怎么样")
RESULTS = {"controlled": _("稳住了"), "uncontrolled": _("还没稳住")}

# -- conditions --------------------------------------------------------------------------------------
FOLLOWED = _("在随访：{names}")
NOT_FOLLOWED = _("没有在随访的病。")
SOME_MORE = _("{some}、{more}")
DUE_BY = _("{kind} {day}前")
NOTE_ONE = _("记一样病")
WHICH = _("记哪样？")
CONDITION = _("哪样病")
SINCE = _("从哪天起？")
FROM_TODAY = _("今天起")
SINCE_SHORT = _("从哪天起")
NOTED_ONE = _("记上了，明早排进到日子的。")
END_ONE = _("不再管{name}")
SURE = _("不再随访{name}，提醒也停？")
YES_END = _("对，停了")
NO_KEEP = _("接着随访")
ENDED = _("停了。要再随访，重新记上。")
