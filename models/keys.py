"""The keys: sealing what is private, hashing what must be found again, signing links.

Three separate secrets on purpose: a leaked link-signing key must not open the database, and a
rotated encryption key must not change the hash a phone number is found by. Messages of every
fault here are free of values, because they end in logs.

One AES-GCM key with random nonces is good for about four billion values; a town stays far below.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
import re
import secrets
from collections.abc import Mapping
from datetime import UTC, datetime
from os import urandom
from typing import Any, NamedTuple

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import Text, column, insert, select, table
from sqlalchemy.orm import Session

_VERSION = 1
_NONCE = 12
_KEY = 32
_MAC = 16
_LONGEST_TOKEN = 2048
_KEY_ID = re.compile(r"[A-Za-z0-9_-]{1,16}")


class KeyFault(Exception):
    """Base of all faults of this module."""


class KeysMisconfigured(KeyFault):
    """The settings do not hold usable keys."""


class NoKeyring(KeyFault):
    """Nobody installed a keyring before private data was touched."""


class UnknownKey(KeyFault):
    """The value was sealed with a key that is not in the settings."""


class Tampered(KeyFault):
    """The value does not open: damaged, moved to another column, or another key of that name."""


class ForgedLink(KeyFault):
    """Not signed by this service for this purpose."""


class ExpiredLink(KeyFault):
    """Properly signed, but its time is over."""


class WrongKeys(KeyFault):
    """The keys in the settings are not the keys of this database."""


class KeySettings(NamedTuple):
    """The three settings of a keyring, as text for the settings file."""

    encryption_keys: str
    lookup_key: str
    signing_key: str


def generate(key_id: str = "k1") -> KeySettings:
    """Fresh keys for a new installation."""
    fresh = [base64.urlsafe_b64encode(secrets.token_bytes(_KEY)).decode() for _ in range(3)]
    return KeySettings(f"{key_id}:{fresh[0]}", fresh[1], fresh[2])


class Keyring:
    """All keys of an installation. The first encryption key seals; every one of them opens."""

    def __init__(
        self, encryption: Mapping[str, bytes], lookup_key: bytes, signing_key: bytes
    ) -> None:
        if not encryption:
            raise KeysMisconfigured("no encryption key is set")
        self._open_with = {name.encode(): AESGCM(key) for name, key in encryption.items()}
        self.current_id = next(iter(encryption))
        name = self.current_id.encode()
        self._seal_with = self._open_with[name]
        self._header = bytes([_VERSION, len(name)]) + name
        self._lookup_key = lookup_key
        self._signing_key = signing_key

    @classmethod
    def from_settings(cls, encryption_keys: str, lookup_key: str, signing_key: str) -> Keyring:
        """``encryption_keys`` is ``id:base64,id2:base64``; the first one is used for sealing."""
        encryption: dict[str, bytes] = {}
        for entry in filter(None, (part.strip() for part in encryption_keys.split(","))):
            key_id, colon, text = entry.partition(":")
            if not colon or not _KEY_ID.fullmatch(key_id):
                raise KeysMisconfigured(
                    "an entry of the encryption keys is not of the form id:base64"
                )
            if key_id in encryption:
                raise KeysMisconfigured(f"encryption key id {key_id} appears twice")
            encryption[key_id] = _decode_key(text, f"encryption key {key_id}")
        return cls(
            encryption,
            _decode_key(lookup_key, "lookup key"),
            _decode_key(signing_key, "signing key"),
        )

    def knows(self, key_id: str) -> bool:
        return key_id.encode() in self._open_with

    def seal(self, plain: bytes, label: str) -> bytes:
        nonce = urandom(_NONCE)
        return self._header + nonce + self._seal_with.encrypt(nonce, plain, label.encode())

    def open(self, sealed: bytes, label: str) -> bytes:
        sealed = bytes(sealed)
        if len(sealed) < 2 or sealed[0] != _VERSION:
            raise Tampered(f"a sealed value of {label} has no known form")
        start = 2 + sealed[1]
        cipher = self._open_with.get(sealed[2:start])
        if cipher is None:
            raise UnknownKey(
                f"a value of {label} was sealed with a key that is not in the settings"
            )
        try:
            return cipher.decrypt(
                sealed[start : start + _NONCE], sealed[start + _NONCE :], label.encode()
            )
        except (InvalidTag, ValueError):
            raise Tampered(f"a sealed value of {label} does not open") from None

    def lookup(self, value: str, purpose: str) -> str:
        """The same value gives the same hash, but nobody without the key can try all phones."""
        message = f"{purpose}\0{value}".encode()
        return hmac.digest(self._lookup_key, message, "sha256").hex()

    def sign(self, payload: Mapping[str, Any], purpose: str, expires: datetime | None) -> str:
        """A compact URL-safe token. Readable by anybody, so ids only, nothing private."""
        until = None if expires is None else int(_aware(expires).timestamp())
        body = _b64(
            json.dumps([payload, until], separators=(",", ":"), ensure_ascii=False).encode()
        )
        return f"{body}.{self._mac(body, purpose)}"

    def verify(self, token: str, purpose: str, now: datetime) -> dict[str, Any]:
        body, dot, mac = token[: _LONGEST_TOKEN + 1].partition(".")
        if not dot or len(token) > _LONGEST_TOKEN or not token.isascii():
            raise ForgedLink("the link has no known form")
        if not hmac.compare_digest(mac, self._mac(body, purpose)):
            raise ForgedLink("the link is not signed by this service for this purpose")
        payload, until = json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
        if until is not None and _aware(now).timestamp() >= until:
            raise ExpiredLink("the link's time is over")
        return dict(payload)

    def end_of(self, token: str) -> datetime | None:
        """Until when a token lasts. Only for one that was verified."""
        body = token.partition(".")[0]
        _payload, until = json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
        return None if until is None else datetime.fromtimestamp(until, UTC)

    def mark(self, text: str, purpose: str) -> str:
        """Shows that ``text`` comes from us, where a whole token would be too long."""
        return self._mac(text, purpose)

    def marks(self, text: str, mark: str, purpose: str) -> bool:
        """Whether ``mark`` is ours for ``text``; compared in the same time whatever it is."""
        return same_text(mark, self._mac(text, purpose))

    def _mac(self, body: str, purpose: str) -> str:
        message = f"{purpose}\0{body}".encode()
        return _b64(hmac.new(self._signing_key, message, hashlib.sha256).digest()[:_MAC])


def same_text(one: str, other: str) -> bool:
    """Compared in the same time, however alike they are."""
    left, right = (text.encode("utf-8", "surrogatepass") for text in (one, other))
    return hmac.compare_digest(left, right)


def _aware(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("a datetime without a time zone")
    return moment.astimezone(UTC)


def _b64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _decode_key(text: str, name: str) -> bytes:
    plain = text.strip().replace("+", "-").replace("/", "_").rstrip("=")
    try:
        raw = base64.b64decode(plain + "=" * (-len(plain) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        raise KeysMisconfigured(f"the {name} is not base64") from None
    if len(raw) != _KEY:
        raise KeysMisconfigured(f"the {name} must be {_KEY} bytes in base64, it has {len(raw)}")
    return raw


_installed: Keyring | None = None


def install(keyring: Keyring | None) -> None:
    """Make the keyring the one the column types use. Once, at the start of a process."""
    global _installed  # noqa: PLW0603 - column types are built at import time and need a fixed door
    _installed = keyring


def current() -> Keyring:
    if _installed is None:
        raise NoKeyring("no keyring is installed; call models.keys.install before using the store")
    return _installed


# Named here instead of imported: models.base needs this module for its column types.
_ROWS = table("settings_rows", column("key", Text), column("value", Text))
_SEALED_ROW = "key_check.sealed."
_LOOKUP_ROW = "key_check.lookup"
_SIGNING_ROW = "key_check.signing"
_CONSTANT = "doorstep"


def check_keys(session: Session) -> None:
    """Stop a start with the wrong keys before it writes rows that nobody can read together.

    Leaves one row for every key that ever sealed, so a key taken out of the settings while values
    still need it is noticed as well. Raises ``WrongKeys``.
    """
    ring = current()
    rows = session.execute(
        select(_ROWS.c.key, _ROWS.c.value).where(_ROWS.c.key.like("key_check.%"))
    )
    known = {row.key: row.value for row in rows}
    wrong = [fault for key, value in known.items() if (fault := _differs(ring, key, value))]
    if wrong:
        raise WrongKeys(
            "the key in the settings is not the key of this database: "
            + ", ".join(sorted(wrong))
            + "; put back the settings file that belongs to this database"
        )
    for key, value in _expected(ring).items():
        if key not in known:
            session.execute(insert(_ROWS).values(key=key, value=value))


def _expected(ring: Keyring) -> dict[str, str]:
    sealed = ring.seal(_CONSTANT.encode(), "settings_rows.value")
    return {
        _SEALED_ROW + ring.current_id: _b64(sealed),
        _LOOKUP_ROW: ring.lookup(_CONSTANT, "key_check"),
        _SIGNING_ROW: ring.sign({}, "key_check", None),
    }


def _differs(ring: Keyring, key: str, value: str) -> str | None:
    """The name of the setting that does not fit this row, or None."""
    if key == _LOOKUP_ROW:
        return None if value == ring.lookup(_CONSTANT, "key_check") else "lookup key"
    if key == _SIGNING_ROW:
        return None if value == ring.sign({}, "key_check", None) else "signing key"
    try:
        ring.open(base64.urlsafe_b64decode(value + "=" * (-len(value) % 4)), "settings_rows.value")
    except (UnknownKey, Tampered):
        return f"encryption key {key.removeprefix(_SEALED_ROW)}"
    return None
