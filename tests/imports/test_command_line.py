"""The operator takes lists in and out: the same steps, said in sentences at a terminal."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from tests.imports.lists import CHILD, DAD, GRANDMA, residents

ROOT = Path(__file__).resolve().parents[2]


@dataclass
class Said:
    code: int
    out: str
    err: str


@pytest.fixture(scope="module")
def shell(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Said]:
    """A folder with a town that was applied."""
    folder = tmp_path_factory.mktemp("cli")

    def run(*arguments: str) -> Said:
        env = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
        done = subprocess.run(
            [sys.executable, "-m", "bot", *arguments],
            cwd=folder, env=env, capture_output=True, text=True, timeout=120, check=False,
        )  # fmt: skip
        return Said(done.returncode, done.stdout, done.stderr)

    keys = run("keys").out
    (folder / ".env").write_text(f"DEMO=false\nDATABASE_URL=sqlite:///t.db\n{keys}")
    assert run("migrate").code == 0
    assert run("town", "apply").code == 0
    (folder / "good.xlsx").write_bytes(residents(GRANDMA, CHILD, DAD))
    (folder / "bad.xlsx").write_bytes(residents(GRANDMA, CHILD))
    run.folder = folder  # type: ignore[attr-defined]
    return run


def test_a_list_is_tried_taken_in_exported_and_taken_back(shell: Callable[..., Said]) -> None:
    tried = shell("import", "good.xlsx")
    assert "3 rows; new 3, changed 0, as they are 0, wrong 0." in tried.out, tried.err
    assert "Nothing was changed yet" in tried.out
    taken = shell("import", "good.xlsx", "--what", "residents", "--apply")
    assert "All of it is in." in taken.out, taken.err
    listed = shell("export", "yangguang", "list.xlsx", "--why", "a check")
    assert "3 people are in list.xlsx" in listed.out, listed.err
    body = (shell.folder / "list.xlsx").read_bytes()  # type: ignore[attr-defined]
    sheet = CalamineWorkbook.from_filelike(BytesIO(body)).get_sheet_by_index(0).to_python()
    assert [row[0] for row in sheet[1:]] == ["测兰花", "测大山", "测小苗"]
    assert GRANDMA["身份证号"] not in str(sheet)
    number = taken.out.partition("--undo ")[2].partition("`")[0]
    assert shell("import", "--undo", number).out == "Undone.\n"
    assert "is undone: nothing to undo" in shell("import", "--undo", number).err


def test_what_is_wrong_is_said_by_row_field_and_remedy(shell: Callable[..., Said]) -> None:
    said = shell("import", "bad.xlsx", "--apply", "--bad", "mend.xlsx")
    assert said.code == 1
    assert "Row 4" in said.out
    assert "guardian" in said.out.lower()
    assert "Nothing was changed" in said.err
    assert (shell.folder / "mend.xlsx").exists()  # type: ignore[attr-defined]


def test_an_empty_list_to_fill_in_is_one_that_can_be_read(shell: Callable[..., Said]) -> None:
    assert "ready" in shell("template", "roles", "roles.xlsx").out
    assert "is there already" in shell("template", "roles", "roles.xlsx").err


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        (("import",), "Say which file"),
        (("import", "nothing.xlsx"), "nothing.xlsx"),
        (("import", "--undo", "77"), "There is no import 77."),
        (("export", "nowhere", "x.xlsx", "--why", "x"), "no place 'nowhere'"),
    ],
)
def test_what_cannot_be_done_is_a_sentence(
    shell: Callable[..., Said], typed: tuple[str, ...], sentence: str
) -> None:
    said = shell(*typed)
    assert said.code == 1
    assert sentence in said.err
    assert "Traceback" not in said.err
