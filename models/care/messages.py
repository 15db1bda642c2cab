"""What people are told of what is due. No illness is ever named: only what the town says of it."""

from __future__ import annotations

from dataclasses import dataclass

from models.messages import Message

FAMILY = 3
"""The rung at which the family hears of it."""


@dataclass(frozen=True)
class CareDue(Message):
    """To whoever it is due for: book it, it was done, later. ``rung`` 2: asked again; 4: what the
    grid worker tells them."""

    item_id: int
    rung: int

    def for_family(self, person_id: int) -> CareNews | None:
        return CareNews(person_id, self.item_id) if self.rung == FAMILY else None


@dataclass(frozen=True)
class CareNews(Message):
    """To family who get copies: something is due for somebody. Not what."""

    person_id: int
    item_id: int
