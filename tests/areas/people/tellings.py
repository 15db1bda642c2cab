"""What holders of roles are told, and who answers for the place."""

from __future__ import annotations

from models.roles.messages import CheckRunsOut, StoodInFor, TheirCheckRunsOut, YouStandIn
from tests.words.tellings import Telling

TELLINGS = (
    Telling("team lead", lambda t: CheckRunsOut(t["check"], 30)),
    Telling("team lead", lambda t: CheckRunsOut(t["check"], 0)),
    Telling("coordinator", lambda t: TheirCheckRunsOut(t["check"], 7)),
    Telling("coordinator", lambda t: TheirCheckRunsOut(t["check"], 0)),
    Telling("stands_in", lambda t: YouStandIn(t["stand_in_role"])),
    Telling("grid worker", lambda t: StoodInFor(t["stand_in_role"])),
)
