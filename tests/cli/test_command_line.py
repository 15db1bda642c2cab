"""The command line as an operator meets it: real processes, exit codes, sentences, no traceback."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.settings import Settings, env_lines
from models.keys import generate
from tests.house.ground import ROOT

COMMANDS = (
    "run",
    "demo",
    "check",
    "migrate",
    "invite",
    "cards",
    "keys",
    "backup",
    "restore",
    "town",
)


@dataclass(frozen=True)
class Said:
    code: int
    out: str
    err: str


@dataclass(frozen=True)
class Shell:
    """A folder of its own, with none of this machine's settings."""

    folder: Path

    def __call__(self, *arguments: str, **environment: str) -> Said:
        ours = {name.upper() for name in Settings.model_fields}
        clean = {name: value for name, value in os.environ.items() if name not in ours}
        clean |= {"PYTHONPATH": str(ROOT), "COLUMNS": "100", "NO_COLOR": "1"}
        done = subprocess.run(
            [sys.executable, "-m", "bot", *arguments],
            cwd=self.folder, env=clean | environment, capture_output=True, text=True,
            timeout=60, check=False,
        )  # fmt: skip
        return Said(done.returncode, done.stdout, done.stderr)


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    return Shell(tmp_path)


def env_file(folder: Path, *more: str) -> None:
    lines = [*env_lines(generate()), "BASE_URL=https://doorstep.example\n", *more]
    (folder / ".env").write_text("".join(lines), "utf-8")


def test_help_names_every_command_and_begins_with_what_this_is(shell: Shell) -> None:
    said = shell("--help")
    assert said.code == 0
    for command in COMMANDS:
        assert f"\n  {command} " in said.out
    assert "..." not in said.out.replace("[ARGS]...", "")


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_explains_itself(shell: Shell, command: str) -> None:
    said = shell(command, "--help")
    assert said.code == 0
    assert len(said.out.splitlines()) > 5


@pytest.mark.parametrize(
    "typed", [("nonsense",), ("backup",), ("town", "eat"), ("invite", "--name", "x"), ("run", "x")]
)
def test_what_is_typed_wrongly_is_a_usage_error(shell: Shell, typed: tuple[str, ...]) -> None:
    said = shell(*typed)
    assert said.code == 2
    assert "Usage" in said.err


def test_wrong_settings_are_sentences_before_anything_is_made(shell: Shell) -> None:
    (shell.folder / ".env").write_text("PORT=99999\nNOSUCH=1\n")
    said = shell("run")
    assert said.code == 1
    assert "PORT cannot be used" in said.err
    assert "NOSUCH is no setting" in said.err
    assert "Traceback" not in said.err
    assert [path.name for path in shell.folder.iterdir()] == [".env"]


def test_the_keys_it_makes_are_keys_it_takes(shell: Shell) -> None:
    made = shell("keys")
    assert made.code == 0
    (shell.folder / ".env").write_text(f"{made.out}BASE_URL=https://doorstep.example\n", "utf-8")
    said = shell("check")
    assert "ok  settings: a real town" in said.out


def test_check_names_what_is_missing_and_makes_nothing(shell: Shell) -> None:
    env_file(shell.folder)
    said = shell("check")
    assert said.code == 1
    assert "✗   There is no database yet: run `python -m bot migrate`." in said.out
    assert [path.name for path in shell.folder.iterdir()] == [".env"]


@pytest.fixture(scope="module")
def settled(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Said]]:
    """A folder with a town that is ready to run, and what each step on the way said."""
    folder = tmp_path_factory.mktemp("settled")
    env_file(folder)
    shell = Shell(folder)
    said = {"migrate": shell("migrate"), "diff before": shell("town", "diff")}
    said |= {"apply": shell("town", "apply"), "apply again": shell("town", "apply")}
    said |= {"diff after": shell("town", "diff"), "check": shell("check")}
    said |= {"backup": shell("backup", "town.tar")}
    return folder, said


