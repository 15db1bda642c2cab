"""Words about one's own data."""

from __future__ import annotations

from bot.dialogue.book import refuses
from bot.dialogue.chat import Chat
from bot.dialogue.say import Sayable, _
from models.consents.refusals import NothingToTakeBack, StillOnTheWay
from models.privacy.refusals import NotSomebodyHere, StillAChild, TooLateToUndo

HOME = _("回主页")
MY_DATA = _("我的资料")
BACK = _("回我的资料")
MORE = _("再往前")

# -- what is kept ------------------------------------------------------------------------------------
NAME = _("名字{name}，称呼{called}，生日{born}。")
ADDRESS = _("住址：{address}。")
ADDRESS_UNCONFIRMED = _("住址：{address}，还没有人上门核对过。")
PHONE = _("电话{phone}，跟我们说话的聊天 {chats} 个。")
WHO_SEES_IT = _("来帮您的人、社区值班、网格员和您的大夫看得见，别人都看不见。")
CASES = _("找人帮忙 {cases} 回，照片 {photos} 张。")
FAMILY = _("替您办事的 {proxies} 位，您照看的孩子 {children} 个。")
DOCTOR = _("家庭医生：{team}，签到{day}。")
NO_DOCTOR = _("没签家庭医生。")
WORK = _("您做着：{roles}。帮人 {minutes} 分钟。")
LOOKED = _("有人看过您的记录 {looked} 回。")
NOT_KEPT = _("没记")
TAIL = _("尾号 {tail}")
NOTHING_KEPT = _("我这儿没记您的称呼、住址、电话。")
NOT_HERE = _("这个在他的记录里看。")
CORRECT = _("改一改")
WHICH_NOTICES = _("收哪些通知")
DOWNLOAD = _("下载全部")
WHO_LOOKED = _("谁看过")
CONSENTS = _("都同意过什么")
DELETE = _("删掉")
MY_HOME = _("我住哪儿")

# -- correcting --------------------------------------------------------------------------------------
CORRECT_WHAT = _("改哪样？")
CORRECT_NAME = _("改名字")
CORRECT_CALLED = _("改称呼")
CORRECT_PHONE = _("改电话")
CORRECT_HOME = _("改住址")
CORRECT_BORN = _("改生日")
WRITE_NAME = _("名字怎么写？")
NAME_TOO_LONG = _("名字写 2 到 20 个字。")
NAME_NOW = _("记下了，名字是{name}。")
NEW_PHONE = _("新电话是多少？")
NO_PHONE = _("没有电话")
NOT_A_PHONE = _("这不像电话号码。再打一遍，或者点[没有电话]。")
PHONE_NOW = _("记下了，电话尾号 {tail}。")
NO_PHONE_NOW = _("好，电话不记了。")
WRITE_BORN = _("哪年哪月哪日生的？像 1948年5月3日 这样打。")
NOT_A_DAY = _("这一天我没看懂。像 1948年5月3日 这样再打一遍。")
BORN_NOW = _("记下了，生日是{day}。")

# -- everything as a file ----------------------------------------------------------------------------
FILE_READY = _("都在这个文件里，点下面下载。一刻钟里有用，只在您自己这儿打得开。")
FILE_ON_WEB = _("这儿发不了，点下面到网页上，再点一回[下载全部]。")
CHILDS_FILE_ON_WEB = _("这儿发不了，点下面到网页上，从[家里人]点开孩子，再下载。")
GET_FILE = _("下载")
OPEN_WEB = _("打开网页")

# -- who looked --------------------------------------------------------------------------------------
NOBODY_LOOKED = _("还没有人看过您的记录。")
LOOK = _("{day}，{who}看过：{why}")
LOOK_NO_WHY = _("{day}，{who}看过。")
TOOK = _("{day}，{who}拿走过一份。")
SOMEBODY = _("社区的人")
ROLE_AND_NAME = _("{role}{name}")

