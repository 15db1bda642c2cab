"""``python -m migrations "what changes"``: draft the next revision on a throw-away database."""

import sys
import tempfile
from pathlib import Path

from migrations import run


def main(message: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'draft.db'}"
        run.upgrade(url)
        sys.stdout.write(f"{run.draft(url, message).name}\n")


if __name__ == "__main__":
    main(" ".join(sys.argv[1:]) or "changes")
