"""Who finds and reads whom, and who sees which roles."""

from __future__ import annotations

from models.people import finding, record
from models.roles import colleagues, queries
from tests.permissions.looks import DESK, MANY, STAFF, look

EVERY_WORKER = STAFF | {
    "grid worker elsewhere", "coordinator elsewhere", "coordinator of another street",
}  # fmt: skip
"""Wherever they work: whoever has the whole phone in hand may ask, and gives a reason to read."""
OF_THE_ROLE = DESK | {"grid worker"}
WANGS_PHONE = "100-0000-0021"


def _ids(found: list[finding.Found]) -> set[int]:
    return {one.person.id for one in found}


look(finding.find_people, STAFF)(
    lambda t, work: t["wang"] in _ids(finding.find_people(work, "桂兰", most=MANY))
)
look(finding.elsewhere, EVERY_WORKER)(
    lambda t, work: t["wang"] in _ids(finding.elsewhere(work, WANGS_PHONE))
)
look(record.record_of, STAFF)(
    lambda t, work: record.record_of(work, t["wang"]).person.name == "王桂兰"
)
look(record.may_read, STAFF)(lambda t, work: record.may_read(work, t["wang"]))
look(record.in_my_places, STAFF)(lambda t, work: record.in_my_places(work, t["wang"]))
look(queries.roles_here, DESK)(
    lambda t, work: t["post"] in {held.role.id for held in queries.roles_here(work, MANY)}
)
look(queries.my_own_roles, frozenset({"grid worker"}))(
    lambda t, work: t["post"] in {role.id for role in queries.my_own_roles(work)}
)
look(queries.a_role, OF_THE_ROLE)(lambda t, work: queries.a_role(work, t["post"]).role.id > 0)
look(queries.substitutes_of, OF_THE_ROLE)(
    lambda t, work: (
        t["stand_in_role"] in {held.role.id for held in queries.substitutes_of(work, t["post"])}
    )
)
look(queries.stood_in_for, OF_THE_ROLE)(
    lambda t, work: (
        (found := queries.stood_in_for(work, t["stand_in_role"])) is not None
        and found[1].id == t["zhoumin"]
    )
)
look(queries.check_end, DESK | {"team lead"})(
    lambda t, work: queries.check_end(work, t["tutor_role"]) is not None
)
look(queries.my_check, frozenset({"team lead"}))(
    lambda t, work: queries.my_check(work, t["check"]) is not None
)
look(queries.check_here, DESK)(lambda t, work: queries.check_here(work, t["check"]) is not None)
look(colleagues.colleagues, frozenset({"grid worker"}))(
    lambda t, work: t["limin"] in {one.id for _, one in colleagues.colleagues(work, t["post"])}
)

_COMMAND = "a command calls it, behind the gate"
BEHIND = {
    "people.finding.my_grids": "the grids of one's own places; nothing about a person",
    "people.finding.begins_with": "a piece of SQL; the query around it is limited",
    "people.record.protection": "why a reason is owed, for the gate itself",
    "people.registering.check_born": _COMMAND,
    "roles.colleagues.is_colleague": _COMMAND,
    "roles.commands.role_row": _COMMAND,
    "roles.commands.somebody": _COMMAND,
    "roles.counting.checked_until": _COMMAND,
    "roles.counting.counts_until": _COMMAND,
    "roles.counting.recount": _COMMAND,
}
