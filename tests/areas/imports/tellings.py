"""What the sender of a list is told of it."""

from __future__ import annotations

from models.imports.messages import (
    ImportApplied,
    ImportAsks,
    ImportRefused,
    ImportTried,
    ImportUndone,
)
from tests.words.tellings import Telling

TELLINGS = (
    Telling("coordinator", lambda t: ImportTried(t["tried_list"])),
    Telling("coordinator", lambda t: ImportTried(t["faulty_list"])),
    Telling("coordinator", lambda t: ImportTried(t["known_list"])),
    Telling("coordinator", lambda t: ImportRefused(t["refused_list"])),
    Telling("coordinator", lambda t: ImportAsks(t["asking_list"])),
    Telling("coordinator", lambda t: ImportApplied(t["applied_list"])),
    Telling("coordinator", lambda t: ImportUndone(t["undone_list"])),
    Telling("coordinator", lambda t: ImportUndone(t["failed_list"])),
)
