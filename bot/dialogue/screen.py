"""What a talk shows: lines and buttons not yet in anybody's language.

``render`` gives the numbers that people type. A screen is four short lines at most and six
choices at most; longer lists page (see ``asking.py``).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from bot.dialogue.messages import Option, OptionStyle, Outgoing
from bot.dialogue.say import NOTHING, Kind, Language, Sayable, _, holds, say


@dataclass(frozen=True, slots=True)
class Button:
    """``tap`` is the token that comes back; ``url`` (tel:, a path of ours) makes it a link.
    ``private``: left out where details of this kind are hidden (a phone that dials)."""

    label: Sayable
    tap: str = ""
    style: OptionStyle = "choice"
    url: str = ""
    ticked: bool | None = None
    private: Kind | Literal[""] = ""


@dataclass(frozen=True, slots=True)
class Screen:
    """``keeps``: stays in the history; without it the next screen may take its place when this
    one is still the newest and was answered by a tap. ``code``: a link to be photographed by another
    phone. ``details_at``: a path of ours that shows the same where everything may be shown."""

    lines: tuple[Sayable, ...]
    buttons: tuple[Button, ...] = ()
    speaker: Sayable = ""
    photos: tuple[int, ...] = ()
    urgent: bool = False
    read_aloud: bool = False
    input: Literal["text", "number", "photos", "none"] = "text"
    keeps: bool = False
    code: str = ""
    details_at: str = ""

    def below(self, *lines: Sayable) -> Screen:
        """The same screen with ``lines`` above its own."""
        return replace(self, lines=(*lines, *self.lines))


SEE_DOOR_AND_PHONE = _("看门牌和电话")
SEE_ALL = _("在网页上看全")


def render(screen: Screen, language: Language, hides: frozenset[str] = NOTHING) -> Outgoing:
    """Put a screen into a reader's language, without what their channel ``hides``, and number its
    buttons."""
    number = 0
    options = []
    for button in _buttons_left(screen, hides) if hides else screen.buttons:
        typed: int | None = None
        if button.style == "small":
            typed = 0 if button.tap.startswith("b") else None
        elif not button.url:
            number += 1
            typed = number
        options.append(
            Option(
                label=say(button.label, language, hides),
                tap=button.tap,
                number=typed,
                style=button.style,
                url=button.url,
                ticked=button.ticked,
            )
        )
    return Outgoing(
        lines=tuple(text for line in screen.lines if (text := say(line, language, hides))),
        options=tuple(options),
        speaker=say(screen.speaker, language, hides) if screen.speaker else "",
        photos=() if "photos" in hides else screen.photos,
        urgent=screen.urgent,
        read_aloud=screen.read_aloud,
        input=screen.input,
        code=screen.code,
    )


def _buttons_left(screen: Screen, hides: frozenset[str]) -> tuple[Button, ...]:
    """Without those that are hidden, and with a way to see it all, if there is one and something of
    this screen is hidden. The words are left out as they are said."""
    buttons = tuple([button for button in screen.buttons if button.private not in hides])
    if not screen.details_at:
        return buttons
    gone = {kind for kind in hides if _has(screen, kind)}
    if not gone:
        return buttons
    label = SEE_DOOR_AND_PHONE if gone <= {"door", "phone"} else SEE_ALL
    return (*buttons, Button(label, url=screen.details_at))


def _has(screen: Screen, kind: str) -> bool:
    if kind == "photos":
        return bool(screen.photos)
    said = (*screen.lines, screen.speaker, *(button.label for button in screen.buttons))
    only = frozenset({kind})
    return any(button.private == kind for button in screen.buttons) or any(
        holds(one, only) for one in said
    )


def taps_by_number(message: Outgoing) -> list[str]:
    """The taps that the typed numbers 1, 2, … stand for under this message."""
    return [option.tap for option in message.options if option.number]