# -- what I agreed to --------------------------------------------------------------------------------
NOTHING_AGREED = _("您还没点过头，也没摇过头。")
WHICH_ONE = _("点哪一样，就能改哪一样。")
AGREED = _("{what}：{day}答应的。")
REFUSED = _("{what}：{day}说了不行。")
TAKEN_BACK = _("{what}：{day}收回了。")
RUN_OUT = _("{what}：到日子了。")
WITH_OTHER = _("{what}（{other}）")
TEXT_CHANGED = _("“{name}”这几句话改过了，您再看看。")
IS_THAT_RIGHT = _("{what}行不行？")
REALLY_TAKE_BACK = _("{lost}收回不？")
TAKE_IT_BACK = _("收回")
KEEP_IT = _("先留着")
AGREED_NOW = _("好，记下了。哪天想收回，在[我的资料]里点一下就行。")
REFUSED_NOW = _("好，不用。{lost}")
TAKEN_BACK_NOW = _("收回了，从这会儿起就不用了。")
ABROAD_REFUSED = _("好。{lost}要命的事，在这儿说还是马上有人管。")
ON_WEB = _("在网页上看")

# -- deleting ----------------------------------------------------------------------------------------
GOES = _("删了，名字、住址、电话、说过的话、照片、跟家里人的关系，就都没了。")
NO_WAY_BACK = _("报上的名也都退掉。删了找不回来。")
STAYS = _("依法得留的有 {count} 样，锁着，平常谁也看不见。接着删不？")
STAYS_ONE = _("{what}：{law}，留 {years} 年。")
GO_ON = _("接着删")
WHAT_STAYS = _("看留哪些")
NOT_NOW = _("先不删")
LAST_WORD = _("最后问一回：真的都删掉？")
DELETE_ALL = _("都删掉")
DELETED = _("都删了。往后再来，就跟头一回来一样。")

# -- somebody who is gone ----------------------------------------------------------------------------
WHAT_HAPPENED = _("{name}怎么了？")
SOMEBODY_HERE = _("这一位")
DIED = _("过世了")
MOVED = _("搬走了")
ALL_STOPS = _("那就不再给{name}发消息，签约、报的名、替人办事都停下。")
IS_IT_SO = _("是这样吗？")
SO_IT_IS = _("是这样")
NOT_SO = _("不是")
DEAD_NOW = _("知道了。往后不再给他发消息。您多保重。")
MOVED_NOW = _("知道了。往后不再给他发消息。")
REPORTED_WRONGLY = _("报错了")
REALLY_HERE = _("好，撤回了，{count} 样接着办。")
NOT_BROUGHT_BACK = _("这中间没发的消息、让给别人的事和位子，补不回来了。")
THEY_SAY = _("{name}家里人说，人不在了。")
THEY_SAY_MOVED = _("{name}家里人说，人搬走了。")
STOPPED_ALL = _("消息、签约、报的名都停了。要是报错了，点一下就撤回。")
LOOK_AT = _("看看")
CHILD_ALONE = _("{name}的监护人过世了，身边没有别的监护人。")
FIND_SOMEBODY = _("请今天就找人照应，把新的监护人记上。")
A_CHILD = _("有个孩子")
HEARD_GONE = _("有人跟我们说，您不在这儿了，消息都停了。")
ARE_YOU_HERE = _("您在，就点[我在呢]。")
I_AM_HERE = _("我在呢")


@refuses(NothingToTakeBack)
def nothing_to_take_back(chat: Chat, refusal: NothingToTakeBack) -> Sayable:
    return _("这一样本来就没答应，或者已经收回了。")


@refuses(StillOnTheWay)
def still_on_the_way(chat: Chat, refusal: StillOnTheWay) -> Sayable:
    line = _("您手上还有 {tasks} 件事，人家等着呢。办完了，或者点[去不成了]，再收回。")
    return line(tasks=refusal.tasks)


@refuses(NotSomebodyHere)
def not_somebody_here(chat: Chat, refusal: NotSomebodyHere) -> Sayable:
    return _("这一位已经有人报过了，消息都停着呢。")


@refuses(TooLateToUndo)
def too_late_to_undo(chat: Chat, refusal: TooLateToUndo) -> Sayable:
    return _("撤不回来了：没人报过，或者时候太久，记录已经清了。")


@refuses(StillAChild)
def still_a_child(chat: Chat, refusal: StillAChild) -> Sayable:
    return _("按这个日子还没成年，得请社区来改，把监护人也记上。")


ENTRIES = (
    nothing_to_take_back,
    still_on_the_way,
    not_somebody_here,
    too_late_to_undo,
    still_a_child,
)
