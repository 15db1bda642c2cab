"""The commands of this area, on something of the small town."""

from __future__ import annotations

from models.programmes.commands import EndProgramme, MakeProgramme, MakeSession
from models.programmes.making import MakeSessions
from models.programmes.moving import CancelDay, CancelSession, ChangePlaces, MoveSession
from models.programmes.telling import EndSessions, TellNews
from tests.areas.programmes.town import MONDAY
from tests.permissions.samples import Sample
from tests.programmes.calendar import at, lecture

SAMPLES = {
    MakeProgramme: Sample("coordinator", lambda _t: lecture(room="五楼")),
    MakeSession: Sample("coordinator", lambda t: MakeSession(t["lecture"], at(MONDAY, 19))),
    EndProgramme: Sample("coordinator", lambda t: EndProgramme(t["lecture"])),
    MoveSession: Sample("coordinator", lambda t: MoveSession(t["lecture_day"], at(MONDAY, 19))),
    CancelSession: Sample("coordinator", lambda t: CancelSession(t["lecture_day"])),
    CancelDay: Sample("coordinator", lambda t: CancelDay(t["free_clinic_time"])),
    ChangePlaces: Sample("coordinator", lambda t: ChangePlaces(t["lecture_day"], 70)),
    MakeSessions: Sample("clock", lambda _t: MakeSessions()),
    TellNews: Sample("clock", lambda t: TellNews(t["day_told"])),
    EndSessions: Sample("clock", lambda _t: EndSessions()),
}
