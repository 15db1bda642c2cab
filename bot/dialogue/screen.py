"""What a talk shows: lines and buttons not yet in anybody's language.

``render`` gives the numbers that people type. A screen is four short lines at most and six
choices at most; longer lists page (see ``asking.py``).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from bot.dialogue.messages import Option, OptionStyle, Outgoing
from bot.dialogue.say import Language, Sayable, say


@dataclass(frozen=True, slots=True)
class Button:
    """``tap`` is the token that comes back; ``url`` (tel:, a path of ours) makes it a link."""

    label: Sayable
    tap: str = ""
    style: OptionStyle = "choice"
    url: str = ""
    ticked: bool | None = None


@dataclass(frozen=True, slots=True)
class Screen:
    """``keeps``: stays in the history; without it the next screen may take its place when this
    one is still the newest and was answered by a tap. ``code``: a link to be photographed by another
    phone."""

    lines: tuple[Sayable, ...]
    buttons: tuple[Button, ...] = ()
    speaker: Sayable = ""
    photos: tuple[int, ...] = ()
    urgent: bool = False
    read_aloud: bool = False
    input: Literal["text", "number", "photos", "none"] = "text"
    keeps: bool = False
    code: str = ""

    def below(self, *lines: Sayable) -> Screen:
        """The same screen with ``lines`` above its own."""
        return replace(self, lines=(*lines, *self.lines))


def render(screen: Screen, language: Language) -> Outgoing:
    """Put a screen into a reader's language and number its buttons."""
    number = 0
    options = []
    for button in screen.buttons:
        typed: int | None = None
        if button.style == "small":
            typed = 0 if button.tap.startswith("b") else None
        elif not button.url:
            number += 1
            typed = number
        options.append(
            Option(
                label=say(button.label, language),
                tap=button.tap,
                number=typed,
                style=button.style,
                url=button.url,
                ticked=button.ticked,
            )
        )
    return Outgoing(
        lines=tuple(text for line in screen.lines if (text := say(line, language))),
        options=tuple(options),
        speaker=say(screen.speaker, language),
        photos=screen.photos,
        urgent=screen.urgent,
        read_aloud=screen.read_aloud,
        input=screen.input,
        code=screen.code,
    )


def taps_by_number(message: Outgoing) -> list[str]:
    """The taps that the typed numbers 1, 2, … stand for under this message."""
    return [option.tap for option in message.options if option.number]
