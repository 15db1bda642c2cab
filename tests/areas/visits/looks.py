"""Who sees whose visit. Doctors are none of this town's actors: they are looked at in tests/visits."""

from __future__ import annotations

from models.visits import finding, going, listing
from tests.permissions.looks import ASKER, look

NOBODY_HERE: frozenset[str] = frozenset()

look(finding.my_visit, ASKER)(
    lambda t, work: finding.my_visit(work, t["visit"]).booking_id == t["visit"]
)
look(finding.my_next_visit, ASKER)(
    lambda t, work: (
        (found := finding.my_next_visit(work)) is not None and found.booking_id == t["visit"]
    )
)
look(finding.booked_by_me, NOBODY_HERE)(
    lambda t, work: finding.booked_by_me(work, t["visit"]) is not None
)
look(going.trip_of, NOBODY_HERE)(lambda t, work: going.trip_of(work, t["taken_case"]) is not None)
look(listing.todays_visits, NOBODY_HERE)(
    lambda t, work: t["visit"] in {one.booking_id for one in listing.todays_visits(work)}
)
look(listing.todays_count, NOBODY_HERE)(lambda _t, work: listing.todays_count(work) > 0)
look(listing.opened_visit, NOBODY_HERE)(
    lambda t, work: bool(listing.opened_visit(work, t["visit"]).note)
)

_GATE = "a command calls it, behind the gate"
_ME = "about the acting person alone"
BEHIND = {
    "visits.finding.visit_of": "its callers ask whose it is",
    "visits.finding.free_times": "free times of a team, which are nobody's",
    "visits.finding.free_days": "free days of a team, which are nobody's",
    "visits.finding.may_keep_health": _ME,
    "visits.listing.is_ours": "whether it is the acting doctor's own, nothing of what is in it",
    "visits.attending.still_theirs": "whether the acting person may still see to it",
    "visits.company.ask_for_company": _GATE,
    "visits.company.call_off": _GATE,
    "visits.company.ask_again": _GATE,
    "visits.following.to_follow": "for the clock",
    "visits.following.next_reminder": "for the clock",
    "visits.going.due_reminder": "for the clock",
    "visits.going.reminders": "for the clock",
}
