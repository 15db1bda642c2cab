"""Who reads what we say."""

from __future__ import annotations

from dataclasses import dataclass

from bot.dialogue.say import Language


@dataclass(frozen=True, slots=True)
class Reader:
    """The person in front of the screen, by the account they use."""

    account_id: int
    person_id: int
    channel: str
    language: Language
    name: str = ""
    called: str = ""
    consent: str = ""
    household_id: int | None = None
    verified: bool = False

    @property
    def address(self) -> str:
        """How to speak to them: as they chose, else by name."""
        return self.called or self.name
