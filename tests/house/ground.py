"""What the guards of the house look over: every file that is or would be committed."""

from __future__ import annotations

import ast
import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
ROOMS = ("bot", "handlers", "models", "scheduler", "migrations")
_LEFT_BEHIND = {".git", ".venv", ".cache", "__pycache__", "data", "dist", ".hypothesis"}


@cache
def committed() -> tuple[Path, ...]:
    """Tracked files and those git would take; in a folder without git, all but the leavings."""
    told = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if told.returncode == 0:
        found = [ROOT / name for name in told.stdout.split("\0") if name]
    else:
        found = [path for path in ROOT.rglob("*") if _LEFT_BEHIND.isdisjoint(path.parts)]
    return tuple(path for path in found if path.is_file())


def text_of(path: Path) -> str | None:
    """The text of a file, or None for pictures and the like."""
    try:
        return path.read_text("utf-8")
    except UnicodeDecodeError:
        return None


@cache
def modules(*rooms: str) -> tuple[tuple[str, ast.Module], ...]:
    """Every Python file of the rooms, by its path from the root, with its syntax tree."""
    wanted = rooms or ROOMS
    return tuple(
        (name, _tree(path))
        for path in sorted(committed())
        if path.suffix == ".py"
        and (name := path.relative_to(ROOT).as_posix()).split("/")[0] in wanted
    )


@cache
def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))
