"""What follows from a message: screens to show, commands to run, talks begun, parked and ended.

A command that refuses is undone alone: the talk stays, the reason is said, the question comes
again. What a message means in the first place is decided in ``turn.py``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from bot.dialogue.book import Book, Do, Flow, Leave, Quiet, Reply, Start
from bot.dialogue.chat import Chat
from bot.dialogue.messages import Incoming
from bot.dialogue.pace import Pace
from bot.dialogue.reader import Reader
from bot.dialogue.replay import Asking, Event, Finished, Left, replay
from bot.dialogue.say import Sayable, _
from bot.dialogue.screen import Screen
from bot.dialogue.talk import CHANGES, Asked, Talk
from bot.dialogue.whom import says_for_whom, stand_for
from models.behalf import EVERYTHING, purposes
from models.gate import run
from models.refusals import Refusal
from models.talks import rows
from models.town import pinned
from models.work import Work

GO_ON = _("接着刚才的：")


@dataclass
class Following:
    """Starts from the stored state and ends with ``screens`` to send and the state to store."""

    book: Book
    reader: Reader
    work: Work
    serial: int
    shown: list[str]
    open: Talk | None = None
    parked: Talk | None = None
    screens: list[Screen] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    acted: bool = False
    """Whether a command was run: only then may anything have fallen due."""
    by_tap: bool = False
    whom: int = 0
    """For whom what is being done is; 0 for oneself."""
    paces: Mapping[str, Pace] = field(default_factory=dict)
    """What each channel carries, by its name."""

    def perform(self, reply: Reply | None) -> None:
        """Do what a handler said should happen."""
        if isinstance(reply, tuple):
            for part in reply:
                self.perform(part)
        elif isinstance(reply, Screen):
            self.screens.append(self._dressed(reply))
        elif isinstance(reply, Start):
            self._begin(reply)
        elif isinstance(reply, Do):
            self._do(reply)
        elif isinstance(reply, Leave):
            self._leave(reply.flow)
        elif isinstance(reply, Quiet) and reply.again:
            self._put_open()

    def _leave(self, flow: str) -> None:
        """Neither the open nor the parked talk goes on if it is one of this flow."""
        if self.parked is not None and self.parked.flow == flow:
            self.parked = None
        if self.open is not None and self.open.flow == flow:
            self.open = None
            self._take_up_parked()

    def _interrupt(self, reply: Reply | None) -> None:
        """Do it, and put the question that is open once more."""
        before = self.open
        self.perform(reply)
        if isinstance(reply, Quiet):
            return
        if before is not None and self.open is before and self.screens:
            self._put_open()

    def _do(self, do: Do) -> None:
        work = self.chat().work
        try:
            with work.undone_alone():
                result = run(work, do.command)
        except Refusal as refusal:
            sentence = self._sentence(refusal)
            reply = do.refused(self.chat(), refusal) if do.refused is not None else None
            self.perform(Screen((sentence,)) if reply is None else reply)
            return
        self.acted = True
        self._reread()
        if do.then is not None:
            self.perform(do.then(self.chat(), result))

    def _begin(self, start: Start) -> None:
        flow = self.book.flows[start.flow]
        current = self.open
        whom = start.whom or self.whom
        same = (start.flow, start.args, whom)
        if current is not None and (current.flow, current.args, current.whom) == same:
            self._put_open()
            return
        if current is not None and current.answers:
            self.parked = current
        self.serial += 1
        self.open = Talk(
            flow=flow.name,
            serial=self.serial,
            version=flow.version,
            town=self.work.town_number,
            started_at=self.work.now,
            args=start.args,
            answers=start.answers,
            kept=dict(start.kept),
            asked=None if start.change is None else Asked(CHANGES, 1, mode=start.change),
            whom=whom,
        )
        self._step("show")

    def _cancel(self) -> None:
        self.open = None
        self.perform(self.book.manners.cancelled(self.chat()))
        self._take_up_parked()

    def _put_open(self, note: Sayable = "") -> None:
        if self.open is not None:
            self._step("show", note=note)

    def _step(self, event: Event, incoming: Incoming | None = None, note: Sayable = "") -> None:
        """Bring the open talk forward and show, finish or leave it."""
        talk = self.open
        if talk is None:
            return
        flow = self.book.flows.get(talk.flow)
        if flow is None or flow.version != talk.version:
            self.open = None
            self.perform((Screen((_("这件事我这儿改了样子，得从头来一遍。"),)), self._menu()))
            return
        try:
            outcome = replay(flow.run, talk, event, self.reader, self._work_of(talk))
        except Refusal as refusal:
            self.open = None
            self._refused(talk, refusal)
            return
        if isinstance(outcome, Asking):
            self.open = outcome.talk
            self._show(outcome, incoming, note)
        elif isinstance(outcome, Left):
            self.open = None
            if not self._take_up_parked():
                self.perform(self._menu())
        else:
            self._finish(flow, outcome)

    def _show(self, outcome: Asking, incoming: Incoming | None, note: Sayable) -> None:
        if outcome.quiet:
            return
        if outcome.unread and incoming is not None:
            reply = self._aside(incoming)
            if reply is not None:
                self._interrupt(reply)
                return
        self.screens.append(outcome.screen.below(note) if note else outcome.screen)

    def _finish(self, flow: Flow, outcome: Finished) -> None:
        """The flow returned its command: run it, in this same transaction."""
        talk = outcome.talk
        self.open = None
        if outcome.result is not None:
            with self.on_behalf(outcome.whom):
                work = self._work_of(talk, self.chat().work)
                try:
                    with work.undone_alone():
                        result = run(work, outcome.result)
                except Refusal as refusal:
                    self._refused(talk, refusal)
                    return
                self.acted = True
                self._reread()
                if flow.then is not None:
                    self.perform(flow.then(self.chat(), result))
        if self._began_another() or self._take_up_parked():
            return
        if outcome.result is None:
            self.perform(self._menu())

    def _began_another(self) -> bool:
        """Whether what was just done has opened a talk of its own."""
        return self.open is not None

    def _refused(self, talk: Talk, refusal: Refusal) -> None:
        """Back to the answer at fault, with the reason; without one the talk ends with it."""
        sentence = self._sentence(refusal)
        if refusal.key in talk.keys:
            self.open = talk.upto(refusal.key)
            self._put_open(sentence)
            return
        self.screens.append(Screen((sentence,), keeps=True))
        if not self._take_up_parked():
            self.perform(self._menu())

    def _take_up_parked(self) -> bool:
        if self.parked is None:
            return False
        self.open, self.parked = self.parked, None
        self._put_open(GO_ON)
        return True

    def _aside(self, incoming: Incoming) -> Reply | None:
        """What words, a photo or a place mean that answer no question; None if nothing."""
        try:
            return self.book.manners.aside(self.chat(), incoming)
        except Refusal as refusal:
            return Screen((self._sentence(refusal),))

    # -- small things -----------------------------------------------------------------------------
    def chat(self) -> Chat:
        """A chat for handlers that look and speak but do not ask."""
        blank = Talk("", self.serial, 0, self.work.town_number, self.work.now)
        talk, reader, work = self.open or blank, self.reader, self.work
        standing = stand_for(reader, work, self.whom) if self.whom else None
        if standing is not None:
            reader, work = standing.reader, standing.work
        if talk.whom:  # it may be for somebody else than what is looked at now
            talk = replace(talk, whom=0)
        chat = Chat(talk, reader, work, words=self.book.put_into_words)
        chat.paces = self.paces
        chat.whom = self.whom
        return chat

    @contextmanager
    def on_behalf(self, person_id: int) -> Iterator[None]:
        """What is done inside is done for ``person_id``; 0 for oneself."""
        before, self.whom = self.whom, person_id
        try:
            yield
        finally:
            self.whom = before

    def _dressed(self, screen: Screen) -> Screen:
        """Says for whom it is, where that is somebody else, and offers what may be done for them."""
        standing = stand_for(self.reader, self.work, self.whom) if self.whom else None
        if standing is None:
            return screen
        given = purposes(standing.work)

        def may(token: str) -> bool:
            purpose = self.book.purpose_of(token)
            return bool(purpose) and (EVERYTHING in given or purpose in given)

        return says_for_whom(screen, self.whom, standing.named, may)

    def _sentence(self, refusal: Refusal) -> Sayable:
        """Why not, for this reader; and it is counted."""
        self.refused.append(type(refusal).__name__)
        return self.book.sentence(self.chat(), refusal)

    def _menu(self) -> Reply:
        return self.book.manners.menu(self.chat())

    def _work_of(self, talk: Talk, work: Work | None = None) -> Work:
        """A talk keeps the version of the town it began with."""
        work = work or self.work
        if talk.town == work.town_number:
            return work
        town = pinned.town_at(work.session, talk.town)
        return replace(work, town=town, town_number=talk.town)

    def _reread(self) -> None:
        """After a command the person may be called otherwise, read another language, or turn out
        to be somebody we know."""
        row = rows.account_by_id(self.work.connection, self.reader.account_id)
        if row is None:  # all of it was deleted a moment ago: from here on a stranger reads
            self.reader = self.reader.unknown()
            return
        self.reader = Reader.of(row, self.reader.hides)
        if self.reader.person_id != self.work.actor.person_id:
            actor = replace(self.work.actor, person_id=self.reader.person_id)
            self.work = replace(self.work, actor=actor)
