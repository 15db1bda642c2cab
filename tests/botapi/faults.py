"""What goes wrong at Telegram: one named call, so many calls in a hundred, a minute of silence.

Half of the faults that leave the client without an answer strike after the call took effect,
because that is how a real outage makes two messages of one.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from tests.botapi.calls import GATEWAY, Refusal, forbidden, too_many
from tests.botapi.limits import COUNTED

Kind = Literal["refuse", "hang", "reset"]


@dataclass(frozen=True, slots=True)
class Faults:
    """Shares of all calls, 0 to 1. ``blocked`` people stay blocked until they write again.
    ``spare``: methods that nothing happens to."""

    too_many: float = 0.0
    server_error: float = 0.0
    hang: float = 0.0
    blocked: float = 0.0
    reset: float = 0.0
    retry_after: int = 1
    seed: int = 1
    spare: frozenset[str] = frozenset({"getUpdates"})


@dataclass(slots=True)
class Strike:
    """What becomes of one call. ``after``: it takes effect, and only the answer is lost.
    ``blocks``: from now on the person has blocked the bot."""

    kind: Kind
    refusal: Refusal | None = None
    after: bool = False
    blocks: bool = False


@dataclass(slots=True)
class _Planned:
    strike: Strike
    method: str | None
    chat: int | None
    times: int


class Trouble:
    """Decides for each call. ``struck`` counts what was done, by kind or status."""

    def __init__(self, tick: Callable[[], float], rates: Faults | None = None) -> None:
        self.struck: dict[str, int] = {}
        self.revoked = False
        self._tick = tick
        self._planned: list[_Planned] = []
        self._silent_until = 0.0
        self.rates = rates

    @property
    def rates(self) -> Faults | None:
        return self._rates

    @rates.setter
    def rates(self, rates: Faults | None) -> None:
        self._rates = rates
        self._chance = random.Random(rates.seed if rates else 0)

    def plan(self, strike: Strike, method: str | None, chat: int | None, times: int) -> None:
        self._planned.append(_Planned(strike, method, chat, times))

    def silence(self, seconds: float) -> None:
        """Every call that begins in this time hangs."""
        self._silent_until = self._tick() + seconds

    def clear(self) -> None:
        """Nothing goes wrong any more."""
        self._planned.clear()
        self._silent_until = 0.0
        self.rates = None

    def strike(self, method: str, chat: int | None) -> Strike | None:
        found = self._find(method, chat)
        if found is not None:
            name = found.kind if found.refusal is None else str(found.refusal.status)
            self.struck[name] = self.struck.get(name, 0) + 1
        return found

    def _find(self, method: str, chat: int | None) -> Strike | None:
        if self._silent_until and self._tick() < self._silent_until:
            return Strike("hang")
        for one in self._planned:
            if one.method in (None, method) and one.chat in (None, chat):
                one.times -= 1
                if one.times == 0:
                    self._planned.remove(one)
                return one.strike
        return None if self._rates is None else self._by_chance(self._rates, method, chat)

    def _by_chance(self, rates: Faults, method: str, chat: int | None) -> Strike | None:
        if method in rates.spare:
            return None
        # The same dice for every call, whatever becomes of it: one seed, one story.
        left, after = self._chance.random(), self._chance.random() < 0.5
        status = self._chance.choice((500, 502))
        for share, strike in (
            (rates.too_many, Strike("refuse", too_many(rates.retry_after))),
            (rates.server_error, Strike("refuse", Refusal(status, GATEWAY[status]), after)),
            (rates.hang, Strike("hang", None, after)),
            (rates.reset, Strike("reset", None, after)),
            (rates.blocked, _block(method, chat)),
        ):
            if left < share:
                return strike
            left -= share
        return None


def _block(method: str, chat: int | None) -> Strike | None:
    """Only who is written to can have blocked the bot."""
    if method not in COUNTED or chat is None or chat < 0:
        return None
    return Strike("refuse", forbidden("bot was blocked by the user"), blocks=True)
