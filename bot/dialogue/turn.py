"""One person's turn: what a message means in the state the talk is in, and what follows from it.

Emergencies, then the words that work everywhere, then push buttons, then the open question. A
command that refuses is undone alone: the talk stays, the reason is said, the question comes again.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from bot.dialogue import words
from bot.dialogue.asking import Given
from bot.dialogue.book import Book, Do, Flow, Leave, Quiet, Reply, Start, TapHandler
from bot.dialogue.chat import Chat, Reader
from bot.dialogue.messages import Incoming
from bot.dialogue.replay import OLD_BUTTON, Asking, BackTap, Event, Finished, Left, Tap, replay
from bot.dialogue.say import Sayable, _
from bot.dialogue.screen import Screen
from bot.dialogue.talk import Talk
from models.cleaning import clean_text
from models.gate import run
from models.refusals import Refusal
from models.talks import rows
from models.town import pinned
from models.town.emergency import Exact, Inside, match
from models.work import Work

GO_ON = _("接着刚才的：")
TOO_LONG = _("这段太长了，我没法一回记下。分几段发给我吧。")
LONGEST_ARGUMENT = 18
"""Characters of one argument of a token: more digits than any id has."""
LONGEST = 4096
"""Characters of one message; longer ones are refused kindly before anything reads them."""


@dataclass
class Turn:
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
    by_tap: bool = False

    # -- what came in ---------------------------------------------------------------------------
    def take(self, incoming: Incoming) -> None:
        """Handle one message of this person."""
        self.by_tap = incoming.kind == "tap"
        if incoming.text:
            incoming = replace(incoming, text=clean_text(incoming.text))
        if len(incoming.text) > LONGEST:
            self._interrupt(Screen((TOO_LONG,)))
            return
        hit = None
        if incoming.kind in ("text", "photo") and incoming.text:
            hit = match(self.work.town, incoming.text)
        if isinstance(hit, Exact):
            self.perform(self.book.manners.emergency(self.chat(), hit, incoming.text))
            return
        self._take_calmly(incoming)
        if isinstance(hit, Inside):
            self.perform(self.book.manners.emergency(self.chat(), hit, incoming.text))

    def _take_calmly(self, incoming: Incoming) -> None:
        if incoming.kind == "tap":
            self._tapped(incoming.tap, incoming)
        elif incoming.kind == "start":
            self.perform(self.book.manners.arrived(self.chat(), incoming.text))
        elif incoming.kind == "text":
            self._typed(incoming)
        elif incoming.kind in ("photo", "location", "contact"):
            self._answered(_given(incoming), incoming)
        else:
            self._interrupt(Screen((self.book.manners.cannot_take(self.chat(), incoming),)))

    def _typed(self, incoming: Incoming) -> None:
        command = words.global_command(incoming.text)
        if command is not None:
            self._global(command)
            return
        number = words.typed_number(incoming.text)
        if number is not None and number <= len(self.shown):
            self._tapped(self.shown[number - 1], incoming)
            return
        self._answered(_given(incoming), incoming)

    def _global(self, command: str) -> None:
        """The words and buttons that work in every state. They do not end the talk."""
        manners, chat = self.book.manners, self.chat()
        if command == "back":
            self._step(BackTap()) if self.open else self.perform(manners.menu(chat))
        elif command == "cancel":
            self._cancel()
        elif command in ("zh", "en"):
            self.perform(manners.language(chat, command))
            self._put_open() if self.open else self.perform(manners.menu(self.chat()))
        elif command == "help":
            self._interrupt(manners.help(chat))
        elif command == "person":
            self._interrupt(manners.person(chat))
        else:
            self.perform(manners.menu(chat))

    def _tapped(self, token: str, incoming: Incoming) -> None:
        head, _dot, rest = token.partition(".")
        if head == "g":
            self._global(rest)
        elif head == "t":
            name, _dot, args = rest.partition(".")
            handler = self.book.taps.get(name)
            if handler is None:
                self._interrupt(Screen((OLD_BUTTON,)))
            else:
                self._interrupt(self._tap(handler, args.split(".") if args else []))
        elif head == "f":
            self._start_by_button(rest)
        else:
            self._talk_button(token, incoming)

    def _start_by_button(self, name: str) -> None:
        """A menu's button. Flows about one case or offer are started by taps that check it first."""
        flow = self.book.flows.get(name)
        if flow is None or flow.takes:
            self._interrupt(Screen((OLD_BUTTON,)))
        else:
            self.perform(Start(name))

    def _tap(self, handler: TapHandler, args: list[str]) -> Reply:
        """What a push button leads to. Its token came from outside and may be anything."""
        chat = self.chat()
        if len(args) != handler.takes or any(len(arg) > LONGEST_ARGUMENT for arg in args):
            return Screen((OLD_BUTTON,))
        try:
            return handler.run(chat, *args)
        except Refusal as refusal:
            return Screen((self._sentence(refusal),))
        except ValueError:  # int() of a forged number
            return Screen((OLD_BUTTON,))

    def _talk_button(self, token: str, incoming: Incoming) -> None:
        """A button of a question: answer, Back or Cancel, of this talk or of an old one."""
        event = _parse(token)
        if event is None or self.open is None:
            if self.open is None and event is not None:
                self.perform((Screen((_("这件事刚才已经办到头了。"),)), self._menu()))
            else:
                self._answered(Given("text", incoming.text or token), incoming)
        elif token.startswith("x"):
            fits = isinstance(event, BackTap) and event.serial == self.open.serial
            self._cancel() if fits else self._step(BackTap(0, 0, token))
        else:
            self._step(event)

    def _answered(self, given: Given, incoming: Incoming) -> None:
        """Something that may answer the open question, or mean something of its own."""
        chat = self.chat()
        if self.open is not None:
            heard = self.book.manners.listening(chat, incoming.text) if incoming.text else None
            if heard is not None:
                self._interrupt(heard)
            else:
                self._step(given, incoming)
            return
        reply = self._aside(incoming)
        if reply is None:
            reply = self.book.manners.welcome(chat, incoming)
        self.perform(reply if reply is not None else self.book.manners.unknown(chat))

    def _aside(self, incoming: Incoming) -> Reply | None:
        """What words, a photo or a place mean that answer no question; None if nothing."""
        try:
            return self.book.manners.aside(self.chat(), incoming)
        except Refusal as refusal:
            return Screen((self._sentence(refusal),))

    # -- what follows ---------------------------------------------------------------------------
    def perform(self, reply: Reply | None) -> None:
        """Do what a handler said should happen."""
        if isinstance(reply, tuple):
            for part in reply:
                self.perform(part)
        elif isinstance(reply, Screen):
            self.screens.append(reply)
        elif isinstance(reply, Start):
            self._begin(reply)
        elif isinstance(reply, Do):
            self._do(reply)
        elif isinstance(reply, Leave) and self.open is not None and self.open.flow == reply.flow:
            self.open = None
            self._take_up_parked()
        elif isinstance(reply, Quiet) and reply.again:
            self._put_open()

    def _interrupt(self, reply: Reply | None) -> None:
        """Do it, and put the question that is open once more."""
        before = self.open
        self.perform(reply)
        if isinstance(reply, Quiet):
            return
        if before is not None and self.open is before and self.screens:
            self._put_open()

    def _do(self, do: Do) -> None:
        try:
            with self.work.undone_alone():
                result = run(self.work, do.command)
        except Refusal as refusal:
            self.screens.append(Screen((self._sentence(refusal),)))
            return
        self._reread()
        if do.then is not None:
            self.perform(do.then(self.chat(), result))

    def _begin(self, start: Start) -> None:
        flow = self.book.flows[start.flow]
        current = self.open
        if current is not None and (current.flow, current.args) == (start.flow, start.args):
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
            work = self._work_of(talk)
            try:
                with work.undone_alone():
                    result = run(work, outcome.result)
            except Refusal as refusal:
                self._refused(talk, refusal)
                return
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

    # -- small things -----------------------------------------------------------------------------
    def chat(self) -> Chat:
        """A chat for handlers that look and speak but do not ask."""
        blank = Talk("", self.serial, 0, self.work.town_number, self.work.now)
        return Chat(self.open or blank, self.reader, self.work, words=self.book.put_into_words)

    def _sentence(self, refusal: Refusal) -> Sayable:
        """Why not, for this reader; and it is counted."""
        self.refused.append(type(refusal).__name__)
        return self.book.sentence(self.chat(), refusal)

    def _menu(self) -> Reply:
        return self.book.manners.menu(self.chat())

    def _work_of(self, talk: Talk) -> Work:
        """A talk keeps the version of the town it began with."""
        if talk.town == self.work.town_number:
            return self.work
        town = pinned.town_at(self.work.session, talk.town)
        return replace(self.work, town=town, town_number=talk.town)

    def _reread(self) -> None:
        """After a command the person may be called otherwise, or read another language."""
        row: Any = rows.account_by_id(self.work.connection, self.reader.account_id)
        self.reader = replace(
            self.reader,
            language="en" if row.language == "en" else "zh",
            name=row.name,
            called=row.called,
            consent=row.consent,
            household_id=row.household_id,
            verified=row.verified_at is not None,
        )


def _given(incoming: Incoming) -> Given:
    if incoming.kind == "photo":
        return Given("photo", incoming.text, photos=incoming.photos, album=incoming.album)
    if incoming.kind == "location":
        return Given("place", place=incoming.place)
    return Given("contact" if incoming.kind == "contact" else "text", incoming.text)


def _parse(token: str) -> Tap | BackTap | None:
    """An answer, Back or Cancel button; None for anything that is not one of ours."""
    parts = token[1:].split(".", 2)
    if not all(part.isdecimal() for part in parts[:2]) or len(parts) < 2:
        return None
    serial, step = int(parts[0]), int(parts[1])
    if token[0] == "a" and len(parts) == 3:
        return Tap(serial, step, parts[2], token)
    return BackTap(serial, step, token) if token[0] in "bx" else None
