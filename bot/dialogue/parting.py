"""How a text that is longer than a platform's message is parted: the one rule by which channels send
it and by which whoever wrote it is shown beforehand where it will break."""

from __future__ import annotations

from unicodedata import combining

_ENDS = "。！？!?；;\n"
_BREAKS = _ENDS + "，,、 "


def parted(text: str, most: int) -> tuple[str, ...]:
    """As many messages as it takes, each ending with a sentence where there is one to end with.
    ``most``: UTF-16 units of one, as platforms count: a character outside the basic plane is two;
    0 is no limit."""
    if not most or len(text) <= most // 2 or _units(text) <= most:
        return (text,)
    parts = []
    while _units(text) > most:
        cut = _cut(text, _fits(text, most))
        parts.append(text[:cut])
        text = text[cut:]
    return (*parts, text) if text else tuple(parts)


def _units(text: str) -> int:
    return len(text) + sum(one > "\uffff" for one in text)


def _fits(text: str, most: int) -> int:
    """How many characters from the beginning fit into one message, one at the least."""
    units = 0
    for at, one in enumerate(text):
        units += 2 if one > "\uffff" else 1
        if units > most:
            return max(at, 1)
    return len(text)


def _cut(text: str, most: int) -> int:
    """Where to cut: after the last sentence of the second half, else after a word, else not
    between a letter and its accent."""
    for marks in (_ENDS, _BREAKS):
        found = max(text.rfind(mark, most // 2, most) for mark in marks)
        if found >= 0:
            return found + 1
    while most > 1 and (combining(text[most]) or text[most] in "\u200d\ufe0f"):
        most -= 1
    return most
