"""The commands of this area, on lists that stand in the small town."""

from __future__ import annotations

from models.imports.commands import ApplyImport, DropImport, SayWhatItIs, SendFile, UndoImport
from models.imports.exporting import ExportPeople
from tests.permissions.samples import Sample
from tests.permissions.town import WORDS

SAMPLES = {
    SendFile: Sample("coordinator", lambda _t: SendFile(WORDS)),
    SayWhatItIs: Sample("coordinator", lambda t: SayWhatItIs(t["asking_list"], "residents")),
    ApplyImport: Sample("coordinator", lambda t: ApplyImport(t["tried_list"])),
    UndoImport: Sample("coordinator", lambda t: UndoImport(t["applied_list"])),
    DropImport: Sample("coordinator", lambda t: DropImport(t["tried_list"])),
    ExportPeople: Sample("coordinator", lambda _t: ExportPeople("yangguang", WORDS)),
}
