"""What people type, made safe to keep and to show, once, at the edge.

PostgreSQL refuses NUL and lone surrogates, a direction mark turns the rest of a line round, and
two hundred combining characters on one letter cover the neighbour's name. Inside the service no
text needs to be doubted again.
"""

from __future__ import annotations

import re
import unicodedata

MARKS_IN_A_ROW = 4
NAME_LENGTH = 40

_ZWJ = "\u200d"
_LINE_ENDS = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
_MANY_LINES = re.compile(r"\n[ ]*\n(?:[ ]*\n)+")
# Letters that take room and show nothing; a name made of them is no name.
_BLANKS = re.compile("[\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0\\s]+")
_PLAIN = re.compile(r"[ -~\u3001-\u3020\u4e00-\u9fff\uff01-\uff5e]*")


def clean_text(text: str) -> str:
    """NFC, plain line ends, no invisible or direction-changing characters, trimmed."""
    if _PLAIN.fullmatch(text):
        return text.strip()
    if any("\ud800" <= char <= "\udfff" for char in text):
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "ignore")
    text = _LINE_ENDS.sub("\n", text).replace("\t", " ")
    text = unicodedata.normalize("NFC", "".join(_kept(text)))
    return _MANY_LINES.sub("\n\n", _cap_marks(text)).strip()


def clean_name(text: str, longest: int = NAME_LENGTH) -> str:
    """One line, single spaces, begins with a visible character, not longer than a name."""
    line = _BLANKS.sub(" ", clean_text(text)).strip()
    while line and (line[0] == _ZWJ or unicodedata.category(line[0]).startswith("M")):
        line = line[1:].lstrip()
    return line[:longest].rstrip(_ZWJ + " ")


def _kept(text: str) -> list[str]:
    kept: list[str] = []
    for place, char in enumerate(text):
        if char == _ZWJ:
            if kept and _joins(kept[-1]) and _joins(text[place + 1 : place + 2]):
                kept.append(char)
        elif char == "\n" or _has_a_look(char):
            kept.append(char)
    return kept


def _has_a_look(char: str) -> bool:
    """Not a control, format or half character, and none of Unicode's "noncharacters"."""
    return (
        unicodedata.category(char) not in {"Cc", "Cf", "Cs"}
        and ord(char) & 0xFFFE != 0xFFFE
        and not "\ufdd0" <= char <= "\ufdef"
    )


def _joins(char: str) -> bool:
    """Emoji families are written with joiners; nothing else here has a use for them."""
    return bool(char) and (
        char in "\ufe0f\u2640\u2642\u2695\u2696\u2708\u2764\u26a7"
        or "\U0001f000" <= char <= "\U0001faff"
    )


def _cap_marks(text: str) -> str:
    kept: list[str] = []
    marks = 0
    for char in text:
        marks = marks + 1 if unicodedata.category(char) in {"Mn", "Me"} else 0
        if marks <= MARKS_IN_A_ROW:
            kept.append(char)
    return "".join(kept)
