"""What a run of a flow goes by: the answers that are stored, those that are kept over a change, and
the newest one. Every question is one look into these.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from bot.dialogue import asking, whom
from bot.dialogue.asking import Again, Choice, Given, Taken, Wrong
from bot.dialogue.pace import Pace
from bot.dialogue.pauses import ChangeAnswer, Suspend
from bot.dialogue.reader import Reader
from bot.dialogue.say import Sayable
from bot.dialogue.screen import Screen
from bot.dialogue.talk import Asked, Talk
from models.messages import Message
from models.town.schema import Town
from models.work import Work

Choices = Sequence[Choice] | Callable[[], Sequence[Choice]]


class Answers:
    """One run of a flow over the answers of a talk."""

    def __init__(
        self,
        talk: Talk,
        reader: Reader,
        work: Work,
        given: Given | None = None,
        words: Callable[[Any, Message], Screen | None] | None = None,
    ) -> None:
        self.talk = talk
        self.reader = reader
        self.work = work
        self.town: Town = work.town
        self.started_at = talk.started_at
        self.words = words
        self.paces: Mapping[str, Pace] = {}
        """What each channel carries, by its name. Not for flows."""
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

    @property
    def typed(self) -> str:
        """The words the open question was just answered with; "" for a tap and for an old answer.
        For choices that can be said in more ways than could be listed."""
        given = self._given
        return given.value if given is not None and given.kind == "text" else ""

    @property
    def answers(self) -> tuple[tuple[str, Any], ...]:
        """What was answered so far, in order: to begin the same talk again some other time."""
        return tuple(self._answers)

    def may_change(self, key: str) -> bool:
        """Whether this answer stands on the list of what may be changed."""
        return any(name == key for name, _what, _at in self._trail)

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
