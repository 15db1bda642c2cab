"""Commands about the running service: start it, let the first coordinator in, print the cards."""

from __future__ import annotations

from typing import Annotated

import typer

from bot.cli.faults import Problem
from bot.cli.opened import settings_of


def run() -> None:
    """Start the service.

    Without a .env file it is the demo. The last line it prints is the link to open.
    """
    _serve(demo=False)


def demo() -> None:
    """Start the demo, whatever .env says.

    A made-up town, three phones side by side, a clock that can be moved. No real database is
    touched.
    """
    _serve(demo=True)


def _serve(*, demo: bool) -> None:
    settings = settings_of(demo=demo)
    from bot.app import serve

    serve(settings)


def invite(
    name: Annotated[str, typer.Option(help="What the coordinator is called.")],
    phone: Annotated[str, typer.Option(help="Their phone; its last digits guard the link.")],
) -> None:
    """Make the first coordinator's one-time link.

    Where the service has been on Telegram, the same link for Telegram stands below it.
    """
    settings = settings_of()
    from bot.admin import invite as make_link

    made = make_link(settings, name=name, phone=phone)
    typer.echo(made.web)
    if made.telegram:
        typer.echo(made.telegram)


def cards(
    community: Annotated[str, typer.Argument(help="The community's id in the town file.")],
) -> None:
    """Print household cards: cards ID > cards.html

    A page (HTML) with a QR card for every household of one community.
    """
    settings = settings_of()
    from bot.admin import cards as page_of_cards

    try:
        page = page_of_cards(settings, community)
    except KeyError:
        raise Problem(
            f"The town that runs has no community {community!r}: its id stands under places: in the "
            "town file."
        ) from None
    typer.echo(page)
