"""What somebody agreed to is shown to them alone."""

from __future__ import annotations

from models.consents.ledger import ledger_of
from tests.permissions.looks import ASKER, look

look(ledger_of, ASKER)(lambda _t, work: any(entry.purpose == "health" for entry in ledger_of(work)))

_OWN = "about the acting person's own answers: yes or no, or which text to ask"
_COMMAND = "a command calls it, behind the gate"
BEHIND = {
    "consents.again.next_to_ask_again": _OWN,
    "consents.places_abroad.to_ask_abroad": _OWN,
    "consents.places_abroad.note_abroad": _COMMAND,
    "consents.ends.end_what_it_allowed": _COMMAND,
    "consents.ledger.holds": "a yes or no, for commands and lists that must ask it",
    "consents.ledger.guards": _OWN,
    "consents.ledger.today": "the day it is",
    "consents.ledger.note_consent": _COMMAND,
    "consents.commands.purpose_of": "a purpose of the town; nothing about a person",
    "tasks.volunteers.stop_volunteering": _COMMAND,
}
