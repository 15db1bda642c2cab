"""Platforms that carry what is said abroad: asked once for each, and remembered at the accounts.

The answer stands on the account and not only in the ledger, because the sender asks it for every
message it puts into words.
"""

from __future__ import annotations

from sqlalchemy import bindparam, select, update

from models.outbox.claim import REFUSED
from models.prepared import Prepared
from models.register.tables import Account
from models.town.schema import Purpose
from models.work import Work

_answer = Prepared(select(Account.abroad).where(Account.id == bindparam("account_id")))


def note_abroad(work: Work, purpose: Purpose, answer: str) -> None:
    """Keep ``answer`` (a version, or "no") at the person's accounts on the purpose's platforms."""
    if purpose.channels:
        work.session.execute(
            update(Account)
            .where(
                Account.person_id == work.actor.person_id,
                Account.channel.in_(purpose.channels),
            )
            .values(abroad=answer)
        )


def to_ask_abroad(work: Work) -> Purpose | None:
    """The purpose that this chat's platform has to ask for and has not yet, or in an older
    wording; None if there is nothing to ask, or somebody acts for another."""
    actor = work.actor
    if actor.by_id or not actor.account_id:
        return None
    purpose = next((one for one in work.town.consent if actor.channel in one.channels), None)
    if purpose is None:
        return None
    answer = _answer.scalar(work.connection, {"account_id": actor.account_id})
    return None if answer in (REFUSED, purpose.version) else purpose
