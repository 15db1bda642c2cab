"""What an administrator reads when the service is not well, and when it is again."""

from __future__ import annotations

from bot.dialogue.say import Text, _
from bot.watch.board import Kind, Trouble

BEGINS: dict[Kind, tuple[Text, ...]] = {
    "loop": (
        _("家门口卡住了，这会儿谁点都没有回音。写过的话都在。"),
        _("请管机器的人看一眼。一分钟没缓过来，它会自己重开。"),
    ),
    "clock": (
        _("家门口的钟停了，到点的提醒、催办都没走。说话、报事儿不耽误。"),
        _("请管机器的人看看记录，里头写着卡在哪一样上。"),
    ),
    "sender": (
        _("消息发不出去，都排着呢，一条没丢。"),
        _("请管机器的人看一眼。要紧的事，这会儿先打电话。"),
    ),
    "token": (
        _("{channel} 不认我们的口令了，那边收不到，也发不出。网页上照常。"),
        _("请管机器的人换上新口令，再重开一下。"),
    ),
    "platform": (
        _("{channel} 那边联系不上，消息先排着，一条没丢。网页上照常。"),
        _("通了会自己接着发，不用管。要紧的事，这会儿先打电话。"),
    ),
    "disk": (
        _("存东西的盘满了，新说的、新报的存不下。存过的都在。"),
        _("请管机器的人腾地方。腾出来自己就好，不用重开。"),
    ),
    "disk_low": (
        _("存东西的盘快满了，这会儿还存得下。"),
        _("请管机器的人今天腾地方。腾出来自己就好，不用重开。"),
    ),
    "database": (
        _("数据库没有回音，这会儿存不下，也查不着。存过的都在。"),
        _("请管机器的人看看数据库。它好了，我自己接着办。"),
    ),
    "queue": (
        _("排着没发的消息太多了。通知先停一停，回话、要紧的事不耽误。"),
        _("请看看是谁发的、要不要停。排得少了，自己接着发。"),
    ),
}
TELLS_OVER = _("好了我再告诉您。")

OVER: dict[Kind, Text] = {
    "loop": _("好了，家门口缓过来了。卡住了 {minutes} 分钟。"),
    "clock": _("好了，钟又走了。停了 {minutes} 分钟，落下的这就补上。"),
    "sender": _("好了，消息又往外发了。停了 {minutes} 分钟，一条没丢。"),
    "token": _("好了，{channel} 又认我们的口令了。断了 {minutes} 分钟，排着的这就发。"),
    "platform": _("好了，{channel} 又通了。断了 {minutes} 分钟，排着的这就发。"),
    "disk": _("好了，盘上有地方了。前后 {minutes} 分钟。"),
    "disk_low": _("好了，盘上的地方够用了。前后 {minutes} 分钟。"),
    "database": _("好了，数据库有回音了。停了 {minutes} 分钟。"),
    "queue": _("好了，排着的消息少下来了，通知接着发。前后 {minutes} 分钟。"),
}
WHERE = _("是这一台：{instance}")

NAMES = {"telegram": "Telegram"}
"""What a channel is called; any other by its own name."""


def begins(trouble: Trouble) -> tuple[Text, ...]:
    """What, and what is to be done. At most four short lines, one of them is kept for where."""
    return (*(_named(line, trouble) for line in BEGINS[trouble.kind]), TELLS_OVER)


def over(trouble: Trouble, seconds: float) -> tuple[Text, ...]:
    minutes = max(round(seconds / 60), 1)
    return (_named(OVER[trouble.kind], trouble)(minutes=minutes),)


def _named(line: Text, trouble: Trouble) -> Text:
    return line(channel=NAMES.get(trouble.channel, trouble.channel)) if trouble.channel else line
