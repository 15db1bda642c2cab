"""What comes due for people: spoken of in the morning, and once a day who it is for."""

from __future__ import annotations

from datetime import datetime

from models.care.asking import AskWhatIsDue, next_ask
from models.care.making import go_round, next_round
from models.gate import run
from models.work import Work


class Care:
    name = "care"

    def run(self, work: Work) -> int:
        """A few that are to be spoken of, else a piece of the day's round; nothing is written down
        where there is nothing to do."""
        first = next_ask(work)
        if first is not None and first <= work.now:
            return run(work, AskWhatIsDue())
        return go_round(work)

    def next_due(self, work: Work) -> datetime | None:
        """The earlier of the two."""
        first, begins = next_ask(work), next_round(work)
        return begins if first is None else min(first, begins)
