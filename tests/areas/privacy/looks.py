"""What is kept about 王姨, and who looked at it, is shown to her; who is gone to those who care."""

from __future__ import annotations

from models.privacy import gone
from models.privacy.in_the_way import in_the_way
from models.privacy.queries import kept_about_me, who_looked
from tests.permissions.looks import ASKER, MANY, STAFF, look

look(kept_about_me, ASKER)(lambda _t, work: kept_about_me(work).phone_tail == "0021")
look(who_looked, ASKER)(lambda _t, work: any(one.why for one in who_looked(work, MANY)))
look(in_the_way, ASKER)(
    lambda _t, work: (found := in_the_way(work)) is not None and found.what == "alarm"
)
look(gone.reportable, STAFF)(lambda t, work: gone.reportable(work, t["still_here"]).id > 0)
look(gone.child_alone, STAFF)(lambda t, work: gone.child_alone(work, t["lone_child"]) is not None)

_COMMAND = "a command calls it, behind the gate"
BEHIND = {
    "privacy.gone.place_of": "the path of a place, for the gate itself; nothing about a person",
    "privacy.gone.is_family": "a yes or no about the acting person, for the gate itself",
    "privacy.gone.undo_until": "an instant of the town's rules",
    "privacy.stopping.stop_everything": _COMMAND,
    "privacy.stopping.end_talks": _COMMAND,
    "privacy.stopping.silence": _COMMAND,
    "privacy.taking_back.take_up_again": _COMMAND,
    "privacy.coming.end_all": _COMMAND,
    "privacy.coming.end_collecting": _COMMAND,
    "privacy.coming.collect_again": _COMMAND,
    "privacy.steps.do": "the clock forgets by it",
    "privacy.steps.count": "the clock counts by it what is to be forgotten",
}
