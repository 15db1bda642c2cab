"""What an operator reads for each fault that can be expected; nothing for the others.

Looked up only when something went wrong, so that ``--help`` does not wait for the database
library.
"""

from __future__ import annotations

import errno


class Problem(Exception):
    """A command cannot do what was asked. The message says why, and what to do."""


def sentences(fault: BaseException) -> list[str]:
    """One sentence for each thing that is wrong, or nothing when the fault was not expected."""
    if isinstance(fault, Problem):
        return [str(fault)]
    if isinstance(fault, OSError):
        return _from_the_machine(fault)
    return _from_the_service(fault)


def _from_the_machine(fault: OSError) -> list[str]:
    if fault.errno == errno.EADDRINUSE:
        return ["The port is taken by another program: stop it, or choose another PORT."]
    if fault.errno == errno.EACCES:
        return [f"Not allowed to use {fault.filename or 'this port'}: check owner and rights."]
    if fault.errno == errno.ENOSPC:
        return ["The disk is full: make room and try again."]
    if fault.filename is not None:
        return [f"Cannot use {fault.filename}: {fault.strerror}."]
    return []


def _from_the_service(fault: BaseException) -> list[str]:
    from sqlalchemy.exc import DataError, DBAPIError, IntegrityError

    from bot.settings import SettingsFault
    from migrations.run import BrokenReferences
    from models.backup import BackupFault
    from models.keys import KeyFault
    from models.privacy.replaying import DamagedLine
    from models.refusals import Refusal
    from models.sample.loading import RealPeople
    from models.store import StoreFault
    from models.town.apply import AnotherTown
    from models.town.pinned import NoTown
    from models.town.reading import TownFaults
    from models.worktime import YearUnknown

    match fault:
        case SettingsFault():
            return list(fault.faults)
        case TownFaults():
            return [str(each) for each in fault.faults]
        case (
            BackupFault()
            | DamagedLine()
            | StoreFault()
            | KeyFault()
            | YearUnknown()
            | BrokenReferences()
        ):
            return [sentence_of(fault)]
        case NoTown():
            return ["No town was applied yet: run `python -m bot town apply`."]
        case RealPeople():
            return ["This database holds real people, and the demo keeps away: set DEMO=false."]
        case AnotherTown():
            return [f"{sentence_of(fault)[:-1]}: use the file of this town, or another database."]
        case IntegrityError() | DataError():
            return []  # it did answer: this is a fault of ours
        case DBAPIError():
            return [_from_the_database(fault.orig)]
        case Refusal():
            return [f"Refused: {type(fault).__name__}."]
        case _:
            return []


def _from_the_database(fault: BaseException | None) -> str:
    """The database's own words may hold its address, so they are read here and not shown."""
    words = f"{type(fault).__name__} {fault}".lower()
    if "no such table" in words or "undefinedtable" in words:
        return "The database has no tables yet: run `python -m bot migrate`."
    if "not a database" in words:
        return "DATABASE_URL names a file that is no database: correct the path."
    if "readonly" in words or "unable to open" in words:
        return "The database file cannot be written: check its folder, owner and rights."
    return "The database does not answer: check DATABASE_URL and that the server is running."


def sentence_of(fault: BaseException) -> str:
    """A fault's own words (only of those that are written for the operator) as a sentence."""
    words = str(fault)
    return f"{words[:1].upper()}{words[1:].rstrip('.')}."
