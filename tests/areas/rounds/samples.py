"""The commands of this area, on something of the small town."""

from __future__ import annotations

from models.notices.progress import RefreshProgress
from models.notices.rounds import HandOverDoors
from models.notices.ticking import SayWhy, TickDoor, TickWithHelp, UndoTick, WantNoticeHelp
from tests.permissions.samples import Sample

SAMPLES = {
    HandOverDoors: Sample("coordinator", lambda t: HandOverDoors(t["round_notice"])),
    TickDoor: Sample("grid worker", lambda t: TickDoor(t["round_door"], "face")),
    SayWhy: Sample("grid worker", lambda t: SayWhy(t["round_ticked"], "away")),
    TickWithHelp: Sample("grid worker", lambda t: TickWithHelp(t["round_door"])),
    UndoTick: Sample("grid worker", lambda t: UndoTick(t["round_ticked"])),
    WantNoticeHelp: Sample("asker", lambda t: WantNoticeHelp(t["round_notice"])),
    RefreshProgress: Sample("clock", lambda _t: RefreshProgress()),
}
