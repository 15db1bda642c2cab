"""Every text people read: the sentences in the source, their English, and the town's own texts."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from babel.messages.pofile import read_po

from models.town.catalogue import Stage
from models.town.local import Local, Part
from models.town.notices import Category
from tests.furniture import huadian
from tests.house.ground import ROOT, modules

HAN = re.compile(r"[\u3400-\u9fff]")
GAP = re.compile(r"\{(\w+)\}")
PARTS = ROOT / "locales" / "en" / "parts"
FORBIDDEN = (
    "受理", "派单", "办结", "候补", "送达", "已阅", "场次", "环节", "代办人", "对象", "适老化改造",
    "电热毯", "空巢", "失能", "失独", "独居", "低保", "老人家", "咋整", "老铁", "尽快", "工单", "满意度",
    "输入有误", "请您合理", "请重新输入", "温馨提示", "敬请", "请耐心", "您已超时", "超时未", "用户",
    "提交成功", "创建成功", "系统繁忙", "操作失败", "非法", "无效", "错误",
)  # fmt: skip
DARLING = re.compile(r"亲[爱，,～~！!。]|^亲|亲$")
"""亲 as an address; 亲戚 and 母亲 are harmless."""


@dataclass(frozen=True)
class Said:
    """One text and where it stands."""

    where: str
    zh: str
    en: str


@cache
def english() -> dict[str, list[tuple[str, str]]]:
    """Of each Chinese text its English entries, with the file each stands in."""
    found: dict[str, list[tuple[str, str]]] = {}
    for path in sorted(PARTS.glob("*.po")):
        with path.open("rb") as file:
            for entry in read_po(file, locale="en"):
                if entry.id:
                    found.setdefault(str(entry.id), []).append((path.name, str(entry.string)))
    return found


def msgids() -> Iterator[tuple[str, str]]:
    """(where, Chinese) of everything marked with ``_`` in bot and handlers."""
    for name, tree in modules("bot", "handlers"):
        for node in ast.walk(tree):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id == "_"
                and node.args
                and isinstance(node.args[0], ast.Constant)
                and isinstance(node.args[0].value, str)
            ):
                yield f"{name}:{node.lineno}", node.args[0].value


def of_the_source() -> list[Said]:
    return [Said(where, zh, english().get(zh, [("", "")])[0][1]) for where, zh in sorted(msgids())]


def of_the_town() -> list[Said]:
    """Without the staff labels of stages and of the ledger's categories, which only the desk reads."""
    return [Said(where, text.zh, text.en) for where, text in _locals(huadian(), "town")]


def _locals(value: object, where: str) -> Iterator[tuple[str, Local]]:
    if isinstance(value, Local):
        yield where, value
    elif isinstance(value, Part):
        for name in type(value).model_fields:
            if not (isinstance(value, Stage | Category) and name == "label"):
                yield from _locals(getattr(value, name), f"{where}.{name}")
    elif isinstance(value, dict):
        for key, part in value.items():
            yield from _locals(part, f"{where}.{key}")
    elif isinstance(value, tuple | list):
        for number, part in enumerate(value):
            yield from _locals(part, f"{where}.{getattr(part, 'id', str(number))}")


def han(text: str) -> int:
    return len(HAN.findall(text))
