"""One person on several chats: showing the way to the other one, and saying "it is me" there.

Opening a link does nothing; it asks, and names nobody. What it opens is decided once more by the
command, in the transaction of the tap.
"""

from __future__ import annotations

from bot.dialogue.asking import Choice, Wrong
from bot.dialogue.book import Do, Leave, Reply, Start, flow, says, tap, tap_token
from bot.dialogue.chat import Chat
from bot.dialogue.say import Sayable
from bot.dialogue.screen import Button, Screen
from handlers import reading
from handlers.register import linking_texts as texts
from handlers.register.first import first_screen
from models.access.elsewhere import has_chat_on, telegram_link, telegram_username
from models.access.signed import link_for_me
from models.gate import Command
from models.register.linking import (
    TELEGRAM,
    WEB,
    LinkAccount,
    Linked,
    UnlinkAccount,
    unlink_mark,
)
from models.register.messages import AccountLinked
from models.register.queries import channel_of_mine

DIGITS = "digits"
"""How the talk begins for a link that was used on another device."""


# -- where the other chat is --------------------------------------------------------------------------
def ways_elsewhere(chat: Chat) -> tuple[Button, ...]:
    """Quiet buttons to the chats this person does not have yet."""
    buttons: list[Button] = []
    if chat.reader.channel != WEB:
        buttons.append(Button(texts.ON_WEB, tap_token("on_web"), style="small"))
    if _may_come_to_telegram(chat):
        buttons.append(Button(texts.ON_TELEGRAM, tap_token("on_telegram"), style="small"))
    return tuple(buttons)


def _may_come_to_telegram(chat: Chat) -> bool:
    session = chat.work.session
    if chat.reader.channel == TELEGRAM or not telegram_username(session):
        return False
    return not has_chat_on(session, chat.reader.person_id, TELEGRAM)


@tap("on_telegram")
def on_telegram(chat: Chat) -> Reply:
    username = telegram_username(chat.work.session)
    if not username:
        return Screen((texts.NO_TELEGRAM,))
    payload = link_for_me(chat.reader.person_id, chat.work.now)
    return _way(texts.TO_TELEGRAM, texts.OPEN_TELEGRAM, telegram_link(username, payload))


@tap("on_web")
def on_web(chat: Chat) -> Reply:
    token = link_for_me(chat.reader.person_id, chat.work.now)
    return _way(texts.TO_WEB, texts.OPEN_WEB, f"/in/{token}")


def _way(lines: tuple[Sayable, ...], label: Sayable, link: str) -> Screen:
    home = Button(texts.HOME, "g.menu", style="small")
    return Screen(lines, (Button(label, url=link), home), code=link)


# -- it is me ------------------------------------------------------------------------------------------
def _linked(chat: Chat, result: Linked) -> Reply:
    again = Start("it_is_me", (result.token, DIGITS), answers=(("me", "yes"),))
    if result.verdict == "in":
        told = () if result.several else (Screen((texts.LINKED,), keeps=True),)
        return (Leave("settle"), *told, first_screen(chat))
    if result.verdict == "ask":
        return again
    if result.verdict == "wrong":
        return (Screen((texts.DIGITS_WRONG,)), again)
    return (Screen((texts.NOT_LET_IN[result.verdict],), keeps=True), first_screen(chat))


@flow("it_is_me", say=texts.LINKING, then=_linked)
def it_is_me(chat: Chat, token: str, how: str) -> Command[Linked] | None:
    """``how``: DIGITS if the link was used on another device before, else ""."""
    yes_no = (Choice("yes", texts.IT_IS_ME), Choice("no", texts.NOT_ME))
    if chat.ask("me", texts.IS_IT_YOU, choices=yes_no) == "no":
        return None
    digits = ""
    if how == DIGITS:
        digits = chat.ask("digits", texts.LAST_FOUR, parse=_four, keyboard="number")
    return LinkAccount(token, digits)


def _four(typed: str) -> str:
    plain = reading.digits(typed).strip()
    if len(plain) != 4 or not (plain.isascii() and plain.isdigit()):
        raise Wrong(texts.FOUR_DIGITS)
    return plain


# -- and undone ------------------------------------------------------------------------------------------
@says(AccountLinked)
def account_linked(chat: Chat, message: AccountLinked) -> Screen | None:
    """For the chats the person had before; the new one knows."""
    here, there = chat.reader.account_id, message.linked_id
    channel = channel_of_mine(chat.work, there)
    if there == here or not channel:
        return None
    where = texts.CHANNELS.get(channel, texts.ELSEWHERE)
    undo = Button(texts.UNLINK, tap_token("unlink", there, unlink_mark(there, here)))
    return Screen((texts.ALSO_THERE(where=where),), (undo,), keeps=True)


@tap("unlink")
def unlink(chat: Chat, account_id: str, mark: str) -> Reply:
    return Do(UnlinkAccount(int(account_id), mark), then=_unlinked)


def _unlinked(_chat: Chat, _channel: str) -> Reply:
    return Screen((texts.UNLINKED,), keeps=True)


# -- a poster -------------------------------------------------------------------------------------------
@tap("settle_at")
def settle_at(chat: Chat, grid_id: str) -> Reply:
    """Where one lives, with the poster's community as if it had been chosen."""
    near = chat.town.up(grid_id, "community") if known_grid(chat, grid_id) else None
    known = near is not None and near.kind == "community"
    return Start("settle", answers=(("community", near.id),) if near and known else ())


def known_grid(chat: Chat, grid_id: str) -> bool:
    return any(place.id == grid_id and place.kind == "grid" for place in chat.town.places)


ENTRIES = (it_is_me, on_telegram, on_web, account_linked, unlink, settle_at)
