"""The command that changes nothing: what is wrong, and what to do about it."""

from __future__ import annotations

import typer

from bot.cli.faults import Problem


def check() -> None:
    """Say what is wrong and what to do about it.

    Looks at settings, town file, clock, database, keys. Changes nothing.
    """
    from bot.cli.findings import look_at_all

    wrong = 0
    for finding in look_at_all():
        typer.echo(f"{finding.mark}  {finding.says}")
        wrong += finding.wrong
    if wrong:
        raise Problem(f"{wrong} {'thing needs' if wrong == 1 else 'things need'} attention.")
