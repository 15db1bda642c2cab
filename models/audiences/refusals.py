"""Why an audience cannot be used."""

from __future__ import annotations

from dataclasses import dataclass

from models.refusals import Refusal


@dataclass(eq=False)
class AudienceNotRead(Refusal):
    """Not an expression, or one that is too long."""


@dataclass(eq=False)
class NobodyMeant(Refusal):
    """There is nobody it means, within the sender's places."""

    key = "whom"


@dataclass(eq=False)
class NameTaken(Refusal):
    """Something else is kept under this name here."""

    key = "name"
