"""Commands about lists: take one in, take one back, take one out, an empty one to fill in."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.faults import Problem
from bot.cli.opened import settings_of


class What(StrEnum):
    """The kinds of lists."""

    residents = "residents"
    contracts = "contracts"
    roles = "roles"


_Out = Annotated[Path, typer.Argument(help="The .xlsx file to write; it must not be there yet.")]


def take(
    file: Annotated[Path | None, typer.Argument(help="An .xlsx file.")] = None,
    what: Annotated[
        What | None, typer.Option(help="What is in it, if its headers leave that open.")
    ] = None,
    apply: Annotated[
        bool, typer.Option("--apply", help="Take it in, if nothing is wrong.")
    ] = False,
    bad: Annotated[
        Path | None, typer.Option(help="Write the wrong rows with their reasons to this .xlsx.")
    ] = None,
    undo: Annotated[int | None, typer.Option(help="Take the import with this number back.")] = None,
) -> None:
    """Try a list from a file: import FILE

    Says row by row what is wrong. Changes nothing without --apply.
    """
    from bot.lists import take_back, take_in

    settings = settings_of()
    if undo is not None:
        lines = take_back(settings, undo)
    elif file is not None:
        lines = take_in(settings, file, what.value if what else "", bad, apply=apply)
    else:
        raise Problem("Say which file, or which import to take back with --undo.")
    for line in lines:
        typer.echo(line)


def export(
    place: Annotated[str, typer.Argument(help="A place's id in the town file.")],
    file: _Out,
    why: Annotated[str, typer.Option(help="What for: it is written down.")],
) -> None:
    """Write the list of a place's people."""
    from bot.lists import take_out

    typer.echo(take_out(settings_of(), place, file, why))


def template(
    what: Annotated[What, typer.Argument(help="What is to be filled in.")], file: _Out
) -> None:
    """Write an empty list to fill in."""
    from bot.lists import write_template

    write_template(what.value, file)
    typer.echo(f"{file} is ready to be filled in.")
