"""All settings, read once and checked as a whole before any port is opened.

What is wrong is said in one sentence each, all of them at once, with what to do about it; never
with the value, which may be a key. ``.env.example`` explains the same fields to the operator (a
test holds the two together). Without a ``.env`` and without a database or keys in the environment
the service is the demo, and makes keys of its own.
"""

from __future__ import annotations

import os
import re
import socket
from ipaddress import ip_address
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, SettingsConfigDict

from models.keys import Keyring, KeySettings, KeysMisconfigured, generate
from models.keys import file as on_disk
from models.keys.file import KeysFile
from models.store import BadDatabaseUrl
from models.store.urls import parse_url

PACKAGED_TOWN = Path(__file__).resolve().parent.parent / "towns" / "huadian.yaml"
_OWN_HOSTS = frozenset({"localhost", "127.0.0.1", "::1"})
_MAKES_IT_REAL = frozenset(
    {"DATABASE_URL", "KEYS_FILE", "ENCRYPTION_KEYS", "LOOKUP_KEY", "SIGNING_KEY"}
)
SHOWABLE = ("name", "door", "phone", "words", "photos")
"""What of a task may be shown on Telegram, as far as the operator allows it."""
WEBHOOK_PORTS = frozenset({None, 443, 80, 88, 8443})
"""Telegram delivers to no other port."""
_TOKEN = re.compile(r"[0-9]{3,20}:[A-Za-z0-9_-]{8,100}")
_SECRET = re.compile(r"[A-Za-z0-9_-]{16,256}")
_MAKE_KEYS = "run `python -m bot keys` and copy its three lines into .env"


class SettingsFault(Exception):
    """What is wrong with the settings: one sentence each, with the remedy, without values."""

    def __init__(self, *faults: str) -> None:
        super().__init__(" ".join(faults))
        self.faults = faults


class Settings(BaseSettings):
    """Every field is an environment variable of the same name in capitals, or a line of .env.
    ``description`` ends the sentence the operator reads when the value cannot be used."""

    model_config = SettingsConfigDict(
        env_file_encoding="utf-8", env_ignore_empty=True, extra="forbid", frozen=True
    )

    demo: bool = Field(default=False, description="say true or false")
    data_dir: Path = Field(default=Path("data"), description="name a folder")
    database_url: str = Field(
        default="",
        repr=False,  # may hold a password
        description="write it like sqlite:///data/doorstep.db or postgresql://...",
    )
    town: Path = Field(default=PACKAGED_TOWN, description="name a town file")
    host: str = Field(default="127.0.0.1", description="name an address to listen on")
    port: int = Field(default=8080, ge=1, le=65535, description="choose a number up to 65535")
    base_url: str = Field(
        default="", description="write the address people open, like https://doorstep.example"
    )
    encryption_keys: SecretStr = Field(default=SecretStr(""), description=_MAKE_KEYS)
    lookup_key: SecretStr = Field(default=SecretStr(""), description=_MAKE_KEYS)
    signing_key: SecretStr = Field(default=SecretStr(""), description=_MAKE_KEYS)
    keys_file: Path | None = Field(default=None, description="name the keys file")
    telegram_token: SecretStr | None = Field(
        default=None, description="copy the token as BotFather shows it"
    )
    telegram_api_base: str = Field(
        default="https://api.telegram.org",
        description="write the address of a Bot API server, or leave it out for Telegram's own",
    )
    telegram_mode: Literal["", "polling", "webhook"] = Field(
        default="", description="say polling or webhook, or leave it out"
    )
    telegram_secret: SecretStr = Field(
        default=SecretStr(""), description="leave it out, or write 16 letters and digits or more"
    )
    telegram_connections: int = Field(
        default=40, ge=1, le=100, description="choose a number from 1 to 100"
    )
    telegram_shows: str = Field(
        default="name,words,photos",
        description=f"list some of {', '.join(SHOWABLE)}, or say none",
    )
    workers: int = Field(default=4, ge=1, le=64, description="choose a number from 1 to 64")
    alarm_command: Path | None = Field(
        default=None, description="name a program that may be started, or leave it out"
    )
    alarm_free_mb: int = Field(default=500, ge=1, description="choose a number of megabytes")
    instance: str = Field(default="", max_length=60, description="choose a short name")
    log_format: Literal["", "console", "json"] = Field(default="", description="console or json")
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        default="info", description="say debug, info, warning or error"
    )

    @property
    def erasures_path(self) -> Path:
        """Who had their data deleted, by number: what a restored backup must forget again."""
        # The demo has one of its own: its people have the same numbers as real ones.
        return self.data_dir / ("demo-erasures" if self.demo else "erasures")

    @property
    def own_keys(self) -> bool:
        """Whether the operator gave keys; the demo without them makes its own."""
        return any(getattr(self, name).get_secret_value() for name in KeySettings._fields)

    @property
    def telegram_may_show(self) -> frozenset[str]:
        """What of a task is shown on Telegram itself; the rest stands behind a link."""
        return _listed(self.telegram_shows)

    @property
    def keys_path(self) -> Path:
        """Where the keys file is, or will be once the keys are turned."""
        own = "demo-keys" if self.demo and not self.own_keys else "keys.env"
        return self.keys_file or self.data_dir / own

    def keys(self) -> KeysFile:
        """What the keys file holds; without one, what stands in .env. The demo's are made on first
        use and kept beside its data."""
        if self.demo and not self.own_keys:
            on_disk.make_once(self.keys_path, KeysFile(generate("demo")))
        if self.keys_path.exists():
            return on_disk.read(self.keys_path)
        texts = (getattr(self, name).get_secret_value() for name in KeySettings._fields)
        return KeysFile(KeySettings(*texts))

    def keyring(self) -> Keyring:
        """The keys, ready for ``models.keys.install``; they follow the keys file from then on."""
        stamp = on_disk.stamp_of(self.keys_path)
        ring = self.keys().ring()
        ring.watched, ring.stamp = self.keys_path, stamp
        return ring


