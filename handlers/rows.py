"""What the areas put on everybody's first screen and on the desk.

Each area's package begins with its talks, and every talk ends at the first screen: so what an area
offers is fetched here when it is shown, and nothing is imported before.
"""

# ruff: noqa: PLC0415 - see above

from __future__ import annotations

from dataclasses import replace

from bot.dialogue.chat import Chat
from bot.dialogue.screen import Button

Row = tuple[Button, ...]


def often_for_staff(chat: Chat) -> Row:
    """Beside the desk: finding somebody, and writing somebody down."""
    from handlers.people.menu import people_menu

    return _quiet(people_menu(chat))


def seldom_for_staff(chat: Chat) -> Row:
    """Behind [more]: what is needed once a week."""
    from handlers.doctors.menu import rate_menu
    from handlers.imports.menu import imports_menu
    from handlers.merges.menu import merges_menu
    from handlers.people.menu import roles_menu

    rows = (roles_menu(chat), merges_menu(chat), imports_menu(chat), rate_menu(chat))
    return _quiet(tuple(button for row in rows for button in row))


def own_of_staff(chat: Chat) -> Row:
    """Behind [more] as well: whoever sits at the desk has a doctor and a family too."""
    return _quiet((*my_doctor(chat), *my_family(chat)))


def my_doctor(chat: Chat) -> Row:
    from handlers.doctors.menu import doctor_menu

    return doctor_menu(chat)


def for_doctors(chat: Chat) -> Row:
    """A doctor's own people, and the list of them."""
    from handlers.doctors.menu import menu_for_team

    return menu_for_team(chat)


def my_family(chat: Chat) -> Row:
    from handlers.family.menu import family_menu

    return family_menu(chat)


def _quiet(row: Row) -> Row:
    return tuple(replace(button, style="small") for button in row)
