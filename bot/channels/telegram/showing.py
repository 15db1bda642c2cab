"""How a message of ours looks on Telegram: plain text, and a keyboard below it.

Text is sent without any markup, so nothing a person writes can be taken for it. Buttons with
``tel:`` do not exist there: numbers stand in the text, where phones make them dial. An address that
only this machine knows cannot be a button either and is written out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import ip_address
from typing import Any
from unicodedata import east_asian_width
from urllib.parse import urlsplit

from bot.dialogue.messages import Option, Outgoing
from bot.dialogue.parting import parted

MAX_TEXT = 4096
"""UTF-16 units of one message: a character outside the basic plane counts twice."""
SHORT = 10
"""Columns of a label up to which two of them share a row (a Chinese character takes two)."""
QUIET_ROW = 3
NOTHING = "…"
_STYLES = {"main": "primary", "danger": "danger"}
_DIGITS = re.compile(r"\D")

Keyboard = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Shown:
    """``texts``: one or more messages in order; the keyboard belongs to the last."""

    texts: tuple[str, ...]
    keyboard: Keyboard | None


def show(message: Outgoing, base_url: str) -> Shown:
    """``base_url``: where people reach our pages, without a slash at its end."""
    text = message.text
    if message.speaker:
        text = f"{message.speaker}：{text}"
    below = _written_out(message, base_url, text)
    if below:
        text = f"{text}\n{below}"
    return Shown(split(text if text.strip() else NOTHING), keyboard(message.options, base_url))


# -- buttons ---------------------------------------------------------------------------------------
def keyboard(options: tuple[Option, ...], base_url: str) -> Keyboard | None:
    """Choices first, two short ones to a row; the quiet ones below, up to three to a row."""
    rows: list[list[dict[str, str]]] = []
    room = 0
    quiet: list[dict[str, str]] = []
    for option in options:
        button = _button(option, base_url)
        if button is None:
            continue
        if option.style == "small":
            quiet.append(button)
            continue
        short = _width(button["text"]) <= SHORT
        if short and room:
            rows[-1].append(button)
            room = 0
        else:
            rows.append([button])
            room = 1 if short else 0
    rows.extend(quiet[at : at + QUIET_ROW] for at in range(0, len(quiet), QUIET_ROW))
    return {"inline_keyboard": rows} if rows else None


def _button(option: Option, base_url: str) -> dict[str, str] | None:
    label = option.label
    if option.ticked is not None:
        label = f"{'☑' if option.ticked else '☐'} {label}"
    if option.number is not None:
        label = f"{option.number} {label}"
    if option.url:
        link = link_of(option.url, base_url)
        return {"text": label, "url": link} if is_public(link) else None
    button = {"text": label, "callback_data": option.tap}
    style = _STYLES.get(option.style)
    if style:
        button["style"] = style
    return button


def link_of(url: str, base_url: str) -> str:
    return f"{base_url}{url}" if url.startswith("/") else url


def is_public(url: str) -> bool:
    """Whether Telegram lets this be a button: http or https, and no address of this machine."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    if parts.scheme not in ("http", "https") or not host:
        return False
    try:
        return ip_address(host).is_global
    except ValueError:
        return "." in host and not host.endswith((".local", ".localhost"))


def _written_out(message: Outgoing, base_url: str, text: str) -> str:
    """What cannot be a button, in words: numbers that are not in the text yet, local addresses."""
    lines = []
    calls = [option for option in message.options if option.url.startswith("tel:")]
    known = _DIGITS.sub("", text)
    fresh = [_call(option) for option in calls if _number(option) not in known]
    if fresh:
        lines.append("　".join(fresh))
    for option in message.options:
        link = link_of(option.url, base_url) if option.url else ""
        if link and not link.startswith("tel:") and not is_public(link):
            lines.append(f"{option.label} {link}")
    return "\n".join(lines)


def _number(option: Option) -> str:
    return _DIGITS.sub("", option.url)


def _call(option: Option) -> str:
    number = option.url.removeprefix("tel:")
    return (
        option.label
        if _number(option) in _DIGITS.sub("", option.label)
        else (f"{option.label} {number}")
    )


@lru_cache(maxsize=4096)
def _width(label: str) -> int:
    return sum(2 if east_asian_width(one) in "WF" else 1 for one in label)


# -- text ------------------------------------------------------------------------------------------
def split(text: str) -> tuple[str, ...]:
    """As many messages as it takes, parted as everybody parts it."""
    return parted(text, MAX_TEXT)