def load_settings(env_file: Path | None = Path(".env"), **given: Any) -> Settings:
    """Settings from ``given``, the environment and ``env_file``, in this order of precedence.
    Raises SettingsFault with everything that is wrong."""
    if env_file is not None and not env_file.exists():
        env_file = None
    if "demo" not in given and "DEMO" not in os.environ and env_file is None:
        given["demo"] = _MAKES_IT_REAL.isdisjoint(os.environ)
    try:
        settings = Settings(**{"_env_file": env_file, **given})
    except ValidationError as fault:
        raise SettingsFault(*(_sentence(error) for error in fault.errors())) from None
    settings = settings.model_copy(update=_computed(settings))
    faults = [
        *_address_faults(settings),
        *_file_faults(settings),
        *_key_faults(settings),
        *_telegram_faults(settings),
    ]
    if faults:
        raise SettingsFault(*faults)
    return settings


def _computed(settings: Settings) -> dict[str, Any]:
    """Defaults that follow from other settings."""
    at = "localhost" if settings.host in ("0.0.0.0", "::", "127.0.0.1") else settings.host  # noqa: S104
    return {
        "database_url": settings.database_url or f"sqlite:///{settings.data_dir / 'doorstep.db'}",
        "base_url": (settings.base_url or f"http://{at}:{settings.port}").rstrip("/"),
        "instance": settings.instance or f"{socket.gethostname()[:40]}-{os.getpid()}",
        "log_format": settings.log_format or ("console" if settings.demo else "json"),
        "telegram_api_base": settings.telegram_api_base.rstrip("/"),
        "telegram_mode": settings.telegram_mode or _best_mode(settings.base_url),
    }


def _best_mode(base_url: str) -> Literal["polling", "webhook"]:
    """A webhook where Telegram can reach us, else polling."""
    try:
        parts = urlsplit(base_url)
        port, host = parts.port, parts.hostname or ""
    except ValueError:
        return "polling"
    fits = parts.scheme == "https" and port in WEBHOOK_PORTS and _is_public(host)
    return "webhook" if fits else "polling"


def _is_public(host: str) -> bool:
    try:
        return ip_address(host).is_global
    except ValueError:
        return "." in host and not host.endswith((".local", ".localhost", ".internal"))


def _listed(names: str) -> frozenset[str]:
    return frozenset(name.strip() for name in names.split(",")) - {"", "none"}


