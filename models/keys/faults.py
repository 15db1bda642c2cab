"""What can be wrong with keys. The words of every fault are free of values: they end in logs."""

from __future__ import annotations


class KeyFault(Exception):
    """Base of all faults of this package."""


class KeysMisconfigured(KeyFault):
    """The settings do not hold usable keys."""


class NoKeyring(KeyFault):
    """Nobody installed a keyring before private data was touched."""


class UnknownKey(KeyFault):
    """The value was sealed with a key that is not in the settings."""


class Tampered(KeyFault):
    """The value does not open: damaged, moved to another column, or another key of that name."""


class ForgedLink(KeyFault):
    """Not signed by this service for this purpose."""


class ExpiredLink(KeyFault):
    """Properly signed, but its time is over."""


class WrongKeys(KeyFault):
    """The keys in the settings are not the keys of this database."""


class CannotTurn(KeyFault):
    """Why the keys cannot be turned or retired now: one sentence with the remedy."""
