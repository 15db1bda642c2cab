"""The words of families: agreeing, acting for somebody, ending it, and children."""

from __future__ import annotations

from bot.dialogue.say import Sayable, _

# -- buttons ---------------------------------------------------------------------------------------
FAMILY = _("家里人的事")
HOME = _("回主页")
BACK_TO_FAMILY = _("家里人的事")
WHO_ACTS = _("谁替我办事")
WHOM_I_ACT = _("我替谁办事")
CHILDREN = _("孩子")
DONE_FOR_ME = _("替我办过的事")
LET_FAMILY = _("让家里人替我办事")
YES_NEXT_YEAR = _("愿意，到明年年底")
YES_OTHER_DAY = _("愿意，换个日子")
NOT_WILLING = _("不愿意")
READ_TO_ME = _("念给我听")
KNOWN = _("知道了")
NOT_MY_WISH = _("我不想")
LOOK = _("看看")
GO_ON_NEXT_YEAR = _("接着办，到明年年底")
LET_IT_END = _("到日子就停")
OTHER_DAY = _("换个日子")
OTHER_THINGS = _("换几样")
STOP_HER, STOP_HIM = _("不用她办了"), _("不用他办了")
I_STOP = _("我不替办了")
TAKE_BACK_ASKING = _("不问了")
THE_LINK = _("打开链接")

# -- menu ------------------------------------------------------------------------------------------
WHICH = _("家里人的事，看哪样？")
NOBODY_ACTS: tuple[Sayable, ...] = (
    _("还没有人替您办事。"),
    _("想让闺女、儿子替您约大夫、找人帮忙，点[让家里人替我办事]。"),
)
THESE_ACT = _("替您办事的人，点一个看看。")
WAITS = _("{who}（等着）")
WHOM_LIST = _("您替这几位办事，点一个看看。")
NOBODY_TO_ACT_FOR = _("您眼下没有替谁办事。")
ONE_AGREEMENT = _("{who}能替您办：{purposes}。到{until}。")
ONE_AGREEMENT_THERE = _("您能替{who}办：{purposes}。到{until}。")
HOW_TO_STOP = _("哪天不愿意了，说一声“不用她办了”，当时就停。")

# -- the link --------------------------------------------------------------------------------------
SHOW_CODE: tuple[Sayable, ...] = (
    _("让家里人用手机扫这个码，或者把链接发给他。"),
    _("他点了以后，我先问您。您点了头，才能替您办。"),
    _("七天里有用，只能用一回。"),
)
YOUR_OWN_CODE = _("这是您自己的码，给家里人扫的。")
INVITE_WORDS: dict[str, Sayable] = {
    "forged": _("链接不全，或者不是我们发的。别着急，没出什么事。"),
    "expired": _("这个码过了日子，用不了了。请家里人再给您看一个新的。"),
    "used": _("这个码已经用过了。请家里人再给您看一个新的。"),
    "out_of_use": _("这个码眼下用不上了。请家里人再给您看一个新的。"),
}

# -- asking ----------------------------------------------------------------------------------------
ACT_FOR = _("替家里人办事")
WHO_IS_IT: tuple[Sayable, ...] = (
    _("给您看这个码的人，想让您替他办事。"),
    _("他是您的什么人？"),
)
DO_NOT_KNOW = _("我不认识")
WHICH_ARE_YOU = _("您是哪一个？")
MAY_I_KEEP = _("{what}行不行？")
MY_NAME: tuple[Sayable, ...] = (_("您叫什么名字？写大名，那头看得见。"),)
NAME_UNCLEAR = _("名字我没看清。再写一遍吧。")
WHICH_THINGS = _("想替办哪几样？点一下勾上，再点去掉。")
WHICH_MORE = _("还想替办哪几样？点一下勾上，再点去掉。")
ASKED_THERE = _("问过{who}了。那头点了头，我就告诉您。")

