"""The commands of this area, on something of the small town."""

from __future__ import annotations

from models.privacy.erasing import DeleteMyData, ForgetPerson
from tests.permissions.samples import Sample

SAMPLES = {
    DeleteMyData: Sample("resident of the place", lambda _t: DeleteMyData()),
    ForgetPerson: Sample("operator", lambda t: ForgetPerson(t["leaving"])),
}
