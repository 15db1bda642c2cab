"""Who sees the doors of a notice, and what became of it: those who go there, and those who send there."""

from __future__ import annotations

from models.notices import doors, results, rounds
from models.notices.doors import Page
from tests.permissions.looks import DESK, STAFF, look
from tests.permissions.town import SmallTown

GOES_THERE = frozenset({"grid worker", "substitute"})


def _has(there: SmallTown, page: Page, name: str = "round_door") -> bool:
    return there[name] in {one.target_id for one in page.doors}


look(doors.my_round, GOES_THERE)(lambda t, work: _has(t, doors.my_round(work, t["round_notice"])))
look(doors.my_rounds, frozenset({"grid worker"}))(
    lambda t, work: t["round_notice"] in {notice.id for notice, _many in doors.my_rounds(work)}
)
look(doors.my_door, STAFF)(
    lambda t, work: doors.my_door(work, t["round_door"]).target_id == t["round_door"]
)
look(doors.doors_of_grid, DESK)(
    lambda t, work: _has(t, doors.doors_of_grid(work, t["round_notice"], "g03"))
)
look(doors.doors_by_how, DESK)(
    lambda t, work: _has(t, doors.doors_by_how(work, t["round_notice"], "phone"), "round_ticked")
)
look(results.sent_notice, DESK)(
    lambda t, work: results.sent_notice(work, t["round_notice"]).id == t["round_notice"]
)
look(results.result_of, DESK)(
    lambda t, work: results.result_of(work, t["round_notice"]).figures.total == 2
)
look(rounds.shares, DESK)(
    lambda t, work: [one.many for one in rounds.shares(work, t["round_notice"])] == [1]
)

_GATE, _CLOCK = "a command calls it, behind the gate", "for the clock"
_NUMBERS = "numbers of a notice that the caller was given by a limited query or a telling"
BEHIND = {
    **dict.fromkeys(
        (
            "notices.counting.add", "notices.counting.shift", "notices.counting.leave_out",
            "notices.counting.forget_counts", "notices.knowing.targets_of",
            "notices.knowing.inform", "notices.knowing.change", "notices.ticking.ask_help",
            "notices.doors.goes_to", "notices.doors.path_of_target",
        ),
        _GATE,
    ),
    **dict.fromkeys(
        (
            "notices.ladder.after_sending", "notices.ladder.take_step", "notices.ladder.plan_anew",
            "notices.progress.next_progress", "notices.progress.begin_counting",
            "notices.rounds.give_some", "notices.rounds.goes_there",
            "notices.rounds.path_of_grid", "notices.rounds.doors_left", "notices.hours.steps_of",
        ),
        _CLOCK,
    ),
    **dict.fromkeys(
        (
            "notices.counting.counts_of", "notices.progress.going", "notices.results.figures",
            "notices.results.left_by_grid", "notices.results.may_look", "notices.whys.whys_of_notice",
        ),
        _NUMBERS,
    ),
    "notices.doors.my_grids_of_round": "one's own grids",
    "notices.whys.whys_at": "doors that a limited query found",
    "notices.hours.knocking": "an hour of the town",
    "notices.hours.loud_from": "an hour of the town",
    "notices.paper.public_file": "the file that goes with it: for whoever has the link, as long as it is of use",
    "notices.paper.public_notice": "what hangs in the stairwell: text only, for whoever has the link",
}  # fmt: skip
