"""Words that work in every state, whatever is being asked: Back, Cancel, Help, language, a person.

Typing a word is as good as tapping a button. They are compared whole, so that a sentence that
happens to contain one is still an answer.
"""

from __future__ import annotations

from bot.dialogue.asking import plain

_COMMANDS: dict[str, tuple[str, ...]] = {
    "back": ("0", "返回", "回去", "上一步", "back"),
    "cancel": ("不办了", "取消", "算了", "不用了", "cancel", "/cancel"),
    "help": ("帮助", "怎么用", "不会用", "help", "/help"),
    "person": (
        "找人说话", "找人", "人工", "转人工", "真人", "我要找人", "person", "human", "a person please",
        "talk to a person", "/person",
    ),
    "zh": ("中文", "汉语", "chinese", "/chinese"),
    "en": ("english", "英文", "英语", "/english"),
    "mine": ("/mine",),
    "menu": ("主页", "菜单", "首页", "开始", "menu", "home", "start", "/start", "/menu"),
}  # fmt: skip

BUTTONS = frozenset({"mine"})
"""Words that do what the push button of this name does."""

GLOBAL = {plain(word): command for command, words in _COMMANDS.items() for word in words}

_DIGITS = str.maketrans("０１２３４５６７８９", "0123456789")


def global_command(text: str) -> str | None:
    """The command a text is, whole; None for anything else."""
    if len(text) > 24:
        return None
    return GLOBAL.get(plain(text.translate(_DIGITS)))


def typed_number(text: str) -> int | None:
    """1–99 typed alone, also in full width; None for anything else (0 is Back)."""
    digits = text.strip().translate(_DIGITS).rstrip(".。、")
    return int(digits) if digits.isdecimal() and 0 < int(digits[:3] or 0) < 100 else None
