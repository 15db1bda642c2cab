"""Words about the family doctor. People read 大夫; 家庭医生 stands only in the names of the teams."""

from __future__ import annotations

from bot.dialogue.say import _

MY_DOCTOR = _("我的大夫")
HOME = _("回主页")
PERSON = _("找人说话")
CALL = _("打电话 {phone}")
TAKE_BACK = _("撤回")

# -- whose doctor ------------------------------------------------------------------------------------
DOCTOR_IS = _("大夫是{station}的{leader}，{hours}。")
HERE_IS = _("这一片归{station}的{leader}管，{hours}。")
NOT_SIGNED = _("还没签约。签了，有事先找他们。")
SIGNED_UNTIL = _("签的约到{day}。有事先找他们。")
ENDS_SOON = _("签的约到{day}，还有 {days} 天。")
ENDS_TODAY = _("签的约到今天为止。")
IS_OVER = _("签的约{day}到期了。")
MOVED_TO = _("搬家了：现在这一片归{station}的{leader}管。")
HOME_NOT_KNOWN = _("住哪儿我还不知道，知道了才说得出归哪位大夫管。")
NO_TEAM_HERE = _("住的这一片还没有大夫团队。要看病先找社区，点[找人说话]。")
TELL_HOME = _("我住哪儿")

# -- what can be done --------------------------------------------------------------------------------
SIGN = _("跟大夫签约")
RENEW = _("续签")
RENEW_OTHER = _("换样服务再续")
CHANGE_PACKAGE = _("换样服务")
CHANGE_TEAM = _("换过去")
NOT_YET_TEAM = _("先不换")
END = _("不签了")
LATER = _("以后再说")
NO_MORE = _("不续了")
MAY_I_KEEP = _("签约得知道您住哪儿。住址、电话只用来找您。行不行？")
WHICH_PACKAGE = _("要哪样服务？")
PACKAGE = _("哪样服务")
WITH_TEAM = _("{team}，{station}的{leader}")
WHAT_AND_UNTIL = _("{package}，从{first}到{last}")
YES_SIGN = _("对，签约")
YES_RENEW = _("对，续签")
YES_CHANGE = _("对，换")
IS_SIGNED = _("签上了，到{day}。大夫是{station}的{leader}。")
IS_RENEWED = _("续上了，到{day}。大夫是{station}的{leader}。")
IS_CHANGED = _("换好了，到{day}。")
TEAM_CHANGED = _("换好了，到{day}。往后找{station}的{leader}。")
CARRY = _("看病带上医保卡。谁要卡、要验证码都别给。")
SURE_TO_END = _("{lost}不签了？")
KEEP_IT = _("接着签")
IS_ENDED = _("好，停了。想再签，点[我的大夫]。")
BACK_AGAIN = _("撤回了，原来的约还在，到{day}。")
BACK_TO_NONE = _("撤回了，就当没签过。")
MAY_RENEW_UNTIL = _("好。{day}以前都能续，点[我的大夫]就有。")
LET_IT_END = _("好，到{day}为止，不再问了。改主意了，点[我的大夫]。")
IT_IS_OVER = _("好，不再问了。改主意了，点[我的大夫]。")
KEEPS_OLD = _("好，原来的约还在。要换，点[我的大夫]。")

# -- told by itself ----------------------------------------------------------------------------------
TOLD_EXPIRING = _("跟大夫签的约{day}到期，还有 {days} 天。续不续？")
TOLD_TODAY = _("跟大夫签的约今天到期。续不续？")
TOLD_EXPIRED = _("跟大夫签的约{day}到期了。还想要固定的大夫，点[续签]，一下就行。")
TOLD_MOVED = _("搬家了：现在住的那片，归{station}的{leader}管。")
TOLD_MOVED_ASK = _("原来签的约还在。换过去不？")

# -- the team ----------------------------------------------------------------------------------------
OUR_PEOPLE = _("我们团队的人")
TEAM_NUMBERS = _("{team}：签着的 {signed} 位，还没签的 {unsigned} 位。")
SEVERAL_TEAMS = _("{teams} 个团队：签着的 {signed} 位，还没签的 {unsigned} 位。")
LISTS = {
    "expiring": _("快到期的"),
    "expired": _("到期没续的"),
    "to_sign": _("还没签的"),
    "valid": _("签着的"),
}
LIST_AND_COUNT = _("{list} {count} 位")
LIST_TITLE = _("{list}，点开看：")
LIST_AT = _("{list}，{place}：")
NOBODY = _("{list}：一位也没有。")
LINE = _("{name}，{place}")
LINE_UNTIL = _("{name}，{place}，到{day}")
BY_BUILDING = _("按楼找")
WHICH_BUILDING = _("{list}，哪栋楼？")
BUILDING_COUNT = _("{place}（{count}）")
NEXT = _("往下看")
BACK_TO_TEAM = _("回团队这一页")
SOMEBODY = _("没留名字的人")
NO_ADDRESS = _("住址还不知道")

# -- the rate ----------------------------------------------------------------------------------------
RATE = _("签约率")
RATE_OF = _("{place}住着 {residents} 位，签了 {signed} 位，{rate}%。")
RATE_PART = _("{place} {rate}%")
RATE_EMPTY = _("{place}还没有登记过住户。")
UP = _("往上看")
