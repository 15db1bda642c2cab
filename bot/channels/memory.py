"""A platform inside the process: for tests, scripts and benchmarks, and held to the same contract.

It keeps a phone for each address and can act as its owner. Every message passes through JSON both
ways, so nothing can work here that a real platform or the database would refuse; and it can be told
to fail in each way a platform can fail.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from bot.channels.base import Abilities, Gone, Intake
from bot.dialogue.messages import Incoming, IncomingKind, Option, Outgoing
from bot.dialogue.say import Language

_encode = json.JSONEncoder(allow_nan=False).encode
EVERYTHING = Abilities(tells_seen=True)


@dataclass(slots=True)
class OnPhone:
    """A message as it stands on a phone now. ``edits`` counts how often it was replaced."""

    id: str
    key: str
    message: Outgoing
    buttons: bool = True
    withdrawn: bool = False
    edits: int = 0
    seen: bool = False

    @property
    def text(self) -> str:
        return self.message.text

    @property
    def options(self) -> tuple[Option, ...]:
        return self.message.options if self.buttons and not self.withdrawn else ()


@dataclass(slots=True)
class Phone:
    """One address. ``calls`` are the sends it got, in order: repeats of a key show here only."""

    messages: list[OnPhone] = field(default_factory=list)
    calls: list[str] = field(default_factory=list)
    by_key: dict[str, OnPhone] = field(default_factory=dict)
    looked: int = 0
    gone: bool = False

    @property
    def shown(self) -> list[OnPhone]:
        return [message for message in self.messages if not message.withdrawn]


@dataclass(slots=True)
class _Failure:
    fault: Exception
    times: int
    address: str
    call: str


class NoSuchButton(LookupError):
    """The phone does not show what its owner is said to tap."""


class MemoryChannel:
    """``intake`` takes what the owner does; ``settle`` is awaited after each act, so that whoever
    drives the phone sees the answer next. ``files`` holds what photo references stand for."""

    def __init__(
        self,
        name: str = "memory",
        abilities: Abilities = EVERYTHING,
        *,
        intake: Intake | None = None,
        settle: Callable[[], Awaitable[None]] | None = None,
        run: str = "",
    ) -> None:
        self.name = name
        self.abilities = abilities
        self.intake = intake
        self.settle = settle
        self.phones: dict[str, Phone] = {}
        self.files: dict[str, bytes] = {}
        self._failures: list[_Failure] = []
        self._ids = count(1)
        self._updates = count(1)
        # A second run over the same database must not repeat the first one's update ids.
        self._run = run or secrets.token_hex(4)

    # -- the port -----------------------------------------------------------------------------------
    async def send(self, address: str, message: Outgoing, *, key: str) -> str:
        self._maybe_fail("send", address)
        phone = self.phone(address)
        phone.calls.append(key)
        known = phone.by_key.get(key)
        if known is not None:
            return known.id
        shown = OnPhone(f"m{next(self._ids)}", key, _through_json(message))
        phone.by_key[key] = shown
        phone.messages.append(shown)
        return shown.id

    async def edit(self, address: str, message_id: str, message: Outgoing) -> None:
        self._maybe_fail("edit", address)
        shown = self._find(address, message_id)
        if shown is None or shown.withdrawn:
            raise LookupError("there is no such message to edit")
        shown.message, shown.buttons, shown.seen = _through_json(message), True, False
        shown.edits += 1

    async def take_off_buttons(self, address: str, message_id: str) -> None:
        self._maybe_fail("take_off_buttons", address)
        shown = self._find(address, message_id)
        if shown is not None:
            shown.buttons = False

    async def withdraw(self, address: str, message_id: str, *, language: Language) -> None:
        self._maybe_fail("withdraw", address)
        shown = self._find(address, message_id)
        if shown is not None:
            shown.withdrawn = True

    async def fetch(self, source: str) -> bytes:
        """The bytes of a photo or a file that was sent from here. LookupError if there are none."""
        return self.files[source]

    # -- the owner of a phone ------------------------------------------------------------------------
    async def starts(self, address: str, payload: str = "") -> None:
        await self._do(address, "start", text=payload)

    async def says(self, address: str, text: str) -> None:
        await self._do(address, "text", text=text)

    async def taps(self, address: str, what: str | int, *, back: int = 0) -> None:
        """Tap the button with this label or number on the newest message that has it; ``back``
        counts from there into the past. Buttons that were taken off cannot be tapped."""
        await self._do(address, "tap", tap=self.button(address, what, back=back).tap)

    async def taps_token(self, address: str, token: str) -> None:
        """Tap with a token kept from before, as an old screen on another device would."""
        await self._do(address, "tap", tap=token)

    async def photo(
        self, address: str, *pictures: bytes | str, caption: str = "", album: str = ""
    ) -> None:
        """Send pictures in one message: their bytes, or references already known."""
        references = tuple(self._keep(picture) for picture in pictures)
        await self._do(address, "photo", text=caption, photos=references, album=album)

    async def file(self, address: str, content: bytes, *, too_large: bool = False) -> None:
        """Send a file; ``too_large``: the platform says so, and nobody can fetch it."""
        reference = "" if too_large else self._keep(content)
        await self._do(address, "file", file=reference, too_large=too_large)

    async def place(self, address: str, latitude: float, longitude: float) -> None:
        await self._do(address, "location", place=(latitude, longitude))

    async def does(self, address: str, kind: IncomingKind, text: str = "") -> None:
        """Anything else a person may send: a sticker, a voice message, a contact."""
        await self._do(address, kind, text=text)

    async def looks(self, address: str) -> list[OnPhone]:
        """Open the page: what was not yet seen is reported as seen, where this channel tells."""
        fresh = [shown for shown in self.phone(address).shown if not shown.seen]
        for shown in fresh:
            shown.seen = True
        if fresh and self.abilities.tells_seen:
            await self._do(address, "seen", seen=tuple(shown.key for shown in fresh))
        return fresh

    async def again(self, incoming: Incoming) -> None:
        """Deliver one update as it is: a repeat, or one made by hand."""
        if self.intake is None:
            raise RuntimeError("nobody takes in what this phone sends")
        returned = Incoming.from_json(json.loads(_encode(incoming.to_json())))
        if returned != incoming:
            raise TypeError("an incoming message does not survive JSON")
        await self.intake(returned)
        if self.settle is not None:
            await self.settle()

    # -- looking at a phone --------------------------------------------------------------------------
    def phone(self, address: str) -> Phone:
        return self.phones.setdefault(address, Phone())

    def sees(self, address: str) -> list[OnPhone]:
        """What came to the phone since the last look. (Says nothing to the service.)"""
        phone = self.phone(address)
        fresh = [shown for shown in phone.messages[phone.looked :] if not shown.withdrawn]
        phone.looked = len(phone.messages)
        return fresh

    def screen(self, address: str) -> OnPhone:
        """The newest message. LookupError on an empty phone."""
        shown = self.phone(address).shown
        if not shown:
            raise LookupError("the phone shows nothing")
        return shown[-1]

    def button(self, address: str, what: str | int, *, back: int = 0) -> Option:
        """The button that a tap would hit. NoSuchButton if the phone does not show it."""
        found = [
            option
            for shown in reversed(self.phone(address).shown)
            for option in shown.options
            if not option.url and what in (option.number, option.label)
        ]
        if len(found) <= back:
            raise NoSuchButton(f"no button {what!r} on this phone")
        return found[back]

    # -- what can go wrong ---------------------------------------------------------------------------
    def fail(
        self, fault: Exception, *, times: int = 1, address: str = "", call: str = "send"
    ) -> None:
        """Let the next ``times`` calls raise (for one address, if given)."""
        self._failures.append(_Failure(fault, times, address, call))

    def close(self, address: str) -> None:
        """The owner blocks us or deletes the account: from now on it is Gone."""
        self.phone(address).gone = True

    def _maybe_fail(self, call: str, address: str) -> None:
        if self.phone(address).gone:
            raise Gone
        for failure in self._failures:
            if failure.call == call and failure.address in ("", address):
                failure.times -= 1
                if failure.times <= 0:
                    self._failures.remove(failure)
                raise failure.fault

    def _find(self, address: str, message_id: str) -> OnPhone | None:
        for shown in reversed(self.phone(address).messages):
            if shown.id == message_id:
                return shown
        return None

    def _keep(self, picture: bytes | str) -> str:
        if isinstance(picture, str):
            return picture
        reference = f"f{len(self.files) + 1}"
        self.files[reference] = picture
        return reference

    async def _do(self, address: str, kind: IncomingKind, **what: Any) -> None:
        number = f"{self._run}.{next(self._updates)}"
        await self.again(Incoming(self.name, address, number, kind, **what))


def _through_json(message: Outgoing) -> Outgoing:
    returned = Outgoing.from_json(json.loads(_encode(message.to_json())))
    if returned != message:
        raise TypeError("an outgoing message does not survive JSON")
    return returned
