"""Real processes of the service on one PostgreSQL: started, asked over HTTP, killed."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import text

from bot.settings import Settings
from migrations import run
from models.clocks import SystemClock
from models.store import Store
from models.town.apply import apply_town
from tests.furniture import huadian
from tests.proofs.service import ROOT
from tests.proofs.test_second_service import free_port
from tests.proofs.town import Keys

BASE = "https://doorstep.example"
"""What people open; a proxy would stand there."""


@dataclass
class Instance:
    """One process. ``home`` is where it listens."""

    name: str
    port: int
    process: subprocess.Popen[bytes]
    log: Path

    @property
    def home(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def get(self, path: str) -> str:
        """What it answers there; "" while it does not answer, or answers that it is not ready."""
        try:
            with urllib.request.urlopen(f"{self.home}{path}", timeout=5) as answer:  # noqa: S310 - our own
                said: str = answer.read().decode()
                return said
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            return ""

    def number(self, metric: str) -> float:
        """A line of /metrics; 0 where there is none."""
        found = re.search(rf"^{re.escape(metric)} ([\d.e+-]+)$", self.get("/metrics"), re.MULTILINE)
        return float(found[1]) if found else 0.0

    def is_ready(self) -> None:
        """Wait until it is; if it does not become so, with what it has logged."""
        try:
            wait_until(lambda: self.get("/readyz"), 80)
        except AssertionError:
            raise AssertionError(self.log.read_text("utf-8")[-3000:]) from None

    @property
    def ticks(self) -> float:
        """Only the one that leads counts."""
        return self.number('doorstep_clock_ticks_total{result="ok"}')

    def kill(self) -> None:
        self.process.kill()
        self.process.wait(20)

    def stop(self) -> int:
        """Ask it to end; its exit code."""
        self.process.terminate()
        return self.process.wait(40)


def wait_until(true: Callable[[], object], within: float) -> float:
    """Seconds until it held."""
    began = time.monotonic()
    while not true():
        assert time.monotonic() - began < within, "it took too long"
        time.sleep(0.05)
    return time.monotonic() - began


def ready_database(url: str) -> Keys:
    """A town is applied, and nobody is in it. Its keys."""
    own = Keys.fresh()
    own.install()
    with closing(Store.open(url)) as store:
        store.write_now(
            lambda session: apply_town(session, huadian(), now=SystemClock().now(), by="test")
        )
        store.write_now(
            lambda session: session.execute(
                text("CREATE TABLE alembic_version (version_num VARCHAR(32) PRIMARY KEY)")
            )
        )
        store.write_now(
            lambda session: session.execute(
                text("INSERT INTO alembic_version VALUES (:head)"), {"head": run.head()}
            )
        )
    return own


def start(name: str, url: str, keys: Keys, folder: Path) -> Instance:
    """``python -m bot run`` with these settings and nothing of this machine's."""
    ours = {field.upper() for field in Settings.model_fields}
    clean = {word: value for word, value in os.environ.items() if word not in ours}
    port = free_port()
    names = ("ENCRYPTION_KEYS", "LOOKUP_KEY", "SIGNING_KEY")
    given = {
        "PYTHONPATH": str(ROOT), "DATABASE_URL": url, "BASE_URL": BASE, "PORT": str(port),
        "INSTANCE": name, "DATA_DIR": str(folder), "ALARM_FREE_MB": "1", "LOG_LEVEL": "warning",
        **dict(zip(names, keys.texts, strict=True)),
    }  # fmt: skip
    folder.mkdir(exist_ok=True)
    log = folder / f"{name}.log"
    with log.open("ab") as said:
        process = subprocess.Popen(
            [sys.executable, "-m", "bot", "run"],
            cwd=folder, env=clean | given, stdout=said, stderr=said,
        )  # fmt: skip
    return Instance(name, port, process, log)


@contextmanager
def several(url: str, folder: Path, *names: str) -> Iterator[list[Instance]]:
    """So many instances that are ready; those that are still there at the end are stopped."""
    own = ready_database(url)
    running = [start(name, url, own, folder) for name in names]
    try:
        for one in running:
            one.is_ready()
        yield running
    finally:
        for one in running:
            if one.process.poll() is None:
                one.kill()
