"""The keyring of this process, and how it hears of newer keys while it runs.

Column types are built at import time and need a fixed door to the keys. Whoever touches private
data comes through it, so it is also the place that notices, at most once a second and at once when
a value does not open, that the keys file was written anew. A file that cannot be read changes
nothing: the process goes on with the keys it has.
"""

from __future__ import annotations

import logging
from time import monotonic

from models.keys.faults import KeysMisconfigured, NoKeyring
from models.keys.file import read_ring, stamp_of
from models.keys.ring import Keyring

LOOK_EVERY = 1.0
"""Seconds after which a process that works has read what was written meanwhile."""

_LOG = logging.getLogger("doorstep.keys")
_installed: Keyring | None = None
_look_at = 0.0


def install(keyring: Keyring | None) -> None:
    """Make the keyring the one the column types use. Once, at the start of a process; after that
    it follows the keys file by itself."""
    global _installed, _look_at
    if keyring is not None and keyring.watched is not None:
        keyring.renew = look_again
    _installed, _look_at = keyring, monotonic() + LOOK_EVERY


def current() -> Keyring:
    ring = _installed
    if ring is None:
        raise NoKeyring("no keyring is installed; call models.keys.install before using the store")
    if ring.watched is not None and monotonic() >= _look_at:
        return look_again()
    return ring


def look_again() -> Keyring:
    """The keys as the file has them now."""
    global _look_at  # noqa: PLW0603
    ring = _installed
    if ring is None:
        raise NoKeyring("no keyring is installed; call models.keys.install before using the store")
    if ring.watched is None:
        return ring
    _look_at = monotonic() + LOOK_EVERY
    stamp = stamp_of(ring.watched)
    if stamp is None or stamp == ring.stamp:
        return ring
    try:
        newer = read_ring(ring.watched)
    except (OSError, KeysMisconfigured):
        ring.stamp = stamp
        _LOG.warning("the keys file cannot be used, the keys read before go on")
        return ring
    install(newer)
    return newer
