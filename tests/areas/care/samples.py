"""The commands of this area, on something of the small town."""

from __future__ import annotations

from datetime import date

from models.care.asking import AskWhatIsDue
from models.care.commands import (
    AskForVisit,
    EndCondition,
    MarkDone,
    NotDoneYet,
    NoteCondition,
    OpenHealth,
)
from models.care.saying import AskMeLater, BookDue, SayDone
from tests.permissions.samples import Sample

TODAY = date(2026, 12, 8)
SAMPLES = {
    SayDone: Sample("asker", lambda t: SayDone(t["due_wang"])),
    AskMeLater: Sample("asker", lambda t: AskMeLater(t["due_wang"])),
    BookDue: Sample("asker", lambda t: BookDue(t["due_wang"], t["time_checkup"])),
    OpenHealth: Sample("he", lambda t: OpenHealth(t["wang"], "到日子")),
    MarkDone: Sample("he", lambda t: MarkDone(t["due_followed"], TODAY, "controlled")),
    NotDoneYet: Sample("he", lambda t: NotDoneYet(t["due_said_wang"])),
    AskForVisit: Sample("he", lambda t: AskForVisit(t["due_followed"])),
    NoteCondition: Sample("he", lambda t: NoteCondition(t["wang"], "diabetes", TODAY)),
    EndCondition: Sample("he", lambda t: EndCondition(t["wang"], "hypertension")),
    AskWhatIsDue: Sample("clock", lambda _t: AskWhatIsDue()),
}