WANTS = _("{who}想{asked}。")
WANTS_MORE = _("{who}还想{asked}。")
SAME_UNTIL = _("原来答应的不变，都到{until}。")
YES_MORE = _("愿意")
MORE_REFUSED = _("好，别的不办，原来的照旧。{who}那边我说一声。")
MORE_REFUSED_THERE = _("{who}说别的先不用替办，原来的照旧。")
WHAT_THEY_SEE = _("{they}看不到您的病历，也看不到您说过的话。")
WILLING = _("您愿意不？")
UNTIL_WHEN = _("到哪天为止？")
END_OF_THIS_YEAR, END_OF_NEXT_YEAR = _("到今年年底"), _("到明年年底")
THREE_MONTHS, OWN_DAY = _("三个月"), _("自己写日子")
WRITE_DAY = _("写个日子就行，比如“明年6月底”“2027年5月1日”。")
DAY_UNCLEAR = _("这个日子我没看明白。写成“2027年5月1日”这样就行。")
DAY_OUT = _("这个日子记不了。今天往后，最晚到{latest}。")
AGREED = _("记下了。{who}能替您办：{purposes}。到{until}。")
REFUSED = _("好，不办。{who}那边我说一声。")
CHANGED = _("改好了。{who}能替您办：{purposes}。到{until}。")

# -- told ------------------------------------------------------------------------------------------
THEY_AGREED = _("{who}答应了。您能替办：{purposes}。到{until}。")
HOW_TO_ACT = _("往后要办，点[要人帮忙]这些，先问一句“给谁办”。")
FACE_TO_FACE_TOLD = _("您当面答应了：{who}能替您办{purposes}，到{until}。")
CHANGED_THERE = _("{who}改了一下：您能替办{purposes}，到{until}。")
REFUSED_THERE = _("{who}说先不用替办，谢谢您想着。")
ENDED_THERE = _("{who}那头，往后不用您替办了。办过的照旧算数。")
ENDED_BY_PROXY = _("{who}说，往后不替您办事了。有事您跟我说就行。")
ENDED_BY_WORKER = _("您当面说了不用了，{who}往后不能替您办事。")
OVER_FOR_PRINCIPAL = _("{who}替您办事，日子到了，今天起停了。")
OVER_FOR_PROXY = _("替{who}办事的日子到了，今天起停了。")
ENDING = _("{who}替您办事，到{until}就停了。还接着办吗？")
ENDING_LEFT = _("好，到日子自己停，不用您再点。")
SEEN_THERE = _("{who}看见了，点了“知道了”。")

# -- done for me -----------------------------------------------------------------------------------
NOTHING_DONE = _("还没有人替您办过事。")
DONE_LIST = _("替您办过的，新的在前头。不想要的，点一下。")
UNDONE = _("好，这件撤了。我告诉{who}了。")
NOT_UNDONE = _("记下了，也告诉{who}了。这件收不回来了，要紧就点[找人说话]。")
NOT_WANTED_TOLD = _("{who}说这件不用了：{what}。")
THANKS_FOR_LOOKING = _("好，您心里有数就行。")

# -- ended -----------------------------------------------------------------------------------------
STOPPED = _("停了。{who}往后不能替您办事，我这就去说。")
STOPPED_ONE = _("停了，我这就告诉那头。")
STOPPED_ALL = _("都停了。往后没有人替您办事，我这就告诉他们。")
WHAT_STAYS = _("办过的照旧算数，想看点[替我办过的事]。")
WHOM_TO_STOP = _("不用谁办了？")
ALL_OF_THEM = _("都不用了")
I_STOPPED = _("好，往后您不替{who}办事了，那头我说一声。")
ASKING_TAKEN_BACK = _("好，不问了。")
NOBODY_TO_STOP = _("这会儿没有人替您办事。")

# -- face to face ----------------------------------------------------------------------------------
FACE_TO_FACE = _("当面办：让家里人替办事")
THEIR_NAME = _("谁来替{called}办？写大名。")
THEIR_PHONE = _("{name}的手机号是多少？")
NOT_A_PHONE = _("这个号我没看明白。手机写 11 位，座机带上区号。")
WHAT_IS_PRINCIPAL = _("{called}是{name}的什么人？")
WHICH_IS_THAT = _("{name}是哪一个？")
WHICH_ASKED = _("{called}让{name}办哪几样？点一下勾上。")
READ_ALOUD = _("请念给{called}听：“您{who}想{asked}。")
READ_ALOUD_2 = _("{they}看不到您的病历。您愿意不？”")
AGREED_THERE = _("记下了：{called}当面答应，{witness}在场。")
LET_THEM_SCAN = _("{name}还没用过家门口：扫这个码就行，七天里有用。")

