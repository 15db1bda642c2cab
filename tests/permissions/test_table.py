"""Every cell of command × actor: the page says what the gate says, and a refusal leaves no trace."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from models.gate import AuditLine, Command, May, run
from models.refusals import NotAllowed, Refusal
from tests.permissions.samples import CALLED, PHONE, SAMPLES, bases, commands
from tests.permissions.table import AREAS, FILE, SHORT, cells, may, rendered
from tests.permissions.town import WORDS, SmallTown, counts

every_command = pytest.mark.parametrize("command", commands(), ids=lambda cls: cls.__name__)


def test_every_command_has_a_sample() -> None:
    missing = [cls.__name__ for cls in commands() if cls not in SAMPLES]
    assert not missing, f"give each a sample in samples.py: {missing}"


def test_what_only_serves_as_a_base_may_be_run_by_nobody() -> None:
    assert [cls.__name__ for cls in bases() if cls.may != May()] == []


def test_a_command_without_a_statement_cannot_even_be_defined() -> None:
    with pytest.raises(TypeError, match="does not say who may run it"):
        type("Sneaky", (Command,), {})
    assert "Sneaky" not in Command.known


def test_two_commands_cannot_have_one_name() -> None:
    with pytest.raises(TypeError, match="is a command of"):
        type("SendNotice", (Command,), {"may": May(), "__module__": "models.elsewhere"})
    assert Command.known["SendNotice"].__module__ == "models.notices.sending"


def test_the_columns_of_the_page_are_the_actors_of_the_town(small_town: SmallTown) -> None:
    assert list(SHORT) == list(small_town.actors)


def test_every_area_has_its_part_of_the_page() -> None:
    assert {command.__module__.split(".")[1] for command in SAMPLES} == set(AREAS)


def test_the_page_says_what_the_gate_says(small_town: SmallTown) -> None:
    table = cells(small_town)
    written = FILE.read_text("utf-8")
    assert written == rendered(table), "python -m tests.permissions.write, and look at the change"


@every_command
def test_whoever_may_not_is_refused_and_leaves_no_trace(
    small_town: SmallTown, command: type[Command[Any]]
) -> None:
    sample = SAMPLES[command].make(small_town)
    for actor in small_town.actors:
        if may(small_town, command, actor):
            continue

        def job(work: Any, actor: str = actor) -> None:
            before = counts(work)
            with pytest.raises(NotAllowed):
                run(work, sample)
            work.session.flush()
            assert counts(work) == before, f"{actor} was refused, but something was written"

        small_town.tries(actor, job)


@every_command
def test_whoever_may_is_let_in(small_town: SmallTown, command: type[Command[Any]]) -> None:
    """What follows may still be refused for what the case looks like, but not for who asks."""
    sample = SAMPLES[command].make(small_town)
    for actor in small_town.actors:
        if not may(small_town, command, actor):
            continue

        def job(work: Any, actor: str = actor) -> None:
            try:
                run(work, sample)
            except NotAllowed:
                pytest.fail(f"the gate let {actor} in, and {command.__name__} threw them out")
            except Refusal:
                return

        small_town.tries(actor, job)


@every_command
def test_a_done_command_leaves_one_line_without_a_single_word_of_anybody(
    small_town: SmallTown, command: type[Command[Any]]
) -> None:
    sample = SAMPLES[command]
    done = sample.make(small_town)

    def job(work: Any) -> list[Any]:
        newest = select(AuditLine).order_by(AuditLine.id)
        before = len(work.session.scalars(newest).all())
        run(work, done)
        work.session.flush()
        return list(work.session.scalars(newest).all()[before:])

    lines = small_town.tries(sample.by, job)
    assert [line.command for line in lines] == [command.__name__]
    actor = small_town.who(sample.by)
    assert (lines[0].actor, lines[0].person_id) == (actor.kind, actor.person_id or None)
    about = dict(lines[0].about)
    fields = set(vars(done))
    assert set(about.pop("given", [])) <= fields
    assert all(name in fields and name.endswith("_id") for name in about)
    written = str([getattr(lines[0], column.name) for column in AuditLine.__table__.columns])
    assert not [secret for secret in (WORDS, CALLED, PHONE, *_words(done)) if secret in written]


def _words(command: Any) -> list[str]:
    """Every longer text a command carries, but not ids: of places, estates and the like."""
    found: list[str] = []

    def look(value: Any) -> None:
        if isinstance(value, str):
            found.append(value)
        elif isinstance(value, dict):
            for part in value.values():
                look(part)
        elif isinstance(value, tuple | list):
            for part in value:
                look(part)

    for name, value in vars(command).items():
        if not name.endswith("_id"):
            look(value)
    return [text for text in found if len(text) > 7]
