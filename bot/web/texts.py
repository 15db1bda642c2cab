"""The words around the talk: buttons, banners and the few pages that are not a conversation.

``CHROME`` goes to the page in both languages, so that switching needs no request. Keys are what
the templates and scripts ask for; a test holds the two together.
"""

from __future__ import annotations

from bot.dialogue.say import Language, Text, _, say

CHROME: dict[str, Text] = {
    "name": _("家门口"),
    "talk": _("和家门口说的话"),
    "top": _("家门口，顶上"),
    "home": _("家门口，回主页"),
    "person": _("找人说话"),
    "start": _("开始"),
    "language": _("换语言"),
    "front_lead": _("有事说一声，社区帮您找人。"),
    "front_free": _("不要钱，不用密码，也不问您要卡、要验证码。"),
    "front_card": _("家里有便民卡的，扫卡上的码进来，更省事。"),
    "danger": _("要命的事，先打电话："),
    "n120": _("急救"),
    "n119": _("火警"),
    "n110": _("报警"),
    "it_is_me": _("是我，进入"),
    "digits": _("电话号码的最后四位"),
    "link_calm": _("光打开这一页，什么都不会变。"),
    "to_front": _("回首页"),
    "reference": _("找人问的时候，报这个号："),
    "size": _("大字"),
    "size_which": _("字要多大？"),
    "size_s": _("小"),
    "size_m": _("中"),
    "size_l": _("大"),
    "size_x": _("特大"),
    "out": _("退出"),
    "out_lead": _("退出以后，要再扫卡、再点链接才进得来。说过的话都还在。"),
    "out_stay": _("不退，回去"),
    "out_go": _("退出这部手机"),
    "older": _("看以前的"),
    "write": _("说一句，或打个数"),
    "write_here": _("写一句"),
    "send": _("发送"),
    "more": _("照片和位置"),
    "photos": _("照片"),
    "file": _("发文件"),
    "file_sending": _("文件正在传…"),
    "file_failed": _("文件没传上来，再发一回。"),
    "place": _("我的位置"),
    "not_now": _("不发了"),
    "send_photos": _("发出去"),
    "take_off": _("去掉"),
    "sending": _("正在发"),
    "queued": _("先记在手机里了"),
    "read": _("念"),
    "choices": _("怎么答"),
    "urgent": _("要紧"),
    "withdrawn": _("（内容已撤回）"),
    "photo": _("照片"),
    "code": _("要用另一部手机扫的码"),
    "photo_gone": _("照片看不了了"),
    "photos_n": _("{n} 张照片"),
    "photo_not": _("这个不是照片，发不了。"),
    "photo_most": _("一回最多 5 张，后头的没放上。"),
    "photo_no_signal": _("没信号，照片没发出去。等会儿再点[发出去]。"),
    "photo_failed": _("照片没发出去。再点一下[发出去]试试。"),
    "my_place": _("我的位置"),
    "place_looking": _("正在看您在哪儿…"),
    "place_not": _("手机没让看位置。打字说在哪儿也行。"),
    "offline": _("没信号。您点的、写的，先记在手机里。"),
    "offline_queued": _("没信号，先记在手机里了（{n} 条）。有信号自己传，不用再点。"),
    "too_long": _("这段太长了，分两回发吧。"),
    "says": _("{who}说："),
    "it_said": _("家门口说："),
    "i_said": _("我说："),
}

