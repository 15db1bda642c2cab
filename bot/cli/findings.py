"""What ``check`` looks at, in the order in which one thing needs the other.

Everything is tried, nothing is changed: no file is made, and the key check is rolled back. A step
whose ground is missing is left out rather than reported twice.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.cli.faults import sentence_of, sentences
from bot.cli.opened import erasures_of, require_database, settings_of
from migrations import run as migrations
from models import keys
from models.clocks import SystemClock
from models.privacy.replaying import REMEMBERS, to_replay
from models.store import Store
from models.town import pinned
from models.town.apply import fingerprint
from models.town.reading import read_town
from models.worktime import WorkCalendar, YearUnknown

if TYPE_CHECKING:
    from bot.settings import Settings
    from models.town.schema import Town

# No clock that shows a time before this version was written can be right.
BUILT = datetime(2026, 11, 1, tzinfo=UTC)
LOOK_AHEAD = timedelta(days=40)
DRIFT = timedelta(seconds=5)


@dataclass(frozen=True, slots=True)
class Finding:
    """One line: what was looked at, or what is wrong with it and the remedy."""

    mark: Literal["ok", "! ", "✗ "]
    says: str

    @property
    def wrong(self) -> bool:
        """``!`` will need attention soon, but the service can run today."""
        return self.mark == "✗ "


class _Undone(Exception):
    """Carries nothing; ends a write so that it is rolled back."""


def look_at_all() -> Iterator[Finding]:
    """Every finding, as it is made."""
    try:
        settings = settings_of()
    except Exception as fault:  # noqa: BLE001 - a fault is what we are here to report
        yield from _wrong(fault)
        return
    kind = "the demo" if settings.demo else "a real town"
    yield Finding("ok", f"settings: {kind}, at {settings.base_url}")
    town: Town | None = None
    try:
        town = read_town(settings.town)
    except Exception as fault:  # noqa: BLE001 - the faults of the file, each with its line
        yield from _wrong(fault)
    else:
        yield Finding("ok", f"town file: {town.name.zh}, {len(town.kinds)} kinds of help")
    yield from _machine_clock()
    if town is not None:
        yield from _holidays(town)
    yield from _database(settings, town)


def _wrong(fault: Exception) -> Iterator[Finding]:
    for says in sentences(fault) or [f"Unexpected fault: {type(fault).__name__}."]:
        yield Finding("✗ ", says)


def _machine_clock() -> Iterator[Finding]:
    now = SystemClock().now()
    if now < BUILT:
        yield Finding("✗ ", f"The clock says {now:%Y-%m-%d}, which is past: set the time.")
        return
    try:
        here = now.astimezone(ZoneInfo("Asia/Shanghai"))
    except ZoneInfoNotFoundError:
        yield Finding("✗ ", "The time zones are missing: install the package tzdata.")
        return
    yield Finding("ok", f"clock: {here:%Y-%m-%d %H:%M} in the town")


def _holidays(town: Town) -> Iterator[Finding]:
    """Deadlines reach into the coming weeks; a year nobody published would stop them in December."""
    calendar = WorkCalendar(town)
    for day in (SystemClock().now(), SystemClock().now() + LOOK_AHEAD):
        try:
            calendar.is_workday(calendar.local(day).date())
        except YearUnknown as fault:
            yield Finding("! ", sentence_of(fault))
            return
    yield Finding("ok", "holidays: known for the coming weeks")


def _database(settings: Settings, town: Town | None) -> Iterator[Finding]:
    url = settings.database_url
    try:
        require_database(settings)
        at, head = migrations.current(url), migrations.head()
    except Exception as fault:  # noqa: BLE001
        yield from _wrong(fault)
        return
    if at != head:
        says = f"The database has schema {at or 'none'}, this version needs {head}"
        yield Finding("✗ ", f"{says}: run `python -m bot migrate`.")
        return
    keys.install(settings.keyring())
    store = Store.open(url)
    try:
        yield Finding("ok", f"database: {store.dialect}, schema {at}")
        steps = (
            _keys(store, settings),
            _database_clock(store),
            _applied(store, town),
            _erasures(store, settings),
        )
        for step in steps:
            try:
                yield from step
            except Exception as fault:  # noqa: BLE001 - one broken step must not hide the next
                yield from _wrong(fault)
    finally:
        store.close()


def _keys(store: Store, settings: Settings) -> Iterator[Finding]:
    def try_them(session: Session) -> None:
        keys.check_keys(session)
        raise _Undone

    try:
        store.write_now(try_them)
    except _Undone:
        yield Finding("ok", "keys: they open this database")
    if settings.own_keys and settings.keys_path.exists():
        says = f"The keys in .env are not read any more, those in {settings.keys_path} are"
        yield Finding("! ", f"{says}: take the three lines out of .env.")


def _database_clock(store: Store) -> Iterator[Finding]:
    """Two machines that disagree about the time hand each other's leases out again."""
    if store.dialect != "postgresql":
        return
    there: datetime = store.read_now(
        lambda session: session.execute(select(func.now())).scalar_one()
    )
    apart = abs(SystemClock().now() - there)
    if apart > DRIFT:
        says = f"The database's clock is {apart.total_seconds():.0f} s away from ours"
        yield Finding("✗ ", f"{says}: let both machines set their time over NTP.")
    else:
        yield Finding("ok", "clock: the database agrees")


def _applied(store: Store, town: Town | None) -> Iterator[Finding]:
    there = store.read_now(pinned.latest)
    if there is None:
        yield Finding("✗ ", "No town was applied yet: run `python -m bot town apply`.")
    elif town is not None and there.sha256 != fingerprint(town):
        says = f"The town file differs from version {there.number}, which is in force"
        yield Finding("✗ ", f"{says}: see `town diff`, then `town apply`.")
    else:
        yield Finding("ok", f"town: version {there.number} is in force")


def _erasures(store: Store, settings: Settings) -> Iterator[Finding]:
    """A copy of the database put back by hand knows people who are to be forgotten."""
    noted = erasures_of(settings)
    again = store.read_now(lambda session: to_replay(session, noted))
    if again:
        yield Finding("✗ ", REMEMBERS.format(count=len(again)))
    else:
        yield Finding("ok", f"deleted data: {len(noted)} deletions noted, none to do again")
