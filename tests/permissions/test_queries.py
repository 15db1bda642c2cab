"""Who sees what: each query shows it to exactly those who are named, out of everybody in town."""

from __future__ import annotations

import ast
from typing import Any

import pytest

from models.duty.queries import staff_case
from models.gate import holds, run
from models.help.calling_off import CancelCase
from models.help.cases import place_of_case
from models.help.queries import my_case
from models.refusals import Refusal
from models.register.commands import IAm, SettleIn
from models.register.queries import behind_my_card
from models.tasks.doing import GiveUpTask
from models.tasks.queries import details
from tests.house.ground import modules
from tests.permissions.looks import BEHIND, LOOKS, readers
from tests.permissions.town import SmallTown

UNLIMITED_IN_HANDLERS = {
    "called", "called_of", "case_of", "duty_now", "grid_of_person", "kind_of", "last_helper",
    "minutes_since", "path_of_alarm", "path_of_call", "path_of_hand_over", "path_of_person",
    "place_of_case", "role_at", "team_of", "town_of", "was_shown",
    # People of a family whom the caller has in hand by an agreement, a child or a link:
    "can_be_written_to", "invite_of", "kin_word", "name_of", "path_of",
    # About the acting person alone, or about the town:
    "export_kind", "guards", "my_export_places", "my_places", "next_to_ask_again", "purpose_of", "to_ask_abroad", "today",
    # What anybody may book, and one's own booking that an act or a telling is about:
    "free_days", "free_times", "may_keep_health", "still_due", "still_theirs", "teams_at", "title_of", "visit_of",
    "runs", "stations", "first_day", "elsewhere", "fits", "needs_consent",
    # Children whom the caller has in hand as a guardian, or as the tutor of this afternoon:
    "answers_for", "collectors_of_all", "excused_together", "group_of", "guardians_of", "kin_to_child", "may_send",
    "named", "pickup_by_code",
    # A notice that the caller may send, or is told of by its rows:
    "can_be_asked", "file_of", "goes_with", "may_hear", "needs_agreeing", "takes_a_while", "figures", "going", "knocking", "left_by_grid",
    "correction_held", "may_look", "result_of", "whys_at",
    "activities", "booking_of_act", "other_times", "reminds_of", "slot_of", "times_of",
}  # fmt: skip
"""Reads without a limit of their own that handlers may use, on things they were given by a limited
query or by a telling to the one who reads it. The list may shrink; think before it grows."""


def test_every_query_is_limited_by_a_test_or_says_why_not() -> None:
    known = {name for name, function in readers() if function in LOOKS} | set(BEHIND)
    assert not [name for name, _ in readers() if name not in known], "limit it, and test that"
    assert not set(BEHIND) - {name for name, _ in readers()}, "no longer there"


@pytest.mark.parametrize("query", LOOKS, ids=lambda query: query.__name__)
def test_exactly_those_see_it(small_town: SmallTown, query: Any) -> None:
    shows, sees = LOOKS[query]

    def may_see(who: str) -> bool:
        try:
            return small_town.sees(who, lambda work: shows(small_town, work))
        except Refusal:
            return False

    # Whoever acts for another comes to a query by a tap or flow that says for what (tests/behalf).
    people = [
        who
        for who, actor in small_town.actors.items()
        if actor.kind == "person" and not actor.by_id
    ]
    assert {who for who in people if may_see(who)} == sees


def test_what_staff_see_of_a_case_without_an_address_is_what_they_may_act_on(
    small_town: SmallTown,
) -> None:
    case = small_town["homeless_case"]

    def acts_and_sees(work: Any) -> tuple[bool, bool]:
        acts = holds(work, ("coordinator", "grid_worker", "admin"), place_of_case(work, case))
        try:
            return acts, staff_case(work, case).id == case
        except Refusal:
            return acts, False

    for who, actor in small_town.actors.items():
        if actor.kind == "person":
            acts, sees = small_town.sees(who, acts_and_sees)
            assert acts == sees, who


def test_the_details_are_gone_as_soon_as_the_task_is(small_town: SmallTown) -> None:
    """By the helper's word or by the asker's: neither leaves a door and a phone behind."""
    offer, case = small_town["taken_offer"], small_town["taken_case"]

    def gives_up(work: Any) -> Any:
        assert details(work, offer) is not None
        run(work, GiveUpTask(offer))
        return details(work, offer)

    assert small_town.tries("taker", gives_up) is None

    def is_called_off(work: Any) -> Any:
        run(work, CancelCase(case))
        work.actor = small_town.who("taker")
        return details(work, offer)

    assert small_town.tries("asker", is_called_off) is None


def test_whoever_only_types_an_address_does_not_become_somebody_who_lives_there(
    small_town: SmallTown,
) -> None:
    """A card proves the household; a typed address proves nothing."""
    version = small_town.town.purpose("help").version
    moves_in = SettleIn(version, "yangguang_xiaoqu", 3, 2, "401", "10000007777", "路人")

    def job(work: Any) -> list[tuple[int, str]]:
        run(work, moves_in)
        try:
            run(work, IAm(small_town["wang"]))
        except Refusal:
            return behind_my_card(work)
        work.actor = small_town.actor(small_town["wang"])
        pytest.fail(f"reads case {my_case(work, small_town['taken_case']).id}")

    assert small_town.tries("stranger", job) == []


def test_handlers_read_without_a_limit_only_what_is_on_the_list() -> None:
    unlimited = {name.rpartition(".")[2] for name in BEHIND}
    found = {
        alias.name
        for _name, tree in modules("handlers")
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("models.")
        for alias in node.names
        if alias.name in unlimited
    }
    assert found <= UNLIMITED_IN_HANDLERS, found - UNLIMITED_IN_HANDLERS
