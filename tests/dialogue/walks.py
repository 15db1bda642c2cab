"""A flow with every kind of question, and the people who walk through it in every direction."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any, cast

from hypothesis import strategies as st

from bot.dialogue.asking import Choice, Given, Wrong
from bot.dialogue.chat import Chat
from bot.dialogue.reader import Reader
from bot.dialogue.replay import Asking, BackTap, Finished, Left, Outcome, Tap, replay
from bot.dialogue.talk import Talk
from models.work import CLOCK, Work

FRUIT = tuple(Choice(name, name) for name in ("apple", "pear", "plum"))
TOWNS = tuple(Choice(f"town{n}", f"town {n:02d}") for n in range(14))
DAYS = tuple(Choice(day, day) for day in ("mon", "tue", "wed"))

READER = Reader(account_id=1, person_id=1, channel="memory", language="zh")
WORK = Work(cast("Any", None), datetime(2026, 12, 8, tzinfo=UTC), cast("Any", None), 1, CLOCK, "w")


def short(typed: str) -> str:
    if len(typed) > 8:
        raise Wrong("too long")
    return typed


def every_kind_of_question(chat: Chat) -> tuple[Any, ...]:
    """Branches, a loop, a default, a skip, ticks, a collection and a summary."""
    who = chat.ask("who", "who?", choices=FRUIT, default="apple", what="who")
    town = chat.ask("town", "where?", choices=TOWNS, what="town",
                    extra=(Choice("~set.who", "other"),))  # fmt: skip
    extra = chat.ask("extra", "extra?", choices=FRUIT, what="extra") if town == "town3" else ""
    days = chat.ask_many("days", "which days?", choices=DAYS, what="days")
    notes = []
    for number, _day in enumerate(days):
        notes.append(chat.ask(f"note.{number}", "note?", parse=short, skip="no", what=f"n{number}"))
    photos = chat.ask_photos("photos", "photos?", most=2)
    chat.confirm("all right?")
    return (who, town, extra, days, tuple(notes), photos)


def some_ticked(chat: Chat) -> tuple[str, ...]:
    """A question before, some ticks that are there from the beginning, and a summary."""
    chat.ask("who", "who?", choices=FRUIT)
    days = chat.ask_many("days", "which days?", choices=DAYS, ticked=("tue", "sun"), what="days")
    chat.confirm("all right?")
    return days


def fresh() -> Talk:
    return Talk("walk", 1, 1, 1, WORK.now)


@dataclass
class Walker:
    """Somebody in the middle of the flow: what was done to the talk, and every old button."""

    talk: Talk = field(default_factory=fresh)
    flow: Callable[[Chat], Any] = every_kind_of_question
    finished: Any = None
    left: bool = False
    old: list[Tap] = field(default_factory=list)

    def start(self) -> Walker:
        self._settle(replay(self.flow, self.talk, "show", READER, WORK))
        return self

    def do(self, event: Any) -> Outcome:
        outcome = replay(self.flow, self.talk, event, READER, WORK)
        self._settle(outcome)
        return outcome

    def ticked(self) -> list[str]:
        """The ids of the choices that are shown with a tick."""
        outcome = replay(self.flow, self.talk, "show", READER, WORK)
        assert isinstance(outcome, Asking)
        return [button.tap.split(".")[2] for button in outcome.screen.buttons if button.ticked]

    def _settle(self, outcome: Outcome) -> None:
        if isinstance(outcome, Finished):
            self.finished = outcome.result
        elif isinstance(outcome, Left):
            self.left = True
        elif isinstance(outcome, Asking):
            # A restart: the state goes through the same JSON as through the database.
            self.talk = Talk.from_json(through_json(outcome.talk.to_json()))
            self.old += self.buttons()

    def buttons(self) -> list[Tap]:
        asked = self.talk.asked
        if asked is None:
            return []
        return [Tap(1, asked.step, option, f"a1.{asked.step}.{option}") for option in asked.options]

    @property
    def over(self) -> bool:
        return self.finished is not None or self.left


def through_json(value: Any) -> Any:
    import json

    return json.loads(json.dumps(value))


def question(talk: Talk) -> tuple[Any, ...]:
    """What a person sees of a state: the question, its options, its draft; not how it was reached."""
    asked = talk.asked
    assert asked is not None
    return (asked.key, asked.options, asked.page, asked.draft, asked.mode, asked.sieve)


def from_the_answers_alone(walker: Walker) -> Talk:
    """A fresh run of the answers that survived."""
    talk = replace(fresh(), answers=walker.talk.answers)
    outcome = replay(every_kind_of_question, talk, "show", READER, WORK)
    assert isinstance(outcome, Asking)
    return outcome.talk


ACTIONS = st.one_of(
    st.tuples(st.just("tap"), st.integers(0, 9)),
    st.tuples(st.just("tap"), st.integers(0, 2)),
    st.tuples(st.just("back"), st.just(0)),
    st.tuples(st.just("old"), st.integers(0, 200)),
    st.tuples(st.just("again"), st.just(0)),
    st.tuples(st.just("text"), st.sampled_from(["", "pear", "town 1", "town 03", "x" * 20, "hm"])),
    st.tuples(st.just("photo"), st.integers(1, 3)),
    st.tuples(st.just("place"), st.just(0)),
)


def act(walker: Walker, action: tuple[str, Any]) -> None:
    """One thing that a person may do at any moment."""
    kind, value = action
    if kind == "tap":
        buttons = walker.buttons()
        if buttons:
            walker.do(buttons[value % len(buttons)])
    elif kind == "back":
        step = walker.talk.asked.step if walker.talk.asked else 0
        walker.do(BackTap(1, step, f"b1.{step}"))
    elif kind == "old":
        walker.do(walker.old[value % len(walker.old)])
    elif kind == "again":
        walker.do("show")
    elif kind == "text":
        walker.do(Given("text", value))
    elif kind == "photo":
        walker.do(Given("photo", photos=tuple(f"p{n}" for n in range(value))))
    else:
        walker.do(Given("place", place=(43.0, 126.7)))
