"""The commands of this area, on something of the small town."""

from __future__ import annotations

from models.family.duplicates import TellApart
from models.family.merging import MergePeople, UndoMerge
from tests.permissions.samples import Sample

SAMPLES = {
    MergePeople: Sample("coordinator", lambda t: MergePeople(t["twin"], t["third_twin"])),
    UndoMerge: Sample("coordinator", lambda t: UndoMerge(t["merge"])),
    TellApart: Sample("coordinator", lambda t: TellApart(t["twin"], t["third_twin"])),
}
