"""What goes on is no secret; who comes to it, and what can be done with it, is for who runs it."""

from __future__ import annotations

from models.programmes import instead, queries
from tests.permissions.looks import ASKER, DESK, MANY, look

NOBODY_HERE: frozenset[str] = frozenset()
"""Only doctors and tutors, and none of them is among the actors of this town."""
ALL_DESKS = DESK | {"coordinator elsewhere", "coordinator of another street"}

look(queries.kinds_of_mine, ALL_DESKS)(
    lambda _t, work: "lecture" in {kind.id for kind in queries.kinds_of_mine(work)}
)
look(queries.keeps_desk, ALL_DESKS)(lambda _t, work: queries.keeps_desk(work))
look(queries.leads_myself, NOBODY_HERE)(
    lambda t, work: queries.leads_myself(work, t.town.programme_kind("clinic_visit"))
)
look(queries.places_for, frozenset({"coordinator"}))(
    lambda t, work: (
        t.town.place("yangguang") in queries.places_for(work, t.town.programme_kind("lecture"))
    )
)
look(queries.my_meetings, DESK)(
    lambda t, work: (
        t["lecture_day"]
        in {one.session_id for one in queries.my_meetings(work, most=MANY, everything=True)}
    )
)
look(queries.meeting_of, DESK)(
    lambda t, work: queries.meeting_of(work, t["lecture_day"]).programme_id == t["lecture"]
)
look(queries.one_session, DESK)(
    lambda t, work: queries.one_session(work, t["lecture_day"]).programme_id == t["lecture"]
)
look(queries.times_of_day, DESK)(
    lambda t, work: len(queries.times_of_day(work, t["free_clinic_time"])) > 1
)
look(queries.next_of, DESK)(lambda t, work: queries.next_of(work, t["lecture"])[1] is not None)
look(queries.still_to_come, DESK)(lambda t, work: queries.still_to_come(work, t["lecture"])[0] > 0)
look(instead.instead_of, ASKER)(lambda t, work: bool(instead.instead_of(work, t["booking_moved"])))
look(instead.said_before, ASKER)(
    lambda t, work: instead.said_before(work, t["booking_moved"]) == ""
)

_GATE = "a command calls it, behind the gate"
_RULE = "sessions of a programme, for the clock; nothing about a person"
BEHIND = {
    **dict.fromkeys(
        (
            "programmes.running.runs", "programmes.running.runs_programme",
            "programmes.running.programme_of", "programmes.running.session_of",
            "programmes.running.locked_programme", "programmes.running.locked_row",
            "programmes.running.locked_session", "programmes.running.kind_named",
            "programmes.running.wanted_kind", "programmes.overlapping.take_turns",
            "programmes.overlapping.refuse_overlaps", "programmes.making.add_sessions",
        ),
        _GATE,
    ),
    **dict.fromkeys(
        (
            "programmes.making.wanted_until", "programmes.making.due_programmes",
            "programmes.making.next_making", "programmes.making.make",
            "programmes.making.make_sessions", "programmes.telling.oldest_news",
            "programmes.telling.next_end",
        ),
        _RULE,
    ),
    "programmes.kinds.kind_of": "the town's own words",
    "programmes.queries.teams_at": "the town's own words",
    "programmes.queries.title_of": "what a programme is called is public",
}  # fmt: skip
