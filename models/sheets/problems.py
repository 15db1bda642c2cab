"""What is wrong with one row: a field, a code that never changes its meaning, and its gaps.

The sentences, with the remedy, are in ``handlers/sheets/texts.py``; a test holds the two lists
together. The codes of the last group are found by whoever compares the row with what is kept.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

IN_ANY_CELL = (
    "missing",  # a required cell is empty
    "formula",  # a formula, or text that begins like one
    "cell_error",  # #N/A, #REF! and their like
    "too_long",  # most
    "no_name",  # no letter in it, or digits
)
IN_ID_NUMBERS = (
    "id_digits_lost",  # a number to the spreadsheet, which keeps fifteen digits
    "id_length",  # digits
    "id_letters",
    "id_hidden",  # stars
    "id_check_digit",
    "id_birth_date",  # impossible, too early or in the future
    "id_born_differs",
    "id_gender_differs",
)
IN_PHONES = (
    "phone_abroad", "phone_several", "phone_hidden", "phone_no_area", "phone_digits",
    "phone_zero_lost",
)  # fmt: skip
IN_DATES = (
    "date_unclear",  # two-digit years, day and month in doubt, a year alone, words
    "date_impossible",
    "date_future",
    "date_too_old",
    "end_before_start",
)
IN_CHOICES = (
    "gender_unclear",
    "grade_unclear",
    "category_unknown",
    "team_unknown",
    "package_unknown",
    "role_unknown",
)
IN_PLACES = (
    "address_missing",
    "address_unclear",  # several estates of that name
    "estate_unknown",
    "community_unknown",
    "building_missing",  # estate
    "building_unclear",
    "building_unknown",  # estate, building
    "unit_missing",
    "unit_unclear",
    "unit_unknown",  # building, units
    "door_missing",
    "door_unclear",
    "place_unknown",
    "place_unclear",
    "place_not_for_role",
)
BETWEEN_FIELDS = (
    "nothing_to_know_by",  # a contract or a role for a name alone
    "own_guardian",
    "guardian_is_child",
    "guardian_incomplete",  # a name and no way to reach them, or the other way round
    "check_missing",
    "check_ended",
)
IN_THE_FILE = (
    "same_id",  # row
    "same_name_born",  # row
    "same_name_phone",  # row
    "same_person",  # row: a second contract, the same role at the same place
)
IN_WHAT_IS_KEPT = (
    "outside",  # not where the one who sent the file works
    "person_unknown",
    "person_unclear",
    "person_gone",
    "guardian_missing",
    "guardian_unknown",
    "id_of_another",
    "second_contract",
    "no_team_here",
    "team_not_here",
    "may_not_give",
    "holder_is_child",  # a role is for grown-ups
    "over_already",  # the last day is past
    "check_too_long",  # valid for longer than a check may be
)
CODES = (
    IN_ANY_CELL + IN_ID_NUMBERS + IN_PHONES + IN_DATES + IN_CHOICES + IN_PLACES + BETWEEN_FIELDS
    + IN_THE_FILE + IN_WHAT_IS_KEPT
)  # fmt: skip


@dataclasses.dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with one field (``columns.FIELDS``) of a row."""

    field: str
    code: str
    params: Mapping[str, str | int] = dataclasses.field(default_factory=dict)

    def as_json(self) -> list[Any]:
        return [self.field, self.code, dict(self.params)]


def problem_from(told: list[Any]) -> Problem:
    name, code, params = told
    return Problem(name, code, params)


class Fault(Exception):
    """Raised by what reads one cell; the row collects it as a ``Problem`` of its field."""

    def __init__(self, code: str, **params: str | int) -> None:
        super().__init__(code)
        self.code = code
        self.params = params

    def of(self, name: str) -> Problem:
        return Problem(name, self.code, self.params)
