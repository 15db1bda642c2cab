"""李敏 has sent lists: each stands in another state. And she has taken one out."""

from __future__ import annotations

from typing import Any

from models.doctors.tables import Contract
from models.imports.exporting import ExportPeople
from models.imports.tables import Import, ImportRow
from models.work import Work
from tests.permissions.town import WORDS, SmallTown

ABOUT = {"sheet": "Sheet1", "unknown": [], "left_out": []}
GOOD = {"name": "测兰花", "born": "1950-03-07", "phone": "10000007001", "estate": "yangguang_xiaoqu",
        "grid": "g03", "building": 3, "unit": 1, "door": "101"}  # fmt: skip
COUNTS = {"new": 2, "changed": 1, "same": 3, "refused": 0}
STATES: dict[str, dict[str, Any]] = {
    "waiting": {"source": WORDS},
    "asking": {"source": WORDS, "what": ""},
    "refused": {"about": ["SheetTooBig", {"most_mb": 20}]},
    "tried": {"about": ABOUT, "counts": COUNTS},
    "faulty": {
        "state": "tried",
        "about": {**ABOUT, "unknown": ["Blood", "Shoes"]},
        "counts": {**COUNTS, "refused": 2},
    },
    "known": {
        "state": "tried",
        "about": {**ABOUT, "left_out": ["Sheet2"]},
        "counts": {"new": 0, "changed": 0, "same": 3, "refused": 0},
    },
    "applying": {"about": ABOUT, "counts": COUNTS},
    "applied": {"about": ABOUT, "counts": COUNTS},
    "undoing": {"about": ABOUT, "counts": COUNTS},
    "undone": {"about": ABOUT, "counts": {**COUNTS, "left": 1}},
    "failed": {"state": "undone", "about": ABOUT, "counts": COUNTS, "failed_row": 12},
    "dropped": {"about": ABOUT, "counts": COUNTS},
}


def build(there: SmallTown) -> None:
    there.write(lambda work: _lists(there, work))
    there.ids["signed_there"] = _signed(there)
    there.ids["export"] = there.does("coordinator", ExportPeople("yangguang", WORDS))


def _lists(there: SmallTown, work: Work) -> None:
    for name, values in STATES.items():
        row = Import(
            **{
                "what": "residents",
                "state": name,
                "by_person": there["limin"],
                "channel": "memory",
                "place_path": there.town.path("yangguang"),
                "cursor": 0,
                "attempts": 0,
                "at": work.now,
                "applied_at": work.now if name == "applied" else None,
                **values,
            }
        )
        work.session.add(row)
        work.session.flush()
        there.ids[f"{name}_list"] = row.id
    work.session.add_all(_rows(there))


def _signed(there: SmallTown) -> int:
    person = there.newcomer("测签约")
    return there.write(lambda work: _contract(work, person))


def _contract(work: Work, person: int) -> int:
    day = work.now.date()
    row = Contract(
        person_id=person, team_id="doc_yangguang", package="basic", state="valid",
        starts_on=day, ends_on=day.replace(year=day.year + 1), how="import", signed_at=work.now,
    )  # fmt: skip
    work.session.add(row)
    work.session.flush()
    return row.id


def _rows(there: SmallTown) -> list[ImportRow]:
    missing = {"given": {"name": "测没人"}}
    rows = [
        (there["tried_list"], 3, GOOD, "new", None),
        (there["faulty_list"], 3, GOOD, "new", None),
        (there["faulty_list"], 4, missing, "refused", [["address", "address_missing", {}]]),
        (
            there["faulty_list"], 5, missing, "refused",
            [["phone", "phone_digits", {}], ["address", "address_missing", {}]],
        ),
    ]  # fmt: skip
    return [
        ImportRow(
            import_id=list_id, number=number, data=data, verdict=verdict, problems=problems,
            late=False, done=False,
        )
        for list_id, number, data, verdict, problems in rows
    ]  # fmt: skip
