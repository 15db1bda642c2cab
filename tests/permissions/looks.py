"""What each query shows of one household in grid 3, and to whom: nobody else sees it, named or not.

``LOOKS`` has every query about people or cases. ``BEHIND`` has the other functions that read with
a ``Work``, each with the reason why it needs no limit of its own. A new one must go to either.
"""

from __future__ import annotations

import inspect
import pkgutil
from collections.abc import Callable, Iterator
from datetime import timedelta
from importlib import import_module
from typing import Any

from models.alarms import calling
from models.alarms.tables import Alarm
from models.duty import choosing, people, talking
from models.duty import queries as desk
from models.help import looking
from models.help import queries as own
from models.help.cases import place_of_case
from models.numbers import case_number
from models.register import queries as register
from models.tasks import minutes
from models.tasks import queries as tasks
from models.work import Work
from tests.areas import each
from tests.permissions.town import WORDS, SmallTown

AREAS = (
    "alarms", "audiences", "bookings", "care", "consents", "doctors", "duty", "family", "help", "imports",
    "ledger", "people", "notices", "photos", "privacy", "programmes", "register", "roles", "station", "talks", "tasks", "visits",
)  # fmt: skip
MANY = 1000
DESK = frozenset({"coordinator", "coordinator of the street", "coordinator of the city", "admin"})
STAFF = DESK | {"grid worker", "substitute"}
ASKER = frozenset({"asker"})
OFFERED = frozenset({"offered"})
TAKER = frozenset({"taker"})
BOTH_WHO_SPEAK = frozenset({"asker", "coordinator"})
"""Li Min is the coordinator who took Aunt Wang's talk."""

Look = Callable[[SmallTown, Work], bool]
"""Whether the thing can be seen; NotFound counts as no."""
LOOKS: dict[Callable[..., Any], tuple[Look, frozenset[str]]] = {}


def look(query: Callable[..., Any], to: frozenset[str]) -> Callable[[Look], Look]:
    def keep(shows: Look) -> Look:
        LOOKS[query] = (shows, to)
        return shows

    return keep


# -- one's own cases -------------------------------------------------------------------------------
look(own.my_cases, ASKER)(
    lambda t, work: t["taken_case"] in {case.id for case in own.my_cases(work, MANY)}
)
look(own.my_case, ASKER)(lambda t, work: own.my_case(work, t["taken_case"]).id > 0)
look(own.my_case_numbered, ASKER)(
    lambda t, work: own.my_case_numbered(work, case_number(t["taken_case"])).id > 0
)
look(own.story, ASKER)(
    lambda t, work: WORDS in {event.words for event in own.story(work, t["taken_case"], MANY)}
)
look(own.newest_open_case, ASKER)(
    lambda t, work: (case := own.newest_open_case(work)) is not None and case.asker_id == t["wang"]
)
look(own.my_photos, ASKER)(lambda t, work: t["photo"] in own.my_photos(work, t["taken_case"]))
look(looking.photo_for, STAFF | ASKER | TAKER)(
    lambda t, work: (
        looking.photo_for(work.session, work.actor.person_id, t["photo"], work.now) is not None
    )
)

# -- oneself ---------------------------------------------------------------------------------------
HOME = ASKER | {"newcomer by a card"}
"""The card of a household proves that one belongs there."""
look(register.my_household, HOME)(
    lambda _t, work: (home := register.my_household(work)) is not None
    and home.door == "401" and home.building == 3 and home.estate_id == "yangguang_xiaoqu"
)  # fmt: skip
look(register.my_address, HOME)(
    lambda t, work: (
        (home := register.my_address(work)) is not None
        and home == t.town.address_of("yangguang_xiaoqu", 3, 2, "401")
    )
)
look(register.my_phone_tail, ASKER)(lambda _t, work: register.my_phone_tail(work) == "0021")
look(register.behind_my_card, frozenset({"newcomer by a card"}))(
    lambda t, work: t["wang"] in dict(register.behind_my_card(work))
)
look(register.channel_of_mine, ASKER)(
    lambda t, work: register.channel_of_mine(work, t["other_account"]) == "telegram"
)
look(tasks.my_phone, ASKER)(lambda _t, work: tasks.my_phone(work).endswith("0021"))

