"""What a flow can do: ask. Each question gives back the stored answer, or is put and suspends.

A flow runs again from the top for every message. It must not catch what ``ask`` raises: the
suspension derives from BaseException so that ``except Exception`` cannot swallow it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, Literal

from bot.dialogue import asking, whom
from bot.dialogue.asking import Again, Choice, Given, Taken, Wrong
from bot.dialogue.pauses import ChangeAnswer, Suspend
from bot.dialogue.reader import Reader
from bot.dialogue.say import Private, Sayable, Text, _
from bot.dialogue.screen import Screen
from bot.dialogue.talk import CONFIRM, Asked, Talk
from models.messages import Message
from models.town.local import Local
from models.town.schema import Town
from models.work import Work

LETTERS = 1000
"""How much one answer may hold, in characters."""

LOOK_OVER = _("您看对不对：")
ALL_SENT = _("好了")


Parse = Callable[[str], str]
"""Turns typed words into what is stored; raises Wrong with a friendly sentence."""

PutIntoWords = Callable[["Chat", Message], Screen | None]

Choices = Sequence[Choice] | Callable[[], Sequence[Choice]]


class Chat:
    """One run of a flow over the answers of a talk.

    ``words`` puts any message into words, for those who read one out to somebody on the phone.
    ``work`` is for read-only queries, ``town`` the version the talk began with, ``started_at`` the
    only clock a flow may look at.
    """

    def __init__(
        self,
        talk: Talk,
        reader: Reader,
        work: Work,
        given: Given | None = None,
        words: PutIntoWords | None = None,
    ) -> None:
        self.talk = talk
        self.reader = reader
        self.work = work
        self.town: Town = work.town
        self.started_at = talk.started_at
        self.words = words
        self.whom = 0
        """For whom this is; 0 for oneself. ``reader`` and ``work`` are theirs then."""
        self._named: Sayable = ""
        self._given = given
        self._position = 0
        self._answers = list(talk.answers)
        self._kept = dict(talk.kept)
        self._changing = talk.changing
        self._trail: list[tuple[str, Sayable, int]] = []
        self._keys: set[str] = set()
        if talk.whom:
            self._stand_for(talk.whom)

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
    ) -> str:
        """One answer: the id of a choice, or words.

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
            text = asking.words(given, LETTERS)
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

    @property
    def typed(self) -> str:
        """The words the open question was just answered with; "" for a tap and for an old answer.
        For choices that can be said in more ways than could be listed."""
        given = self._given
        return given.value if given is not None and given.kind == "text" else ""

    # -- the state that is left behind ------------------------------------------------------------
    def left(self, asked: Asked | None, failures: int | None = None) -> Talk:
        """The talk as it stands after this run. (Written out: ``replace`` looks at every field.)"""
        talk = self.talk
        return Talk(
            flow=talk.flow,
            serial=talk.serial,
            version=talk.version,
            town=talk.town,
            started_at=talk.started_at,
            args=talk.args,
            answers=tuple(self._answers),
            kept=self._kept,
            changing=self._changing,
            asked=asked,
            failures=talk.failures if failures is None else failures,
            last=talk.last,
            whom=talk.whom,
        )

    # -- inside -----------------------------------------------------------------------------------
    def _stand_for(self, person_id: int) -> None:
        standing = whom.stand_for(self.reader, self.work, person_id)
        if standing is not None:
            self.whom, self._named = person_id, standing.named
            self.reader, self.work = standing.reader, standing.work

    def _gave(self, key: str) -> bool:
        """Whether the next answer is one to this question."""
        at = self._position
        return at < len(self._answers) and self._answers[at][0] == key

    def _stored(self, key: str, kind: type, what: Sayable, default: Any) -> Any:
        """The answer already given to this question, if it still fits here."""
        self._unique(key)
        if what:
            self._trail.append((key, what, self._position))
        if self._position < len(self._answers) and key != self._changing:
            found, answer = self._answers[self._position]
            if found == key and isinstance(answer, kind):
                self._position += 1
                return answer
        if key == self._changing:
            return None
        if default is not None and key not in self._kept:
            return default
        self._unfit()
        return None

    def _unfit(self) -> None:
        """Answers from here on do not fit: keep them aside, they may fit further on."""
        for found, answer in self._answers[self._position :]:
            self._kept.setdefault(found, answer)
        del self._answers[self._position :]

    def _unique(self, key: str) -> None:
        if key in self._keys:
            raise ValueError(f"the key {key!r} is asked twice in one run")
        self._keys.add(key)

    def _listed(self, choices: Choices | None) -> Sequence[Choice]:
        return choices() if callable(choices) else choices or ()

    def _open(self, key: str) -> Asked:
        """How this question stands: as it was shown, or fresh."""
        asked = self.talk.asked
        if asked is not None and asked.key == key:
            return asked
        return Asked(key, (asked.step if asked else 0) + 1)

    def _settle(
        self,
        key: str,
        asked: Asked,
        read: Callable[[Given], Taken | Again],
        show: Callable[[Asked], Screen],
        *,
        extra: Sequence[Choice] = (),
        fits: Callable[[Any], bool] | None = None,
    ) -> Any:
        """Take an answer kept over a change, or the newest one if it was given to this very
        question; else suspend."""
        kept = self._kept.get(key)
        if kept is not None and key != self._changing:
            if fits(kept) if fits else _reads_as(kept, read):
                return self._accept(key, kept)
            del self._kept[key]
        verdict = None
        given = self._take_given(key, extra)
        if given is not None:
            try:
                result = read(given)
            except Wrong as wrong:
                result = Again(asked, note=wrong.sentence)
            if isinstance(result, Taken):
                self._changing = "" if key == self._changing else self._changing
                return self._accept(key, result.value)
            verdict = result
            if result.asked != asked:
                asked = replace(result.asked, step=asked.step + 1)
        screen = show(asked)
        if self.whom:
            screen = whom.says_for_whom(screen, self.whom, self._named)
        raise Suspend(screen, asked.showing(asking.option_ids(screen)), verdict)

    def _take_given(self, key: str, extra: Sequence[Choice]) -> Given | None:
        """The newest answer, once, if the open question is the one it was given to."""
        given, asked = self._given, self.talk.asked
        if given is None or asked is None or asked.key != key:
            return None
        self._given = None
        if given.kind == "tap" and any(choice.id == given.value for choice in extra):
            verb, name, *value = given.value.split(".", 2)
            raise ChangeAnswer(name, self._where(name), value[0] if verb == "~be" else None)
        return given

    def _accept(self, key: str, value: Any) -> Any:
        self._kept.pop(key, None)
        self._answers.append((key, value))
        self._position += 1
        return value

    def _where(self, key: str) -> int:
        for name, _what, position in self._trail:
            if name == key:
                return position
        raise ValueError(f"{key!r} cannot be changed: it was not asked before")


def _reads_as(kept: Any, read: Callable[[Given], Taken | Again]) -> bool:
    """Whether an answer kept over a change would be taken today, by tap or as words."""
    for kind, value in (("tap", kept or "~skip"), ("text", kept)):
        try:
            result = read(Given(kind, str(value)))  # type: ignore[arg-type]  # both are kinds
        except (Wrong, ChangeAnswer):
            continue
        if isinstance(result, Taken) and result.value == kept:
            return True
    return False


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
