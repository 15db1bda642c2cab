"""Somebody opened the chat: what the link that brought them meant.

A payload comes from outside and may be anything. What is signed is verified; what is not signed can
only choose a first screen, or ask for something whose rights are checked where it is shown.
"""

from __future__ import annotations

from bot.dialogue.book import Leave, Reply, Start
from bot.dialogue.chat import Chat
from bot.dialogue.say import Sayable
from bot.dialogue.screen import Screen
from handlers.alarms.taps import alarm
from handlers.duty.taps import call, duty_case, talk
from handlers.family.arriving import by_invite
from handlers.help.taps import case_screen
from handlers.imports.taps import export_screen, seen_here
from handlers.menu import home
from handlers.privacy.about import about_me
from handlers.privacy.gone import are_you_here
from handlers.register import linking_texts as texts
from handlers.register.first import first_screen
from handlers.register.linking import DIGITS, known_grid, on_web
from handlers.tasks.taps import show_task
from models.access.admission import am_nobody, is_mine, person_of_link
from models.access.links import uses_of, was_used
from models.family.invites import is_invite
from models.help.queries import my_case
from models.refusals import NotFound, Refusal
from models.register.linking import WEB
from models.register.refusals import AlreadyLinked, KnownAsAnother, LinkNotGood

OWN = "me:"
"""Who came in here by a link to themselves is known: what was asked before is not asked any more."""
POSTER = "g-"
SEE = "see."
LONGEST_ID = 18


def arrived(chat: Chat, payload: str) -> Reply:
    """By a card, a link, a poster, or of their own accord."""
    if chat.reader.gone:
        return are_you_here(chat)
    if payload == "web" and chat.reader.channel != WEB:
        return on_web.run(chat)
    if payload.startswith(OWN):
        return (Leave("settle"), first_screen(chat))
    if payload.startswith(SEE):
        return _to_see(chat, payload.removeprefix(SEE))
    if payload.startswith(POSTER):
        grid_id = payload.removeprefix(POSTER)
        return first_screen(chat, grid_id if known_grid(chat, grid_id) else "")
    if is_invite(payload):
        return by_invite(chat, payload)
    if "-" in payload:
        return _by_link(chat, payload)
    return first_screen(chat)


def _by_link(chat: Chat, token: str) -> Reply:
    """Nothing is done yet: whether it is them is asked first."""
    try:
        link, found = person_of_link(chat.work, token)
    except LinkNotGood as refusal:
        return _why(chat, texts.link_not_good.run(chat, refusal))
    if is_mine(chat.work, found):
        return _why(chat, texts.already_linked.run(chat, AlreadyLinked()))
    if not am_nobody(chat.work):
        return _why(chat, texts.known_as_another.run(chat, KnownAsAnother()))
    used = was_used(chat.work.session, *uses_of(link))
    if used and link.once:
        return _why(chat, texts.USED)
    return Start("it_is_me", (token, DIGITS if used else ""))


def _why(chat: Chat, line: Sayable) -> Reply:
    return (Screen((line,), keeps=True), first_screen(chat))


def _to_see(chat: Chat, what: str) -> Reply:
    """One thing, on the chat it may be shown on; what shows it knows who may see it."""
    name, _dot, number = what.partition(".")
    if not (number.isascii() and number.isdecimal() and len(number) <= LONGEST_ID):
        return first_screen(chat)
    try:
        return _shown(chat, name, number)
    except Refusal:
        return (Screen((texts.NOT_SHOWN,)), home(chat))


def _shown(chat: Chat, name: str, number: str) -> Reply:
    if name == "case":
        return _case(chat, number)
    if name == "data":
        return about_me.run(chat)
    if name == "list":
        return seen_here(chat, int(number))
    if name == "export":
        return export_screen(chat, int(number))
    ways = {"task": show_task, "alarm": alarm, "call": call, "talk": talk}
    return ways[name].run(chat, number) if name in ways else first_screen(chat)


def _case(chat: Chat, number: str) -> Reply:
    """My own; else, for those at the desk, one of theirs."""
    try:
        return case_screen(chat, my_case(chat.work, int(number)))
    except NotFound:
        return duty_case.run(chat, number)
