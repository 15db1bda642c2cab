"""The engine as a pure function: a talk and one event give the talk afterwards and what to show.

No database and no clock here: everything that can be proved about conversations (Back, Change,
repeats, old buttons) is proved on this function alone.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Literal

from bot.dialogue.asking import Given
from bot.dialogue.chat import Chat
from bot.dialogue.pauses import ChangeAnswer, Suspend
from bot.dialogue.reader import Reader
from bot.dialogue.say import Sayable, _
from bot.dialogue.screen import Screen
from bot.dialogue.talk import Asked, Talk
from models.work import Work

STUCK = _("还是没看懂，怪我。点个数，或者点[找人说话]，有人帮您。")
FAILURES = 3
"""From the third time on, a person is offered instead of the same sentence again."""
OLD_BUTTON = _("那是前面的按钮了。现在问到这儿：")


@dataclass(frozen=True, slots=True)
class Tap:
    """A button of a talk: which talk, which question, which option."""

    serial: int
    step: int
    option: str
    token: str


@dataclass(frozen=True, slots=True)
class BackTap:
    """Back, as a button (which carries talk and step) or as a word (which does not)."""

    serial: int = -1
    step: int = -1
    token: str = "back"  # noqa: S105 - the word of a button


Event = Tap | BackTap | Given | Literal["show"]


@dataclass(frozen=True, slots=True)
class Asking:
    """The talk goes on with this screen. ``quiet``: nothing new to say. ``unread``: the words
    fitted no choice and may have meant something else. ``fresh`` is false if the same question
    as before is put again."""

    talk: Talk
    screen: Screen
    quiet: bool = False
    unread: bool = False


@dataclass(frozen=True, slots=True)
class Finished:
    """The flow returned: a command (or None), from this talk; ``whom`` is for whom, 0 for oneself."""

    talk: Talk
    result: Any
    whom: int = 0


@dataclass(frozen=True, slots=True)
class Left:
    """Back at the first question: the person leaves the talk."""

    talk: Talk


Outcome = Asking | Finished | Left
Run = Callable[..., Any]


def replay(run: Run, talk: Talk, event: Event, reader: Reader, work: Work) -> Outcome:
    """Bring ``talk`` forward by one event.

    ``run`` is the flow's function. An event that does not belong to the open question changes
    nothing: the question is put again.
    """
    if isinstance(event, BackTap):
        return _back(run, talk, event, reader, work)
    if isinstance(event, Tap):
        return _tap(run, talk, event, reader, work)
    return _forward(run, talk, event if isinstance(event, Given) else None, reader, work)


def _tap(run: Run, talk: Talk, tap: Tap, reader: Reader, work: Work) -> Outcome:
    asked = talk.asked
    if tap.token == talk.last:
        shown = _forward(run, talk, None, reader, work)
        return replace(shown, quiet=True) if isinstance(shown, Asking) else shown
    if asked is None or (tap.serial, tap.step) != (talk.serial, asked.step):
        return _put_again(run, talk, reader, work, OLD_BUTTON)
    if tap.option not in asked.options:
        return _put_again(run, talk, reader, work, OLD_BUTTON)
    return _forward(run, talk.tapped(tap.token), Given("tap", tap.option), reader, work)


def _back(run: Run, talk: Talk, tap: BackTap, reader: Reader, work: Work) -> Outcome:
    asked = talk.asked
    button = tap.serial >= 0
    if button and tap.token == talk.last:
        shown = _forward(run, talk, None, reader, work)
        return replace(shown, quiet=True) if isinstance(shown, Asking) else shown
    if button and (asked is None or (tap.serial, tap.step) != (talk.serial, asked.step)):
        return _put_again(run, talk, reader, work, OLD_BUTTON)
    if button:
        talk = replace(talk, last=tap.token)
    inside = _within_question(asked)
    if inside is not None:
        return _forward(run, replace(talk, asked=inside), None, reader, work)
    if not talk.answers and not talk.changing:
        return Left(talk)
    return _forward(run, talk.back(), None, reader, work)


def _within_question(asked: Asked | None) -> Asked | None:
    """Back inside one question: off the list of changes, off a typed filter, the last item out."""
    if asked is None:
        return None
    if asked.mode or asked.sieve:
        return replace(asked, mode="", sieve="", page=0, step=asked.step + 1)
    if asked.draft:
        return replace(asked, draft=asked.draft[:-1], album="", step=asked.step + 1)
    return None


def _put_again(run: Run, talk: Talk, reader: Reader, work: Work, note: Sayable) -> Outcome:
    outcome = _forward(run, talk, None, reader, work)
    if isinstance(outcome, Asking):
        return replace(outcome, screen=outcome.screen.below(note))
    return outcome


def _forward(run: Run, talk: Talk, given: Given | None, reader: Reader, work: Work) -> Outcome:
    """Run the flow over the answers and, if it fits, the newest one."""
    chat = Chat(talk, reader, work, given)
    try:
        result = run(chat, *talk.args)
    except ChangeAnswer as change:
        changed = talk.change(change.key, change.position)
        if change.value is not None:
            answers = (*changed.answers, (change.key, change.value))
            changed = replace(changed, answers=answers, changing="")
        return _forward(run, changed, None, reader, work)
    except Suspend as open_question:
        verdict = open_question.verdict
        screen = open_question.screen
        failures = talk.failures + 1 if verdict is not None and verdict.unread else 0
        if verdict is not None and verdict.note:
            screen = screen.below(STUCK if failures >= FAILURES else verdict.note)
        return Asking(
            chat.left(open_question.asked, failures),
            screen,
            quiet=verdict is not None and verdict.quiet,
            unread=verdict is not None and verdict.unread,
        )
    return Finished(chat.left(None), result, chat.whom)
