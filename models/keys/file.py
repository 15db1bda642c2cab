"""The keys file: what may be written anew while processes run that read it.

It has the three lines of ``.env`` and, while keys are turned, the id of the key that everybody can
read already and nobody writes with yet (``NEXT``). It is written whole beside its place, flushed
and moved there, so that whoever reads it sees the old state or the new one.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path

from models.keys.faults import CannotTurn, KeysMisconfigured
from models.keys.ring import Keyring, KeySettings, Stamp, generate, split_keys

_NEXT = "NEXT"
_ABOUT = (
    "# The keys of this installation, written by `keys rotate`. Without this file nobody can read\n"
    "# what is in the database: keep a copy of it apart from the backups. Nobody else may read it.\n"
)


@dataclass(frozen=True, slots=True)
class KeysFile:
    """What stands in a keys file. Every change gives a new one; nothing is written by itself."""

    keys: KeySettings
    next: str = ""

    @property
    def first(self) -> str:
        """The id of the key that writes."""
        return self.encryption_ids[0]

    @property
    def encryption_ids(self) -> tuple[str, ...]:
        return tuple(key_id for key_id, _key in split_keys(self.keys.encryption_keys))

    @property
    def old(self) -> tuple[str, ...]:
        """Encryption keys that only read, and are not the next one."""
        return tuple(each for each in self.encryption_ids[1:] if each != self.next)

    def announced(self, key_id: str) -> KeysFile:
        """With a new key of each kind, behind those there are: readable, not yet used."""
        fresh = generate(key_id)
        return KeysFile(
            KeySettings(
                f"{self.keys.encryption_keys},{fresh.encryption_keys}",
                f"{self.keys.lookup_key},{key_id}:{fresh.lookup_key}",
                f"{self.keys.signing_key},{key_id}:{fresh.signing_key}",
            ),
            key_id,
        )

    def switched(self) -> KeysFile:
        """The next key comes to the front of each kind: from now on it writes."""

        def forward(text: str) -> str:
            entries = split_keys(text)
            entries.sort(
                key=lambda entry: entry[0] != self.next
            )  # stable: the others stay in order
            return _joined(entries)

        return KeysFile(KeySettings(*map(forward, self.keys)))

    def retired(self, *, links: bool) -> KeysFile:
        """Only the keys that write. The old signing keys stay, unless links made with them (every
        printed card of before) shall end."""

        def first(text: str) -> str:
            return _joined(split_keys(text)[:1])

        encryption, lookup, signing = self.keys
        return KeysFile(
            KeySettings(first(encryption), first(lookup), first(signing) if links else signing)
        )

    def ring(self) -> Keyring:
        return Keyring.from_settings(*self.keys)

    def lines(self) -> list[str]:
        told = [f"{name.upper()}={value}\n" for name, value in self.keys._asdict().items()]
        return [_ABOUT, *told, *([f"{_NEXT}={self.next}\n"] if self.next else [])]


def read(path: Path) -> KeysFile:
    """Raises OSError, or KeysMisconfigured for a file that holds something else."""
    values = {}
    for line in path.read_text("utf-8", "replace").splitlines():
        name, equals, value = line.strip().partition("=")
        if equals and not name.startswith("#"):
            values[name] = value
    names = [name.upper() for name in KeySettings._fields]
    if missing := [name for name in names if not values.get(name)]:
        raise KeysMisconfigured(f"the keys file has no {missing[0]}")
    found = KeysFile(KeySettings(*(values[name] for name in names)), values.get(_NEXT, ""))
    if found.next and found.next not in found.encryption_ids[1:]:
        found = replace(found, next="")
    return found


def read_ring(path: Path) -> Keyring:
    """The keys of the file, and the file to follow from then on."""
    # Stamped before it is read: what is written in between is noticed as a change.
    stamp = stamp_of(path)
    ring = read(path).ring()
    ring.watched, ring.stamp = path, stamp
    return ring


def write(path: Path, content: KeysFile) -> None:
    """Whole or not at all, durable when it returns, readable by its owner alone."""
    path.parent.mkdir(parents=True, exist_ok=True)
    # Always the same name: what a kill leaves behind is overwritten by the next one.
    draft = path.with_name(f"{path.name}.draft")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.writelines(content.lines())
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def make_once(path: Path, content: KeysFile) -> None:
    """Two processes starting together agree on one file: it is written whole beside its place and
    linked there, which succeeds for one of them."""
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.writelines(content.lines())
    with suppress(FileExistsError):
        os.link(draft, path)
    draft.unlink()


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """One at a time writes the file; the second one is refused."""
    path.parent.mkdir(parents=True, exist_ok=True)
    lock = os.open(path.with_name(f"{path.name}.lock"), os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise CannotTurn("somebody turns the keys already: wait until that has ended") from None
    else:
        yield
    finally:
        os.close(lock)


def stamp_of(path: Path) -> Stamp | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns, found.st_size


def _joined(entries: list[tuple[str, str]]) -> str:
    return ",".join(f"{key_id}:{key}" if key_id else key for key_id, key in entries)
