"""What turning must know of the schema: no hash and no sealed column is forgotten."""

from __future__ import annotations

import ast

from models.keys import Keyring
from models.register.hashes import phone_hashes
from models.rotation.lookups import FINGERPRINTS, LOOKUPS, OF_TODAY
from models.rotation.tables import sealed_tables
from models.tables import metadata
from tests.house.ground import modules

KEYED_HERE = {"models/register/hashes.py", "models/keys/checks.py", "models/rotation/moving.py"}
FOUND_HERE = {*KEYED_HERE, "models/access/sessions.py", "models/access/links.py"}


def test_every_hash_is_made_again_or_needs_no_key() -> None:
    columns = {
        (table.name, column.name)
        for table in metadata.sorted_tables
        for column in table.columns
        if column.name.endswith("_hash")
    }
    keyed = {(each.table, each.column) for each in LOOKUPS}
    assert columns == keyed | FINGERPRINTS | OF_TODAY
    assert not keyed & FINGERPRINTS


def test_every_lookup_is_made_from_columns_that_are_there() -> None:
    for each in LOOKUPS:
        table = metadata.tables[each.table]
        assert {each.sealed, *each.plain} <= set(table.columns.keys())
        assert hasattr(table.columns[each.sealed].type, "label"), "the source is sealed"


def test_every_sealed_column_is_turned() -> None:
    sealed = {
        f"{table.name}.{column.name}"
        for table in metadata.sorted_tables
        for column in table.columns
        if hasattr(column.type, "label")
    }
    found = {f"{each.name}.{name}" for each in sealed_tables() for name in each.labels}
    assert found == sealed
    assert "people.phone" in found


def test_hashes_are_made_in_one_place_or_turning_could_not_make_them_again() -> None:
    stray = [
        f"{name}:{node.lineno}"
        for name, tree in modules("bot", "handlers", "models", "scheduler")
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and (
            (node.func.attr == "lookup" and name not in KEYED_HERE)
            or (node.func.attr == "lookups" and name not in FOUND_HERE)
        )
    ]
    assert not stray, "use models.register.hashes, and add the column to models.rotation.lookups"


def test_a_phone_is_found_however_it_is_written(keyring: Keyring) -> None:
    written = ("100-0000-0055", "10000000055", "100 0000 0055")
    assert len({phone_hashes(one) for one in written}) == 1
