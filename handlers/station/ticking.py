"""Ticks that are there from the beginning: the parents, where it is asked who may collect.

What is kept while it is open are the choices that were tapped, so that Back takes away the last tap
and, before the first one, leads to the question before.
"""

# ruff: noqa: SLF001 - one more way to ask, beside those of Chat, built of the same parts

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from bot.dialogue import asking
from bot.dialogue.asking import Again, Choice, Given, Taken
from bot.dialogue.chat import Chat
from bot.dialogue.say import Sayable
from bot.dialogue.screen import Screen
from bot.dialogue.talk import Asked


def ask_ticked(
    chat: Chat,
    key: str,
    question: Sayable,
    *,
    choices: Callable[[], Sequence[Choice]],
    ticked: Sequence[str],
    what: Sayable,
) -> tuple[str, ...]:
    """Like ``chat.ask_many``, with ``ticked`` from the beginning; when it is changed, with what was
    chosen before. At least one."""
    known = chat._stored(key, list, what, None)
    if known is not None:
        return tuple(known)
    listed, asked = chat._listed(choices), chat._open(key)
    before = chat.talk.kept.get(key)
    first = before if isinstance(before, list) else ticked

    def show(now: Asked) -> Screen:
        shown = replace(now, draft=tuple(_ticked(first, now.draft, listed)))
        ends = [Choice("~done", asking.DONE)]
        return asking.question_screen(
            chat.talk.serial, shown, (question,), listed, ticks=True, ends=ends
        )

    def read(given: Given) -> Taken | Again:
        chosen = _ticked(first, asked.draft, listed)
        if given.kind == "tap" and given.value == "~done" and chosen:
            return Taken(chosen)
        return asking.toggle(given, asked, listed, len(listed) + 1)

    def fits(kept: Sequence[str]) -> bool:
        return set(kept) <= {choice.id for choice in listed}

    return tuple(chat._settle(key, asked, read, show, fits=fits))


def _ticked(first: Sequence[str], tapped: Sequence[str], listed: Sequence[Choice]) -> list[str]:
    """What was ticked from the beginning and not tapped, or was tapped and not ticked."""
    return [choice.id for choice in listed if (choice.id in first) != (choice.id in tapped)]
