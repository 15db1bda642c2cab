"""Words about notices, for those who write them and those they are for."""

from __future__ import annotations

from bot.dialogue.say import _

# -- writing -----------------------------------------------------------------------------------------
NEW = _("发通知")
WHICH_KIND = _("哪种？")
KIND = _("哪种")
SINCE_UNTIL = _("几点停到几点？照平常话写就行。")
EVENT_TIME = _("哪天几点？照平常话写就行。")
TIME = _("时间")
EVENT_NAME = _("叫什么名？写几个字，大伙儿看得懂就行。")
NAME = _("名字")
EVENT_WHERE = _("在哪儿办？写清楚些，像“社区二楼活动室”。")
WHERE = _("在哪儿")
LONG = 600
"""Characters from which on a notice is long: more than a phone's screen without scrolling for long."""
WORDS = _("写吧，想说什么写什么。短些好读，最多 {most} 个字。")
WORDS_SHORT = _("写的话")
TOO_LONG = _(
    "这段有 {letters} 个字，一条通知最多 {most} 个。您写的还在上头，拷下来删短些再发，或者分两条。"
)
SHORTER = _("写短些吧，{most} 个字以内。")
ENGLISH = _("英文的也写一句")
ENGLISH_ASKED = _("英文的怎么写？看英文的人就看这一句。")
ATTACH = _("带图或文件")
ATTACH_ASKED = _("照片、截图或者 PDF 文件发过来，10 兆以内。")
ATTACHED_SHORT = _("图或文件")
LINK = _("加个链接")
LINK_ASKED = _("链接发过来，https 开头的。")
LINK_SHORT = _("链接")
NOT_A_LINK = _("这个不像链接，得是 https 开头的。再发一回？")
PLACE_TIME = _("写上时间地点")
PLACE_TIME_ASKED = _("什么时候、在哪儿？写一行就行。")
PLACE_TIME_SHORT = _("时间地点")
WITHOUT = _("不用了")
ACKNOWLEDGE = _("要不要大伙儿点一下“知道了”？")
ACKNOWLEDGE_SHORT = _("点不点“知道了”")
YES_ASK, NO_NEED = _("要"), _("不用")
LATER_ASKED = _("什么时候发？像“明早 7 点”。")
LATER_SHORT = _("什么时候发")
AT_ONCE = _("现在就发")
COUNTING = _("写好了。我数数有多少人，这就给您看。")

# -- a time that is typed ------------------------------------------------------------------------------
SPAN_NOT_READ = _("这个时间我没看懂。换个写法，像“明天早 8 点到下午 4 点”。")
SPAN_NO_HOUR = _("几点到几点？带上钟点再写一遍，像“明天早 8 点到下午 4 点”。")
SPAN_WHICH_HALF = _("{hour} 点是早上还是下午？带上再写一遍。")
SPAN_PAST = _("那个时候已经过了。带上哪天，再写一遍。")
SPAN_BACKWARDS = _("完的时候比开始还早。再看一眼，重写一遍。")
SPAN_FAR = _("太远了，半年以里的日子才行。")
SPAN_LONG = _("这一停超过十四天了。再看一眼日子，重写一遍。")
ONE_MOMENT = _("写一个钟点就行，像“明早 7 点”。")

