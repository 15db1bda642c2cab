"""The words of talk B: having somebody see the doctor, and what the family and the doctors read."""

from __future__ import annotations

from bot.dialogue.say import Sayable, _
from models.town.local import Local

# -- the talk ----------------------------------------------------------------------------------------
VISIT = _("约大夫")
FOR_WHOM = _("给谁约？")
YOU = _("您")
DOCTOR_OF_YOU = _("您的家庭医生是{station}的{leader}。{free}")
DOCTOR_OF = _("{who}的家庭医生是{station}的{leader}。{free}")
FREE = {
    0: _("站里最近没有空，上门有空："),
    1: _("最近一个空："),
    2: _("最近两个空："),
    3: _("最近三个空："),
}
OTHER_DAY = _("别的日子")
AT_HOME = _("请大夫上门")
WHICH_DAY = _("哪天去？")
WHICH_TIME = _("{day}，几点去？")
WHEN_AT_HOME = _("请大夫几时上门？")
TIME = _("时间")
WHAT = _("主要看什么？只有大夫那边看得见。")
WHAT_SHORT = _("看什么")
TROUBLES = {
    "pressure": _("量血压、开药"),
    "legs": _("腿脚疼"),
    "cold": _("感冒咳嗽"),
}
OWN = _("自己写")
LATER = _("见了大夫再说")
WRITE = _("哪儿不得劲？写一句就行，只有大夫那边看得见。")
OWN_SHORT = _("写的那句")
TOO_LONG = _("这段有点长，写一两句就行，别的当面跟大夫说。")
OWN_WORDS = _("自己写了一句")
MAY_BE_KEPT = _("{what}行不行？")
NOT_KEPT = _("身体的事到了当面说")
YOUR_COMPANY = _("有人陪您去吗？")
COMPANY = _("有人陪{who}去吗？")
COMPANY_SHORT = _("谁陪着")
SOMEBODY = _("有人陪")
ALONE_YOU = _("我自己能走")
ALONE_SHE, ALONE_HE = _("她自己能走"), _("他自己能走")
FIND = _("想找个人陪")
ALONG = {
    "with": _("有人陪着去"),
    "alone": _("自己能走"),
    "find": _("要找个人陪着去"),
}
WHO_WHEN_WHERE = _("{who}，{time}，{station}，{leader}")
WHO_WHEN_HOME = _("{who}，{time}，{leader}到家里来")
WHAT_AND_ALONG = _("{what}。{along}")
SIGN_TOO = _("{what}。先跟大夫签约，{package}")
YES = _("对，约上")
WANTS_CONTRACT = _("还没跟大夫签约，签了才能约，不要钱。")

# -- the end of the talk -----------------------------------------------------------------------------
BOOKED = _("约上了，编号 {number}。")
BOOKED_COMPANY = _("约上了，编号 {number}。陪着去的人，{when}前给您信儿。")
MOVED = _("改好了，{time}，编号还是 {number}。")
MOVED_COMPANY = _("改好了，{time}。陪着去的人，{when}前给您信儿。")
I_TELL = _("我这就告诉{who}。")
I_TELL_AND_REMIND = _("我这就告诉{who}，{time}再提醒{they}一遍。")
I_TELL_AND_REMIND_TWICE = _("我这就告诉{who}，{first}、{second}再各提醒{they}一遍。")
I_REMIND = _("{time}我提醒您一遍。")
I_REMIND_TWICE = _("{first}、{second}我各提醒您一遍。")
EVE = _("头天{part}")
DAY_ITSELF = _("当天{part}")
BRING = _("带上{bring}。")
CHANGE_TIME = Local("改时间", "Change the time")
NOT_GOING = _("不去了")
HOME = _("回主页")

# -- what there is already ---------------------------------------------------------------------------
HAVE_ONE = _("已经约着{leader}：{time}。")
LEAVE_IT = _("就这样")
WHAT_WITH_IT = _("这一回怎么办？")
SURE = _("真不去了？这个空就让给别人了。")
STILL_GOING = _("还是去")
YES_MOVE = _("对，改")
CALLED_OFF = _("好，退了，这个空让给别人。想看了再约。")
CALLED_OFF_LATE = _("好，退了，我跟大夫说。谢谢您说一声，大夫不白等。")

# -- to the one it is for ----------------------------------------------------------------------------
KNOWN = _("知道了")
NOT_MY_WISH = _("我不想去")
OTHER_TIME = _("换个时间")
BOOKED_FOR = _("{who}给您约了{leader}，{time}，{station}。")
BOOKED_FOR_NAMED = _("{called}，{who}给您约了{leader}，{time}，{station}。")
HOME_FOR = _("{who}给您请了{leader}，{time}到家里来。")
HOME_FOR_NAMED = _("{called}，{who}给您请了{leader}，{time}到家里来。")
MOVED_FOR = _("{who}给您改了看大夫的时间：{leader}，{time}，{station}。")
MOVED_FOR_NAMED = _("{called}，{who}给您改了看大夫的时间：{leader}，{time}，{station}。")
DID_BOOK = _("约了{leader}，{time}")
DID_MOVE = _("把看{leader}的时间改到{time}")
DID_CALL_OFF = _("把约的{leader}退了，{time}的")
DID_SOMETHING = _("约了大夫")
GOT_IT = _("好，您心里有数就行。")

# -- to the one who booked ---------------------------------------------------------------------------
ARRIVED = _("{who}到服务站了。")
ARRIVED_WITH = _("{who}到服务站了，{helper}陪着呢。")
DOCTOR_THERE = _("{leader}到{who}家了。")
DONE = _("看完了。大夫怎么说，请问{who}，或打服务站 {phone}，我这儿不记病情。")
DONE_WITH = _(
    "看完了，{helper}送{who}回家。大夫怎么说，请问{who}，或打服务站 {phone}，我这儿不记病情。"
)
FOUND = _("陪{who}去看大夫的人找到了：{helper}，{time}。")

# -- the doctors' list -------------------------------------------------------------------------------
TODAY = _("今天的约")
TODAY_COUNT = _("今天 {count} 位，点开看：")
TODAY_NOBODY = _("今天没有约。")
LINE = _("{time} {name}")
LINE_HOME = _("{time} {name}，上门")
LINE_MARKED = _("{line}，{mark}")
# Apart from the texts: [改时间] and 看完了 stand elsewhere for something else.
CAME, ABSENT = _("到了"), _("没来")
SEEN = Local("看完了", "seen")
OFF_LATE = _("来不了，说晚了")
MARKS: dict[str, Sayable] = {
    "arrived": CAME, "done": SEEN, "absent": ABSENT, "late": OFF_LATE,
}  # fmt: skip
ONE = _("{time}，{name}，{where}")
FOR_WHAT = _("说的是：{what}")
SAID_NOTHING = _("没说看什么，当面问。")
HOW_IT_STANDS = _("记着：{mark}")
POSTPONE = _("改期")
SLIP = _("点错了")
MARKED = {
    "arrived": _("记下了，到了。"),
    "done": _("记下了，看完了。"),
    "absent": _("记下了，没来。"),
    "open": _("好，刚才那下不算。"),
}
BACK_TO_TODAY = _("回今天的约")
NEXT = _("往下看")
SOMEBODY_NAMELESS = _("没留名字的人")
