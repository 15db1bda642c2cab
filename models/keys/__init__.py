"""The keys: sealing what is private, hashing what must be found again, signing links.

The trap is a key that is wrong or gone and noticed only when half the rows are written with it:
``check_keys`` stops such a start. Keys are turned while the service runs (decision 0012): that is
``models.rotation``; here is what it needs of every process: read with several, follow the file.
"""

from models.keys.checks import check_keys
from models.keys.faults import (
    CannotTurn,
    ExpiredLink,
    ForgedLink,
    KeyFault,
    KeysMisconfigured,
    NoKeyring,
    Tampered,
    UnknownKey,
    WrongKeys,
)
from models.keys.installed import current, install, look_again
from models.keys.ring import (
    UNKEYED,
    Keyring,
    KeySettings,
    fingerprint,
    generate,
    same_text,
)

__all__ = [
    "UNKEYED",
    "CannotTurn",
    "ExpiredLink",
    "ForgedLink",
    "KeyFault",
    "KeySettings",
    "Keyring",
    "KeysMisconfigured",
    "NoKeyring",
    "Tampered",
    "UnknownKey",
    "WrongKeys",
    "check_keys",
    "current",
    "fingerprint",
    "generate",
    "install",
    "look_again",
    "same_text",
]
