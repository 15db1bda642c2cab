"""Takes one message, in one transaction: talk, command, replies and tellings commit together.

The order is the promise: an update once, emergencies first, then the words that work in every
state, then push buttons, then the open question. Nothing is sent from here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from bot.dialogue.book import Book
from bot.dialogue.chat import Chat, Reader
from bot.dialogue.messages import Incoming, Outgoing
from bot.dialogue.screen import render, taps_by_number
from bot.dialogue.talk import Talk
from bot.dialogue.turn import Turn
from models.clocks import TownClock, WallClock
from models.messages import Message
from models.outbox.enqueue import enqueue_screen
from models.outbox.seen import note_seen
from models.talks import rows
from models.town import pinned
from models.work import Actor, Work


@dataclass(frozen=True, slots=True)
class Reply:
    """A reply row leased to this instance: sent at once after the commit."""

    id: int
    op: str
    target_id: int | None
    outgoing: Outgoing


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of an update. ``account_id`` is 0 for one that was seen before."""

    account_id: int = 0
    channel: str = ""
    address: str = ""
    replies: tuple[Reply, ...] = ()


@dataclass(frozen=True)
class Engine:
    """Holds no state of any conversation: everything is in the rows.

    ``fresh_for`` is how long a lease lasts (wall clock) before another may send the reply.
    """

    book: Book
    town_clock: TownClock
    wall: WallClock
    instance: str
    lease: timedelta = timedelta(seconds=30)

    def take(self, session: Session, incoming: Incoming) -> Taken:
        """Handle one update. The same update again has no second effect: its replies that were
        not sent yet become due."""
        connection = session.connection()
        now = self.town_clock.now(session)
        if not rows.first_time(connection, incoming.channel, incoming.update_id, now):
            rows.release_replies(connection, incoming.channel, incoming.update_id)
            return Taken()
        row = rows.account_by_address(connection, incoming.channel, incoming.address)
        if row is None:
            rows.open_account(connection, incoming.channel, incoming.address, now)
            row = rows.account_by_address(connection, incoming.channel, incoming.address)
        if incoming.kind == "seen":
            note_seen(session, row.account_id, incoming.seen, now)
            return Taken()
        turn = self._turn(session, row, now, f"u:{incoming.channel}:{incoming.update_id}")
        if row.state != "live" or now - row.last_used_at > timedelta(minutes=1):
            rows.note_used(connection, row.account_id, now)
        turn.take(incoming)
        return Taken(
            row.account_id, incoming.channel, incoming.address, self._finish(turn, row, now)
        )

    def prompt(self, session: Session, account_id: int, key: str, act: Callable[[Turn], None]) -> Taken:
        """Speak first (the clock nudges, a page is opened): ``act`` on the account's turn."""
        row = rows.account_by_id(session.connection(), account_id)
        if row is None:
            return Taken()
        now = self.town_clock.now(session)
        turn = self._turn(session, row, now, key)
        act(turn)
        return Taken(row.account_id, row.channel, row.address, self._finish(turn, row, now))

    def speak(
        self, session: Session, account_id: int, message: str, args: dict[str, Any]
    ) -> Outgoing | None:
        """Put a telling into words for an account, now; None if it is no longer true."""
        row = rows.account_by_id(session.connection(), account_id)
        if row is None:
            return None
        now = self.town_clock.now(session)
        turn = self._turn(session, row, now, f"speak:{account_id}")
        screen = self.book.put_into_words(turn.chat(), Message.restore(message, args))
        if screen is None:
            return None
        outgoing = render(screen, turn.reader.language)
        rows.shown_below(session.connection(), account_id, taps_by_number(outgoing))
        return outgoing

    def _turn(self, session: Session, row: Any, now: datetime, key: str) -> Turn:
        number = pinned.current_number(session)
        reader = Reader(
            account_id=row.account_id,
            person_id=row.person_id,
            channel=row.channel,
            language="en" if row.language == "en" else "zh",
            name=row.name,
            called=row.called,
            consent=row.consent,
            household_id=row.household_id,
            verified=row.verified_at is not None,
        )
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
        )

    def _finish(self, turn: Turn, row: Any, now: datetime) -> tuple[Reply, ...]:
        """Store the talk and its replies, leased to this instance."""
        connection = turn.work.connection
        replies: list[Reply] = []
        shown, screen_id, fresh = row.shown, row.screen_id, row.fresh
        until = self.wall.now() + self.lease
        for number, screen in enumerate(turn.screens):
            outgoing = render(screen, turn.reader.language)
            edits = number == 0 and turn.by_tap and fresh and screen_id is not None
            op, target = ("edit", screen_id) if edits else ("send", screen_id)
            screen_id_now = enqueue_screen(
                connection,
                key=f"{turn.work.key}:s{number}",
                account_id=row.account_id,
                person_id=row.person_id,
                body=outgoing.to_json(),
                op=op,
                target_id=target,
                now=now,
                lease=self.instance,
                lease_until=until,
            )
            replies.append(Reply(screen_id_now, op, target, outgoing))
            screen_id, fresh = screen_id_now, not screen.keeps
            taps = taps_by_number(outgoing)
            if taps or number == 0:
                shown = taps
        open_talk, parked = turn.open, turn.parked
        state = (
            {
                "open": open_talk.to_json() if open_talk else None,
                "parked": parked.to_json() if parked else None,
            }
            if open_talk or parked
            else None
        )
        rows.save_talk(
            connection,
            account_id=row.account_id,
            serial=turn.serial,
            flow=open_talk.flow if open_talk else None,
            state=state,
            shown=shown,
            screen_id=screen_id,
            fresh=fresh,
            now=now,
        )
        return tuple(replies)
