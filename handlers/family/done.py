"""What one person did for another, in half a sentence: 叫了人：暖气不热.

Each area says here what its own commands come to; what nobody said anything about is named after
the purpose it was done under. Never what somebody suffers from.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bot.dialogue.book import tap_token
from bot.dialogue.chat import Chat
from bot.dialogue.say import Sayable, _
from bot.dialogue.screen import Screen
from models.family.tables import Act
from models.gate import Command
from models.help.calling_off import CancelCase
from models.help.cases import kind_of
from models.help.commands import ReopenCase
from models.help.opening import OpenCase
from models.help.tables import Case

Phrase = Callable[[Chat, Act], Sayable]
_PHRASES: dict[str, Phrase] = {}
Show = Callable[[Chat, Act], Screen | None]
_SCREENS: dict[str, Show] = {}
_ONE_THING = _("一件事")
_SOMETHING = _("办了一件事")
_SOMETHING_OF = _("办了“{what}”这样的一件事")


def phrase(command: type[Command[Any]]) -> Callable[[Phrase], Phrase]:
    """Declare what a command comes to when it is done for somebody."""

    def keep(run: Phrase) -> Phrase:
        _PHRASES[command.__name__] = run
        return run

    return keep


def shown_as(command: type[Command[Any]]) -> Callable[[Show], Show]:
    """Declare the whole screen of what was done, where half a sentence is not enough. It gives None
    once the thing does not stand any more."""

    def keep(run: Show) -> Show:
        _SCREENS[command.__name__] = run
        return run

    return keep


def own_screen(chat: Chat, act: Act) -> Screen | None:
    show = _SCREENS.get(act.command)
    return show(chat, act) if show is not None else None


def what_was_done(chat: Chat, act: Act) -> Sayable:
    """After "has": said to the one it was done for, and to the one who did it."""
    said = _PHRASES.get(act.command)
    return said(chat, act) if said is not None else _by_purpose(chat, act)


def _by_purpose(chat: Chat, act: Act) -> Sayable:
    named = _purpose(chat, act)
    return _SOMETHING_OF(what=named) if named is not None else _SOMETHING


def _purpose(chat: Chat, act: Act) -> Sayable | None:
    kind = Command.known.get(act.command)
    return next((one.name for one in chat.town.proxies if kind and one.id == kind.purpose), None)


def in_short(chat: Chat, act: Act) -> Sayable:
    """For a button: what it was about."""
    case = _case(chat, act)
    if case is not None:
        return kind_of(chat.work, case).title
    return _purpose(chat, act) or _ONE_THING


def place_to_look(act: Act) -> str:
    """The token of the screen that shows what came of it; "" if there is none."""
    case_id = _case_id(act)
    return tap_token("case", case_id) if case_id else ""


def _case_id(act: Act) -> int:
    undo = act.undo["args"] if act.undo else {}
    found = act.about.get("case_id") or undo.get("case_id") or 0
    return found if isinstance(found, int) else 0


def _case(chat: Chat, act: Act) -> Case | None:
    return chat.work.session.get(Case, _case_id(act))


def _of_case(sentence: Callable[[Sayable], Sayable]) -> Phrase:
    def run(chat: Chat, act: Act) -> Sayable:
        case = _case(chat, act)
        if case is None:
            return _by_purpose(chat, act)
        return sentence(kind_of(chat.work, case).title)

    return run


_OPENED = _("叫了人：{kind}")
_CANCELLED = _("把找人的事撤了：{kind}")
_REOPENED = _("又叫了一回人：{kind}")
phrase(OpenCase)(_of_case(lambda kind: _OPENED(kind=kind)))
phrase(CancelCase)(_of_case(lambda kind: _CANCELLED(kind=kind)))
phrase(ReopenCase)(_of_case(lambda kind: _REOPENED(kind=kind)))
