"""Writes docs/permissions.md anew: ``python -m tests.permissions.write``."""

from __future__ import annotations

import tempfile
from pathlib import Path

from models import keys
from models.clocks import FixedClock
from models.store import Store
from tests.databases import create_tables
from tests.furniture import EVENING
from tests.permissions.table import FILE, cells, rendered
from tests.permissions.town import build


def main() -> None:
    keys.install(keys.Keyring.from_settings(*keys.generate()))
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'town.db'}"
        create_tables(url)
        clock = FixedClock(EVENING)
        store = Store.open(url, wall=clock)
        try:
            FILE.write_text(rendered(cells(build(store, clock))), "utf-8")
        finally:
            store.close()


if __name__ == "__main__":
    main()
