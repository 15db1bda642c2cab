"""The commands of this area, on something of the small town."""

from __future__ import annotations

from models.visits.attending import MarkVisit
from models.visits.commands import BookDoctor, CallOffVisit, MoveVisit, UndoVisit
from models.visits.following import FollowVisits
from models.visits.listing import OpenVisit
from tests.permissions.samples import Sample

SAMPLES = {
    BookDoctor: Sample("resident of the place", lambda t: BookDoctor(t["time_free"])),
    MoveVisit: Sample("asker", lambda t: MoveVisit(t["visit"], t["time_other"])),
    CallOffVisit: Sample("asker", lambda t: CallOffVisit(t["visit"])),
    UndoVisit: Sample("asker", lambda t: UndoVisit(t["visit"])),
    OpenVisit: Sample("he", lambda t: OpenVisit(t["visit"])),
    MarkVisit: Sample("he", lambda t: MarkVisit(t["visit"], "arrived")),
    FollowVisits: Sample("clock", lambda _t: FollowVisits()),
}
