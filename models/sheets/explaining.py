"""What our templates say inside: the example row, and the sheet of notes.

The example is nobody: area 999999 has never been given to anybody, 100-0000-… rings nowhere. It is
known again by its name, so a template sent back with the example still in it takes in no one.
"""

from __future__ import annotations

from models.sheets.limits import MOST_ROWS, What

EXAMPLE_NAME = "示例（请删掉这一行）"
REASON = "为什么没收下"
SHEETS: dict[What, str] = {"residents": "居民", "contracts": "签约", "roles": "职务"}

EXAMPLES: dict[What, dict[str, str]] = {
    "residents": {
        "name": EXAMPLE_NAME,
        "id_number": "999999195003070022",
        "phone": "100-0000-0001",
        "born": "1950-03-07",
        "gender": "女",
        "community": "阳光社区",
        "estate": "阳光小区",
        "building": "3",
        "unit": "2",
        "door": "401",
        "called": "示例姨",
        "relation": "户主",
    },
    "contracts": {
        "name": EXAMPLE_NAME,
        "id_number": "999999195003070022",
        "phone": "100-0000-0001",
        "team": "阳光家庭医生团队",
        "starts": "2026-01-05",
        "ends": "2027-01-04",
        "package": "基本服务",
    },
    "roles": {
        "name": EXAMPLE_NAME,
        "phone": "100-0000-0001",
        "role": "志愿者",
        "place": "阳光社区",
        "starts": "2026-01-05",
    },
}

_ALL = (
    "一行一个人。表头的次序可以换，多出来的列不看。黄色的列得有：有几列黄的是一个意思，填一列就行。",
    "身份证号、电话这几列已经设成“文本”。从别处粘过来，选“只粘贴值”，别带公式。",
    "日期写成 1950-03-07 或 1950年3月7日。只写年、只写“50/3/7”的不收，分不清是哪天。",
    f"一回最多 {MOST_ROWS} 行，另存为 .xlsx 发过来。先试一遍，哪行不对、怎么改，都会告诉您；您点了头才收下。",
    "第一行是样子，编的，发过来之前删掉；忘了删也不会收。",
)
NOTES: dict[What, tuple[str, ...]] = {
    "residents": (
        *_ALL,
        "住址填“小区、楼号、单元、门牌”几列，或者在“住址”一列写全：阳光小区3号楼2单元401。住屯里的，门牌写第几家、怎么找。",
        "不满 18 岁的，写上监护人的姓名和电话（或者身份证号）。不能写孩子自己。",
    ),
    "contracts": (
        *_ALL,
        "身份证号、电话、出生日期至少填一样，好对上是哪一位。",
        "团队空着，就是管他那个网格的团队。到期日期空着，按一期算。",
    ),
    "roles": (
        *_ALL,
        "“管哪儿”写社区或者网格的名字：阳光社区、阳光社区一网格。",
        "跟孩子打交道的（四点半课堂老师、共享妈妈），背景核查日期得填，过了期的不收。",
    ),
}
