"""Logs: a name planted in every place where one could hide never comes out."""

from __future__ import annotations

import asyncio
import json
import logging
import sys
from collections.abc import Iterator
from typing import Literal

import pytest
import structlog

from bot.logs import ALLOWED, configure, new_reference, watch

NAME, PHONE = "王桂兰", "100-1234-5678"


@pytest.fixture(autouse=True)
def logs_as_before() -> Iterator[None]:
    """Logging is one for the whole process; give it back as it was."""
    root = logging.getLogger()
    handlers, level, hook = root.handlers[:], root.level, sys.excepthook
    yield
    sys.excepthook = hook
    logging.raiseExceptions = True
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()


both_forms = pytest.mark.parametrize("form", ["json", "console"])


def test_known_fields_come_out_as_they_are(capsys: pytest.CaptureFixture[str]) -> None:
    configure("json")
    structlog.get_logger("t").info("command done", command="OpenCase", case_id=7, took=0.4)
    line = json.loads(capsys.readouterr().err)
    assert line["event"] == "command done"
    assert (line["command"], line["case_id"], line["took"]) == ("OpenCase", 7, 0.4)
    assert "dropped" not in line


@both_forms
@pytest.mark.parametrize(
    "planted",
    [
        {"name": NAME},
        {"phone": PHONE},
        {"kind": NAME},
        {"reason": PHONE},
        {"reason": "a sentence with words"},
        {"case_id": NAME},
        {"command": [NAME]},
        {"state": {"who": NAME}},
        {"instance": NAME},
    ],
)
def test_what_is_not_on_the_list_or_not_harmless_is_dropped(
    planted: dict[str, object], form: Literal["json", "console"], capsys: pytest.CaptureFixture[str]
) -> None:
    configure(form)
    structlog.get_logger("t").info("command done", **planted)
    said = capsys.readouterr().err
    assert NAME not in said
    assert PHONE not in said
    assert "dropped" in said
    assert "command done" in said


@both_forms
@pytest.mark.parametrize("event", [f"{NAME} wrote", f"call {PHONE}", "x" * 200])
def test_an_event_that_quotes_somebody_is_withheld(
    event: str, form: Literal["json", "console"], capsys: pytest.CaptureFixture[str]
) -> None:
    configure(form)
    structlog.get_logger("t").info(event)
    said = capsys.readouterr().err
    assert event not in said
    assert "withheld" in said


@both_forms
def test_an_exception_is_its_type_its_place_and_a_reference(
    form: Literal["json", "console"], capsys: pytest.CaptureFixture[str]
) -> None:
    configure(form)

    def fail(resident: str) -> None:
        raise ValueError(resident, PHONE)

    try:
        fail(NAME)
    except ValueError:
        structlog.get_logger("t").exception("command failed")
    said = capsys.readouterr().err
    assert NAME not in said
    assert PHONE not in said
    assert "ValueError" in said
    assert "test_logs.py:" in said
    assert "reference" in said


@both_forms
def test_a_librarys_own_line_keeps_who_spoke_and_nothing_it_said(
    form: Literal["json", "console"], capsys: pytest.CaptureFixture[str]
) -> None:
    configure(form)
    try:
        dict[str, str]()[NAME]
    except KeyError:
        logging.getLogger("aiohttp.server").exception("cannot handle %s of %s", NAME, PHONE)
    said = capsys.readouterr().err
    assert NAME not in said
    assert PHONE not in said
    assert "aiohttp.server" in said
    assert "KeyError" in said


@both_forms
async def test_a_fault_nobody_awaited_is_logged_the_same_way(
    form: Literal["json", "console"], capsys: pytest.CaptureFixture[str]
) -> None:
    configure(form)
    loop = asyncio.get_running_loop()
    watch(loop)
    loop.call_exception_handler({"message": NAME, "exception": RuntimeError(NAME)})
    said = capsys.readouterr().err
    assert NAME not in said
    assert "RuntimeError" in said


def test_the_list_has_no_field_that_names_or_quotes_a_person() -> None:
    assert ALLOWED.isdisjoint({"name", "phone", "address", "text", "body", "answers", "note"})


def test_a_reference_can_be_read_out_on_the_phone() -> None:
    reference = new_reference()
    assert len(reference) == 6
    assert set(reference).isdisjoint("0O1IL5S8B")
