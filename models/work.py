"""One transaction's worth of work: who acts, at what time, in which town, with what consequences.

Commands and queries get a ``Work`` and nothing else, so that whatever they do is done in one
transaction and whatever they say is said by the outbox after it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from typing import Any, Literal

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from models.base import plain
from models.messages import Message, Priority
from models.outbox.enqueue import enqueue_telling
from models.outbox.hearers import hearer_of, news_for_family
from models.prepared import Prepared
from models.town.schema import Town
from models.worktime import WorkCalendar


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: a person (by which account), the clock, or the operator at the command line.

    ``by_id``: the one who holds the phone, if they act for ``person_id``; 0 for oneself.
    """

    kind: Literal["person", "clock", "operator"]
    person_id: int = 0
    account_id: int = 0
    channel: str = ""
    by_id: int = 0


CLOCK = Actor("clock")
OPERATOR = Actor("operator")


@dataclass(slots=True)
class Work:
    """``now`` is the town clock (UTC). ``town`` is the version in force; a case's own version is
    read with ``town_of``. ``key`` tells this work from every other: the same update again has the
    same key, so what it enqueues is enqueued once."""

    session: Session
    now: datetime
    town: Town
    town_number: int
    actor: Actor
    key: str
    _told: Iterator[int] = field(default_factory=lambda: count(1))
    """Shared by copies of this work: what they tell has different keys."""

    @property
    def connection(self) -> Connection:
        return plain(self.session)

    def found(self, question: Prepared, **values: Any) -> list[Any]:
        """The first column of every row, for what the clock asks each second. What was done before is
        written out first, as a session would."""
        self.session.flush()
        return [row[0] for row in question.all(self.connection, values)]

    def first(self, question: Prepared, **values: Any) -> Any:
        """``found``, the first of it; None if there is none."""
        return next(iter(self.found(question, **values)), None)

    @contextmanager
    def undone_alone(self) -> Iterator[None]:
        """What is done inside is undone alone when it raises; what came before it stays.

        A savepoint of the session, unless the ORM has done nothing yet: then a plain one is enough
        and spares the ORM's book-keeping. A flush that fails inside of it takes the whole job with
        it, so what may fail has a ``begin_nested`` of its own.
        """
        session, connection = self.session, self.connection
        if connection.dialect.name != "sqlite" or session.in_transaction():
            with session.begin_nested():
                yield
            return
        raw: Any = connection.connection.dbapi_connection
        raw.execute("SAVEPOINT alone")
        try:
            yield
            if session.in_transaction():
                session.flush()
        except BaseException:
            raw.execute("ROLLBACK TO alone")
            session.expunge_all()
            raise
        raw.execute("RELEASE alone")

    @property
    def calendar(self) -> WorkCalendar:
        return WorkCalendar.of(self.town)

    def tell(
        self,
        person_id: int,
        message: Message,
        *,
        priority: Priority | None = None,
        loud: bool | None = None,
        key: str = "",
        expires: datetime | None = None,
        details_of: int | None = None,
        watch: timedelta | None = None,
    ) -> None:
        """Queue ``message`` for a person, whichever account they have when it is sent.

        Somebody who is gone is told nothing; for somebody without any account it is told to who
        looks after them. Family who get copies hear their part of it. Quiet hours hold it back
        unless it (or ``loud``) says otherwise. ``watch`` is how long it may stay unseen before the
        ladder goes on; must-reach messages get the town's own time.
        """
        hearer = hearer_of(self.connection, person_id, self.now)
        if hearer is None:
            return
        key = key or f"{self.key}:{next(self._told)}"
        for relative, news in news_for_family(self.connection, person_id, message, self.now):
            self.tell(relative, news, key=f"{key}:family:{relative}")
        is_loud = message.loud if loud is None else loud
        not_before = self.now if is_loud else self.calendar.next_loud(self.now)
        if watch is None and message.must_reach:
            watch = timedelta(minutes=self.town.ladder.unseen_minutes)
        enqueue_telling(
            self.connection,
            key=key,
            person_id=hearer,
            whom_id=person_id if hearer != person_id else None,
            message=message,
            priority=priority if priority is not None else message.priority,
            now=self.now,
            not_before=not_before,
            expires=expires,
            watch_at=not_before + watch if watch is not None else None,
            details_of=details_of,
            loud=is_loud,
        )
