"""The commands of this area, on something of the small town."""

from __future__ import annotations

from datetime import date, timedelta

from models.people.opening import OpenRecord
from models.people.registering import RegisterResident
from models.roles.checks import NoteCheck, WarnOfCheck
from models.roles.commands import StandIn, WriteRoleEnd
from models.roles.days import today
from tests.permissions.samples import CALLED, PHONE, Sample
from tests.permissions.town import SmallTown


def _resident(there: SmallTown) -> RegisterResident:
    version, born = there.town.purpose("help").version, date(1944, 3, 5)
    home = ("yangguang_xiaoqu", 3, 2, "601")
    return RegisterResident(version, "关老二", CALLED, *home, PHONE, "m", born)


def _stand_in(there: SmallTown) -> StandIn:
    day = today(there.clock.now())
    return StandIn(there["post"], there["limin"], day, day + timedelta(days=3))


def _check(there: SmallTown) -> NoteCheck:
    day = today(there.clock.now())
    return NoteCheck(there["unchecked"], day, day + timedelta(days=300))


SAMPLES = {
    OpenRecord: Sample("grid worker", lambda t: OpenRecord(t["wang"])),
    RegisterResident: Sample("grid worker", _resident),
    StandIn: Sample("grid worker", _stand_in),
    WriteRoleEnd: Sample("clock", lambda t: WriteRoleEnd(t["stand_in_role"])),
    NoteCheck: Sample("coordinator", _check),
    WarnOfCheck: Sample("clock", lambda t: WarnOfCheck(t["check"])),
}
