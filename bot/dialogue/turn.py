"""One person's turn: what a message means in the state the talk is in.

Emergencies, then the words that work everywhere, then push buttons, then the open question. What
follows from it is done in ``following.py``.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.dialogue import words
from bot.dialogue.asking import Given
from bot.dialogue.book import Reply, Start, TapHandler
from bot.dialogue.following import Following
from bot.dialogue.messages import Incoming
from bot.dialogue.replay import OLD_BUTTON, BackTap, Tap
from bot.dialogue.say import _
from bot.dialogue.screen import Screen
from bot.dialogue.talk import ATTACHED
from models.behalf import acting_for, may_act_for, purposes
from models.cleaning import clean_text
from models.messages import Message
from models.refusals import Refusal
from models.town.emergency import Exact, Inside, match

TOO_LONG = _("这段太长了，我没法一回记下。分几段发给我吧。")
LONGEST_ARGUMENT = 18
"""Characters of one argument of a token: more digits than any id has."""
LONGEST = 4096
"""Characters of one message; longer ones are refused kindly before anything reads them."""


@dataclass
class Turn(Following):
    """Reads one message of one person. ``album``: the one that the message before belonged to."""

    album: str = ""

    def take(self, incoming: Incoming) -> None:
        """Handle one message of this person."""
        self.by_tap = incoming.kind == "tap"
        former, self.album = self.album, incoming.album
        if incoming.text:
            incoming = replace(incoming, text=clean_text(incoming.text))
        if len(incoming.text) > LONGEST:
            self._interrupt(Screen((TOO_LONG,)))
            return
        hit = None
        if incoming.kind in ("text", "photo", "edited") and incoming.text:
            hit = match(self.work.town, incoming.text)
        if isinstance(hit, Exact):
            self.perform(self.book.manners.emergency(self.chat(), hit, incoming.text))
            return
        if incoming.album and incoming.album == former and not self._collects(former):
            self._take_silently(incoming)
        else:
            self._take_calmly(incoming)
        if isinstance(hit, Inside):
            self.perform(self.book.manners.emergency(self.chat(), hit, incoming.text))

    def told(self, message: Message, whom: int) -> Screen | None:
        """A telling in words, for this person or for ``whom`` they look after; None if it is no
        longer true, or they look after them no more."""
        if whom and not purposes(acting_for(self.work, whom)):
            return None
        with self.on_behalf(whom):
            screen = self.book.put_into_words(self.chat(), message)
            return None if screen is None else self._dressed(screen)

    def _take_calmly(self, incoming: Incoming) -> None:
        if incoming.kind == "tap":
            self._tapped(incoming.tap)
        elif incoming.kind == "start":
            self.perform(self.book.manners.arrived(self.chat(), incoming.text))
        elif incoming.kind == "text":
            self._typed(incoming)
        elif incoming.kind in ("photo", "location", "contact") or self._wants_file(incoming):
            self._answered(_given(incoming), incoming)
        else:
            self._interrupt(self._not_in_words(incoming))

    def _wants_file(self, incoming: Incoming) -> bool:
        """Whether the open question takes a picture or a file."""
        asked = self.open.asked if self.open is not None else None
        return incoming.kind == "file" and asked is not None and asked.key == ATTACHED

    def _not_in_words(self, incoming: Incoming) -> Reply:
        """A file where one is asked for, or from somebody whose files are taken; anything else is
        refused kindly."""
        manners, chat = self.book.manners, self.chat()
        taken = manners.file(chat, incoming) if incoming.kind == "file" else None
        return Screen((manners.cannot_take(chat, incoming),)) if taken is None else taken

    def _collects(self, album: str) -> bool:
        """Whether the open question gathers this album: it knows itself when to be quiet."""
        asked = self.open.asked if self.open is not None else None
        return asked is not None and asked.album == album

    def _take_silently(self, incoming: Incoming) -> None:
        """One more part of an album that was answered already: it is taken, and nothing said."""
        standing, said = (self.open, self.parked), len(self.screens)
        self._take_calmly(incoming)
        self.open, self.parked = standing
        del self.screens[said:]

    def _typed(self, incoming: Incoming) -> None:
        command = words.global_command(incoming.text)
        if command is not None:
            self._global(command)
            return
        number = words.typed_number(incoming.text)
        if number is not None and number <= len(self.shown):
            self._tapped(self.shown[number - 1])
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
        elif command in words.BUTTONS:
            self._tapped(f"t.{command}")
        else:
            self.perform(manners.menu(chat))

    def _tapped(self, token: str) -> None:
        head, _dot, rest = token.partition(".")
        if head == "g":
            self._global(rest)
        elif head == "t":
            name, _dot, args = rest.partition(".")
            handler = self.book.taps.get(name)
            if handler is None:
                self._interrupt(self._old_button())
            else:
                self._interrupt(self._tap(handler, args.split(".") if args else []))
        elif head == "f":
            self._start_by_button(rest)
        elif head == "w":
            self._tapped_for(rest)
        else:
            self._talk_button(token)

    def _tapped_for(self, rest: str) -> None:
        """A button of a screen that was about somebody else: it goes on for them, if one still
        may. Only push buttons carry for whom; a talk knows it by itself."""
        who, _dot, token = rest.partition(".")
        whom = int(who) if who.isdecimal() and len(who) <= LONGEST_ARGUMENT else 0
        if not may_act_for(acting_for(self.work, whom), self.book.purpose_of(token)):
            self._interrupt(self._old_button())
            return
        with self.on_behalf(whom):
            self._tapped(token)

    def _start_by_button(self, name: str) -> None:
        """A menu's button. Flows about one case or offer are started by taps that check it first."""
        flow = self.book.flows.get(name)
        if flow is None or flow.takes:
            self._interrupt(self._old_button())
        else:
            self.perform(Start(name))

    def _tap(self, handler: TapHandler, args: list[str]) -> Reply:
        """What a push button leads to. Its token came from outside and may be anything."""
        chat = self.chat()
        if len(args) != handler.takes or any(len(arg) > LONGEST_ARGUMENT for arg in args):
            return self._old_button()
        try:
            return handler.run(chat, *args)
        except Refusal as refusal:
            return Screen((self._sentence(refusal),))
        except ValueError:  # int() of a forged number
            return self._old_button()

    def _old_button(self) -> Reply:
        """A button of before, or one that was never ours: politely, and where the talk is now."""
        if self.open is not None:
            return Screen((OLD_BUTTON,))
        return (Screen((_("那是前面的按钮了。"),)), self._menu())

    def _talk_button(self, token: str) -> None:
        """A button of a question: answer, Back or Cancel, of this talk or of an old one."""
        event = _parse(token)
        if event is None:
            self._interrupt(self._old_button())
        elif self.open is None:
            self.perform((Screen((_("这件事刚才已经办到头了。"),)), self._menu()))
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


def _given(incoming: Incoming) -> Given:
    if incoming.kind == "photo":
        return Given("photo", incoming.text, photos=incoming.photos, album=incoming.album)
    if incoming.kind == "file":
        return Given("file", incoming.file)
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
