"""What is told about lists from files, to whoever sent them and waits for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from models.messages import Message


@dataclass(frozen=True)
class ImportTried(Message):
    """Every row was held against what is kept: what would be taken, and what is wrong."""

    loud: ClassVar[bool] = True
    import_id: int


@dataclass(frozen=True)
class ImportRefused(Message):
    """The file as a whole cannot be read, or did not come."""

    loud: ClassVar[bool] = True
    import_id: int


@dataclass(frozen=True)
class ImportAsks(Message):
    """The headers may mean more than one kind of list."""

    loud: ClassVar[bool] = True
    import_id: int


@dataclass(frozen=True)
class ImportApplied(Message):
    """All of it is in."""

    loud: ClassVar[bool] = True
    import_id: int


@dataclass(frozen=True)
class ImportUndone(Message):
    """It is as it was before: because somebody wanted it, or because a row no longer fitted."""

    loud: ClassVar[bool] = True
    import_id: int
