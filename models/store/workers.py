"""Threads that work off tickets one at a time, each in its own transaction."""

from __future__ import annotations

import threading
from collections.abc import Callable
from queue import SimpleQueue

from models.store.faults import StoreClosed
from models.store.tickets import Ticket, settle


class Workers:
    """A few threads on one queue. ``close`` finishes what was accepted."""

    def __init__(self, work: Callable[[Ticket], None], count: int, name: str) -> None:
        self._work = work
        self._queue: SimpleQueue[Ticket | None] = SimpleQueue()
        self._threads = [
            threading.Thread(target=self._run, name=f"{name}-{number}", daemon=True)
            for number in range(count)
        ]
        self._idents: set[int] = set()
        self._gate = threading.Lock()
        self._closed = False
        for thread in self._threads:
            thread.start()

    def put(self, ticket: Ticket) -> None:
        with self._gate:
            if self._closed:
                raise StoreClosed
            self._queue.put(ticket)

    def inside(self) -> bool:
        return threading.get_ident() in self._idents

    def close(self) -> None:
        with self._gate:
            if self._closed:
                return
            self._closed = True
            for _ in self._threads:
                self._queue.put(None)
        for thread in self._threads:
            thread.join()

    def _run(self) -> None:
        self._idents.add(threading.get_ident())
        while (ticket := self._queue.get()) is not None:
            self._work(ticket)
            settle([ticket])
