"""Which schema each release came with: what an instance of before may still run on during an upgrade.

A new release is added here when it is made; a test holds this list, the changes and the documentation
together.
"""

from __future__ import annotations

RELEASES = {
    "0.1.0": "0001",
    "0.2.0": "0002",
    "0.3.0": "0003",
    "0.4.0": "0004",
    "0.5.0": "0006",
}
FIRST_ONLINE = "0.4.0"
"""From this release on the one before goes on while the next is put in. Up to 0.3 the service was
stopped for an upgrade, and these revisions did not promise it."""
