"""The commands of this area, on something of the small town."""

from __future__ import annotations

from models.ledger.noting import OpenLedger, PutInCategory, TakeOutOfCategory
from tests.permissions.samples import Sample

SAMPLES = {
    OpenLedger: Sample("grid worker", lambda t: OpenLedger(t["yu"], "checking")),
    PutInCategory: Sample("grid worker", lambda t: PutInCategory(t["wang"], "poor")),
    TakeOutOfCategory: Sample("grid worker", lambda t: TakeOutOfCategory(t["wang"], "alone")),
}