# -- a helper's tasks ------------------------------------------------------------------------------
look(tasks.my_offer, OFFERED)(
    lambda t, work: tasks.my_offer(work, t["open_offer"]).case_id == t["offered_case"]
)
look(tasks.my_tasks, TAKER)(
    lambda t, work: t["taken_offer"] in {task.offer.id for task in tasks.my_tasks(work, MANY)}
)
look(tasks.my_open_offers, OFFERED)(
    lambda t, work: t["open_offer"] in {task.offer.id for task in tasks.my_open_offers(work, MANY)}
)
look(tasks.my_round, OFFERED | TAKER)(lambda _t, work: tasks.my_round(work).waiting > 0)
look(tasks.details, TAKER)(
    lambda t, work: (
        tasks.details(work, t["taken_offer"]) is not None
        or tasks.details(work, t["reported_offer"]) is not None
    )
)
look(tasks.asker_called, TAKER)(lambda t, work: tasks.asker_called(work, t["taken_case"]) == "王姨")
look(tasks.minutes_of, TAKER)(lambda t, work: tasks.minutes_of(work, t["reported_offer"]) > 0)
look(tasks.me_as_volunteer, OFFERED)(
    lambda t, work: (me := tasks.me_as_volunteer(work)) is not None and me.person_id == t["sun"]
)
look(minutes.my_minutes, TAKER)(
    lambda _t, work: minutes.my_minutes(
        work, work.now - timedelta(days=1), work.now + timedelta(days=1)
    )[1] > 0
)  # fmt: skip

# -- volunteers and residents, for those who decide about them ----------------------------------------
look(tasks.applicant, DESK)(
    lambda t, work: tasks.applicant(work, t["applicant"])[1].phone == "10000009999"
)
look(tasks.waiting_volunteers, DESK)(
    lambda t, work: t["applicant"] in tasks.waiting_volunteers(work, MANY)
)
look(desk.volunteers_waiting, DESK)(
    lambda t, work: t["applicant"] in {one.id for _, one in desk.volunteers_waiting(work)}
)
look(desk.residents_waiting, STAFF)(
    lambda t, work: t["confirmable"] in {one.id for one, _ in desk.residents_waiting(work)}
)
look(desk.my_roles, frozenset({"grid worker"}))(
    lambda t, work: t["role"] in {role.id for role in desk.my_roles(work)}
)
look(people.my_paths, frozenset({"coordinator"}))(
    lambda t, work: t.town.path("yangguang") in people.my_paths(work)
)

# -- the desk --------------------------------------------------------------------------------------
look(desk.needs_me_now, STAFF)(
    lambda t, work: (
        ("alarm", t["alarm"]) in {(item.kind, item.id) for item in desk.needs_me_now(work)}
    )
)
look(desk.nobody_took, STAFF)(
    lambda t, work: t["offered_case"] in {case.id for case in desk.nobody_took(work)}
)
look(desk.going_on, STAFF)(
    lambda t, work: t["taken_case"] in {case.id for case in desk.going_on(work)}
)
look(desk.staff_case, STAFF)(lambda t, work: desk.staff_case(work, t["taken_case"]).id > 0)
look(desk.staff_photos, STAFF)(
    lambda t, work: t["photo"] in desk.staff_photos(work, t["taken_case"])
)
look(desk.staff_story, STAFF)(
    lambda t, work: len(desk.staff_story(work, t["taken_case"], MANY)) > 0
)
look(desk.taker_of, STAFF)(
    lambda t, work: (
        (taker := desk.taker_of(work, t["taken_case"])) is not None and taker[0] == t["zhao"]
    )
)
look(desk.reach_of, STAFF)(
    lambda t, work: desk.reach_of(work, t["wang"], place_of_case(work, t["taken_case"]))[0].id > 0
)
look(desk.open_calls, DESK)(
    lambda t, work: t["call"] in {call.id for call in desk.open_calls(work)}
)
look(desk.staff_call, STAFF)(lambda t, work: desk.staff_call(work, t["call"]).id > 0)
look(choosing.helpers_for, STAFF)(
    lambda t, work: len(choosing.helpers_for(work, t["offered_case"])) > 0
)

# -- talks with a person ---------------------------------------------------------------------------
look(talking.own_hand_over, BOTH_WHO_SPEAK)(
    lambda t, work: talking.own_hand_over(work, t["taken_talk"]) is not None
)
look(talking.staff_hand_over, STAFF)(
    lambda t, work: talking.staff_hand_over(work, t["waiting_talk"]) is not None
)
look(talking.part_in, BOTH_WHO_SPEAK)(lambda t, work: talking.part_in(work, t["taken_talk"]) != "")
look(talking.live_for_account, BOTH_WHO_SPEAK)(
    lambda t, work: (
        (side := talking.live_for_account(work, work.actor.account_id)) is not None
        and side.hand_over_id == t["taken_talk"]
    )
)
look(talking.line_of, BOTH_WHO_SPEAK)(lambda t, work: talking.line_of(work, t["line"]) is not None)
look(talking.lines_of, BOTH_WHO_SPEAK)(
    lambda t, work: len(talking.lines_of(work, t["taken_talk"])) > 0
)
look(talking.waiting_hand_overs, STAFF)(
    lambda t, work: t["waiting_talk"] in {row.id for row in talking.waiting_hand_overs(work)}
)
look(talking.my_hand_overs, frozenset({"coordinator"}))(
    lambda t, work: t["taken_talk"] in {row.id for row in talking.my_hand_overs(work)}
)