# -- before it goes out --------------------------------------------------------------------------------
LOOKS = _("发出去是这样：")
QUOTED = _("“{words}”　{buttons}")
QUOTED_ALONE = _("“{words}”")
BUTTON = _("[{label}]")
SPACED = _("{some} {more}")
TWO_REASONS = _("{some}，{more}")
HOMES_COUNTED = _(
    "一共 {total} 户：手机能收到 {phone} 户，家里人代收 {family} 户，手机收不到 {none} 户"
)
PEOPLE_COUNTED = _(
    "一共 {total} 人：手机能收到 {phone} 人，家里人代收 {family} 人，手机收不到 {none} 人"
)
CALL_OR_GO = _("{count}，要打电话或上门。")
NOT_CALLED = _("{count}。")
WHY_NOT = _("{count}（{why}）")
NO_ACCOUNT = _("没连手机 {n}")
OPTED_OUT = _("说了不收这类 {n}")
WITHDREW = _("说了不让记 {n}")
EVERY_DOOR = _("要一户不落。")
EVERY_ONE = _("要一个不落。")
TAKES_MINUTES = _("{n} 分钟发完。")
TAKES_HOURS = _("{n} 个钟头发完。")
CHANNEL_NAMES = {"webchat": _("网页"), "telegram": _("Telegram")}
BY_CHANNEL = _("{channel} {n}")
CHANNELS = _("按手机算：{list}。")
IS_LONG = _("有 {letters} 个字，手机上要翻好几屏，能短就短。")
BREAKS = _("会分成 {n} 条发：{where}。")
BREAKS_IN = _("{where}：{line}")
IN_CHINESE, IN_ENGLISH = _("中文"), _("英文")
FIRST_PART = _("第 1 条到“{end}”")
MIDDLE_PART = _("第 {n} 条从“{begin}”到“{end}”")
LAST_PART = _("第 {n} 条从“{begin}”开始")
GOES_AT = _("{when} 发。")
NEEDS_YES = _("人多，要等一位同事点头才发。")
NOBODY = _("这么选，一个人也没有。换一换发给谁吧。")
CHOOSE_AGAIN = _("重选发给谁")
WITH = {
    "photo": _("带着一张图。"),
    "file": _("带着一份文件，点[先发给我自己看]，能打开看看。"),
}
FILE_FAULTS = {
    "broken": _("那张图打不开，没带上。换一张，点[改一改]再发。"),
    "broken_pdf": _("那份文件打不开，没带上。重新存一份 PDF，点[改一改]再发。"),
    "not_pdf": _(
        "文件只能带 PDF，谁的手机都打得开，那份没带上。在电脑上另存为 PDF，点[改一改]再发。"
    ),
    "locked": _("那份文件上了密码，别人打不开，没带上。去掉密码，点[改一改]再发。"),
    "too_long": _("那份文件超过 100 页，没带上。挑要紧的几页，点[改一改]再发。"),
    "too_large": _("超过 10 兆了，没带上。"),
    "not_fetched": _("发来的没取下来，没带上。点[改一改]再发一回。"),
}
SEND, CHANGE, TRY = _("发出去"), _("改一改"), _("先发给我自己看")
DROP, LATER = _("不发了"), _("晚点儿再发")
SENT = _("发了，编号 {number}。")
WILL_GO = _("记下了，{when} 发。编号 {number}。")
WAITS_FOR_YES = _("等同事点头，点了就发。编号 {number}。")
NOBODY_TO_AGREE = _(
    "先没发。发给这么多人，得再有一位同事点头，可眼下除了您，没有别的同事能在手机上点。编号 {number}。"
)
WHAT_TO_DO = _(
    "给市里打个电话，请他们给这儿加一位值班；您自己也能加，在[收表、导名单]里交一张“谁管什么”。他连上手机，您点[再问一回]。写的都留着。"
)
ASK_AGAIN = _("再问一回")
ASKED_AGAIN = _("问了，等同事点头，点了就发。编号 {number}。")
STILL_NOBODY = _("还是没有别的同事能点头。这条先放着，没发。")
DROPPED = _("好，不发了。写的字也不留。")
TRIED = _("只发给您自己看的：")
AGAIN_ASKED = _("一样的话，刚才给一样的人发过了（编号 {number}）。真的再发一回？")
AGAIN = _("再发一回")
NIGHT_ASKED = _("这会儿是夜里，不吵人，要等到{when}才发，那就不赶趟了。现在发吗？")
NOW = _("现在就发")
IN_THE_MORNING = _("{when} 发")

