"""A log line whose field is not on the list would lose it silently: held here instead of found at night."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from bot.logs import ALLOWED, _harmless_event
from tests.house.ground import modules

_LEVELS = {"debug", "info", "warning", "error", "exception", "critical"}
_OF_THE_LIBRARY = {"exc_info"}


def log_calls() -> Iterator[tuple[str, ast.Call]]:
    for name, tree in modules():
        for node in ast.walk(tree):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr in _LEVELS
                and ast.unparse(node.func.value).lower().endswith("log")
            ):
                yield f"{name}:{node.lineno}", node


def test_there_are_log_lines_to_look_at() -> None:
    assert len(list(log_calls())) > 5


def test_every_log_line_is_a_fixed_event_with_fields_of_the_list() -> None:
    wrong = []
    for where, call in log_calls():
        event = call.args[0] if call.args else None
        if not (isinstance(event, ast.Constant) and _harmless_event(event.value)):
            wrong.append(f"{where} the event is not a fixed plain text")
        wrong += [
            f"{where} {field.arg} is not on the list"
            for field in call.keywords
            if field.arg not in ALLOWED | _OF_THE_LIBRARY
        ]
    assert not wrong
