"""What would change is told piece by piece, and a new id is a new thing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from models.town.changes import Change, changes
from models.town.schema import Town
from tests.town.conftest import Edit

Changed = Callable[[Edit], Town]


def test_nothing_changes_between_a_town_and_itself(town: Town) -> None:
    assert changes(town, town) == []


def test_the_first_town_adds_everything(town: Town) -> None:
    found = changes(None, town)
    assert {change.what for change in found} == {"added"}
    assert Change("added", "kinds", "heating") in found
    assert Change("added", "emergency.groups", "fire") in found


def test_a_changed_number_is_told_with_both_values(town: Town, changed: Changed) -> None:
    new = changed(lambda data: data["kinds"][0].update(minutes=45))
    (change,) = changes(town, new)
    assert change == Change("changed", "kinds", "heating", ("minutes 30 → 45",))
    assert str(change) == "changed kinds heating: minutes 30 → 45"


def test_a_changed_text_deep_inside_names_the_way_to_it(town: Town, changed: Changed) -> None:
    def edit(data: dict[str, Any]) -> None:
        data["kinds"][0]["fields"][0]["options"][1]["label"]["en"] = "A room"

    (change,) = changes(town, changed(edit))
    assert change.words == ("fields[where].options[one].label.en One room → A room",)


def test_a_renamed_id_is_one_retired_and_one_added(town: Town, changed: Changed) -> None:
    def edit(data: dict[str, Any]) -> None:
        data["teams"][0]["id"] = "red_other"

    assert changes(town, changed(edit)) == [
        Change("added", "teams", "red_other"),
        Change("retired", "teams", "red_aihua"),
    ]


def test_a_new_order_of_a_menu_is_a_change(town: Town, changed: Changed) -> None:
    found = changes(town, changed(lambda data: data["groups"][0]["choices"].reverse()))
    assert [change.id for change in found] == ["root"]


def test_a_new_promise_of_the_desk_is_told(town: Town, changed: Changed) -> None:
    (change,) = changes(town, changed(lambda data: data["duty"].update(answer_minutes=5)))
    assert str(change) == "changed duty: answer_minutes 10 → 5"


def test_a_new_emergency_phrase_is_told_by_its_group(town: Town, changed: Changed) -> None:
    def edit(data: dict[str, Any]) -> None:
        data["emergency"]["groups"][1]["phrases"]["zh"].append("柴垛着了")

    (change,) = changes(town, changed(edit))
    assert (change.section, change.id) == ("emergency.groups", "fire")
