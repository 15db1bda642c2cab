"""A category is seen by whoever has opened it, and works there: nobody else, and not the person."""

from __future__ import annotations

from models.ledger import noting, queries
from tests.permissions.looks import look

OPENED = frozenset({"grid worker", "coordinator"})

look(queries.categories_of, OPENED)(
    lambda t, work: "alone" in queries.categories_of(work, t["wang"])
)
look(noting.may_read_ledger, OPENED)(lambda t, work: noting.may_read_ledger(work, t["wang"]))

_GATE = "a command calls it, behind the gate"
BEHIND = {
    "ledger.noting.works_there": "whether the acting person works where somebody lives",
    "ledger.entering.put_in": _GATE,
    "ledger.entering.take_out": _GATE,
    "ledger.entering.not_in_yet": "of a list's row, within the sender's places",
    "ledger.entering.forget_entries": "takes back what a list has written",
}
