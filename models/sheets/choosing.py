"""Which kind of list a file is: the kind that was said, or the one most of whose headers it has."""

from __future__ import annotations

from collections.abc import Sequence

from models.refusals import Refusal
from models.sheets.limits import What
from models.sheets.opening import Sheet, open_sheet
from models.sheets.refusals import SheetColumnsMissing, SheetHasNoHeaders


def choose(data: bytes, kinds: Sequence[What]) -> tuple[What, Sheet] | None:
    """The kind and its sheet. None if two fit as well; a Refusal if none does, or the file is not
    to be read at all."""
    titles: dict[What, int] = {}
    refusals: list[Refusal] = []
    sheet: Sheet | None = None
    for what in kinds:
        try:
            sheet = open_sheet(data, what)
        except (SheetHasNoHeaders, SheetColumnsMissing) as refusal:
            refusals.append(refusal)
        else:
            titles[what] = len(sheet.headers.titles)
    if not titles:
        raise _nearest(refusals)
    best = [what for what in titles if titles[what] == max(titles.values())]
    if len(best) > 1:
        return None
    if sheet is None or best[0] != kinds[-1]:
        sheet = open_sheet(data, best[0])  # one at a time: a sheet is large
    return best[0], sheet


def _nearest(refusals: Sequence[Refusal]) -> Refusal:
    """Of why a file is none of the kinds, what says most: some headers were there."""
    telling = [one for one in refusals if isinstance(one, SheetColumnsMissing)]
    return min(telling, key=lambda one: len(one.columns), default=refusals[0])
