"""Words around a notice on paper and on the page that its code opens."""

from __future__ import annotations

from bot.dialogue.say import _

HEADING = _("{kind}通知")
OVER = _("这条通知已经过去了，不用管了。")
CORRECTED = _("这条更正过，以这儿写的为准。")
HELP = _("要人帮忙，在家门口里点。不要钱，也不问您要卡、要验证码。")
OPEN = _("打开家门口")
SEE_LINK = _("看看链接里写的")
SEE_FILE = _("看看带的文件")
SHEET_TITLE = _("贴单元门的纸")
PRINT = _("打印")
SCAN = _("扫一扫看通知，要帮忙也在里头")
FREE = _("不要钱，不问您要卡、要验证码")
GONE = _("这个链接过了时候，或者不全。通知的事，问社区值班就行。")
