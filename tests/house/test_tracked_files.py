"""What never goes into the repository: where somebody's machine keeps things, or where it downloads."""

from __future__ import annotations

import re

import pytest

from tests.house.ground import ROOT, committed, text_of

# Written so that this file does not hold what it looks for.
_HOSTS = ["pypi" + r"\.org", "python" + "hosted", "npm" + r"js\.(?:org|com)", "deb" + r"\.debian"]
_PLACES = ["/" + place + "/" for place in ("work", "root", "tmp", "opt")] + [r"/home/[a-z]"]
_FORBIDDEN = re.compile("|".join(_HOSTS + [rf"(?<![\w.\-/}}]){place}" for place in _PLACES]))
_SECRET_NAMES = re.compile(
    r"(^|/)(\.env|demo-keys|keys\.env|.*\.before-.*|erasures|id_rsa|.*\.pem|.*\.db)$"
)


def test_no_committed_file_names_a_download_host_or_a_machine_path() -> None:
    named = [
        f"{path.relative_to(ROOT)}: {found.group()}"
        for path in committed()
        if (text := text_of(path)) is not None and (found := _FORBIDDEN.search(text))
    ]
    assert not named


def test_no_committed_file_is_a_secret_or_a_database() -> None:
    names = [path.relative_to(ROOT).as_posix() for path in committed()]
    assert not [name for name in names if _SECRET_NAMES.search(name)]


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_a_lock_pins_every_package_with_hashes_and_no_address(lock: str) -> None:
    text = (ROOT / lock).read_text("utf-8")
    assert "://" not in text
    assert "--index" not in text
    pins = re.split(r"\n(?=\S)", text.strip())
    assert pins
    assert not [pin.split()[0] for pin in pins if "==" not in pin or "--hash=sha256:" not in pin]
