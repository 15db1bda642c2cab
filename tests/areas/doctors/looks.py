"""Whose doctor is whose, and who sees that. Doctors themselves are looked at in tests/doctors."""

from __future__ import annotations

from models.doctors import queries, rates
from tests.permissions.looks import ASKER, DESK, MANY, STAFF, look

NOBODY_HERE: frozenset[str] = frozenset()
"""Only doctors, and none of them is among the actors of this town."""

look(queries.my_team, ASKER)(
    lambda t, work: (
        (mine := queries.my_team(work)).contract is not None
        and mine.contract.id == t["contract_wang"]
    )
)
look(queries.contract_of, STAFF | ASKER)(
    lambda t, work: (
        (found := queries.contract_of(work, t["wang"])) is not None
        and found.id == t["contract_wang"]
    )
)
look(queries.teams_of_mine, NOBODY_HERE)(lambda _t, work: bool(queries.teams_of_mine(work)))
look(queries.team_counts, NOBODY_HERE)(lambda _t, work: bool(queries.team_counts(work)))
look(queries.team_list, NOBODY_HERE)(
    lambda t, work: (
        t["wang"] in {one.person_id for one in queries.team_list(work, "valid", most=MANY)}
    )
)
look(queries.team_buildings, NOBODY_HERE)(
    lambda _t, work: bool(queries.team_buildings(work, "valid"))
)
look(rates.signing_rate, DESK)(lambda _t, work: rates.signing_rate(work, "yangguang").residents > 0)
look(rates.my_rate_places, frozenset({"coordinator"}))(
    lambda t, work: t.town.place("yangguang") in rates.my_rate_places(work)
)

_GATE = "a command calls it, behind the gate"
BEHIND = {
    **dict.fromkeys(
        (
            "doctors.contracts.current_of", "doctors.contracts.contract_by_id",
            "doctors.contracts.mine", "doctors.contracts.home_team_of", "doctors.contracts.close",
            "doctors.contracts.end", "doctors.contracts.sign", "doctors.contracts.reopen",
            "doctors.contracts.in_turn", "doctors.moving.tell_if_moved",
        ),
        _GATE,
    ),
    "doctors.contracts.today": "the day it is in the town",
    "doctors.clockwork.next_turn": "an instant, for the clock",
}  # fmt: skip
