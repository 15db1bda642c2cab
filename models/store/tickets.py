"""A job on its way through a worker thread, and how its caller hears the end.

Waking an event loop from another thread costs a system call, so a whole batch is told with one.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future
from contextlib import suppress
from typing import Any, TypeAlias

from sqlalchemy.orm import Session

AnyJob: TypeAlias = Callable[[Session], Any]


class Ticket:
    """One accepted job and its outcome."""

    __slots__ = ("fault", "job", "loop", "result", "waiter")

    def __init__(self, job: AnyJob, loop: asyncio.AbstractEventLoop | None = None) -> None:
        self.job = job
        self.loop = loop
        self.waiter: Any = Future() if loop is None else loop.create_future()
        self.result: Any = None
        self.fault: BaseException | None = None

    def run(self, session: Session, finish: Callable[[Session], None]) -> None:
        """Run the job and write its changes; whatever it raises belongs to its caller."""
        self.fault = None
        try:
            self.result = self.job(session)
            finish(session)
        except StopIteration as stop:  # a future refuses to carry one
            self.fault = RuntimeError("a job raised StopIteration")
            self.fault.__cause__ = stop
        except BaseException as fault:  # noqa: BLE001 - handed to the caller, whatever it is
            self.fault = fault

    def settle(self) -> None:
        if self.waiter.done():  # the caller stopped waiting
            return
        if self.fault is not None:
            self.waiter.set_exception(self.fault)
        else:
            self.waiter.set_result(self.result)


def settle(tickets: Sequence[Ticket]) -> None:
    """Tell all callers, one wake-up for each event loop."""
    loops = {ticket.loop for ticket in tickets}
    for loop in loops:
        mine = [ticket for ticket in tickets if ticket.loop is loop]
        if loop is None:
            _settle_all(mine)
        else:
            with suppress(RuntimeError):  # the loop is gone and nobody waits any more
                loop.call_soon_threadsafe(_settle_all, mine)


def _settle_all(tickets: Iterable[Ticket]) -> None:
    for ticket in tickets:
        ticket.settle()
