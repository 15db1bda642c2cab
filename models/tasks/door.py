"""The door word: said first by the helper, known to both sides, different every time.

A word that comes back teaches a cheat which one to try, so the last ones of the same person are
left out. It is chosen from the work's key: a job that is run again chooses the same word.
"""

from __future__ import annotations

from hashlib import sha256

from sqlalchemy import select

from models.help.cases import town_of
from models.help.tables import Case
from models.town.schema import Local
from models.work import Work

RECENT = 6
"""How many of the person's last words are not used again."""


def choose_door_word(work: Work, case: Case) -> str:
    """Id of a word (its Chinese form) that this person did not have lately."""
    recent = set(
        work.session.scalars(
            select(Case.door_word)
            .where(Case.asker_id == case.asker_id, Case.door_word.is_not(None))
            .order_by(Case.id.desc())
            .limit(RECENT)
        )
    )
    words = [word.zh for word in town_of(work, case).door_words]
    fresh = [word for word in words if word not in recent] or words
    number = int.from_bytes(sha256(f"{work.key}:{case.id}".encode()).digest()[:8], "big")
    return fresh[number % len(fresh)]


def door_word_of(work: Work, case: Case) -> Local | None:
    """The case's word in both languages, None while nobody comes."""
    return next(
        (word for word in town_of(work, case).door_words if word.zh == case.door_word), None
    )
