"""What an earlier version noted under the lookup key although it could never be hashed again.

The token of a sign-in and the text of a used link are not stored, so a turn of the keys cannot
move them. Today they are noted without a key (``keys.fingerprint``). A row of before is found
under every key there is and noted anew when it is used; what was noted of cards can be made
again from the households, because a used card must not count as unused.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy import ColumnElement, delete, func, select, update
from sqlalchemy.orm import InstrumentedAttribute, Session

from models.access.links import former_uses, use_of
from models.access.signed import Link
from models.access.tables import WebLinkUse, WebSession
from models.keys import UNKEYED
from models.register.tables import Household
from models.store import Store

LINKS_LAST = timedelta(days=8)
"""Longer than any link that ends lasts: an invitation has seven days."""
_PIECE = 50


def _keyed(column: InstrumentedAttribute[str]) -> ColumnElement[bool]:
    return (column != "") & column.not_like(f"{UNKEYED}%")


def waiting(session: Session, now: datetime) -> int:
    """Browsers and links that would not be known any more without the old key."""
    browsers = select(func.count()).where(
        _keyed(WebSession.token_hash), WebSession.revoked_at.is_(None), WebSession.expires_at > now
    )
    links = select(func.count()).where(
        _keyed(WebLinkUse.link_hash), WebLinkUse.used_at > now - LINKS_LAST
    )
    return (session.scalar(browsers) or 0) + (session.scalar(links) or 0)


def carry_cards_over(store: Store) -> None:
    """Note the cards anew that were used before. Found out in a reader, written in small pieces."""
    pairs = store.read_now(_former_cards)
    for first in range(0, len(pairs), _PIECE):
        piece = pairs[first : first + _PIECE]
        store.write_now(partial(_note, piece))


def _former_cards(session: Session) -> list[tuple[str, str]]:
    """What is noted of cards, and what it should be."""
    noted = {
        *session.scalars(select(WebLinkUse.link_hash).where(_keyed(WebLinkUse.link_hash))),
        *session.scalars(select(WebSession.link_hash).where(_keyed(WebSession.link_hash))),
    }
    if not noted:
        return []
    homes = session.execute(select(Household.id, Household.card_serial))
    cards = (Link("card", home, serial + 1) for home, last in homes for serial in range(last))
    return [
        (former, use_of(card)) for card in cards for former in former_uses(card) if former in noted
    ]


def _note(pairs: Sequence[tuple[str, str]], session: Session) -> None:
    for former, now in pairs:
        session.execute(
            update(WebSession).where(WebSession.link_hash == former).values(link_hash=now)
        )
        there = select(WebLinkUse.link_hash).where(WebLinkUse.link_hash == now)
        if session.execute(there).first() is None:
            move = update(WebLinkUse).where(WebLinkUse.link_hash == former)
            session.execute(move.values(link_hash=now))
        else:
            session.execute(delete(WebLinkUse).where(WebLinkUse.link_hash == former))