@pytest.fixture
def town(settled: tuple[Path, dict[str, Said]], tmp_path: Path) -> Shell:
    """A copy of the settled folder, to be spoiled by one test."""
    shutil.copytree(settled[0], tmp_path / "town")
    return Shell(tmp_path / "town")


def test_from_nothing_to_a_town_that_runs(settled: tuple[Path, dict[str, Said]]) -> None:
    _, said = settled
    assert [name for name, step in said.items() if step.code] == []
    assert "added kinds" in said["diff before"].out
    assert said["apply"].out.startswith("Version 1 is in force")
    assert "Nothing to do" in said["apply again"].out
    assert "No change" in said["diff after"].out
    assert "✗" not in said["check"].out
    assert "town huadian 1" in said["backup"].out


def test_files_it_makes_are_for_their_owner_only(settled: tuple[Path, dict[str, Said]]) -> None:
    made = [path for path in settled[0].rglob("*") if path.is_file() and path.name != ".env"]
    assert len(made) > 1
    assert not [path.name for path in made if path.stat().st_mode & 0o077]


def test_a_backup_goes_into_an_empty_database_and_not_into_a_full_one(town: Shell) -> None:
    again = town("restore", "town.tar")
    assert again.code == 1
    assert "--force" in again.err
    moved = town("restore", "town.tar", DATABASE_URL="sqlite:///other/town.db")
    assert moved.code == 0, moved.err
    assert town("check", DATABASE_URL="sqlite:///other/town.db").code == 0


def test_keys_of_another_town_are_noticed_before_the_start(town: Shell) -> None:
    env_file(town.folder)
    said = town("check")
    assert said.code == 1
    assert "not the key of this database" in said.out
    assert "put back" in said.out


def test_the_first_coordinator_gets_a_link_that_shows_no_phone(town: Shell) -> None:
    said = town("invite", "--name", "李敏", "--phone", "100-0000-0016")
    assert said.code == 0, said.err
    assert said.out.strip().startswith("https://doorstep.example/in/")
    assert "0016" not in said.out


def test_cards_of_a_community_nobody_knows_are_a_sentence(town: Shell) -> None:
    said = town("cards", "atlantis")
    assert said.code == 1
    assert "atlantis" in said.err
    assert "Traceback" not in said.err


@pytest.mark.parametrize(
    ("url", "word"),
    [
        ("postgresql://nobody@127.0.0.1:9/nothing", "does not answer"),
        ("sqlite:///text.db", "no database"),
        ("sqlite:///.env/x.db", "Cannot use"),
        ("mysql://x/y", "neither SQLite nor PostgreSQL"),
    ],
)
def test_a_database_that_cannot_be_used_is_a_sentence(shell: Shell, url: str, word: str) -> None:
    env_file(shell.folder)
    (shell.folder / "text.db").write_text("this is no database, " * 100)
    said = shell("migrate", DATABASE_URL=url)
    assert said.code == 1
    assert word in said.err
    assert "Traceback" not in said.err
    assert "nobody" not in said.err


def test_a_wrong_town_file_is_said_by_line_fault_and_remedy(shell: Shell) -> None:
    (shell.folder / "town.yaml").write_text("id: Nowhere!\ncolour: red\n", "utf-8")
    said = shell("town", "check", "town.yaml")
    assert said.code == 1
    assert "town.yaml:2: colour" in said.err
    assert "Traceback" not in said.err


def test_a_town_file_that_was_not_applied_keeps_the_service_from_starting(town: Shell) -> None:
    shutil.copytree(ROOT / "towns", town.folder / "changed")
    file = town.folder / "changed" / "huadian.yaml"
    file.write_text(
        file.read_text("utf-8").replace("answer_minutes: 10", "answer_minutes: 11"), "utf-8"
    )
    said = town("run", TOWN=str(file))
    assert said.code == 1
    assert "town diff" in said.err
    assert "town apply" in said.err
