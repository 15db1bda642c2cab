"""Takes one message, in one transaction: talk, command, replies and tellings commit together.

The order is the promise: an update once, emergencies first, then the words that work in every
state, then push buttons, then the open question. Nothing is sent from here.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from bot.dialogue.alike import AlikeWords, Hearer, NotNow, word_for_many
from bot.dialogue.book import Book
from bot.dialogue.messages import Incoming, Outgoing
from bot.dialogue.pace import Pace
from bot.dialogue.reader import Reader
from bot.dialogue.say import NOTHING, _
from bot.dialogue.screen import Screen, render, taps_by_number
from bot.dialogue.talk import Talk
from bot.dialogue.turn import Turn
from models.base import plain
from models.clocks import TownClock
from models.duty.people import admins
from models.messages import Message
from models.outbox.claim import release
from models.outbox.enqueue import enqueue_screen
from models.outbox.record import bury
from models.outbox.seen import note_seen
from models.talks import rows
from models.talks.messages import UpdateFailed
from models.talks.tables import DeadLetter
from models.town import pinned
from models.work import CLOCK, Actor, Work

A_WHILE = timedelta(minutes=1)
"""How fresh ``last_used_at`` is kept; not every message needs to write it."""
APOLOGY = _(
    "对不住，这一步我这儿出了岔子，前头说的都还在。再说一遍；还不行就打值班，报 {reference}。"
)


@dataclass(frozen=True, slots=True)
class Reply:
    """A reply row leased to this instance: sent at once after the commit."""

    id: int
    op: str
    target_id: int | None
    outgoing: Outgoing | None


@dataclass(frozen=True, slots=True)
class Lease:
    """The mark of the instance that sends the replies, and until when (wall clock) they are its."""

    mark: str
    until: datetime


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of an update. ``account_id`` is 0 for one that was seen before; ``refused`` are
    the types of what was refused, to be counted; ``acted``: a command was run, so that something may
    have fallen due."""

    account_id: int = 0
    channel: str = ""
    address: str = ""
    replies: tuple[Reply, ...] = ()
    refused: tuple[str, ...] = ()
    acted: bool = False

    @property
    def said(self) -> list[Outgoing]:
        """What the person reads of it."""
        return [reply.outgoing for reply in self.replies if reply.outgoing is not None]


@dataclass(frozen=True)
class Engine:
    """Holds no state of any conversation: everything is in the rows. ``hides``: which kinds of
    private details a channel must not show, by its name; ``paces``: what it carries."""

    book: Book
    town_clock: TownClock
    hides: Mapping[str, frozenset[str]] = field(default_factory=dict)
    paces: Mapping[str, Pace] = field(default_factory=dict)

    def take(self, session: Session, incoming: Incoming, lease: Lease) -> Taken:
        """Handle one update. The same update again has no second effect: its replies that were
        not sent yet become due."""
        connection = plain(session)
        now = self.town_clock.now(session)
        if not rows.first_time(connection, incoming.channel, incoming.update_id, now):
            release(connection, f"u:{incoming.channel}:{incoming.update_id}:", lease.mark)
            return Taken()
        row = rows.account_by_address(connection, incoming.channel, incoming.address)
        if incoming.kind == "left":  # nobody is there any more to be answered
            if row is not None:
                bury(connection, row.account_id)
            return Taken()
        if row is None:
            row = rows.newcomer(connection, incoming.channel, incoming.address, now)
        if incoming.kind == "seen":
            note_seen(session, row.account_id, incoming.seen, now)
            return Taken()
        turn = self._turn(session, row, now, f"u:{incoming.channel}:{incoming.update_id}")
        if row.state != "live" or now - row.last_used_at > A_WHILE:
            rows.note_used(connection, row.account_id, now)
        turn.take(incoming)
        replies = self._finish(turn, row, now, lease)
        return Taken(
            row.account_id, incoming.channel, incoming.address, replies, tuple(turn.refused),
            turn.acted,
        )  # fmt: skip

    def bury(
        self, session: Session, incoming: Incoming, lease: Lease, fault: str, reference: str
    ) -> Taken:
        """Give up on an update: keep it for staff, apologise, leave the talk as it was."""
        connection = plain(session)
        now = self.town_clock.now(session)
        if not rows.first_time(connection, incoming.channel, incoming.update_id, now):
            return Taken()
        row = rows.account_by_address(connection, incoming.channel, incoming.address)
        session.add(
            DeadLetter(
                reference=reference,
                channel=incoming.channel,
                update_id=incoming.update_id,
                account_id=row.account_id if row is not None else None,
                fault=fault,
                body=json.dumps(incoming.to_json(), ensure_ascii=False),
                at=now,
            )
        )
        session.flush()
        if row is None:
            return Taken()
        key = f"u:{incoming.channel}:{incoming.update_id}"
        turn = self._turn(session, row, now, key)
        turn.screens.append(Screen((APOLOGY(reference=reference),), keeps=True))
        for admin in admins(turn.work):
            turn.work.tell(admin, UpdateFailed(reference))
        return Taken(
            row.account_id, incoming.channel, incoming.address, self._finish(turn, row, now, lease)
        )

    def speak(
        self,
        session: Session,
        account_id: int,
        message: str,
        args: dict[str, Any],
        whom: int = 0,
        *,
        below: bool = True,
    ) -> Outgoing | None:
        """Put a telling into words for an account, now; None if it is no longer true. ``whom``:
        whose message it is, where the account is of somebody who looks after them. ``below``: it
        comes below everything else; what only takes the place of an older message leaves the
        meaning of typed numbers alone."""
        row = rows.account_by_id(plain(session), account_id)
        if row is None:
            return None
        now = self.town_clock.now(session)
        turn = self._turn(session, row, now, f"speak:{account_id}")
        screen = turn.told(Message.restore(message, args), whom)
        if screen is None:
            return None
        outgoing = render(screen, turn.reader.language, turn.reader.hides)
        if below:
            rows.shown_below(plain(session), account_id, taps_by_number(outgoing))
        return outgoing

    def speak_to_many(
        self, session: Session, message: str, args: dict[str, Any], hearers: Sequence[Hearer]
    ) -> Sequence[Outgoing | NotNow | None] | None:
        """The same telling for many: words for each, or why not; None if this type of message is
        worded for each reader by itself."""
        words = self.book.words.get(message)
        if not isinstance(words, AlikeWords):
            return None
        number = pinned.current_number(session)
        town = pinned.town_at(session, number)
        now = self.town_clock.now(session)
        work = Work(session, now, town, number, CLOCK, f"speak:{message}")
        return word_for_many(words, work, Message.restore(message, args), hearers, self.hides)

    def _turn(self, session: Session, row: Any, now: datetime, key: str) -> Turn:
        number = pinned.current_number(session)
        reader = Reader.of(row, self.hides.get(row.channel, NOTHING))
        work = Work(
            session=session,
            now=now,
            town=pinned.town_at(session, number),
            town_number=number,
            actor=Actor("person", row.person_id, row.account_id, row.channel),
            key=key,
        )
        state = row.talk or {}
        return Turn(
            book=self.book,
            reader=reader,
            work=work,
            serial=row.serial,
            shown=row.shown or [],
            open=Talk.from_json(state["open"]) if state.get("open") else None,
            parked=Talk.from_json(state["parked"]) if state.get("parked") else None,
            album=state.get("album", ""),
            paces=self.paces,
        )

    def _finish(self, turn: Turn, row: Any, now: datetime, lease: Lease) -> tuple[Reply, ...]:
        """Store the talk and its replies, leased to this instance."""
        says = _Says(turn, row, now, lease)
        for screen in turn.screens:
            says.screen(screen)
        if not turn.screens and turn.by_tap and turn.open is None and _was_open(row):
            says.strip()
        open_talk = turn.open
        rows.save_talk(
            turn.work.connection,
            account_id=row.account_id,
            serial=turn.serial,
            flow=open_talk.flow if open_talk else None,
            state=_state(turn),
            shown=says.shown,
            screen_id=says.screen_id,
            fresh=says.fresh,
            now=now,
        )
        return tuple(says.replies)


