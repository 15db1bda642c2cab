"""Tapping on from the first screen and from every telling; what a tap did is undone."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bot.dialogue.book import Do, Quiet, Reply, Start
from bot.dialogue.say import NOTHING
from bot.dialogue.screen import Screen
from handlers.menu import home
from models.gate import run
from models.refusals import Refusal
from models.work import Work
from tests.areas import each
from tests.permissions.town import SmallTown
from tests.words.screens import BOOK, chat_of, every_button, say_of, screens_in
from tests.words.tellings import TELLINGS

WALKERS = (
    "stranger", "newcomer by a card", "asker", "resident of the place", "offered", "taker", "grid worker", "coordinator",
    "admin", "he", "st_there", "st_tutor", "st_waits",
)  # fmt: skip
DEPTH = 5
BESIDE: dict[str, tuple[str, ...]] = {
    "stranger": ("t.read_consent", "t.read_child", "t.go_on", "t.help_kind.heating"),
    "newcomer by a card": ("t.settle_at.g03", "t.on_telegram"),
    "asker": ("t.call_now.{alarm}", "t.safe.{alarm}", "t.alarm_for.{alarm}.self"),
    "taker": ("t.task.{taken_offer}", "t.minutes.{reported_offer}", "t.tasknote.{taken_offer}"),
    "offered": ("t.offer.{open_offer}",),
    "coordinator": ("t.desk_page.1", "t.seen_to.{taken_case}", "t.applicant.{applicant}"),
}
"""Buttons that stand on screens of their own moment: in the middle of an alarm or of a talk."""
for _area in each("beside"):
    for _who, _tokens in _area.BESIDE.items():
        BESIDE[_who] = (*BESIDE.get(_who, ()), *_tokens)


@dataclass(frozen=True)
class Tapping:
    """One person who taps whatever they see; ``hides`` is what their channel must not show."""

    there: SmallTown
    walker: str
    hides: frozenset[str] = NOTHING

    def walk(self, work: Work, look: Callable[[Screen], list[str]]) -> tuple[list[str], set[str]]:
        """What was found on the way, and the taps that were made."""
        found: list[str] = []
        first: list[Screen] = [home(chat_of(work, "zh", hides=self.hides))]
        for one in TELLINGS:
            if self.there.who(one.to) == work.actor:
                screen = say_of(work, one.make(self.there), self.hides)
                first += [screen] if screen is not None else []
        done = {token.format(**self.there.ids) for token in BESIDE.get(self.walker, ())}
        first += [screen for token in sorted(done) for screen in self._tapped(work, token)]
        waiting = deque((screen, 0) for screen in first)
        while waiting:
            screen, depth = waiting.popleft()
            found += look(screen)
            for token in every_button(screen):
                found += _leads_nowhere(token)
                if token in done or not token.startswith("t.") or depth >= DEPTH:
                    continue
                done.add(token)
                waiting.extend((after, depth + 1) for after in self._tapped(work, token))
        return sorted(set(found)), {token.split(".")[1] for token in done}

    def _tapped(self, work: Work, token: str) -> list[Screen]:
        """The screens after a tap; what the tap did is undone."""
        _t, name, *args = token.split(".")
        handler = BOOK.taps[name]
        if len(args) != handler.takes:
            raise AssertionError(f"{token} carries {len(args)} arguments")
        screens: list[Screen] = []
        point = work.session.begin_nested()
        try:
            self._follow(work, handler.run(chat_of(work, "zh", hides=self.hides), *args), screens)
        except Refusal as refusal:
            screens.append(self._why(work, refusal))
        finally:
            point.rollback()
            work.session.expire_all()
        return screens

    def _follow(self, work: Work, reply: Reply | None, screens: list[Screen]) -> None:
        if isinstance(reply, tuple):
            for part in reply:
                self._follow(work, part, screens)
        elif isinstance(reply, Do):
            try:
                result: Any = run(work, reply.command)
            except Refusal as refusal:
                screens.append(self._why(work, refusal))
                return
            work.session.flush()
            work.session.expire_all()
            if reply.then is not None:
                self._follow(
                    work, reply.then(chat_of(work, "zh", hides=self.hides), result), screens
                )
        elif not isinstance(reply, Quiet | Start):
            screens.extend(screens_in(reply))

    def _why(self, work: Work, refusal: Refusal) -> Screen:
        return Screen((BOOK.sentence(chat_of(work, "zh", hides=self.hides), refusal),))


def _leads_nowhere(token: str) -> list[str]:
    """A button for a talk must name one that begins without knowing more."""
    if not token.startswith("f."):
        return []
    begun = BOOK.flows.get(token.removeprefix("f."))
    return [] if begun is not None and not begun.takes else [f"{token} is no talk"]
