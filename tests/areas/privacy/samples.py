"""The commands of this area, on something of the small town."""

from __future__ import annotations

from datetime import date

from models.privacy.correcting import CorrectBorn, CorrectName, CorrectPhone
from models.privacy.gone import ReportGone, UndoGone
from models.privacy.own_file import AskForFile
from tests.permissions.samples import Sample

SAMPLES = {
    CorrectName: Sample("asker", lambda _t: CorrectName("王桂蓝")),
    CorrectPhone: Sample("asker", lambda _t: CorrectPhone("10000007777")),
    CorrectBorn: Sample("asker", lambda _t: CorrectBorn(date(1948, 5, 3))),
    AskForFile: Sample("asker", lambda _t: AskForFile()),
    ReportGone: Sample("grid worker", lambda t: ReportGone(t["still_here"], "moved")),
    UndoGone: Sample("grid worker", lambda t: UndoGone(t["moved"])),
}
