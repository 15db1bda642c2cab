"""A second service on the same SQLite file refuses to start, says why, and harms nobody."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

from bot.settings import Settings
from tests.proofs.service import ROOT

SENTENCE = "Another Doorstep already serves this database file"


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


def start(folder: Path, port: int) -> subprocess.Popen[str]:
    """``python -m bot run`` in an empty folder: the demo, on a file of its own."""
    ours = {name.upper() for name in Settings.model_fields}
    clean = {name: value for name, value in os.environ.items() if name not in ours}
    return subprocess.Popen(
        [sys.executable, "-m", "bot", "run"],
        cwd=folder, env=clean | {"PYTHONPATH": str(ROOT), "PORT": str(port)}, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8",
    )  # fmt: skip


def link_of(service: subprocess.Popen[str]) -> str:
    """Read on until the link was printed."""
    assert service.stdout is not None
    for line in service.stdout:
        if line.startswith("http"):
            return line.strip()
    raise AssertionError("the service ended without a link")


def test_a_second_service_on_the_same_file_says_so_and_does_not_start(tmp_path: Path) -> None:
    port, other = free_port(), free_port()
    with start(tmp_path, port) as first:
        try:
            assert link_of(first).endswith("/demo")
            with start(tmp_path, other) as second:
                out, err = second.communicate(timeout=60)
            assert second.returncode not in (0, None)
            assert SENTENCE in err
            assert "Traceback" not in err
            assert "http" not in out
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=20) as said:
                assert said.status == 200
        finally:
            first.send_signal(signal.SIGTERM)
            first.communicate(timeout=60)
        assert first.returncode == 0
