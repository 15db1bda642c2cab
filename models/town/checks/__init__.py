"""What a town file must keep besides its shape: ids that exist, menus that fit, nobody forgotten.

Each check is a generator over the whole town that yields findings, so that one run tells all that
is wrong. A finding names the piece by its path; ``reading.py`` knows the line.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import chain

from models.town.checks.care import CARE, CARE_REFERENCES
from models.town.checks.desk import DESK
from models.town.checks.finding import Finding
from models.town.checks.help import HELP
from models.town.checks.notices import NOTICE_REFERENCES, NOTICES
from models.town.checks.places import PLACES
from models.town.checks.programmes import PROGRAMME_REFERENCES, PROGRAMMES
from models.town.checks.references import REFERENCES
from models.town.checks.texts import TEXTS
from models.town.schema import Town

__all__ = ["Finding", "check"]

_REFERENCES = (*REFERENCES, *CARE_REFERENCES, *PROGRAMME_REFERENCES, *NOTICE_REFERENCES)
_CHECKS: tuple[Callable[[Town], Iterator[Finding]], ...] = (
    *PLACES, *HELP, *DESK, *CARE, *PROGRAMMES, *NOTICES, *TEXTS,
)  # fmt: skip


def check(town: Town) -> list[Finding]:
    """Ids and references first: the other checks look things up and rely on them."""
    unknown = list(chain.from_iterable(one(town) for one in _REFERENCES))
    return unknown or list(chain.from_iterable(one(town) for one in _CHECKS))
