"""Words about what people can come to, and what they have booked. Nobody reads 候补 or 场次 here."""

from __future__ import annotations

from bot.dialogue.say import _

HOME = _("回主页")
ACTIVITIES = _("讲座活动")
MY_BOOKINGS = _("我约的")
MORE_OF_IT = _("往下看")

# -- choosing ----------------------------------------------------------------------------------------
FOR_WHOM = _("给谁约？")
WHICH = _("想去哪个？")
SHORT_WHICH = _("去哪个")
WHICH_TIME = _("哪个时间合适？")
SHORT_TIME = _("哪个时间")
ACTIVITY = _("{title}，{where}，{when}")
ACTIVITY_SEVERAL = _("{title}，{where}，{when}起")
ROOM = _("{when}，还有 {left} 个位子")
FULL = _("{when}，满了，能排号")
WHAT_WHERE = _("{title}，{where}")
WHEN_FULL = _("{when}，满了，先排号，前头有 {waiting} 位")
CLASH = _("那个时候还约了{what}，{when}。")
YES_BOOK = _("对，约上")
YES_QUEUE = _("对，排上")
YES_CHANGE = _("对，改")

# -- how it stands -----------------------------------------------------------------------------------
BOOKED = _("约上了，编号 {number}。")
QUEUED = _("先排着号，前头还有 {before} 位，编号 {number}。")
QUEUED_NEXT = _("先排着号，下一个就是您，编号 {number}。")
QUEUED_NEXT_THEIR = _("先排着号，下一个就轮到了，编号 {number}。")
CHANGED = _("改好了，编号还是 {number}。")
TAKEN = _("好，位子定下了，编号 {number}。")
COMES = _("好，到时候见。")
STANDS = _("约着呢，编号 {number}。")
OFFERED = _("有位子了，给您留到{until}，编号 {number}。")
ENDED = {
    "cancelled": _("这个已经不去了。"),
    "refused": _("这个已经不去了。"),
    "lapsed": _("那个位子没等着信儿，让给后头的了。"),
    "left_out": _("这一回没空出位子来。"),
    "session_off": _("这个不办了。"),
    "off": _("这个不办了。"),
    "begun": _("已经开始了，这会儿改不了了。"),
    "booked": _("这个已经约上了，不用再点。"),
    "waiting": _("眼下还排着号，有位子马上告诉您。"),
    "offered": _("有位子等着您点头呢，先点[我去]。"),
}
WHEN_WHERE = _("{when}，{where}。")
WHEN_WHERE_NUMBER = _("{when}，{where}，{place} 号。")
IF_FREE = _("有位子了马上告诉您，不用守着。")
WILL_REMIND = _("到日子前我提醒您。")
BRING = _("带上{bring}。")
CALLED_OFF = _("好，不去了，位子留给别人。")
CALLED_OFF_LATE = _("好，不去了。谢谢您说一声，那边不白等。")
LATE = _("离开始不到 {span}了，这个空怕来不及给别人。还是不去吗？")
LATE_HOME = _("离开始不到 {span}了，大夫可能已经出门。还是不来吗？")
WHO_SAID_LATE = _("来不了，说晚了：{who}。")
WHO_SAID_LATE_MORE = _("来不了，说晚了：{who}等 {count} 位。")
CALLED_OFF_QUEUE = _("好，不排了。")

# -- what can be done --------------------------------------------------------------------------------
CALENDAR = _("加到手机日历")
CHANGE_TIME = _("换个时间")
NOT_GOING = _("不去了")
NO_QUEUE = _("不排了")
GO_AFTER_ALL = _("还是去")
I_GO = _("我去")
I_CANNOT = _("去不了")
LOOK = _("看看我约的")

# -- the list ----------------------------------------------------------------------------------------
MINE = _("约着的，点开能改：")
NOTHING = _("眼下没有约着的。")
LINE = _("{what}，{when}")
LINE_OF = _("{who}：{what}，{when}")
LINE_QUEUED = _("{what}，{when}，排着号")
LINE_OF_QUEUED = _("{who}：{what}，{when}，排着号")

# -- told by itself ----------------------------------------------------------------------------------
TOLD_OFFER = _("有位子了：{title}，{when}，{where}。")
KEPT_UNTIL = _("给您留到{until}。去不去？")
TOLD_LAPSED = _("没等着您的信儿，{title}的那个位子先让给后头的了。")
TOLD_LEFT_OUT = _("对不住，{title}这一回没空出位子来。往后还有，随时来约。")
TOLD_REFUSED = _("{who}说不想去，{when}的{what}不约了。")
REMIND = _("提醒您：{when}，{title}，{where}。")
REMIND_NUMBER = _("提醒您：{when}，{title}，{where}，{place} 号。")
REMIND_LINK = _("{title}，{when}开始。点下面就能进，谁要钱、要验证码都别给。")
ENTER = _("进去听")
AGAIN = _("再挑一个")

# -- ticking off -------------------------------------------------------------------------------------
ROLL = _("点名")
TODAY = _("今天的，点哪个？")
NONE_TODAY = _("今天没有归您点名的。")
ROLL_ENTRY = _("{when} {title}")
ROLL_HEAD = _("{title}，{when}：来了 {present} 位，没点的 {open} 位。")
ROLL_EMPTY = _("{title}，{when}：还没有人约。")
HOW = {
    "present": _("点名字就是来了。"),
    "absent": _("点名字就是没来。"),
    "excused": _("点名字就是说过不来。"),
}
MODES = {"present": _("点来了的"), "absent": _("点没来的"), "excused": _("点说过不来的")}
MARKED = {"present": _("{name} 来了"), "absent": _("{name} 没来"), "excused": _("{name} 说过不来")}
ALL_HERE = _("剩下的都来了")
WALK_IN = _("加一位")
PREVIOUS = _("往回看")
OTHERS_TODAY = _("今天别的")
WALKED_IN = _("记上了，来了。")
SOMEBODY = _("没留名字的人")
WHOM = _("谁来了？")
HOW_TO_SAY = _("姓名里的字、楼门号、电话后四位，说一样就行。")
WHICH_ONE = _("是哪一位？")
SHORT_WHO = _("谁来了")
SHORT_WHICH_ONE = _("是哪一位")
NOBODY_LIKE_IT = _("没找着“{words}”。换个说法，或者说全手机号。")

# -- done for somebody -------------------------------------------------------------------------------
DID_BOOK = _("约了{what}，{when}")
DID_CANCEL = _("把{what}退了")
DID_CHANGE = _("给{what}换了时间，{when}")
DID_BOOK_ONE = _("约了一个位子")
DID_CANCEL_ONE = _("退了一个位子")
DID_CHANGE_ONE = _("换了个时间")
