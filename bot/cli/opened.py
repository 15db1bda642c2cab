"""What most commands begin with: the settings, the keys, the store. Opened here, closed after."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from bot.cli.faults import Problem

if TYPE_CHECKING:
    from bot.settings import Settings
    from models.privacy.replaying import Noted
    from models.store import Store


def settings_of(*, demo: bool = False) -> Settings:
    """The settings of this folder; of the demo without any .env, so that trying it out cannot
    reach the real town."""
    from bot.settings import load_settings

    if not demo:
        return load_settings()
    nothing = dict.fromkeys(("database_url", "encryption_keys", "lookup_key", "signing_key"), "")
    return load_settings(None, demo=True, telegram_token=None, **nothing)


SCHEMA_BEHIND = (
    "The database has another schema than this version: make a backup, then run "
    "`python -m bot migrate`."
)


@contextmanager
def opened(settings: Settings) -> Iterator[Store]:
    """The store of an existing, migrated database with its keys installed."""
    from migrations import run as migrations
    from models import keys
    from models.store import Store

    require_database(settings)
    if migrations.current(settings.database_url) != migrations.head():
        raise Problem(SCHEMA_BEHIND)
    keys.install(settings.keyring())
    store = Store.open(settings.database_url, workers=settings.workers)
    try:
        store.write_now(keys.check_keys)
        yield store
    finally:
        store.close()


def erasures_of(settings: Settings) -> list[Noted]:
    """Who had their data deleted. Lines may have been marked with any keys that lie here: an old
    backup is put back with old keys, and has to forget what was deleted under the new ones."""
    from models.keys import KeyFault
    from models.keys.file import read
    from models.privacy.replaying import read_file

    path = settings.keys_path
    name = path.name.partition(".before-")[0]
    rings = []
    for one in sorted(path.parent.glob(f"{name}*")):
        with suppress(KeyFault, OSError, ValueError):  # a draft, or a copy that was cut off
            rings.append(read(one).ring())
    return read_file(settings.erasures_path, rings)


def make_room(settings: Settings) -> None:
    """The folder of a SQLite database that is about to be made."""
    from models.store.urls import parse_url, sqlite_file

    url = parse_url(settings.database_url)
    if url.get_backend_name() == "sqlite":
        sqlite_file(url).parent.mkdir(parents=True, exist_ok=True)


def require_database(settings: Settings) -> None:
    """Opening a SQLite file that is not there would make an empty one and hide the mistake."""
    from models.store.urls import parse_url, sqlite_file

    url = parse_url(settings.database_url)
    if url.get_backend_name() == "sqlite" and not sqlite_file(url).exists():
        raise Problem("There is no database yet: run `python -m bot migrate`.")
