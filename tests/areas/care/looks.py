"""Who sees what is due for whom. Doctors are none of this town's actors: see tests/care."""

from __future__ import annotations

from models.care import commands, queries, teams
from tests.permissions.looks import ASKER, look

NOBODY_HERE: frozenset[str] = frozenset()

look(queries.my_due, ASKER)(
    lambda t, work: queries.my_due(work, t["due_wang"]).item_id == t["due_wang"]
)
look(queries.whose_item, NOBODY_HERE)(
    lambda t, work: queries.whose_item(work, t["due_wang"]) == t["wang"]
)
look(queries.opened_item, NOBODY_HERE)(
    lambda t, work: queries.opened_item(work, t["due_wang"]).person.id == t["wang"]
)
look(queries.health_of, NOBODY_HERE)(
    lambda t, work: bool(queries.health_of(work, t["wang"]).conditions)
)
look(teams.due_list, NOBODY_HERE)(
    lambda t, work: (
        t["due_followed"] in {one.item_id for one in teams.due_list(work, "overdue", most=1000)}
    )
)
look(teams.due_counts, NOBODY_HERE)(lambda _t, work: teams.due_counts(work)["overdue"] > 0)
look(teams.due_numbers, NOBODY_HERE)(lambda _t, work: bool(teams.due_numbers(work)))
look(commands.may_read_health, NOBODY_HERE)(
    lambda t, work: commands.may_read_health(work, t["wang"])
)

_CLOCK, _GATE = "for the clock", "a command calls it, behind the gate"
BEHIND = {
    "care.queries.still_due": "yes or no, to family who were told as much",
    "care.teams.team_of": "which team serves somebody: said to everybody who may know of them",
    "care.teams.is_theirs": "whether the acting person is their doctor",
    "care.asking.booking_for": _GATE,
    "care.asking.tell_family": _CLOCK,
    "care.asking.ask_for_visit": _GATE,
    "care.asking.next_ask": _CLOCK,
    "care.asking.in_a_week": "an instant",
    "care.asking.to_confirm": "an instant",
    "care.doing.rule_of": "a rule of the town",
    "care.doing.visit_attended": _GATE,
    "care.doing.finish": _GATE,
    "care.doing.make_next": _GATE,
    "care.doing.say_result": _GATE,
    "care.doing.newest_done": _GATE,
    **dict.fromkeys(
        (
            "care.making.go_round", "care.making.cursors", "care.making.is_due",
            "care.making.next_round", "care.making.next_cursor", "care.making.make",
            "care.making.put", "care.people.pasts", "care.people.facts_of", "care.people.team_ids",
        ),
        _CLOCK,
    ),
    "care.people.today_of": "the day it is in the town",
}  # fmt: skip
