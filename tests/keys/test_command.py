"""At a shell: no keys, other keys, keys that are turned; and no key is ever shown."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.settings import Settings, env_lines
from models.keys import file, generate

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Shell:
    folder: Path

    def __call__(self, *arguments: str, **more: str) -> tuple[int, str]:
        ours = {name.upper() for name in Settings.model_fields}
        clean = {name: value for name, value in os.environ.items() if name not in ours}
        clean |= {"PYTHONPATH": str(ROOT), "COLUMNS": "100", "NO_COLOR": "1"}
        done = subprocess.run(
            [sys.executable, "-m", "bot", *arguments], cwd=self.folder, env=clean | more,
            capture_output=True, text=True, timeout=120, check=False,
        )  # fmt: skip
        assert "Traceback" not in done.stderr
        return done.returncode, done.stdout + done.stderr

    def env(self, *lines: str) -> None:
        text = "".join([*lines, "BASE_URL=https://doorstep.example\n"])
        (self.folder / ".env").write_text(text, "utf-8")


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    return Shell(tmp_path)


def test_without_keys_the_service_does_not_start_and_says_how_to_make_them(shell: Shell) -> None:
    shell.env()
    code, said = shell("run")
    assert code == 1
    for name in ("ENCRYPTION_KEYS", "LOOKUP_KEY", "SIGNING_KEY"):
        assert f"{name} is missing: run `python -m bot keys`" in said
    assert [path.name for path in shell.folder.iterdir()] == [".env"]


def test_a_keys_file_that_is_not_there_is_named(shell: Shell) -> None:
    shell.env("KEYS_FILE=elsewhere/keys.env\n")
    code, said = shell("run")
    assert code == 1
    assert "KEYS_FILE names a file that is not there" in said
    (shell.folder / "broken.env").write_text("ENCRYPTION_KEYS=k1:c2hvcnQ=\n")
    shell.env("KEYS_FILE=broken.env\n")
    code, said = shell("run")
    assert code == 1
    assert "The keys file cannot be used, the keys file has no LOOKUP_KEY: put back" in said
    assert "c2hvcnQ" not in said


def test_from_env_to_a_file_to_new_keys_and_nothing_shows_one(shell: Shell) -> None:
    made = generate()
    shell.env(*env_lines(made))
    assert shell("migrate")[0] == 0
    assert shell("town", "apply")[0] == 0
    assert shell("invite", "--name", "李敏", "--phone", "100-0000-0016")[0] == 0
    said = [shell("keys", "list"), shell("keys", "rotate"), shell("keys", "list"), shell("check")]
    path = shell.folder / "data" / "keys.env"
    turned = file.read(path)
    assert turned.encryption_ids[1:] == ("k1",)
    assert "The keys stand in .env." in said[0][1]
    assert "take ENCRYPTION_KEYS, LOOKUP_KEY and SIGNING_KEY out of .env" in said[1][1]
    assert "rows were moved; nothing is left under another key than" in said[1][1]
    assert f"{turned.first}: seals" in said[2][1]
    assert "0 values are sealed with another key" in said[2][1]
    assert "!   The keys in .env are not read any more" in said[3][1]
    shell.env()
    said += [shell("check"), shell("keys", "rotate"), shell("keys", "retire"), shell("check")]
    assert "keys: they open this database" in said[4][1]
    assert "run `python -m bot keys retire` first" in said[5][1]
    assert f"keys.env.before-{turned.first}" in said[6][1]
    assert [code for code, _text in said] == [0, 0, 0, 0, 0, 1, 0, 0], said
    told = "".join(text for _code, text in said)
    for key in (*made, *turned.keys, *file.read(path).keys):
        for entry in key.split(","):
            assert entry.rpartition(":")[2] not in told
    assert "100-0000" not in told
    assert path.stat().st_mode & 0o777 == 0o600

    # The keys of before, in .env and without the file: not the keys of this database any more.
    path.unlink()
    shell.env(*env_lines(made))
    code, words = shell("run")
    assert code == 1
    assert f"encryption key {turned.first} is missing" in words


def test_only_one_turns_the_keys_at_a_time(shell: Shell) -> None:
    shell.env(*env_lines(generate()))
    assert shell("migrate")[0] == 0
    with file.alone(shell.folder / "data" / "keys.env"):
        code, said = shell("keys", "rotate")
    assert code == 1
    assert "Somebody turns the keys already" in said
