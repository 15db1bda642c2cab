"""The commands of this area, on something of the small town."""

from __future__ import annotations

from models.audiences.expressions import InCategories
from models.audiences.keeping import DropAudience, KeepAudience
from tests.permissions.samples import Sample

SAMPLES = {
    KeepAudience: Sample(
        "coordinator", lambda _t: KeepAudience("yangguang", "Alone", InCategories(("alone",)))
    ),
    DropAudience: Sample("coordinator", lambda t: DropAudience(t["kept_audience"])),
}
