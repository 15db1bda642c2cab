"""Commands about the database as a whole: its schema, its copies."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.opened import erasures_of, make_room, require_database, settings_of

_File = Annotated[Path, typer.Argument(help="The archive, like doorstep-2026-11-24.tar")]


def migrate() -> None:
    """Bring the database to this version.

    Makes it when there is none yet.
    """
    from migrations import run as migrations

    settings = settings_of()
    make_room(settings)
    url = settings.database_url
    before = migrations.current(url)
    migrations.upgrade(url)
    after = migrations.current(url)
    typer.echo(f"Nothing to do: {after}." if before == after else f"{before or 'empty'} -> {after}")


def backup(file: _File) -> None:
    """Write everything into one file.

    Photos are included. The service may go on running.
    """
    settings = settings_of()
    from models.backup import back_up
    from models.clocks import SystemClock

    require_database(settings)
    manifest = back_up(settings.database_url, file, now=SystemClock().now())
    rows = sum(manifest.rows.values())
    typer.echo(f"Backed up {rows} rows, schema {manifest.revision}, town {manifest.town}.")
    typer.echo(
        f"It opens only with the keys {', '.join(manifest.key_ids) or '(none used yet)'}: "
        "keep .env elsewhere."
    )


def restore(
    file: _File,
    force: Annotated[
        bool, typer.Option("--force", help="Replace what the database holds.")
    ] = False,
) -> None:
    """Put a backup into an empty database.

    Stop the service first.
    """
    settings = settings_of()
    from migrations import run as migrations
    from models import keys
    from models.backup import restore as put_back

    keys.install(settings.keyring())
    make_room(settings)
    again: list[int] = []
    manifest = put_back(
        settings.database_url,
        file,
        head=migrations.head() or "",
        make_schema=migrations.upgrade,
        force=force,
        erased=erasures_of(settings),
        forgot=again.append,
    )
    typer.echo(f"Restored {sum(manifest.rows.values())} rows as of {manifest.made_at}.")
    typer.echo(f"Deleted again because they had asked for it since: {sum(again)}.")
    typer.echo("Next: `python -m bot check`.")
