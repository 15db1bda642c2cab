"""Commands about the town file: is it right, what would change, make it so."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.opened import opened, settings_of

if TYPE_CHECKING:
    from models.store import Store
    from models.town.schema import Town

app = typer.Typer(
    help="Check, compare and load the town file.", no_args_is_help=True, rich_markup_mode=None
)
_File = Annotated[
    Path | None,
    typer.Argument(help="The town file; left out, the one named by TOWN, else Huadian."),
]


@app.command()
def check(file: _File = None) -> None:
    """Say what is wrong in the file.

    Line, fault and remedy of each. Changes nothing.
    """
    town = _read(file or settings_of().town)
    counts = f"{len(town.places)} places, {len(town.teams)} teams, {len(town.kinds)} kinds of help"
    typer.echo(f"{town.name.zh} ({town.name.en}): {counts}. Nothing is wrong.")


@app.command()
def diff(file: _File = None) -> None:
    """Show what apply would change."""
    from models.town.changes import changes

    settings = settings_of()
    new = _read(file or settings.town)
    with opened(settings) as store:
        found = changes(_running(store), new)
    for change in found:
        typer.echo(str(change))
    typer.echo(f"{len(found)} changes." if found else "No change: this is what runs.")


@app.command()
def apply(file: _File = None) -> None:
    """Load the file as a new version.

    Nothing is deleted, and what is open keeps the version it began with.
    """
    from models.town.apply import apply_town

    settings = settings_of()
    new = _read(file or settings.town)
    with opened(settings) as store:
        now = store.wall.now()
        applied = store.write_now(
            lambda session: apply_town(session, new, now=now, by="command line")
        )
    if applied.fresh:
        typer.echo(f"Version {applied.number} is in force: {len(applied.changes)} changes.")
    else:
        typer.echo(f"Nothing to do: version {applied.number} is this very file.")


def _read(file: Path) -> Town:
    from models.town.reading import read_town

    return read_town(file)


def _running(store: Store) -> Town | None:
    from models.town import pinned

    try:
        return store.read_now(pinned.current)
    except pinned.NoTown:
        return None
