"""The columns each kind of table may have: the id of the field, and every name people give it.

The first name of a field is the one our own templates use. Names are compared without blanks,
brackets and punctuation, in lower case.
"""

from __future__ import annotations

import re
import unicodedata

from models.sheets.limits import What

_PERSON: dict[str, tuple[str, ...]] = {
    "name": ("姓名", "名字", "居民姓名", "人员姓名", "本人姓名", "name", "full name"),
    "id_number": (
        "身份证号", "身份证", "身份证号码", "证件号码", "证件号", "公民身份号码", "公民身份证号码", "居民身份证号",
        "居民身份证号码", "本人身份证号", "身份号码", "id number", "id card", "id no", "identity number",
    ),
    "phone": (
        "电话", "手机", "手机号", "手机号码", "联系电话", "联系方式", "电话号码", "本人电话", "居民电话", "联系手机",
        "移动电话", "phone", "mobile", "telephone", "tel", "phone number",
    ),
    "born": ("出生日期", "生日", "出生年月日", "出生年月", "出生时间", "born", "date of birth", "birth date", "birthday"),
}  # fmt: skip
_PLACE: dict[str, tuple[str, ...]] = {
    "community": (
        "社区", "社区村", "所属社区", "所在社区", "村", "村社区", "村居", "居委会", "行政村", "village", "community",
    ),
    "address": (
        "住址", "详细地址", "地址", "家庭住址", "家庭地址", "现住址", "现住地址", "居住地址", "居住地", "常住地址",
        "address", "home address",
    ),
    "estate": ("小区", "小区名称", "所在小区", "屯", "自然屯", "小区屯", "小区或屯", "estate", "hamlet"),
    "building": ("楼号", "楼栋", "楼栋号", "栋号", "楼", "栋", "几号楼", "楼幢", "幢号", "building", "block"),
    "unit": ("单元", "单元号", "几单元", "unit", "entrance"),
    "door": ("门牌", "房号", "室", "门牌号", "房间号", "室号", "户号", "门号", "几号门", "door", "room", "flat"),
}  # fmt: skip
_NOTE: dict[str, tuple[str, ...]] = {
    "note": ("备注", "说明", "备注说明", "note", "notes", "remarks", "comment"),
}
_NUMBER_IN_LIST = ("序号", "编号", "no", "number", "#", "行号")

FIELDS: dict[What, dict[str, tuple[str, ...]]] = {
    "residents": {
        **_PERSON,
        "gender": ("性别", "gender", "sex"),
        **_PLACE,
        "called": ("称呼", "怎么称呼", "called"),
        "relation": ("与户主关系", "和户主关系", "户主关系", "家庭关系", "关系", "relation to head", "relation"),
        "guardian_name": ("监护人", "监护人姓名", "家长", "家长姓名", "guardian", "guardian name", "parent"),
        "guardian_phone": ("监护人电话", "监护人手机", "监护人联系电话", "监护人手机号", "家长电话", "家长手机", "家长联系电话", "guardian phone"),
        "guardian_id": ("监护人身份证号", "监护人身份证", "监护人身份证号码", "监护人证件号码", "家长身份证", "家长身份证号", "guardian id", "guardian id number"),
        "school": ("学校", "就读学校", "学校名称", "所在学校", "school"),
        "grade": ("年级", "就读年级", "所在年级", "班级", "年级班级", "grade", "year"),
        "categories": ("类别", "人员类别", "老人类别", "台账类别", "category", "categories"),
        **_NOTE,
    },
    "contracts": {
        **_PERSON,
        "team": ("签约团队", "家庭医生团队", "团队", "签约医生团队", "团队名称", "家医团队", "签约家庭医生团队", "team", "doctor team"),
        "starts": ("签约日期", "签约时间", "协议签订日期", "签订日期", "协议开始日期", "开始日期", "生效日期", "起", "signed", "signed on", "starts", "start date"),
        "ends": ("到期日期", "到期时间", "协议到期日期", "截止日期", "结束日期", "有效期至", "有效期限", "止", "ends", "end date", "expires"),
        "package": ("服务包", "签约服务包", "服务包名称", "签约服务", "package"),
        **_NOTE,
    },
    "roles": {
        **_PERSON,
        "role": ("职务", "角色", "岗位", "身份", "工作岗位", "担任职务", "role", "post"),
        "place": ("管哪儿", "网格", "管理网格", "负责网格", "所在网格", "所属网格", "负责区域", "管辖区域", "服务区域", "place", "where", "grid"),
        "community": _PLACE["community"],
        "starts": ("起", "开始日期", "任职日期", "上岗日期", "起始日期", "任职时间", "starts", "start date", "since", "from"),
        "ends": ("止", "结束日期", "截止日期", "到期日期", "离任日期", "ends", "end date", "until", "to"),
        "checked": ("背景核查日期", "核查日期", "背景审查日期", "无犯罪证明日期", "背景调查日期", "入职查询日期", "checked", "checked on", "background check date"),
        "check_until": ("核查有效期", "背景核查有效期", "背景核查有效期至", "核查有效期至", "核查到期日期", "check until", "check valid until"),
        **_NOTE,
    },
}  # fmt: skip
"""Field ids in the order of the templates."""

REQUIRED: dict[What, tuple[tuple[str, ...], ...]] = {
    "residents": (("name",), ("address", "estate", "community")),
    "contracts": (("name",), ("id_number", "phone", "born"), ("starts",)),
    "roles": (("name",), ("phone", "id_number"), ("role",), ("place", "community")),
}
"""Of each group one column must be there."""


def plain(header: str) -> str:
    """A header as it is compared: "联系电话（必填）" is 联系电话, "ID No." is idno."""
    text = unicodedata.normalize("NFKC", header).lower()
    text = re.sub(r"[(\[<].*?[)\]>]", "", text)
    return re.sub(r"[\s*·:、,，。./\\_\-'\"“”【】〔〕]+", "", text)


_MEANINGS: dict[What, dict[str, str]] = {
    what: {plain(name): field for field, names in fields.items() for name in names}
    for what, fields in FIELDS.items()
}
_LEFT_OUT = frozenset(plain(name) for name in _NUMBER_IN_LIST)


def meaning(what: What, header: str) -> str:
    """The field a header stands for; "" for one we do not know."""
    return _MEANINGS[what].get(plain(header), "")


def worth_telling(header: str) -> bool:
    """Whether somebody should hear that this column was not read: not of a running number."""
    return bool(plain(header)) and plain(header) not in _LEFT_OUT


def header_of(what: What, field: str) -> str:
    """How our own tables name it."""
    return FIELDS[what][field][0]
