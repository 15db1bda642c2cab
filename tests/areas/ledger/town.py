"""周敏 and 李敏 have just opened what stands of 王姨 in the ledger: that she lives alone."""

from __future__ import annotations

from models.ledger.noting import OpenLedger
from tests.permissions.town import SmallTown


def build(there: SmallTown) -> None:
    for worker in ("zhoumin", "limin"):
        there.does(worker, OpenLedger(there["wang"], "checking"))
