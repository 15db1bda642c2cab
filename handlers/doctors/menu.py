"""What the first screen offers about doctors. Knows nothing of the flows: the menu is everywhere."""

from __future__ import annotations

from bot.dialogue.book import tap_token
from bot.dialogue.chat import Chat
from bot.dialogue.screen import Button
from handlers.doctors import texts
from models.doctors.queries import teams_of_mine
from models.doctors.rates import my_rate_places


def doctor_menu(chat: Chat) -> tuple[Button, ...]:
    """For everybody: who is my doctor?"""
    return (Button(texts.MY_DOCTOR, tap_token("my_team")),)


def menu_for_team(chat: Chat) -> tuple[Button, ...]:
    """For doctors: the people of their team."""
    if not teams_of_mine(chat.work):
        return ()
    return (Button(texts.OUR_PEOPLE, tap_token("doctor_team"), style="main"),)


def rate_menu(chat: Chat) -> tuple[Button, ...]:
    """For whoever answers for a place: how many of it have signed."""
    places = my_rate_places(chat.work)
    if not places:
        return ()
    return (Button(texts.RATE, tap_token("signing_rate", places[0].id), style="small"),)