# -- a colleague's yes -----------------------------------------------------------------------------------
AGREE_ASKED = _("{who}要发这条通知，发给{whom}，{total}：")
HOMES, PEOPLE = _("{n} 户"), _("{n} 人")
MAY_GO, MAY_NOT = _("可以发"), _("不行")
YOU_AGREED = _("好，这就发。")
YOU_REFUSED = _("好，没发，也告诉{who}了。")
AGREED = _("{who}点头了，通知发出去了。编号 {number}。")
REFUSED = _("{who}说先别发，没发出去。编号 {number}。")
WAITS = {
    "role_ended": _("这条通知到点没发：写它的人不管这儿了。要发，得有人点头。"),
    "too_late": _("这条通知没发出去：到点的时候，事儿已经过了。"),
    "nobody_agreed": _("这条通知没发出去：没等到同事点头，时候已经过了。要发，重新写一条。"),
}

# -- afterwards -----------------------------------------------------------------------------------------
NOTICES = _("发过的通知")
EARLIER = _("这阵子的通知，点开看：")
NONE_YET = _("还没发过通知。")
LINE = _("{day} {kind}，{state}")
STATES = {
    "draft": _("正在数人"),
    "ready": _("还没发"),
    "empty": _("没有人"),
    "waiting": _("等人点头"),
    "set": _("等着发"),
    "sending": _("发着"),
    "paused": _("停一停"),
    "stopped": _("停发了"),
    "over": _("完事了"),
    "refused": _("没发"),
}
ONE = _("{kind}，发给{whom}，编号 {number}。{state}。")
PAUSE, GO_ON, STOP, CORRECT = _("暂停"), _("接着发"), _("停发"), _("更正")
PAUSED = _("停住了，没发的先不发。")
GOES_ON = _("好，接着发。")
STOP_ASKED = _("停了就不再发了，收到的撤不回来。真停吗？")
YES_STOP, NO_STOP = _("对，停发"), _("接着发吧")
STOPPED = _("停发了。没收到的不会再收到。")
CORRECT_TIME = _("改成几点到几点？照平常话写就行。")
CORRECT_WORDS = _("重写一遍吧，收到的人看见的就是这个。")
YES_CORRECT = _("对，更正")
CORRECTED = _("更正了。收到的人，手机上就地改过来；改不了的，再收到一条。")
FIRST_CHANGED = _("刚才那条改了：")

# -- saved words -------------------------------------------------------------------------------------------
HOW_FAR = _("到哪儿了")
NEXT = _("往下看")
KEEP = _("存成样子")
KEEP_NAMED = _("叫什么名？下回点它就出来。")
KEPT = _("存好了，下回在[自己写]里点它。")
USE = _("用存过的")
SAVED = _("存的样子")
WHICH_SAVED = _("用哪个？")
USE_THIS = _("就用它")
NONE_SAVED = _("还没存过。自己写一条，发了以后点[存成样子]。")
DROP_SAVED = _("删掉这个")
SAVED_DROPPED = _("删了。")

# -- what everybody reads -------------------------------------------------------------------------------
KNOW = _("知道了")
HELP_ASKED = _("收到了，这就给您找人。编号 {number}。")
TAPPED = _("点了{kind}通知里的“{what}”")
TAPPED_HELP = _("点了通知里要帮忙的那个")
MY_THINGS = _("我的事儿")
KNOWN = _("好，知道您看见了。")
SEE_FILE = _("看文件")
OPEN_LINK = _("打开看看")
NO_MORE = _("不想收这类通知")
OF_FAMILY = _("{who}那儿的通知：")
TOPIC_OFF = _("好，“{topic}”这类通知不给您发了。停水停电这样的，还是告诉您。")
TOPIC_ON = _("好，“{topic}”这类通知又给您发了。")
TOPICS = _("收哪些通知")
TOPICS_ASKED = _("点一下，收或者不收。停水停电这样的，一定告诉您。")
TOPIC_IS_ON, TOPIC_IS_OFF = _("{topic}：收"), _("{topic}：不收")
BACK = _("回发过的通知")
HOME = _("主页")
