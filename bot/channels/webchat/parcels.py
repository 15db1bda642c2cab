"""Rows of the history as the page gets them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy.orm import Session

from bot.channels.webchat.ports import Doorkeeper
from bot.dialogue.say import LANGUAGES, Language
from models import keys
from models.access import history
from models.access.tables import WebMessage

PAGE = 40
MOST_CHANGES = 200


def message_parcel(row: WebMessage) -> dict[str, Any]:
    if row.folded:
        return {"id": row.id, "hidden": True, "sender": row.sender}
    body = row.body
    parcel: dict[str, Any] = {
        "id": row.id,
        "sender": "person" if row.sender == "person" else "service",
        "at": row.at.isoformat(),
        "kind": body.get("kind", "text"),
        "lines": body.get("lines", []),
        "options": body.get("options", []),
        "speaker": body.get("speaker", ""),
        "photos": body.get("photos", []),
        "urgent": body.get("urgent", False),
        "read_aloud": body.get("read_aloud", False),
        "input": body.get("input", "text"),
        "code": _edition(body.get("code", "")),
        "seen": row.seen_at is not None,
        "withdrawn": row.withdrawn_at is not None,
    }
    if row.sender == "person":
        parcel["key"] = row.key.rpartition(":")[2]
    return parcel


def _edition(code: str) -> str:
    """Tells one code from the next under the same message, without being the link itself: pages
    keep pictures by their address."""
    return keys.fingerprint(code, "webchat.code")[:10] if code else ""


def language_of(session: Session, door: Doorkeeper, address: str) -> Language:
    """The account's language; before the core knows it, the one the front page was read in."""
    known = door.language(session, address) or history.talk_language(session, address)
    return known if known in LANGUAGES else "zh"


def _parcel(
    session: Session, door: Doorkeeper, address: str, rows: Sequence[WebMessage]
) -> dict[str, Any]:
    return {
        "messages": [message_parcel(row) for row in rows],
        "lang": language_of(session, door, address),
        "seq": max((row.seq for row in rows), default=0),
    }


def first_parcel(session: Session, door: Doorkeeper, address: str) -> dict[str, Any]:
    """What a page that has nothing yet gets: the newest messages and the number to go on from."""
    rows, more = history.page_before(session, address, None, PAGE)
    seq = history.last_seq(session, address)
    return {**_parcel(session, door, address, rows), "seq": seq, "first": True, "more": more}


def next_parcel(session: Session, door: Doorkeeper, address: str, after: int) -> dict[str, Any]:
    """Everything that changed since ``after``; a page that was away too long, or
    whose numbers come from before a restored backup, begins anew."""
    if not 0 < after <= history.last_seq(session, address):
        return first_parcel(session, door, address)
    rows = history.changes_after(session, address, after, MOST_CHANGES + 1)
    if len(rows) > MOST_CHANGES:
        return first_parcel(session, door, address)
    parcel = _parcel(session, door, address, rows)
    return {**parcel, "seq": max(after, parcel["seq"])}


def older_parcel(session: Session, door: Doorkeeper, address: str, before: int) -> dict[str, Any]:
    rows, more = history.page_before(session, address, before, PAGE)
    return {**_parcel(session, door, address, rows), "seq": 0, "more": more}
