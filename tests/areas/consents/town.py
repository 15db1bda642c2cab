"""王姨 lets her doctor see what she says about her health; the taker serves as a volunteer."""

from __future__ import annotations

from models.consents.commands import Agree
from tests.permissions.town import SmallTown


def build(there: SmallTown) -> None:
    there.does("asker", Agree("health", there.town.purpose("health").version))
