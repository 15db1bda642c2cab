"""A person with a phone, in a test that reads like the talk itself.

    await wang.says("暖气不热").sees("哪儿不热？")
    await wang.taps("哪儿都凉").sees("屋里冻得慌不？")

What a person sees are the messages that came since they last did something; every tap and every
typed line is counted, so that a test can hold the talk to its number of taps.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Generator
from dataclasses import dataclass, field
from typing import Any, Protocol

from bot.dialogue.messages import Option, Outgoing


class Handset(Protocol):
    """What any channel's test phone can do for one account."""

    async def start(self, payload: str) -> None: ...
    async def text(self, words: str) -> None: ...
    async def tap(self, token: str) -> None: ...
    async def photo(self, *pictures: bytes) -> None: ...
    async def other(self, kind: str, text: str = "") -> None: ...
    async def look(self) -> None: ...
    def messages(self) -> list[tuple[str, Outgoing]]:
        """All that stands on the phone now, oldest first, each with an id that changes when the
        message is edited."""
        ...


@dataclass
class Step:
    """Something a person does, and what they must see then. Await it to let it happen."""

    person: Person
    act: Callable[[], Awaitable[None]]
    wanted: list[tuple[str, ...]] = field(default_factory=list)
    unwanted: list[str] = field(default_factory=list)

    def sees(self, *words: str) -> Step:
        """Each of the words stands somewhere in the messages that came (or in their buttons)."""
        self.wanted.append(words)
        return self

    def but_not(self, *words: str) -> Step:
        self.unwanted += words
        return self

    def __await__(self) -> Generator[Any, None, None]:
        return self._happen().__await__()

    async def _happen(self) -> None:
        await self.act()
        seen = self.person.new_words()
        for words in self.wanted:
            for word in words:
                assert word in seen, f"{word!r} is not in:\n{seen}"
        for word in self.unwanted:
            assert word not in seen, f"{word!r} should not be in:\n{seen}"


@dataclass
class Person:
    """``taps_made`` and ``lines_typed`` count; ``handset`` is the phone of whatever channel."""

    name: str
    handset: Handset
    taps_made: int = 0
    lines_typed: int = 0
    _known: set[str] = field(default_factory=set)

    # -- what a person does -------------------------------------------------------------------------
    def opens(self, payload: str = "") -> Step:
        return self._step(lambda: self.handset.start(payload))

    def says(self, words: str) -> Step:
        self.lines_typed += 1
        return self._step(lambda: self.handset.text(words))

    def taps(self, label: str | int) -> Step:
        """The newest button with this label or number."""
        self.taps_made += 1

        async def act() -> None:
            await self.handset.tap(self.button(label).tap)

        return self._step(act)

    def sends_photo(self, *pictures: bytes) -> Step:
        return self._step(lambda: self.handset.photo(*pictures))

    def sends(self, kind: str, text: str = "") -> Step:
        """A sticker, a voice message, a file, a contact."""
        return self._step(lambda: self.handset.other(kind, text))

    def looks(self) -> Step:
        """Opens the page: what stands there was seen."""
        return self._step(self.handset.look)

    # -- what a person sees -------------------------------------------------------------------------
    def sees(self, *words: str) -> None:
        """Of what came by itself since the last look."""
        seen = self.new_words()
        for word in words:
            assert word in seen, f"{word!r} is not in:\n{seen}"

    def sees_nothing(self) -> None:
        assert not self.new_words()

    def new_words(self) -> str:
        """Texts and buttons of the messages that are new or changed since this was last asked."""
        now = self.handset.messages()
        fresh = [as_words(message) for version, message in now if version not in self._known]
        self._known.update(version for version, _message in now)
        return "\n".join(fresh)

    @property
    def screen(self) -> str:
        """The newest message as read."""
        messages = self.handset.messages()
        return as_words(messages[-1][1]) if messages else ""

    def button(self, label: str | int) -> Option:
        for _version, message in reversed(self.handset.messages()):
            for option in message.options:
                if label in (option.label, option.number):
                    return option
        raise AssertionError(f"no button {label!r} on the phone of {self.name}:\n{self.screen}")

    def buttons(self) -> list[str]:
        messages = self.handset.messages()
        return [option.label for option in messages[-1][1].options] if messages else []

    def _step(self, act: Callable[[], Awaitable[None]]) -> Step:
        return Step(self, act)


def as_words(message: Outgoing) -> str:
    """A message as a transcript writes it: speaker, lines, and the buttons in brackets."""
    speaker = f"{message.speaker}：" if message.speaker else ""
    buttons = " ".join(
        f"[{option.number} {option.label}]" if option.number is not None else f"[{option.label}]"
        for option in message.options
    )
    return f"{speaker}{message.text}\n{buttons}".strip()
