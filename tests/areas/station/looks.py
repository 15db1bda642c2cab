"""Who sees a child at a station: the guardians, who runs it, who answers for it. The guardians and
the tutor are none of this town's actors: see tests/station."""

from __future__ import annotations

from models.station import (
    codes,
    collectors,
    drawing,
    enrolled,
    excusing,
    leaving,
    roll,
    stations,
    there,
)
from tests.permissions.looks import look

NOBODY_HERE: frozenset[str] = frozenset()
LEAD = frozenset({"coordinator"})
"""Who is at the desk of the station's own community."""
LEADS = LEAD | {"coordinator of the street", "coordinator of the city"}

look(enrolled.my_enrolments, NOBODY_HERE)(
    lambda t, work: (
        t["st_sign_up_there"] in {one.sign_up_id for one in enrolled.my_enrolments(work)}
    )
)
look(enrolled.my_enrolment, NOBODY_HERE)(
    lambda t, work: enrolled.my_enrolment(work, t["st_sign_up_there"]).days > 0
)
look(drawing.my_lot, NOBODY_HERE)(
    lambda t, work: drawing.my_lot(work, t["st_sign_up_there"]).turn > 0
)
look(excusing.coming, NOBODY_HERE)(
    lambda t, work: bool(excusing.coming(work, t["st_sign_up_there"]))
)
look(excusing.excused, NOBODY_HERE)(lambda t, work: bool(excusing.excused(work, (t["st_off"],))))
look(collectors.who_may_collect, NOBODY_HERE)(
    lambda t, work: bool(collectors.who_may_collect(work, (t["st_kid_there"],)))
)
look(there.mine_there, NOBODY_HERE)(
    lambda t, work: t["st_pickup_there"] in there.mine_there(work).pickups
)
look(there.my_group, NOBODY_HERE)(
    lambda t, work: bool(there.my_group(work, t["st_pickup_there"]).children)
)
look(there.group_here, LEADS)(
    lambda t, work: bool(there.group_here(work, t["st_pickup_there"]).children)
)
look(roll.roll_of, LEAD)(lambda t, work: bool(roll.roll_of(work, t["st_session"])))
look(leaving.collectors_here, LEADS)(
    lambda t, work: bool(leaving.collectors_here(work, there.group_of(work, t["st_pickup_there"])))
)
look(stations.my_sessions, LEAD)(
    lambda t, work: t["st_session"] in {one.id for one in stations.my_sessions(work)}
)
look(codes.expected_by_code, LEAD)(
    lambda t, work: t["st_pickup_matched"] in codes.expected_by_code(work)
)

_GATE = "a command calls it, behind the gate"
_TOWN = "about the town's stations, no person"
_CLOCK = "for the clock"
_LIMITED = "on what a limited query, or a telling to the one who reads it, has given"
BEHIND = {
    "station.again.look_again": "it reads nothing: the clock goes through a station anew",
    "station.stations.open_programmes": _TOWN,
    "station.stations.stations": _TOWN,
    "station.stations.station": _TOWN,
    "station.stations.others": _TOWN,
    "station.elsewhere.has_room": _TOWN,
    "station.elsewhere.elsewhere": _LIMITED,
    "station.stations.runs": "whether the acting person runs it",
    "station.there.standing": "what the acting person is to it",
    "station.there.answers_for": "whether the acting person answers for them",
    "station.collectors.are_mine": "whether the acting person answers for them",
    "station.collectors.check_mine": "the same, refused",
    "station.enrolled.first_day": _LIMITED,
    "station.filling.waits_at": _LIMITED,
    **dict.fromkeys(
        (
            "station.collectors.guardians_of", "station.collectors.kin_to_child",
            "station.collectors.collectors_of", "station.collectors.collectors_of_all",
            "station.collectors.named", "station.there.group_of", "station.there.pickup_of",
            "station.there.all_guardians", "station.there.with_account", "station.codes.may_send",
            "station.codes.locked", "station.codes.pickup_by_code",
            "station.excusing.excused_together",
        ),
        _LIMITED,
    ),
    **dict.fromkeys(
        (
            "station.collectors.name_collectors", "station.there.still_there",
            "station.leaving.leave", "station.late.leads", "station.excusing.of_station",
            "station.excusing.note_attendance", "station.changing.end",
            "station.changing.leave_all", "station.making.drop_bookings",
            "station.filling.term_of", "station.filling.free_places",
            "station.filling.take_days", "station.filling.give_back_days",
            "station.filling.roomiest", "station.filling.family", "station.filling.let_in",
            "station.filling.queue_up", "station.filling.place_or_queue",
            "station.filling.tell_family",
        ),
        _GATE,
    ),
    **dict.fromkeys(
        (
            "station.drawing.draws_due", "station.drawing.draws_go_on", "station.drawing.next_draw",
            "station.changing.freed_terms", "station.making.bookings_due",
            "station.clockwork.due_pickups", "station.clockwork.next_pickup",
            "station.clockwork.next_rung",
        ),
        _CLOCK,
    ),
}  # fmt: skip