CARD_HEADING = _("家门口便民卡")
CARD_LEAD = _("这是一张便民卡的链接。是您家的卡，就点下面。")
PERSON_HEADING = _("请您进来")
PERSON_LEAD = _("这是发给一位本人的链接。是发给您的，就点下面。")
INVITE_HEADING = _("头一回用家门口")
INVITE_LEAD = _("这是给值班人员的链接，只能用一回。是发给您的，就点下面。")
ME_HEADING = _("接上您的聊天")
ME_LEAD = _("您在别的聊天里点了[在网页上看]。是您自己点的，就点下面；别人发来的，别点。")
RELATIVE_HEADING = _("家里人请您帮忙")
RELATIVE_LEAD = _("这是家里人给您看的码。点下面，接着在聊天里说；您还是您，什么都不会变。")
RELATIVE_GO_ON = _("接着说")
SEE_HEADING = _("请您看一样")
SEE_LEAD = _("这是发给一位本人的，打开就能看。是发给您的，就点下面。")
OVER_HEADING = _("这件事已经过去了")
OVER = _("这个链接只管办事那会儿，现在看不了了。")
FORWARDED_LEAD = _("这个链接在别的手机上用过了。要在这儿用，填一下留给社区的电话的最后四位。")
DIGITS_WRONG = _("这四位对不上。看看电话号码，再填一回。")
DIGITS_LOCKED_HEADING = _("先歇一歇")
DIGITS_LOCKED = _("填错的回数多了，明天再试。急用，请打社区值班的电话。")
NO_DIGITS = _("这个链接在别的手机上用过了，社区也没记着电话。请社区值班帮您进来。")
LINK_BAD_HEADING = _("这个链接用不了")
LINK_BAD = _("链接不全，或者不是我们发的。别着急，没出什么事。")
LINK_OLD = _("这个链接到日子了。请社区再给您一个。")
LINK_OVER = _("这个链接过了时候。回您的聊天里再点一个就行。")
FILE_OVER = _("这个下载过了时候，或者不是给您的。回您的聊天里再点一回[下载全部]。")
LINK_USED = _("这个链接已经用过了。请社区再给您一个。")
LINK_REFUSED = _("这张卡已经换了新的，或者这个人的链接停了。请社区再给您一个。")
NOT_FOUND_HEADING = _("没有这一页")
NOT_FOUND = _("您要的这一页没找着。回首页就能接着说。")
BROKEN_HEADING = _("我们这边出岔子了")
BROKEN = _("不是您的错。等一会儿再试，写过的话都还在。")
FOREIGN_HEADING = _("这一下没算数")
FOREIGN = _("这一下是从别的网页点过来的，没办。回首页再点就行。")
TOO_MANY_HEADING = _("慢一点")
TOO_MANY = _("点得太快了，歇几秒再点。")
TOO_LARGE = _("照片太大了，超过 10 兆。换一张小的，或者截个图。")
TOO_MANY_PHOTOS = _("今天发的照片太多了，明天再发。要紧的，打字说。")
TABLE_TOO_LARGE = _("这个表超过 20 兆了，收不下。用不着的列删一删，或者分成几个表发。")
PDF_TOO_LARGE = _("这份文件超过 10 兆了，收不下。挑要紧的几页，或者压小些再发。")
TOO_MANY_FILES = _("今天发的文件太多了，明天再发。")
NOT_A_PHOTO = _("这个文件不是照片，看不了。换一张试试。")
EMPTY_WORDS = _("这一句是空的，没发。")
NOT_UNDERSTOOD = _("这一下没传好。再点一回就行。")

DEMO_TITLE = _("家门口 · 三部手机")
DEMO_LEAD = _("三部手机，三个人，一件事。人都是编的。")
DEMO_VISITOR = _("新来的人，没有卡")
DEMO_VISITOR_HINT = _("点[开始]，看看头一回来是什么样")
DEMO_CLOCK = _("城里现在")
DEMO_TEN = _("＋10 分钟")
DEMO_MORNING = _("明早 8:00")
DEMO_IS = _("这部手机是谁的")
DEMO_SWITCH = _("看哪部手机")
DEMO_NTH = _("手机 {n}")
DEMO_WAIT = _("钟在走，一会儿就好…")
DEMO_FAULT = _("钟没动。再点一下试试。")

CARDS_TITLE = _("便民卡")
CARD_SCAN = _("扫一扫，找社区")
CARD_FREE = _("不要钱，不要密码，不要验证码")
CARD_DUTY = _("社区值班")
CARDS_PRINT = _("打印")

WEEKDAYS = [_("周一"), _("周二"), _("周三"), _("周四"), _("周五"), _("周六"), _("周日")]
MONTHS = [
    _("1月"), _("2月"), _("3月"), _("4月"), _("5月"), _("6月"),
    _("7月"), _("8月"), _("9月"), _("10月"), _("11月"), _("12月"),
]  # fmt: skip
DATE = _("{month}{day}日 {weekday}")
TIME = _("{part} {clock}")
PARTS_OF_DAY = [
    (5, _("夜里")), (8, _("清早")), (11, _("上午")),
    (13, _("中午")), (18, _("下午")), (24, _("晚上")),
]  # fmt: skip


def chrome(language: Language) -> dict[str, str]:
    return {key: say(text, language) for key, text in CHROME.items()}
