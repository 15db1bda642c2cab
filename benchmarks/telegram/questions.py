"""What the help flow shows, screen by screen, for the bots that are not ours.

The words and buttons are those the service shows (``ours``), so that everybody sends and reads the
same number of bytes. Nothing is imported here: the peers run in an environment of their own.
"""

from __future__ import annotations

Rows = list[list[tuple[str, str]]]

HOME: tuple[str, Rows] = (
    "李样本，您有什么事？",
    [
        [("1 要人帮忙", "f.help"), ("2 我的事儿", "t.mine")],
        [("3 找人说话", "g.person")],
        [("我的资料", "t.about_me"), ("我也来帮忙", "f.join"), ("English", "g.en")],
    ],
)
WHAT: tuple[str, Rows] = (
    "哪样事？",
    [
        [("1 暖气不热", "heating")],
        [("2 水管、漏水", "water")],
        [("3 没电、跳闸", "power")],
        [("4 有煤气味", "gas"), ("5 收拾屋子", "tidy")],
        [("6 别的事", "other")],
        [("替别人说", "whose"), ("0 返回", "back"), ("不办了", "stop")],
        [("找人说话", "g.person")],
    ],
)
WHERE: tuple[str, Rows] = (
    "哪儿不热？",
    [
        [("1 哪儿都凉", "all"), ("2 有一屋凉", "one")],
        [("3 暖气漏水了", "leak")],
        [("0 返回", "back"), ("不办了", "stop"), ("找人说话", "g.person")],
    ],
)
COLD: tuple[str, Rows] = (
    "屋里冻得慌不？",
    [
        [("1 冻得慌", "yes"), ("2 还行", "no")],
        [("0 返回", "back"), ("不办了", "stop"), ("找人说话", "g.person")],
    ],
)
RIGHT: tuple[str, Rows] = (
    """您看对不对：
李样本，爱华社区 桦林家园 1 号楼 1 单元 401
暖气哪儿都凉，冻得慌。电话用尾号 0000 的""",
    [
        [("1 对，叫人来", "call")],
        [("2 改一改", "change")],
        [("0 返回", "back"), ("不办了", "stop"), ("找人说话", "g.person")],
    ],
)
DONE: tuple[str, Rows] = (
    """收到了，这就给您找人。6 点前一准给您回话。
编号 697 904。打电话问，念这几个数就行。社区值班 0432-000-0011""",
    [],
)
ADVICE: tuple[str, Rows] = (
    "先把门窗关严，多穿一层。\n屋里千万别点炭、别烧火盆。",
    [[("1 发照片、补一句", "t.add.2001")], [("2 我的事儿", "t.mine")]],
)
