"""What all of them say. Nothing is imported here: the peers live in an environment of their own."""

NOTICE = "明早八点到下午两点，阳光社区停水。\n家里先接点儿水。\n有难处就按下面的「找人」。"
REPLY = "收到了。"
