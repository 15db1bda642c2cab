"""Which tests stay in one worker: those that share something dear, and races that want the machine
to themselves.

By files, and not by xdist's own marks: with pytest 9.2 xdist 3.8 forgets them, for it writes them into
a name that nobody reads any more.
"""

from __future__ import annotations

from xdist.scheduler import LoadScopeScheduling

TOGETHER = {
    "tests/audiences/": "a crowd",
    "tests/bookings/test_last_place.py": "races",
    "tests/browser/": "a browser",
    "tests/cli/test_command_line.py": "a prepared folder",
    "tests/house/": "the source",
    "tests/imports/test_command_line.py": "a folder for lists",
    "tests/proofs/test_races.py": "races",
}


class Together(LoadScopeScheduling):  # type: ignore[misc]  # it has no types of its own
    """Every test for itself, but for these."""

    def _split_scope(self, nodeid: str) -> str:
        return next((name for path, name in TOGETHER.items() if nodeid.startswith(path)), nodeid)