# -- children --------------------------------------------------------------------------------------
REGISTER_CHILD = _("登记孩子")
YOUR_CHILDREN = _("您的孩子，点一个看看。")
NO_CHILDREN = _("还没有登记孩子。")
SETTLE_FIRST = _("先把您自己的住址记下，再登记孩子。")
MY_HOME = _("我住哪儿")
CHILDS_NAME = _("孩子大名叫什么？")
CHILDS_CALLED = _("小名叫什么？")
NO_CALLED = _("没有小名")
BOY_OR_GIRL = _("男孩还是女孩？")
BOY, GIRL, NOT_SAID = _("男孩"), _("女孩"), _("不说")
WHEN_BORN = _("哪天生的？写成“2017年5月3日”这样。")
BORN_UNCLEAR = _("这个日子我没看明白。写成“2017年5月3日”这样就行。")
BORN_IMPOSSIBLE = _("生日在今天以后，或者太早了。看一眼，再写一遍吧。")
GROWN_UP = _("满 18 岁就是大人了，自己来办。孩子的生日再看一眼？")
WHICH_GRADE = _("上几年级？点一个，或者打“三年级”。")
WHICH_SCHOOL = _("在哪个学校？")
NO_SCHOOL = _("先不写")
WHAT_ARE_YOU = _("您是孩子的什么人？")
UNDER_14 = _("孩子不满 14 岁，这一条要您单独点头：")
FROM_14 = _("孩子的信息，要您单独点头：")
TAKE_BACK_ANY_DAY = _("您哪天想收回都行。")
AGREE, DISAGREE = _("同意"), _("不同意")
WHOLE_TEXT = _("看全文")
CHILD_SUMMARY = _("{name}，{born}，{grade}")
CHILD_SUMMARY_SCHOOL = _("{school}，您是孩子的{kin}")
CHILD_SUMMARY_KIN = _("您是孩子的{kin}")
SAVE = _("对，记下")
REGISTERED = _("记下了，{child}的事往后在[家里人的事]里看。")
ONE_CHILD = _("{name}，{grade}。")
ONE_CHILD_SCHOOL = _("{name}，{grade}，{school}。")
LOOKED_AFTER_BY = _("照看的人：{who}。")
MOVES_UP = _("年级每年 9 月自己往上长，不用改。")
CHANGE_SCHOOL = _("换学校、年级")
ADD_GUARDIAN = _("加一个照看的人")
END_GUARDIAN = _("少一个照看的人")
SCHOOL_CHANGED = _("改好了：{child}，{grade}。")
SHOW_GUARDIAN_CODE: tuple[Sayable, ...] = (
    _("让那一位用手机扫这个码，或者把链接发过去。"),
    _("那头点了以后，我再问您一遍，您点头才算。"),
)
FROM_HOME = _("家里的人，点一下就加上。")
GUARD_WITH = _("一起照看孩子")
WHOSE_CHILD: tuple[Sayable, ...] = (
    _("有人请您一起照看一个孩子。"),
    _("您是孩子的什么人？"),
)
NOT_MINE = _("不认识这孩子")
GUARD_ASKED = _("问过了。那头点了头，我就告诉您。")
GUARD_ASKS = _("{who}想跟您一起照看{child}，说是孩子的{kin}。")
GUARD_ASKS_NO_KIN = _("{who}想跟您一起照看{child}。")
GUARD_CARE = _("是您给看的码，才点[对，加上]。")
YES_ADD, DO_NOT_KNOW_THEM = _("对，加上"), _("不认识")
GUARD_ADDED = _("加上了，{who}也能替{child}办事了。")
GUARD_NOT_ADDED = _("好，没加。这个码也不能再用了。")
GUARD_ADDED_TOLD = _("{who}也照看{child}了，孩子的事都能办。")
YOU_GUARD_NOW = _("加上了，{child}的事您也能办了。")
WHO_STOPS = _("谁不再照看{child}？")
MYSELF = _("我自己")
NO_LONGER_TOLD = _("{who}不再照看{child}了。")
YOU_NO_LONGER = _("{child}的事，往后由家里别人照看了。")
NOBODY_TO_END = _("照看{child}的人，眼下没有您能去掉的。")
OF_AGE_SELF = _("您满 18 岁了，生日快乐。往后自己的事自己办。")
OF_AGE_GUARDIAN = _("{child}满 18 岁了，往后自己的事自己办。")
