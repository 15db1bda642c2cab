"""The kind of a programme, as the town had it when the programme was made."""

from __future__ import annotations

from models.programmes.tables import Programme
from models.town.pinned import town_at
from models.town.programmes import ProgrammeKind
from models.work import Work


def kind_of(work: Work, programme: Programme) -> ProgrammeKind:
    """Of the version of the town the programme was made with: what people booked stays as it was."""
    return town_at(work.session, programme.town).programme_kind(programme.kind)
