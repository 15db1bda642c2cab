"""Commands about keys: fresh ones, what there are, turning them while the service runs.

No command prints a key that is in use; the fresh ones go to whoever typed the command.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.opened import opened, settings_of

if TYPE_CHECKING:
    from models.rotation.turning import Turning

app = typer.Typer(invoke_without_command=True)


@app.callback()
def fresh(context: typer.Context) -> None:
    """Make fresh keys, turn those in use, take old ones away.

    Without one of the commands below: fresh keys, as lines for .env.
    """
    if context.invoked_subcommand is not None:
        return
    from bot.settings import env_lines
    from models.keys import generate

    typer.echo("".join(env_lines(generate())), nl=False)


@app.command("list")
def show() -> None:
    """Say which keys there are, by their ids.

    And how much is still sealed with those that only read.
    """
    with _turning() as turning:
        for line in turning.described():
            typer.echo(line)


@app.command()
def rotate() -> None:
    """Turn the keys: make new ones and move every row to them.

    The service goes on meanwhile. Cut off, it goes on where it was when typed again.
    """
    with _turning() as turning:
        turning.turn()
        typer.echo("Next: `python -m bot keys retire` takes the old keys away.")
        if _in_env():
            typer.echo(
                f"{turning.path} is what counts from now on: take ENCRYPTION_KEYS, LOOKUP_KEY and "
                "SIGNING_KEY out of .env, and keep a copy of the file apart from the backups."
            )


@app.command()
def retire(
    links: Annotated[
        bool, typer.Option("--links", help="Also end links and cards signed before.")
    ] = False,
    sign_out: Annotated[
        bool, typer.Option("--sign-out", help="Do not wait for browsers that stay away.")
    ] = False,
) -> None:
    """Take the old keys away, once no row needs them.

    They are put into a file of their own, for backups of before.
    """
    with _turning() as turning:
        kept = turning.retire(links=links, sign_out=sign_out)
        typer.echo(f"The old keys stand in {kept} now. Backups of before need that file:")
        typer.echo("keep it where they are, or delete it when they are gone.")


def _in_env() -> bool:
    """Whether .env has keys as well, which nobody reads any more."""
    return settings_of().own_keys


@contextmanager
def _turning() -> Iterator[Turning]:
    settings = settings_of()
    import gc
    import time

    from models.clocks import SystemClock
    from models.keys.file import alone
    from models.rotation.turning import Turning

    with opened(settings) as store, alone(settings.keys_path):
        # A look through all objects takes forty milliseconds, and may come while we hold the writer.
        gc.freeze()
        yield Turning(
            store,
            settings.keys_path,
            settings.keys(),
            SystemClock(),
            pause=time.sleep,
            tell=lambda line: typer.echo(f"· {line}"),
        )
