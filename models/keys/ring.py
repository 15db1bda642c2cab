"""The keyring: sealing what is private, hashing what must be found again, signing links.

Three separate secrets on purpose: a leaked link-signing key must not open the database, and a
rotated encryption key must not change the hash a phone number is found by.

Of each there may be several while keys are turned. The first one writes; every one of them is
tried when reading, so that rows of two keys live side by side and links made yesterday hold.

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
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from os import urandom
from pathlib import Path
from typing import Any, NamedTuple

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from models.keys.faults import ExpiredLink, ForgedLink, KeysMisconfigured, Tampered, UnknownKey

_VERSION = 1
_NONCE = 12
_KEY = 32
_MAC = 16
_LONGEST_TOKEN = 2048
_KEY_ID = re.compile(r"[A-Za-z0-9_-]{1,16}")
UNNAMED = ""
"""The id of a lookup or signing key that is written without one: the first of an installation."""

Stamp = tuple[int, int, int]
"""Which state of a file was read: its inode, time and size."""


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
    """All keys of an installation. The first one of each kind writes; every one of them reads.

    ``watched`` is the file that may bring newer keys while the process runs, ``stamp`` the state
    of it that is in here, ``renew`` how to look at it at once.
    """

    def __init__(
        self,
        encryption: Mapping[str, bytes],
        lookup: Mapping[str, bytes],
        signing: Mapping[str, bytes],
    ) -> None:
        if not encryption:
            raise KeysMisconfigured("no encryption key is set")
        self._open_with = {name.encode(): AESGCM(key) for name, key in encryption.items()}
        self.encryption_ids = tuple(encryption)
        self.lookup_ids = tuple(lookup)
        self.signing_ids = tuple(signing)
        self.current_id = self.encryption_ids[0]
        self.header = header_of(self.current_id)
        """What every value sealed now begins with."""
        self._seal_with = self._open_with[self.current_id.encode()]
        self._lookup = dict(lookup)
        self._lookup_key = lookup[self.lookup_ids[0]]
        self._signing = dict(signing)
        self._signing_key = signing[self.signing_ids[0]]
        self.watched: Path | None = None
        self.stamp: Stamp | None = None
        self.renew: Callable[[], Keyring] | None = None

    @classmethod
    def from_settings(cls, encryption_keys: str, lookup_key: str, signing_key: str) -> Keyring:
        """Each is ``id:base64,id2:base64``; the first one writes. The lookup and the signing key
        may stand without an id."""
        if UNNAMED in dict(split_keys(encryption_keys)):
            raise KeysMisconfigured("an entry of the encryption keys is not of the form id:base64")
        return cls(
            _decode_keys(encryption_keys, "encryption key"),
            _decode_keys(lookup_key, "lookup key") or _none("lookup key"),
            _decode_keys(signing_key, "signing key") or _none("signing key"),
        )

    def knows(self, key_id: str) -> bool:
        return key_id.encode() in self._open_with

    # -- sealing ----------------------------------------------------------------------------------
    def seal(self, plain: bytes, label: str) -> bytes:
        nonce = urandom(_NONCE)
        return self.header + nonce + self._seal_with.encrypt(nonce, plain, label.encode())

    def open(self, sealed: bytes, label: str) -> bytes:
        sealed = bytes(sealed)
        if len(sealed) < 2 or sealed[0] != _VERSION:
            raise Tampered(f"a sealed value of {label} has no known form")
        start = 2 + sealed[1]
        cipher = self._open_with.get(sealed[2:start])
        if cipher is None:
            return self._open_with_newer(sealed, label)
        try:
            return cipher.decrypt(
                sealed[start : start + _NONCE], sealed[start + _NONCE :], label.encode()
            )
        except (InvalidTag, ValueError):
            raise Tampered(f"a sealed value of {label} does not open") from None

    def _open_with_newer(self, sealed: bytes, label: str) -> bytes:
        """Another process may have begun to seal with a key that this one has not read yet."""
        newer = self.renew() if self.renew is not None else self
        if newer is self:
            raise UnknownKey(
                f"a value of {label} was sealed with a key that is not in the settings"
            )
        return newer.open(sealed, label)

    # -- looking up -------------------------------------------------------------------------------
    def lookup(self, value: str, purpose: str) -> str:
        """The same value gives the same hash, but nobody without the key can try all phones.

        For writing. Whoever looks for something compares with all of ``lookups``.
        """
        return _hashed(self._lookup_key, value, purpose)

    def lookups(self, value: str, purpose: str) -> tuple[str, ...]:
        """Every hash the value may stand under, the one for writing first."""
        return tuple(_hashed(key, value, purpose) for key in self._lookup.values())

    # -- signing ----------------------------------------------------------------------------------
    def sign(self, payload: Mapping[str, Any], purpose: str, expires: datetime | None) -> str:
        """A compact URL-safe token. Readable by anybody, so ids only, nothing private."""
        until = None if expires is None else int(_aware(expires).timestamp())
        body = _b64(
            json.dumps([payload, until], separators=(",", ":"), ensure_ascii=False).encode()
        )
        return f"{body}.{self.mark(body, purpose)}"

    def verify(self, token: str, purpose: str, now: datetime) -> dict[str, Any]:
        body, dot, mac = token[: _LONGEST_TOKEN + 1].partition(".")
        if not dot or len(token) > _LONGEST_TOKEN or not token.isascii():
            raise ForgedLink("the link has no known form")
        if not self.marks(body, mac, purpose):
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
        return _mac(self._signing_key, text, purpose)

    def marks(self, text: str, mark: str, purpose: str, length: int | None = None) -> bool:
        """Whether ``mark`` (or its first ``length`` characters) is ours for ``text``; compared in
        the same time whatever it is."""
        ours = (_mac(key, text, purpose)[:length] for key in self._signing.values())
        return any(same_text(mark, each) for each in ours)

    # -- one key at a time, for the rows that tell which keys a database needs ----------------------
    def lookup_under(self, key_id: str, value: str, purpose: str) -> str | None:
        key = self._lookup.get(key_id)
        return None if key is None else _hashed(key, value, purpose)

    def mark_under(self, key_id: str, text: str, purpose: str) -> str | None:
        key = self._signing.get(key_id)
        return None if key is None else _mac(key, text, purpose)


def header_of(key_id: str) -> bytes:
    """What every value sealed with that key begins with."""
    name = key_id.encode()
    return bytes([_VERSION, len(name)]) + name


def fingerprint(text: str, purpose: str) -> str:
    """What a text that nobody can guess (a token, a link with a mark) is noted under.

    Without a key, and so the same whatever keys are turned: the token is gone, nothing is left to
    hash it again from. Never for what has few possible values, like a phone.
    """
    digest = hashlib.sha256(f"{purpose}\0{text}".encode()).hexdigest()
    return f"{UNKEYED}{digest[:62]}"


UNKEYED = "t-"
"""How a fingerprint begins, and a keyed hash never."""


def same_text(one: str, other: str) -> bool:
    """Compared in the same time, however alike they are."""
    left, right = (text.encode("utf-8", "surrogatepass") for text in (one, other))
    return hmac.compare_digest(left, right)


def _hashed(key: bytes, value: str, purpose: str) -> str:
    return hmac.digest(key, f"{purpose}\0{value}".encode(), "sha256").hex()


def _mac(key: bytes, body: str, purpose: str) -> str:
    return _b64(hmac.digest(key, f"{purpose}\0{body}".encode(), "sha256")[:_MAC])


def _aware(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("a datetime without a time zone")
    return moment.astimezone(UTC)


def _b64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def split_keys(text: str) -> list[tuple[str, str]]:
    """``id:base64,id2:base64`` in pieces; an entry without an id is ``UNNAMED``."""
    entries = filter(None, (part.strip() for part in text.split(",")))
    parted = (entry.rpartition(":") for entry in entries)
    return [(key_id if colon else UNNAMED, key) for key_id, colon, key in parted]


def _decode_keys(text: str, name: str) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    for key_id, key in split_keys(text):
        called = f"{name} {key_id}".rstrip()
        if key_id and not _KEY_ID.fullmatch(key_id):
            raise KeysMisconfigured(f"an entry of the {name}s is not of the form id:base64")
        if key_id in found:
            raise KeysMisconfigured(f"{name} id {key_id} appears twice")
        found[key_id] = _decode_key(key, called)
    return found


def _none(name: str) -> dict[str, bytes]:
    raise KeysMisconfigured(f"no {name} is set")


def _decode_key(text: str, name: str) -> bytes:
    plain = text.strip().replace("+", "-").replace("/", "_").rstrip("=")
    try:
        raw = base64.b64decode(plain + "=" * (-len(plain) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        raise KeysMisconfigured(f"the {name} is not base64") from None
    if len(raw) != _KEY:
        raise KeysMisconfigured(f"the {name} must be {_KEY} bytes in base64, it has {len(raw)}")
    return raw
