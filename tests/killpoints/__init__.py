"""Killing a process exactly where it hurts: at a named point, or anywhere.

``KillAt`` ends this process with SIGKILL at the n-th passing of a point, so nothing is cleaned up.
``Fell`` stands in for it where the test lives in the same process: it derives from BaseException,
so no handler of ours can swallow it.
"""

from __future__ import annotations

import os
import signal


class Fell(BaseException):
    """The process is to be taken for dead from here on."""


class KillAt:
    """A probe. ``nth`` 0 never kills."""

    def __init__(self, point: str, nth: int) -> None:
        self._point = point
        self._left = nth

    def __call__(self, point: str) -> None:
        if point == self._point and self._left > 0:
            self._left -= 1
            if self._left == 0:
                os.kill(os.getpid(), signal.SIGKILL)

    @classmethod
    def from_env(cls) -> KillAt:
        """``KILL_AT=point:nth`` says where a child process shall die."""
        point, _, nth = os.environ.get("KILL_AT", "").partition(":")
        return cls(point, int(nth or 0))


class FallAt:
    """A probe for the same process: raises ``Fell`` at the n-th passing of a point."""

    def __init__(self, point: str, nth: int = 1) -> None:
        self._point = point
        self._left = nth

    def __call__(self, point: str) -> None:
        if point == self._point and self._left > 0:
            self._left -= 1
            if self._left == 0:
                raise Fell
