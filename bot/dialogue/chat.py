"""What a flow can do: ask. Each question gives back the stored answer, or is put and suspends.

A flow runs again from the top for every message. It must not catch what ``ask`` raises: the
suspension derives from BaseException so that ``except Exception`` cannot swallow it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, Literal

from bot.dialogue import asking, whom
from bot.dialogue.answers import Answers, Choices
from bot.dialogue.asking import Again, Choice, Given, Taken, Wrong
from bot.dialogue.pauses import ChangeAnswer
from bot.dialogue.say import Private, Sayable, Text, _
from bot.dialogue.screen import Screen
from bot.dialogue.talk import CHANGES, CONFIRM, Asked
from models.messages import Message
from models.town.local import Local

LETTERS = 1000
"""How much one answer may hold, in characters."""

LOOK_OVER = _("您看对不对：")
ALL_SENT = _("好了")


Parse = Callable[[str], str]
"""Turns typed words into what is stored; raises Wrong with a friendly sentence."""

PutIntoWords = Callable[["Chat", Message], Screen | None]


class Chat(Answers):
    """One run of a flow over the answers of a talk.

    ``words`` puts any message into words, for those who read one out to somebody on the phone.
    ``work`` is for read-only queries, ``town`` the version the talk began with, ``started_at`` the
    only clock a flow may look at.
    """

    # -- what flows call ------------------------------------------------------------------------
    def ask(
        self,
        key: str,
        question: Sayable | Sequence[Sayable],
        *,
        choices: Choices | None = None,
        parse: Parse | None = None,
        skip: Sayable | None = None,
        default: str | None = None,
        what: Sayable = "",
        extra: Sequence[Choice] = (),
        keyboard: Literal["text", "number"] = "text",
        letters: int = LETTERS,
    ) -> str:
        """One answer: the id of a choice, or words, at most so many ``letters`` of them.

        ``skip`` labels a button that answers "". ``default`` is taken without asking; the person
        may change it later (on the summary, or by an ``extra`` small button whose id is
        ``~set.<key>``, which asks it, or ``~be.<key>.<answer>``, which answers it). ``what`` names the answer on the list of what may be changed.
        """
        known = self._stored(key, str, what, default)
        if known is not None:
            return str(known)
        listed = self._listed(choices)
        ends = [Choice("~skip", skip)] if skip else []
        asked = self._open(key)

        def read(given: Given) -> Taken | Again:
            if given.kind == "tap" and given.value == "~skip" and skip:
                return Taken("")
            if listed or choices is not None:
                return asking.read_choice(given, asked, listed)
            text = asking.words(given, letters)
            return Taken(parse(text) if parse else text)

        def show(now: Asked) -> Screen:
            return asking.question_screen(
                self.talk.serial,
                now,
                _lines(question),
                listed,
                ends=ends,
                extra=extra,
                keyboard=keyboard,
            )

        return str(self._settle(key, asked, read, show, extra=extra))

    def for_whom(self, purpose: str, question: Sayable = whom.FOR_WHOM) -> int:
        """For whom this is: 0 for oneself, else the id of the principal, in whose place ``reader``
        and ``work`` stand from here on. Asked in one tap, and only of those who may act for
        somebody; a talk begun for somebody does not ask."""
        if self.whom:
            return self.whom
        listed = whom.choices(self.work, purpose)
        if not listed and not self._gave(whom.KEY):
            return 0
        answer = self.ask(whom.KEY, question, choices=listed, what=whom.FOR_WHOM_SHORT)
        if answer != whom.ME:
            self._stand_for(int(answer))
        return self.whom

    def ask_many(
        self,
        key: str,
        question: Sayable | Sequence[Sayable],
        *,
        choices: Choices,
        least: int = 1,
        ticked: Sequence[str] = (),
        what: Sayable = "",
    ) -> tuple[str, ...]:
        """Several choices, ticked one by one until Done; at least ``least``. ``ticked`` are from
        the beginning; when it is changed, those that were chosen before."""
        known = self._stored(key, list, what, None)
        if known is not None:
            return tuple(known)
        listed = self._listed(choices)
        asked = self._open(key)
        chosen = self._kept.get(key, ticked) if key == self._changing else ticked
        first = [choice.id for choice in listed if choice.id in chosen]

        def show(now: Asked) -> Screen:
            shown = replace(now, draft=tuple(asking.ticks(first, now.draft)))
            ends = [Choice("~done", asking.DONE)]
            return asking.question_screen(
                self.talk.serial, shown, _lines(question), listed, ticks=True, ends=ends
            )

        return tuple(
            self._settle(
                key,
                asked,
                lambda given: asking.toggle(given, asked, listed, least, first),
                show,
                fits=lambda kept: set(kept) <= {choice.id for choice in listed},
            )
        )

    def ask_photos(
        self,
        key: str,
        question: Sayable | Sequence[Sayable],
        *,
        most: int = 5,
        done: Sayable = ALL_SENT,
        what: Sayable = "",
    ) -> list[dict[str, Any]]:
        """Photos (up to ``most``), words and a place, in any order, until Done.

        Returns items ``{"photo": reference}``, ``{"words": text}`` or ``{"place": [lat, lon]}``.
        """
        known = self._stored(key, list, what, None)
        if known is not None:
            return list(known)
        asked = self._open(key)

        def show(now: Asked) -> Screen:
            ends = [Choice("~done", done)]
            lines = [*_lines(question), *_gathered(now.draft)]
            return asking.question_screen(
                self.talk.serial, now, lines, (), ends=ends, keyboard="photos"
            )

        return list(
            self._settle(
                key,
                asked,
                lambda given: asking.collect(given, asked, most, LETTERS),
                show,
                fits=lambda _kept: True,
            )
        )

    def ask_attachment(
        self, key: str, question: Sayable, *, skip: Sayable, what: Sayable, wrong: Sayable
    ) -> str:
        """A picture or a file: "" for none, else its kind and the channel's reference, as in
        "photo:…". It is asked only if it is changed. ``wrong``: for one that cannot be taken."""
        known = self._stored(key, str, what, "")
        if known is not None:
            return str(known)
        asked = self._open(key)

        def read(given: Given) -> Taken | Again:
            if given.kind == "tap" and given.value == "~skip":
                return Taken("")
            if given.kind == "photo" and given.photos:
                return Taken(f"photo:{given.photos[0]}")
            if given.kind == "file" and given.value:
                return Taken(f"file:{given.value}")
            if given.kind == "file":
                raise Wrong(wrong)
            return Again(asked, note=asking.NOT_UNDERSTOOD, unread=True)

        def show(now: Asked) -> Screen:
            ends = [Choice("~skip", skip)]
            return asking.question_screen(
                self.talk.serial, now, (question,), (), ends=ends, keyboard="photos"
            )

        return str(self._settle(key, asked, read, show, fits=lambda _kept: True))

    def confirm(self, *summary: Sayable, yes: Sayable = asking.YES) -> None:
        """Show the summary with Change. Only a tap (or its number, or its words) goes on."""
        key = CONFIRM
        self._unique(key)
        asked = self._open(key)
        change = [Choice(name, what) for name, what, _at in self._trail]
        look = [Choice("~yes", yes), Choice("~change", asking.CHANGE)]

        def read(given: Given) -> Taken | Again:
            read = asking.read_choice(given, asked, change if asked.mode else look)
            if isinstance(read, Again) or read.value == "~yes":
                return read
            if read.value == "~change":
                return Again(replace(asked, mode="change", page=0))
            raise ChangeAnswer(read.value, self._where(read.value))

        def show(now: Asked) -> Screen:
            if now.mode:
                question = (asking.WHAT_TO_CHANGE,)
                return asking.question_screen(self.talk.serial, now, question, change)
            lines = (LOOK_OVER, *summary)
            return asking.question_screen(self.talk.serial, now, lines, look, main="~yes")

        self._settle(key, asked, read, show)

    def change_first(self) -> None:
        """Where the talk was begun to change an answer (``Start.change``): ask for that one, or which
        one. Once something was changed it goes on by itself."""
        asked = self.talk.asked
        if asked is None or asked.key != CHANGES:
            return
        if asked.mode:
            raise ChangeAnswer(asked.mode, self._where(asked.mode))
        listed = [Choice(name, what) for name, what, _at in self._trail]

        def read(given: Given) -> Taken | Again:
            chosen = asking.read_choice(given, asked, listed)
            if isinstance(chosen, Again):
                return chosen
            raise ChangeAnswer(chosen.value, self._where(chosen.value))

        def show(now: Asked) -> Screen:
            return asking.question_screen(self.talk.serial, now, (asking.WHAT_TO_CHANGE,), listed)

        self._settle(CHANGES, asked, read, show)


def _lines(question: Sayable | Sequence[Sayable]) -> tuple[Sayable, ...]:
    if isinstance(question, Text | Local | Private | str | int):
        return (question,)
    return tuple(question)


def _gathered(draft: Sequence[Any]) -> tuple[Sayable, ...]:
    """One line that says what has been taken so far."""
    photos = sum("photo" in item for item in draft)
    others = len(draft) - photos
    if not draft:
        return ()
    if photos and others:
        return (_("收下了：{photos} 张照片，{others} 句话。")(photos=photos, others=others),)
    if photos:
        return (_("收下了：{photos} 张照片。")(photos=photos),)
    return (_("收下了：{others} 句话。")(others=others),)
