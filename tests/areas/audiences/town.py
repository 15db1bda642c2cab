"""李敏 has kept those over eighty at 阳光."""

from __future__ import annotations

from models.audiences.expressions import Aged
from models.audiences.keeping import KeepAudience
from tests.permissions.town import SmallTown

NAME = "Eighties"


def build(there: SmallTown) -> None:
    kept = KeepAudience("yangguang", NAME, Aged(80))
    there.ids["kept_audience"] = there.does("limin", kept)
