"""Commands about what is forgotten: what the clock forgets, and deletions done once more."""

from __future__ import annotations

import typer

from bot.cli.opened import erasures_of, opened, settings_of


def forget_again() -> None:
    """Delete again whom a database put back knows.

    `restore` does it by itself. Stop the service first.
    """
    settings = settings_of()
    from models.clocks import SystemClock
    from models.privacy.replaying import forget_again as do_it

    with opened(settings) as store:
        store.lock_instance()
        again = do_it(store, erasures_of(settings), SystemClock().now())
        store.scrub()
    typer.echo(f"Deleted again: {again}.")


def retention() -> None:
    """Show how long records are kept and what is due.

    Changes nothing: the clock forgets, at night.
    """
    settings = settings_of()
    from bot.core import clock_work
    from models.clocks import SystemClock, TownClock
    from models.privacy.retention import overview

    clock = TownClock(SystemClock(), movable=settings.demo)
    with opened(settings) as store:
        lines = store.read_now(lambda session: overview(clock_work(clock)(session)))
    for line in lines:
        last = f"last {line.last_day}: {line.last_count}" if line.last_day else "never yet"
        typer.echo(f"{line.kind:<14} {line.days:>5} days   due {line.due:>7}   {last}")
