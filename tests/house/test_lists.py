"""Two lists of one thing drift apart unless a test holds them together."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable

import pytest

from bot.settings import Settings
from tests.house.ground import ROOT, modules

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


def names(requirements: Iterable[str]) -> set[str]:
    return {re.split(r"[\[<>=; ]", line)[0].lower() for line in requirements}


def test_the_example_settings_are_the_settings() -> None:
    example = (ROOT / ".env.example").read_text("utf-8")
    shown = re.findall(r"^#?([A-Z_]+)=", example, re.MULTILINE)
    assert sorted(set(shown)) == sorted(name.upper() for name in Settings.model_fields)


def test_every_example_setting_is_explained_above_it() -> None:
    blocks = re.split(r"\n\s*\n", (ROOT / ".env.example").read_text("utf-8"))
    bare = [
        block
        for block in blocks
        if re.search(r"^#?[A-Z_]+=", block, re.MULTILINE) and not block.startswith("# ")
    ]
    assert not bare


def test_every_dependency_has_a_reason_and_every_reason_a_dependency() -> None:
    project = PROJECT["project"]
    wanted = names(project["dependencies"])
    for extra in project["optional-dependencies"].values():
        wanted |= names(extra)
    table = (ROOT / "docs" / "dependencies.md").read_text("utf-8")
    assert names(re.findall(r"^\| `([^`]+)`", table, re.MULTILINE)) == wanted


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_every_dependency_is_locked(lock: str) -> None:
    locked = names((ROOT / lock).read_text("utf-8").splitlines())
    assert names(PROJECT["project"]["dependencies"]) <= locked


@pytest.mark.parametrize("room", ["models", "handlers", "scheduler", "bot.dialogue", "bot.outbox"])
def test_the_contract_of_a_room_closes_everything_under_bot(room: str) -> None:
    forbidden = {
        module
        for contract in PROJECT["tool"]["importlinter"]["contracts"]
        if room in contract["source_modules"]
        for module in contract["forbidden_modules"]
    }
    assert forbidden & {"bot", "bot.*"}


def test_every_folder_with_code_is_a_package() -> None:
    """import-linter does not look into a folder without __init__.py: it would have no arrows."""
    folders = {
        (ROOT / name).parent
        for name, _ in modules("bot", "handlers", "models", "scheduler", "migrations")
    }
    assert not [folder.name for folder in folders if not (folder / "__init__.py").exists()]
