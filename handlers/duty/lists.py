"""A list of things that open by a tap: four a screen and a way on, so that six choices are enough."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bot.dialogue.book import tap_token
from bot.dialogue.say import Sayable, _
from bot.dialogue.screen import Button, Screen
from handlers.duty.menu import DESK

PAGE = 4
NEXT = _("往下看")
BACK_TO_DESK = Button(DESK, tap_token("desk"))

Entry = tuple[Sayable, str]
"""A label and the token of its tap."""
Row = Callable[[], Entry]
"""An entry that is read only if it is on the page shown."""


def page_of(rows: Sequence[Row], page: int, token: str) -> tuple[Button, ...]:
    """One page of buttons; ``token`` is the tap that shows the next one."""
    start = max(page, 0) * PAGE
    shown = [Button(label, tap) for label, tap in (row() for row in rows[start : start + PAGE])]
    if len(rows) > start + PAGE:
        shown.append(Button(NEXT, f"{token}.{page + 1}"))
    return tuple(shown)


def listed(title: Sayable, empty: Sayable, rows: Sequence[Row], page: int, token: str) -> Screen:
    """A list with a way back to the desk; said plainly when there is nothing."""
    if not rows:
        return Screen((empty,), (BACK_TO_DESK,))
    return Screen((title,), (*page_of(rows, page, token), BACK_TO_DESK))
