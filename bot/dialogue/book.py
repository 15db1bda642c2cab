"""What the handlers give to the engine: flows, taps, and words for whatever happens.

The engine knows no area. Handlers are plain functions that look and return what should happen:
a ``Screen`` to show, a command to ``Do``, a flow to ``Start``, or a tuple of these in order.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from inspect import signature
from typing import Any, TypeVar

from bot.dialogue.chat import Chat
from bot.dialogue.messages import Incoming
from bot.dialogue.say import Sayable
from bot.dialogue.screen import Screen
from models.gate import Command
from models.messages import Message
from models.refusals import Refusal


@dataclass(frozen=True)
class Do:
    """Run a command; then show what ``then`` makes of its result. A Refusal becomes its sentence,
    or what ``refused`` makes of it, where something can be done about it."""

    command: Command[Any]
    then: Callable[[Chat, Any], Reply] | None = None
    refused: Callable[[Chat, Refusal], Reply | None] | None = None


@dataclass(frozen=True)
class Start:
    """Begin a flow. An open talk of another flow is parked and taken up afterwards."""

    flow: str
    args: tuple[Any, ...] = ()
    answers: tuple[tuple[str, Any], ...] = ()
    """What is known already (a word led to the kind): as if it had been answered."""
    whom: int = 0
    """For whom, if that is settled already; 0: for whoever the moment is about."""
    kept: tuple[tuple[str, Any], ...] = ()
    """Answers that are taken where their question comes, if they fit there."""
    change: str | None = None
    """Begin at a change of this answer, or ("") at the list of what may be changed: the flow asks for
    it by ``change_first``."""


@dataclass(frozen=True)
class Leave:
    """End the open talk, and the parked one, if it is of this flow: what it asks for no longer
    matters."""

    flow: str


@dataclass(frozen=True)
class Quiet:
    """Nothing to say. ``again``: put the open question once more, as after any interruption."""

    again: bool = False


Reply = Screen | Do | Start | Leave | Quiet | tuple[Any, ...]
"""A tuple holds further replies, done in order."""

FlowRun = Callable[..., Command[Any] | None]
TapRun = Callable[..., Reply]
Then = Callable[[Chat, Any], Reply]


@dataclass(frozen=True)
class Flow:
    """``version`` grows when stored answers would mean something else. ``then`` puts the result of
    the flow's command into words. ``takes`` is the number of arguments it must be started with.
    ``purpose``: what one must be allowed to begin it for somebody else; with "" nobody does."""

    name: str
    run: FlowRun
    say: Sayable
    version: int
    then: Then | None
    takes: int
    purpose: str = ""


@dataclass(frozen=True)
class TapHandler:
    """``takes`` is the number of arguments its token carries. ``purpose``: as of a flow; "look" is
    for those only who may do everything for somebody."""

    name: str
    run: TapRun
    takes: int
    purpose: str = ""


@dataclass(frozen=True)
class Words:
    """How one message type is put into words for a reader; None drops it (no longer true)."""

    message: type[Message]
    run: Callable[[Chat, Any], Screen | None]


@dataclass(frozen=True)
class RefusalWords:
    refusal: type[Refusal]
    run: Callable[[Chat, Any], Sayable]


Entry = Flow | TapHandler | Words | RefusalWords

F = TypeVar("F", bound=Callable[..., Any])


def flow(
    name: str, *, say: Sayable, version: int = 1, then: Then | None = None, purpose: str = ""
) -> Callable[[FlowRun], Flow]:
    """Declare a flow: ``@flow("help", say=_("要人帮忙"), then=told)``."""
    return lambda run: Flow(
        name, run, say, version, then, len(signature(run).parameters) - 1, purpose
    )


def tap(name: str, *, purpose: str = "") -> Callable[[TapRun], TapHandler]:
    """Declare a single tap. Its token is made by ``tap_token(name, *args)``."""
    return lambda run: TapHandler(name, run, len(signature(run).parameters) - 1, purpose)


def says(message: type[Message]) -> Callable[[Callable[[Chat, Any], Screen | None]], Words]:
    """Declare the words of a message type."""
    return lambda run: Words(message, run)


def refuses(refusal: type[Refusal]) -> Callable[[Callable[[Chat, Any], Sayable]], RefusalWords]:
    """Declare the sentence of a refusal."""
    return lambda run: RefusalWords(refusal, run)


def tap_token(name: str, *args: int | str) -> str:
    """The token of a push button: at most 64 bytes, whatever the platform."""
    token = ".".join(["t", name, *map(str, args)])
    if len(token.encode()) > 64:
        raise ValueError(f"the token of {name!r} is too long")
    return token


@dataclass(frozen=True)
class Manners:
    """What is handled before any talk, in every state. Each gets the chat and returns a Reply.

    ``emergency(chat, hit, words)``: a phrase was found. ``welcome(chat, incoming)``: None if the
    person is known well enough to go on. ``listening(chat, words)``: words typed while a question is
    open that go elsewhere all the same (to a person who listens); None if they answer it.
    ``file(chat, incoming)``: None from whom no file is taken. ``aside(chat, words)``: words that fitted no question;
    None if they mean nothing to us either. ``unknown(chat)``: we did not understand.
    """

    emergency: Callable[[Chat, Any, str], Reply]
    welcome: Callable[[Chat, Incoming], Reply | None]
    arrived: Callable[[Chat, str], Reply]
    menu: Callable[[Chat], Reply]
    help: Callable[[Chat], Reply]
    person: Callable[[Chat], Reply]
    language: Callable[[Chat, str], Reply]
    cancelled: Callable[[Chat], Reply]
    listening: Callable[[Chat, str], Reply | None]
    aside: Callable[[Chat, Incoming], Reply | None]
    file: Callable[[Chat, Incoming], Reply | None]
    unknown: Callable[[Chat], Reply]
    cannot_take: Callable[[Chat, Incoming], Sayable]
    refused: Callable[[Chat], Sayable]


@dataclass
class Book:
    """Everything the handlers declared, by name. Built once; two of one name are a mistake."""

    manners: Manners
    flows: dict[str, Flow] = field(default_factory=dict)
    taps: dict[str, TapHandler] = field(default_factory=dict)
    words: dict[str, Words] = field(default_factory=dict)
    refusals: dict[str, RefusalWords] = field(default_factory=dict)

    def add(self, *entries: Entry) -> None:
        """Enter declarations. ValueError if a name is taken."""
        for entry in entries:
            shelf, name = self._shelf(entry)
            if name in shelf:
                raise ValueError(f"{name!r} is declared twice")
            shelf[name] = entry

    def _shelf(self, entry: Entry) -> tuple[dict[str, Any], str]:
        match entry:
            case Flow():
                return self.flows, entry.name
            case TapHandler():
                return self.taps, entry.name
            case Words():
                return self.words, entry.message.__name__
            case RefusalWords():
                return self.refusals, entry.refusal.__name__

    def purpose_of(self, token: str) -> str:
        """What one must be allowed to use this push button for somebody else."""
        kind, _dot, rest = token.partition(".")
        name = rest.partition(".")[0]
        entry = {"t": self.taps.get(name), "f": self.flows.get(name)}.get(kind)
        return entry.purpose if entry is not None else ""

    def sentence(self, chat: Chat, refusal: Refusal) -> Sayable:
        """Why something was not done, for this reader."""
        entry = self.refusals.get(type(refusal).__name__)
        return entry.run(chat, refusal) if entry else self.manners.refused(chat)

    def put_into_words(self, chat: Chat, message: Message) -> Screen | None:
        """A telling as a screen; None if it is no longer true for this reader."""
        return self.words[type(message).__name__].run(chat, message)
