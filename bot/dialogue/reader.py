"""Who reads what we say."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Self

from bot.dialogue.say import NOTHING, Language, Sayable, _, private

GOOD_DAY = _("您好")


@dataclass(frozen=True, slots=True)
class Reader:
    """The person in front of the screen, by the account they use. ``hides``: kinds of private
    details that this channel must not show."""

    account_id: int
    person_id: int
    channel: str
    language: Language
    name: str = ""
    called: str = ""
    consent: str = ""
    household_id: int | None = None
    verified: bool = False
    hides: frozenset[str] = NOTHING
    gone: str = ""
    """"dead" or "moved": somebody has told us so. Whoever writes all the same knows better."""

    @property
    def address(self) -> Sayable:
        """How to speak to them: as they chose, else by name; "" if we know neither."""
        return private("name", self.called or self.name, GOOD_DAY)

    @classmethod
    def of(cls, row: Any, hides: frozenset[str] = NOTHING) -> Self:
        """From the row that ``models.talks.rows`` reads for every message."""
        return cls(
            account_id=row.account_id,
            person_id=row.person_id,
            channel=row.channel,
            language="en" if row.language == "en" else "zh",
            name=row.name,
            called=row.called,
            consent=row.consent,
            household_id=row.household_id,
            verified=row.verified_at is not None,
            hides=hides,
            gone=row.gone,
        )

    def unknown(self) -> Self:
        """The same phone in the hand of somebody of whom nothing is known."""
        return replace(self, name="", called="", consent="", household_id=None, verified=False)

    def standing_for(self, principal: Any) -> Self:
        """The same phone, in the hand of somebody who acts for ``principal`` (a row of people):
        whose name, home and consent count are the principal's."""
        return replace(
            self,
            person_id=principal.id,
            name=principal.name,
            called=principal.called,
            consent=principal.consent,
            household_id=principal.household_id,
            verified=principal.verified_at is not None,
        )
