"""What the areas put on everybody's first screen and on the desk.

Each area's package begins with its talks, and every talk ends at the first screen: so what an area
offers is fetched here when it is shown, and nothing is imported before.
"""

# ruff: noqa: PLC0415 - see above

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.dialogue.chat import Chat
from bot.dialogue.screen import Button

if TYPE_CHECKING:
    from handlers.station.menu import ChildrenFirst

Row = tuple[Button, ...]


def often_for_staff(chat: Chat) -> Row:
    """Beside the desk: doors to go to, a notice, finding somebody, writing somebody down, and what goes on."""
    from handlers.notices.menu import notice_menu
    from handlers.notices.round import rounds_menu
    from handlers.people.menu import people_menu
    from handlers.programmes.menu import plans_menu

    rows = (rounds_menu(chat), notice_menu(chat), people_menu(chat), plans_menu(chat))
    return _quiet(tuple(button for row in rows for button in row))


def seldom_for_staff(chat: Chat) -> Row:
    """Behind [more]: what is needed once a week."""
    from handlers.bookings.menu import talks_menu
    from handlers.doctors.menu import rate_menu
    from handlers.imports.menu import imports_menu
    from handlers.merges.menu import merges_menu
    from handlers.notices.menu import notices_menu
    from handlers.people.menu import roles_menu
    from handlers.station.menu import roll_menu

    rows = (
        notices_menu(chat), roll_menu(chat), talks_menu(chat), roles_menu(chat), merges_menu(chat),
        imports_menu(chat), rate_menu(chat),
    )  # fmt: skip
    return _quiet(tuple(button for row in rows for button in row))


def own_of_staff(chat: Chat) -> Row:
    """Behind [more] as well: whoever sits at the desk has a doctor and a family too."""
    return _quiet((*my_doctor(chat), *to_come_to(chat), *my_family(chat)))


def my_doctor(chat: Chat) -> Row:
    from handlers.doctors.menu import doctor_menu
    from handlers.visits.menu import visit_menu

    return (*visit_menu(chat), *doctor_menu(chat))


def a_visit(chat: Chat) -> Row:
    """On the very first screen of who has to do with doctors already."""
    from handlers.visits.menu import visit_menu

    return visit_menu(chat)


def for_doctors(chat: Chat) -> Row:
    """A doctor's own people, and the list of them."""
    from handlers.care.menu import menu_of_due
    from handlers.doctors.menu import menu_for_team
    from handlers.visits.menu import menu_for_doctors

    return (*menu_for_doctors(chat), *menu_of_due(chat), *menu_for_team(chat))


def for_tutors(chat: Chat) -> Row:
    """What goes on, for those who hold it and have no desk."""
    from handlers.bookings.menu import talks_menu
    from handlers.programmes.menu import plans_menu
    from handlers.station.menu import roll_menu

    return (*roll_menu(chat), *talks_menu(chat), *plans_menu(chat))


def my_family(chat: Chat) -> Row:
    from handlers.family.menu import family_menu

    return family_menu(chat)


def to_come_to(chat: Chat) -> Row:
    """Talks and the like, and what one has booked."""
    from handlers.bookings.menu import places_menu

    return places_menu(chat)


def my_children(chat: Chat) -> ChildrenFirst:
    """What comes before everything else while a child is at the station."""
    from handlers.station.menu import children_first

    return children_first(chat)


def _quiet(row: Row) -> Row:
    return tuple(replace(button, style="small") for button in row)
