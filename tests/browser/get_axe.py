"""Fetch axe-core once, through npm, into the cache folder; the tests look for it there.

It is not part of the project: it is 500 kB under a licence of its own and only checks us.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

VERSION = "4.14.1"
AXE = Path(__file__).parents[2] / ".cache" / "axe.min.js"
"""Where ``make assets`` puts it too."""


def get_axe() -> Path | None:
    """The script, fetched if need be; None where npm is missing or the registry is out of reach."""
    npm = shutil.which("npm")
    if AXE.exists() or npm is None:
        return AXE if AXE.exists() else None
    with tempfile.TemporaryDirectory() as folder:
        packed = subprocess.run(
            [npm, "pack", f"axe-core@{VERSION}", "--silent"],
            cwd=folder, capture_output=True, check=False, timeout=120,
        )  # fmt: skip
        tarball = next(Path(folder).glob("*.tgz"), None)
        if packed.returncode != 0 or tarball is None:
            return None
        with tarfile.open(tarball) as archive:
            script = archive.extractfile("package/axe.min.js")
            if script is None:
                return None
            AXE.parent.mkdir(parents=True, exist_ok=True)
            AXE.write_bytes(script.read())
    return AXE


if __name__ == "__main__":
    sys.exit(0 if get_axe() else "npm could not fetch axe-core; is npm installed?")
