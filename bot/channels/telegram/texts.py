"""What only Telegram needs said; everything else is worded by the handlers."""

from __future__ import annotations

from bot.dialogue.say import Text, _

TAKEN_BACK = _("这件事过去了，门牌、电话这些收回去了。")

IN_A_GROUP = _("群里人多，家里的事不在这儿说。点下面，单独跟我说。")
WRITE_TO_ME = _("单独跟我说")

COMMANDS: tuple[tuple[str, Text], ...] = (
    ("start", _("主页")),
    ("mine", _("我的事儿")),
    ("person", _("找人说话")),
    ("help", _("怎么用")),
    ("english", _("换成英文")),
    ("chinese", _("换成中文")),
)
"""The menu beside the writing line. Each of the words works in every state of a talk."""

DESCRIPTION = (
    _("家里有事，在这儿说一声，社区的人帮您办。"),
    _("我是自动回话的，不是真人。想跟真人说话，点[找人说话]。"),
    _("要命的事直接打电话：120 急救，119 着火，110 警察。"),
    _("您的称呼、住址、电话和说的事，我都加密记着，只用来找人给您办事。"),
    _("这儿的话要经过 Telegram 在国外的机器。不愿意的话，用社区给的网页。"),
)
"""What a chat shows before the first word: what this is, what it is not, and what is kept."""

IN_SHORT = _("家里有事，说一声。这儿自动回话；要命的事打 120、119、110。")
