"""Read a town file and say everything that is wrong with it, by line, with the remedy.

Faults are collected, not raised one by one: whoever edits the file repairs it in one go. A town
that comes out of here needs no further checking anywhere.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pydantic import ValidationError

from models.town.checks import check
from models.town.files import Document, Fault, Loc, load
from models.town.schema import Town

__all__ = ["Fault", "TownFaults", "judge", "read_town"]


class TownFaults(Exception):
    """The file cannot be used; ``faults`` says why, in the order of the file."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__(f"{len(faults)} faults in the town file")
        self.faults = faults


def read_town(path: Path) -> Town:
    """Read, check and return the town, or raise ``TownFaults`` with all that is wrong."""
    return judge(load(path))


def judge(document: Document) -> Town:
    """The town of a document that was loaded, or ``TownFaults``."""
    if document.faults:
        raise TownFaults(tuple(document.faults))
    try:
        town = Town.model_validate(document.data)
    except ValidationError as error:
        faults = [_shape_fault(document, problem) for problem in error.errors()]
    else:
        faults = [document.fault(f.loc, f.what, f.remedy) for f in check(town)]
        if not faults:
            return town
    raise TownFaults(tuple(sorted(set(faults), key=lambda fault: (fault.file, fault.line))))


def _shape_fault(document: Document, problem: Any) -> Fault:
    loc: Loc = tuple(problem["loc"])
    what, remedy = _WORDS.get(problem["type"], _other)(loc, problem)
    return document.fault(loc, what, remedy)


def _last(loc: Loc) -> str:
    return str(loc[-1]) if loc else "value"


def _missing(loc: Loc, problem: Any) -> tuple[str, str]:
    if _last(loc) in {"zh", "en"}:
        return f"The {_last(loc)} text is missing.", "Write {zh: …, en: …}."
    return f"`{_last(loc)}` is missing.", "Add it."


def _unknown(loc: Loc, problem: Any) -> tuple[str, str]:
    return f"`{_last(loc)}` means nothing here.", "Correct the spelling or remove it."


def _pattern(loc: Loc, problem: Any) -> tuple[str, str]:
    what = f"`{problem['input']}` is not an id."
    return what, "Use 1 to 24 of a-z, 0-9 and _, beginning with a letter."


def _literal(loc: Loc, problem: Any) -> tuple[str, str]:
    return f"`{problem['input']}` is not possible here.", f"Use {problem['ctx']['expected']}."


def _local(loc: Loc, problem: Any) -> tuple[str, str]:
    return "This must be a text in two languages.", "Write {zh: …, en: …}."


def _text(loc: Loc, problem: Any) -> tuple[str, str]:
    return f"`{problem['input']}` is not a text.", 'Put it in "quotation marks".'


def _other(loc: Loc, problem: Any) -> tuple[str, str]:
    message = str(problem["msg"])
    return f"{message[:1].upper()}{message[1:]}.", "Correct the value."


_WORDS = {
    "missing": _missing,
    "extra_forbidden": _unknown,
    "unexpected_keyword_argument": _unknown,
    "string_pattern_mismatch": _pattern,
    "literal_error": _literal,
    "dataclass_type": _local,
    "string_type": _text,
}
