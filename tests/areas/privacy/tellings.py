"""What staff are told when somebody is gone."""

from __future__ import annotations

from models.privacy.messages import ChildAlone, GoneReported
from tests.words.tellings import Telling

TELLINGS = (
    Telling("grid worker", lambda t: GoneReported(t["moved"])),
    Telling("coordinator", lambda t: ChildAlone(t["lone_child"])),
)
