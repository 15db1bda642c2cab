"""How a run of a flow stops early. Both derive from BaseException, so that no ``except Exception``
in a flow can swallow them; only ``replay`` catches them."""

from __future__ import annotations

from bot.dialogue.asking import Again
from bot.dialogue.screen import Screen
from bot.dialogue.talk import Asked


class Suspend(BaseException):
    """Leaves the flow at its first open question. Caught by ``replay`` only."""

    def __init__(self, screen: Screen, asked: Asked, verdict: Again | None) -> None:
        super().__init__()
        self.screen = screen
        self.asked = asked
        self.verdict = verdict


class ChangeAnswer(BaseException):
    """The person picked an answer to change, or changed it at once (``value``). Caught by
    ``replay`` only."""

    def __init__(self, key: str, position: int, value: str | None = None) -> None:
        super().__init__()
        self.key = key
        self.position = position
        self.value = value