class _Says:
    """Puts the replies of one turn into the outbox, each below or in place of the one before."""

    def __init__(self, turn: Turn, row: Any, now: datetime, lease: Lease) -> None:
        self.replies: list[Reply] = []
        self.shown, self.screen_id, self.fresh = row.shown, row.screen_id, row.fresh
        self._turn, self._row, self._now, self._lease = turn, row, now, lease

    def screen(self, screen: Screen) -> None:
        turn, number = self._turn, len(self.replies)
        outgoing = render(screen, turn.reader.language, turn.reader.hides)
        edits = number == 0 and turn.by_tap and self.fresh and self.screen_id is not None
        row_id = self._enqueue("edit" if edits else "send", outgoing)
        # An alarm keeps its buttons, whatever comes below it; and where there are none, none are
        # taken off: that would be a call for nothing.
        keeps_buttons = (screen.urgent and screen.keeps) or not outgoing.options
        self.screen_id = None if keeps_buttons else row_id
        self.fresh = not screen.keeps
        taps = taps_by_number(outgoing)
        if taps or number == 0:
            self.shown = taps

    def strip(self) -> None:
        """The tap was the last answer and what follows comes by itself: the question is over."""
        if self.screen_id is not None:
            self._enqueue("strip", None)
            self.screen_id, self.fresh, self.shown = None, False, []

    def _enqueue(self, op: str, outgoing: Outgoing | None) -> int:
        row = self._row
        row_id = enqueue_screen(
            self._turn.work.connection,
            key=f"{self._turn.work.key}:s{len(self.replies)}",
            account_id=row.account_id,
            person_id=row.person_id,
            body=outgoing.to_json() if outgoing is not None else None,
            op=op,
            target_id=self.screen_id,
            now=self._now,
            lease=self._lease.mark,
            lease_until=self._lease.until,
        )
        self.replies.append(Reply(row_id, op, self.screen_id, outgoing))
        return row_id


def _was_open(row: Any) -> bool:
    """Whether a question was open when this turn began."""
    return bool((row.talk or {}).get("open"))


def _state(turn: Turn) -> dict[str, Any] | None:
    """What is kept of the talk until the next message."""
    if not (turn.open or turn.parked or turn.album):
        return None
    state: dict[str, Any] = {
        "open": turn.open.to_json() if turn.open else None,
        "parked": turn.parked.to_json() if turn.parked else None,
    }
    if turn.album:
        state["album"] = turn.album
    return state
