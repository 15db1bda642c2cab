"""Assembles the commands and turns every expected fault into a sentence and an exit code.

No traceback for what an operator can mend. For what nobody expected: the type and the place, but
never the message or the variables of an exception, because a terminal is a log too.
"""

from __future__ import annotations

import os
import traceback
from typing import NoReturn

import typer

from bot.cli import data, forgetting, imports, keys, look, service, town
from bot.cli.faults import sentences

PROBLEM = 1

app = typer.Typer(
    help="Doorstep: a town looks after its oldest and its youngest.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
app.command()(service.run)
app.command()(service.demo)
app.add_typer(town.app, name="town")
app.command()(look.check)
app.command()(data.migrate)
app.command()(service.invite)
app.command()(service.cards)
app.add_typer(keys.app, name="keys")
app.command("import")(imports.take)
app.command()(imports.export)
app.command()(imports.template)
app.command()(data.backup)
app.command()(data.restore)
app.command()(forgetting.forget_again)
app.command()(forgetting.retention)


def main(arguments: list[str] | None = None) -> NoReturn:
    """Run one command and exit."""
    # Databases, backups and keys made here are nobody else's business.
    os.umask(0o077)
    try:
        app(arguments)
    except SystemExit:
        raise
    except KeyboardInterrupt:
        raise SystemExit(130) from None
    except Exception as fault:  # noqa: BLE001 - the last door: a sentence, or a place without values
        for line in sentences(fault) or _place(fault):
            typer.echo(line, err=True)
    raise SystemExit(PROBLEM)


def _place(fault: Exception) -> list[str]:
    frames = traceback.extract_tb(fault.__traceback__)
    return [
        f"Unexpected fault: {type(fault).__qualname__}. Please report it with these lines:",
        *(f"  {frame.filename}:{frame.lineno} in {frame.name}" for frame in frames[-8:]),
    ]
