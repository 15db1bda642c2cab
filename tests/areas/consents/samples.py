"""The commands of this area, on something of the small town."""

from __future__ import annotations

from models.consents.commands import Agree, TakeBack
from tests.permissions.samples import Sample

SAMPLES = {
    Agree: Sample("asker", lambda t: Agree("health", t.town.purpose("health").version)),
    TakeBack: Sample("asker", lambda _t: TakeBack("health")),
}
