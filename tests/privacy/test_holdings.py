"""The list of what is kept about somebody is whole, and every word of the file has a meaning."""

from __future__ import annotations

import pytest

from bot.own_file.titles import COLUMNS, TABLES
from models.privacy.holdings import BY_TABLE, HOLDINGS, NOBODY, Holding
from models.tables import metadata
from tests.furniture import huadian

PEOPLE = "people"


def test_every_table_is_on_the_list_or_has_no_way_to_a_person() -> None:
    listed = set(BY_TABLE) | NOBODY
    assert set(metadata.tables) == listed
    assert not set(BY_TABLE) & NOBODY


def test_every_column_that_points_to_a_person_says_how() -> None:
    """Theirs, or only named in it."""
    missing = [
        f"{table.name}.{key.parent.name}"
        for table in metadata.tables.values()
        for key in table.foreign_keys
        if key.column.table.name == PEOPLE
        and key.parent.name not in (*BY_TABLE[table.name].mine, *BY_TABLE[table.name].named)
    ]
    assert not missing


@pytest.mark.parametrize("holding", HOLDINGS, ids=lambda one: one.name)
def test_a_holding_names_columns_that_are_there(holding: Holding) -> None:
    columns = set(metadata.tables[holding.name].columns.keys())
    named = {*holding.mine, *holding.named, *holding.shown, *holding.blank}
    assert named - {"group"} <= columns | {"group"}
    assert {holding.other} - {""} <= columns
    assert holding.mine or holding.through or not holding.shown


@pytest.mark.parametrize("holding", HOLDINGS, ids=lambda one: one.name)
def test_what_is_shown_has_a_title(holding: Holding) -> None:
    if holding.shown:
        assert holding.name in TABLES
    assert set(holding.shown) <= set(COLUMNS)


def test_no_title_is_left_over() -> None:
    assert set(TABLES) == {one.name for one in HOLDINGS if one.shown}
    assert set(COLUMNS) == {column for one in HOLDINGS for column in one.shown} | {"other"}


def test_what_stays_by_a_law_names_it() -> None:
    laws = {one.id for one in huadian().locked}
    assert {one.law for one in HOLDINGS} - {""} == laws
    assert not [one.name for one in HOLDINGS if one.law and one.end != "keep"]


def test_what_opens_somebody_is_in_no_file() -> None:
    """Addresses and marks of sessions are keys, and a file lies about on a desk."""
    secret = {"address", "token_hash", "link_hash", "phone_hash", "tail_hash", "id_hash", "source"}
    assert not [one.name for one in HOLDINGS if secret & set(one.shown)]
