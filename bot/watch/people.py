"""Who is told: whoever has the role of administrator, on every chat of theirs.

Looked up while all is well and kept in memory, because when it matters the database may be what is
broken.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.dialogue.say import LANGUAGES, Language
from models.messages import Priority
from models.outbox.claim import accounts_of, for_news
from models.register.holding import held_at
from models.register.tables import Person, Role

ROLE = "admin"


@dataclass(frozen=True, slots=True)
class Hearer:
    """One person. ``chats`` are channel and address, the one used last comes first."""

    person_id: int
    language: Language
    chats: tuple[tuple[str, str], ...]


def hearers(session: Session, now: datetime, channels: Collection[str]) -> list[Hearer]:
    """Everybody who holds the role at ``now`` (town clock) and has a chat on one of the channels."""
    query = (
        select(Person.id, Person.language)
        .join(Role, Role.person_id == Person.id)
        .where(Role.role == ROLE, held_at(now), Person.gone == "")
        .distinct()
        .order_by(Person.id)
    )
    languages = {row.id: row.language for row in session.execute(query)}
    accounts = accounts_of(session.connection(), languages, channels)
    return [
        Hearer(
            person_id,
            language if language in LANGUAGES else "zh",
            tuple((one.channel, one.address) for one in reversed(chats)),
        )
        for person_id, language in languages.items()
        if (chats := for_news(accounts.get(person_id, []), Priority.EMERGENCY))
    ]