def _sentence(error: ErrorDetails) -> str:
    name = str(error["loc"][0])
    if error["type"] == "extra_forbidden":
        return f"{name.upper()} is no setting of this service: correct its name or take it out."
    remedy = Settings.model_fields[name].description if name in Settings.model_fields else ""
    return f"{name.upper()} cannot be used as it is: {remedy}."


def _address_faults(settings: Settings) -> list[str]:
    faults = []
    try:
        parse_url(settings.database_url)
    except BadDatabaseUrl:
        remedy = Settings.model_fields["database_url"].description
        faults.append(f"DATABASE_URL is neither SQLite nor PostgreSQL: {remedy}.")
    try:
        parts = urlsplit(settings.base_url)
        scheme, name = parts.scheme, parts.hostname
    except ValueError:
        scheme, name = "", None
    if scheme not in ("http", "https") or not name:
        faults.append(
            "BASE_URL is no web address: write the address people open, like "
            "https://doorstep.example."
        )
    elif scheme == "http" and name not in _OWN_HOSTS and not settings.demo:
        faults.append(
            "BASE_URL begins with http, and sign-in links must not travel in the clear: "
            "put the service behind https and write that address."
        )
    return faults


def _telegram_faults(settings: Settings) -> list[str]:
    """Each as one sentence; nothing that was written there is repeated."""
    told = {name: field.description for name, field in Settings.model_fields.items()}
    wrong = []
    token, secret = settings.telegram_token, settings.telegram_secret.get_secret_value()
    if token is not None and not _TOKEN.fullmatch(token.get_secret_value()):
        wrong.append("telegram_token")
    if not _is_bot_api(settings.telegram_api_base):
        wrong.append("telegram_api_base")
    if secret and not _SECRET.fullmatch(secret):
        wrong.append("telegram_secret")
    if not settings.telegram_may_show.issubset(SHOWABLE):
        wrong.append("telegram_shows")
    faults = [f"{name.upper()} cannot be used as it is: {told[name]}." for name in wrong]
    public = settings.telegram_api_base == Settings.model_fields["telegram_api_base"].default
    unreachable = settings.telegram_mode == "webhook" != _best_mode(settings.base_url)
    if token is not None and public and unreachable:
        faults.append(
            "TELEGRAM_MODE says webhook, but Telegram only delivers to a public https address: "
            "write that address into BASE_URL, or say polling."
        )
    return faults


def _is_bot_api(base: str) -> bool:
    """The token stands in every address we call there, so it does not travel in the clear."""
    try:
        parts = urlsplit(base)
        host = parts.hostname or ""
    except ValueError:
        return False
    return bool(host) and (
        parts.scheme == "https" or (parts.scheme == "http" and host in _OWN_HOSTS)
    )


def _file_faults(settings: Settings) -> list[str]:
    faults = []
    if not settings.town.is_file():
        faults.append(
            "TOWN names a file that is not there: correct the path, or leave it out for Huadian."
        )
    command = settings.alarm_command
    if command is not None and not (command.is_file() and os.access(command, os.X_OK)):
        faults.append(
            "ALARM_COMMAND cannot be started: name a program that is there and may be executed."
        )
    return faults


def _key_faults(settings: Settings) -> list[str]:
    if settings.demo and not settings.own_keys:
        return []
    if settings.keys_path.exists():
        return _keys_file_faults(settings)
    if settings.keys_file is not None and not settings.own_keys:
        return ["KEYS_FILE names a file that is not there: correct the path, or put back its copy."]
    given = {name: getattr(settings, name).get_secret_value() for name in KeySettings._fields}
    missing = [f"{name.upper()} is missing: {_MAKE_KEYS}." for name in given if not given[name]]
    if missing:
        return missing
    try:
        settings.keyring()
    except KeysMisconfigured as fault:
        return [f"The keys cannot be used, {fault}: {_MAKE_KEYS}."]
    return []


def _keys_file_faults(settings: Settings) -> list[str]:
    try:
        settings.keyring()
    except KeysMisconfigured as fault:
        return [f"The keys file cannot be used, {fault}: put back its copy."]
    except OSError:
        return ["The keys file cannot be read: check its owner and rights."]
    return []


def env_lines(keys: KeySettings) -> list[str]:
    """Keys as lines for .env."""
    return [f"{name.upper()}={value}\n" for name, value in keys._asdict().items()]
