"""Habits the linters cannot hold: why-docstrings, short files, one door for tasks and for time."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest

from tests.house.ground import ROOT, committed, modules

ENOUGH_TO_SAY = 20
LONG_FILE, TOO_LONG_FILE, TOO_LONG_FUNCTION = 300, 400, 60
TASKS_START_HERE = {"bot/supervise.py"}
TIME_IS_READ_HERE = {"models/clocks.py"}
_READS_TIME = {
    "datetime.now", "datetime.utcnow", "datetime.today", "date.today",
    "datetime.datetime.now", "datetime.datetime.utcnow", "datetime.date.today", "time.time",
}  # fmt: skip


def calls(tree: ast.Module) -> Iterator[tuple[str, int]]:
    """Every call in a module, by its dotted name, with its line."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func), node.lineno


def written() -> Iterator[tuple[str, ast.Module]]:
    """Modules people wrote; revisions of the schema are drafted by a tool and as long as they are."""
    for name, tree in modules():
        if not name.startswith("migrations/versions/0"):
            yield name, tree


def test_every_module_says_why_it_exists() -> None:
    silent = [
        name for name, tree in written() if len(ast.get_docstring(tree) or "") < ENOUGH_TO_SAY
    ]
    tests = modules("tests", "benchmarks")
    silent += [name for name, tree in tests if tree.body and not ast.get_docstring(tree)]
    assert not silent


def test_no_function_is_longer_than_a_screen() -> None:
    long = [
        f"{name}:{node.lineno} {node.name}"
        for name, tree in written()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or node.lineno) - node.lineno >= TOO_LONG_FUNCTION
    ]
    assert not long


def test_nineteen_files_of_twenty_are_short_and_none_is_very_long() -> None:
    lines = {
        path.relative_to(ROOT).as_posix(): len(path.read_text("utf-8").splitlines())
        for path in committed()
        if path.suffix == ".py"
        and path.relative_to(ROOT).parts[0] in {"bot", "handlers", "models", "scheduler"}
    }
    long = {name: count for name, count in lines.items() if count > LONG_FILE}
    assert not [name for name, count in long.items() if count > TOO_LONG_FILE]
    assert len(long) <= max(1, len(lines) // 20), long


def groups(tree: ast.Module) -> set[str]:
    """Names bound by ``async with asyncio.TaskGroup() as name``: a group supervises its tasks."""
    return {
        ast.unparse(item.optional_vars)
        for node in ast.walk(tree)
        if isinstance(node, ast.AsyncWith)
        for item in node.items
        if item.optional_vars and ast.unparse(item.context_expr).endswith("TaskGroup()")
    }


def test_background_tasks_start_in_one_supervised_place_or_in_a_group() -> None:
    stray = [
        f"{name}:{line} {call}"
        for name, tree in modules()
        if name not in TASKS_START_HERE
        for call, line in calls(tree)
        if call.split(".")[-1] in {"create_task", "ensure_future"}
        and call.rpartition(".")[0] not in groups(tree)
    ]
    assert not stray


def test_only_the_clocks_ask_the_machine_what_time_it_is() -> None:
    stray = [
        f"{name}:{line} {call}"
        for name, tree in modules()
        if name not in TIME_IS_READ_HERE
        for call, line in calls(tree)
        if call in _READS_TIME
    ]
    assert not stray


def test_nothing_prints() -> None:
    stray = [
        f"{name}:{line}"
        for name, tree in modules()
        for call, line in calls(tree)
        if call == "print"
    ]
    assert not stray


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("asyncio.create_task(x)", "asyncio.create_task"),
        ("loop.create_task(x)", "loop.create_task"),
        ("datetime.now(UTC)", "datetime.now"),
    ],
)
def test_the_guard_itself_sees_what_it_looks_for(source: str, found: str) -> None:
    assert found in [call for call, _ in calls(ast.parse(source))]
