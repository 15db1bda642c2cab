"""The table command × actor, as the gate answers it now, and as docs/permissions.md shows it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from models.gate import Command, allowed
from models.refusals import Refusal
from tests.permissions.samples import SAMPLES
from tests.permissions.town import SmallTown

FILE = Path(__file__).resolve().parents[2] / "docs" / "permissions.md"
YES = "✓"
AREAS = {
    "help": "Asking for help",
    "tasks": "Tasks of volunteers",
    "duty": "The desk",
    "alarms": "Alarms",
    "register": "People and homes",
    "family": "Families, and who acts for whom",
    "doctors": "Family doctors",
    "visits": "Seeing the doctor",
    "programmes": "Programmes and their sessions",
    "bookings": "Places in them",
    "station": "The after-school room",
    "care": "What is due",
    "people": "Finding people, and writing them down",
    "roles": "Roles",
    "consents": "What people agreed to",
    "privacy": "What is kept, and for how long",
    "imports": "Lists from files",
    "notices": "Notices",
    "audiences": "Whom a notice is for",
    "ledger": "Categories of the ledger",
    "talks": "Talks left in the middle",
}
HEADER = """# Who may do what

Generated from the permission statements of the commands: `python -m tests.permissions.write`.
`tests/permissions` builds this town, asks the gate about every cell, runs every command as
everybody who may not, and fails when this page says anything else. Do not edit it by hand.

A row is a command, run on something of one household in grid 3 of Yangguang community (street
Minghua). A column is who tries it. ✓ means that the gate lets them in; whether it then succeeds
depends on the state of the case. An empty cell is a refusal: what is not stated is denied.

The columns: **stranger** nobody knows them; **resident** lives in the same building, no part in it;
**asker** the person it is about; **other asker** has a case of their own; **offered** was asked to
go; **taker** said yes; **volunteer** of another community; **lead** / **lead ✗** team lead of
this / another community; **grid** / **grid ✗** grid worker of this / another grid; **desk** /
**desk ✗** coordinator of this / another community; **street** / **street ✗** coordinator of the
street above / of another one; **city** coordinator of the city; **admin** administrator of the
city; **former** was the coordinator here until yesterday; **sub** stands in for
the grid worker today (**past**: until yesterday, **soon**: from tomorrow).

Acting for the asker: **proxy** with the asker's agreement (**visits**: for doctor visits only,
**past**: until yesterday, **ended** before its time); **grid for**, **grid ✗ for**, **vol for**: the
workers and a volunteer who try to act for the asker. **guardian** acts for a child,
**guardian ended** did so before. **clock** what happens by time;
**operator** at the command line."""
SHORT = {
    "stranger": "stranger",
    "newcomer by a card": "by card",
    "resident of the place": "resident",
    "asker": "asker",
    "asker of another case": "other asker",
    "offered": "offered",
    "taker": "taker",
    "other volunteer": "volunteer",
    "team lead": "lead",
    "team lead elsewhere": "lead ✗",
    "grid worker": "grid",
    "grid worker elsewhere": "grid ✗",
    "coordinator": "desk",
    "coordinator elsewhere": "desk ✗",
    "coordinator of the street": "street",
    "coordinator of another street": "street ✗",
    "coordinator of the city": "city",
    "admin": "admin",
    "former coordinator": "former",
    "substitute": "sub",
    "substitute until yesterday": "sub past",
    "substitute from tomorrow": "sub soon",
    "proxy": "proxy",
    "proxy for visits": "proxy visits",
    "proxy until yesterday": "proxy past",
    "former proxy": "proxy ended",
    "guardian": "guardian",
    "former guardian": "guardian ended",
    "grid worker for the asker": "grid for",
    "grid worker elsewhere for the asker": "grid ✗ for",
    "volunteer for the asker": "vol for",
    "clock": "clock",
    "operator": "operator",
}


def may(there: SmallTown, command: type[Command[Any]], actor: str) -> bool:
    """What the gate says. A command whose thing is not there for them counts as no."""
    sample = SAMPLES[command].make(there)
    try:
        return there.sees(actor, lambda work: allowed(work, sample))
    except Refusal:
        return False


def cells(there: SmallTown) -> dict[tuple[str, str], bool]:
    return {
        (command.__name__, actor): may(there, command, actor)
        for command in SAMPLES
        for actor in there.actors
    }


def rendered(table: dict[tuple[str, str], bool]) -> str:
    parts = [HEADER]
    for area, title in AREAS.items():
        of_area = [cls for cls in SAMPLES if cls.__module__.split(".")[1] == area]
        names = sorted(cls.__name__ for cls in of_area)
        parts.append(f"\n## {title}\n")
        parts.append(_row("command", list(SHORT.values())))
        parts.append(_row("---", [":-:"] * len(SHORT)))
        parts += [
            _row(f"`{name}`", [YES if table[name, actor] else "" for actor in SHORT])
            for name in names
        ]
    return "\n".join(parts) + "\n"


def _row(first: str, rest: list[str]) -> str:
    return f"| {first} | " + " | ".join(rest) + " |"