# -- alarms ----------------------------------------------------------------------------------------
look(calling.may_see, STAFF)(
    lambda t, work: calling.may_see(work, work.session.get_one(Alarm, t["alarm"]))
)
look(calling.alarm_for_staff, STAFF)(
    lambda t, work: calling.alarm_for_staff(work, t["alarm"]) is not None
)
look(calling.who_cries, STAFF)(
    lambda t, work: (
        calling.who_cries(work, work.session.get_one(Alarm, t["alarm"]))[0].id == t["wang"]
    )
)
look(calling.open_alarms, STAFF)(
    lambda t, work: t["alarm"] in {alarm.id for alarm in calling.open_alarms(work)}
)
look(calling.own_alarm, ASKER)(lambda t, work: calling.own_alarm(work, t["alarm"]) is not None)
look(calling.my_alarm, ASKER)(
    lambda t, work: (alarm := calling.my_alarm(work)) is not None and alarm.person_id == t["wang"]
)

_CLOCK = "the clock's and the start's own work; nothing of it is shown to anybody"
_GATE = "a command calls it, behind the gate"
_PUBLIC = "who sits at the desk is no secret: people are told so by name"
_NAMED = "a name for somebody the caller has in hand by a limited query"
_PATH = "the path of a place, for the gate itself; nothing about a person"
BEHIND: dict[str, str] = {
    **dict.fromkeys(
        (
            "alarms.calling.next_step", "alarms.calling.people_for", "alarms.calling.call_people",
            "alarms.calling.tell_the_told", "alarms.commands.alarm_of",
            "duty.keeping.keep_promise", "duty.people.tell_duty", "duty.promising.said_since",
            "duty.promising.result_of", "duty.talking.hand_over_of", "duty.talking.begin",
            "duty.talking.live_of", "duty.talking.join", "duty.talking.add_line",
            "help.cases.case_of", "help.cases.move", "help.cases.note", "help.opening.promise",
            "help.opening.arrival", "help.ending.end_offers", "register.commands.household_at",
            "register.absorbing.is_nobody", "register.absorbing.both_cry",
            "register.absorbing.move_everything", "register.linking.tell_linked",
            "tasks.answering.offer_of", "tasks.answering.take", "tasks.answering.decline",
            "tasks.doing.finish", "tasks.door.choose_door_word", "tasks.minutes.record",
            "tasks.minutes.standing_entry", "tasks.ranking.candidates", "tasks.waves.locked",
            "tasks.waves.course_of", "tasks.waves.path_of_case", "tasks.waves.round_of",
            "tasks.waves.someone_may_answer", "tasks.waves.go_on", "tasks.waves.replace",
            "tasks.waves.put_out", "tasks.waves.tell_offer", "tasks.waves.call_duty",
        ),
        _GATE,
    ),
    **dict.fromkeys(
        (
            "duty.people.holders", "duty.people.holders_within", "duty.people.coordinators_for",
            "duty.colleagues.works_at", "duty.colleagues.colleague_of",
            "duty.people.grid_workers_for", "duty.people.admins", "duty.people.duty_now",
            "duty.people.role_at",
        ),
        _PUBLIC,
    ),
    **dict.fromkeys(
        (
            "duty.people.called", "register.names.called_of", "register.names.team_of",
            "help.commands.last_helper", "help.cases.kind_of", "help.cases.town_of",
            "tasks.door.door_word_of", "help.adding.ready_photos",
        ),
        _NAMED,
    ),
    **dict.fromkeys(
        (
            "alarms.calling.path_of_alarm", "duty.calls.path_of_call",
            "duty.talking.path_of_hand_over", "help.cases.place_of_case",
            "help.cases.relations_to_case", "duty.people.within_my_places",
        ),
        _PATH,
    ),
    **dict.fromkeys(
        (
            "photos.keep.claim_photo", "photos.keep.keep_photo", "photos.keep.reject_photo",
            "photos.keep.try_photo_later", "talks.rows.open_talks",
            "help.adding.tell_who_goes",
        ),
        _CLOCK,
    ),
    "duty.queries.minutes_since": "arithmetic",
    "tasks.queries.was_shown": "one bit about a push, asked by the one it went to",
}  # fmt: skip

for _area in each("looks"):
    BEHIND |= _area.BEHIND


def readers() -> Iterator[tuple[str, Callable[..., Any]]]:
    """Every public function of the areas that begins with a Work (or a session, in looking)."""
    for area in AREAS:
        package = import_module(f"models.{area}")
        for found in pkgutil.iter_modules(package.__path__):
            module = import_module(f"models.{area}.{found.name}")
            for name, function in vars(module).items():
                if name.startswith("_") or not inspect.isfunction(function):
                    continue
                if function.__module__ == module.__name__ and _reads(function):
                    yield f"{area}.{found.name}.{name}", function


def _reads(function: Callable[..., Any]) -> bool:
    first = next(iter(inspect.signature(function).parameters.values()), None)
    return first is not None and first.annotation in ("Work", "Session")
