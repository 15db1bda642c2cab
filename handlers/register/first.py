"""The first screen of whoever opens the chat: a greeting, the question of consent, or home."""

from __future__ import annotations

from bot.dialogue.book import Reply, Start, tap_token
from bot.dialogue.chat import Chat
from bot.dialogue.screen import Button, Screen
from handlers.menu import HELP, PERSON, WHAT_IS_IT, home, language_button
from handlers.register import texts
from handlers.register.flows import consent_version
from handlers.rows import a_visit
from handlers.still_to_ask import next_question
from models.bookings.mine import VISITS
from models.doctors.queries import my_team
from models.family.queries import whom_i_may_act_for
from models.register.queries import behind_my_card


def first_contact(chat: Chat, grid_id: str = "") -> Screen:
    """``grid_id``: the poster they read it from hangs there, so the community need not be asked."""
    settle = tap_token("settle_at", grid_id) if grid_id else "f.settle"
    return Screen(
        (texts.GREETING, WHAT_IS_IT),
        (
            Button(HELP, "f.help"),
            *(a_visit(chat) if _has_to_do_with_doctors(chat) else ()),
            Button(texts.MY_HOME, settle),
            Button(PERSON, "g.person"),
            language_button(chat),
        ),
    )


def _has_to_do_with_doctors(chat: Chat) -> bool:
    """Who came to see to their mother's visits, or has signed, need not look for where that is."""
    work = chat.work
    return bool(whom_i_may_act_for(work, VISITS)) or my_team(work).contract is not None


def first_screen(chat: Chat, grid_id: str = "") -> Reply:
    """By a card, a link, a poster, or of their own accord."""
    reader = chat.reader
    if reader.consent and reader.consent != "no" and reader.consent != consent_version(chat):
        return Start("consent")
    if reader.consent:
        return next_question(chat) or home(chat)
    if reader.household_id is None:
        return first_contact(chat, grid_id)
    if not reader.name and behind_my_card(chat.work):
        return Start("who")
    return Start("consent")
