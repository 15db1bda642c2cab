"""One rule for telephone numbers, whether they are typed in a chat or stand in a table.

A number is kept as digits without spaces: a mobile of eleven, or a landline with its area code.
The sample range 100-0000-0000 belongs to nobody, so the demo and the tests can use it.
"""

from __future__ import annotations

import re
import unicodedata

_LONGEST = 60
"""Characters in which a number, or a few, can be written."""
_NOISE = re.compile(r"[\s\-–—‐‑()（）.·]+")
_HOME = re.compile(r"^(?:\+|00)?86(?=1\d{10}$|0\d{9,11}$)")
_PHONE = re.compile(r"1(?:[3-9]\d|00)\d{8}|0[1-9]\d{8,10}")
_SEVERAL = re.compile(r"\d{7,}[/,;、|和或]\d{7,}")


class NotAPhone(Exception):
    """``why``: abroad, several, hidden (stars), no_area (a landline without its code), digits."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def plain_phone(typed: str) -> str:
    """The digits of a number of this country; NotAPhone says what else it seems to be."""
    text = unicodedata.normalize("NFKC", typed).strip()
    if len(text) > _LONGEST:
        raise NotAPhone("digits")
    if re.search(r"\d[*×xX]{2,}\d?", text):
        raise NotAPhone("hidden")
    tight = _NOISE.sub("", text.replace("\n", "/"))
    if _SEVERAL.search(tight):
        raise NotAPhone("several")
    plain = _HOME.sub("", tight)
    if _PHONE.fullmatch(plain):
        return plain
    raise NotAPhone(_what_else(plain))


def _what_else(plain: str) -> str:
    if plain.startswith(("+", "00")):
        return "abroad" if not plain.startswith(("+86", "0086")) else "digits"
    if re.fullmatch(r"[2-8]\d{6,7}", plain):
        return "no_area"
    return "digits"
