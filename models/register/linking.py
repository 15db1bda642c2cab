"""One person, several chats: a chat becomes somebody's by a link and a tap, and is taken off again.

Everything is looked at once more inside the transaction of the tap: between the question and the
answer the link may have been used, put out of use, or have come to its end.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from models import keys
from models.access import links, sessions
from models.access.admission import am_nobody, is_mine, last_four, person_of_link, whose
from models.access.links import Verdict
from models.duty.tables import HandOver
from models.gate import Command, May
from models.outbox.enqueue import withdraw_from_account
from models.refusals import NotFound
from models.register.absorbing import both_cry, move_everything
from models.register.messages import AccountLinked
from models.register.refusals import (
    AlarmStillOpen,
    AlreadyLinked,
    KnownAsAnother,
)
from models.register.tables import Account, Person
from models.talks.rows import nobody_yet
from models.talks.tables import TalkRow
from models.work import Work

WEB = "webchat"
TELEGRAM = "telegram"
_UNLINK = "unlink"
_MARK = 16


@dataclass(frozen=True, slots=True)
class Linked:
    """``verdict`` says why not where it is not "in". ``several``: who of the household writes is
    still to be asked; ``token`` is the link's, to try again with."""

    token: str
    verdict: Verdict
    several: bool = False


@dataclass(frozen=True)
class LinkAccount(Command[Linked]):
    """The chat I write from is mine too. ``token`` is a signed link's short form; ``digits`` the last four of
    the phone on record, where the link was used on another device before.

    A wrong guess is a result and no refusal: it has to stay counted.
    """

    may: ClassVar[May] = May(anyone=True)
    token: str
    digits: str = ""

    def run(self, work: Work) -> Linked:
        session, me = work.session, work.actor.person_id
        link, found = person_of_link(work, self.token)
        if is_mine(work, found) or not _still_ours(work):
            raise AlreadyLinked
        if not am_nobody(work):
            raise KnownAsAnother
        verdict = links.let_in(
            session, link, self.digits, lambda: last_four(session, link), work.now
        )
        if verdict != "in":
            return Linked(self.token, verdict)
        found = whose(session, link, self.digits) or found
        if found.person_id is None:
            _lives_at(session, me, found.household_id)
            return Linked(self.token, "in", several=True)
        if both_cry(session, me, found.person_id):
            raise AlarmStillOpen
        for account_id in move_everything(session, me, found.person_id, work.now):
            tell_linked(work, found.person_id, account_id)
        return Linked(self.token, "in")


def _still_ours(work: Work) -> bool:
    """Whether this chat is still the acting person's: another of their chats may have been linked
    this moment, and took this one along."""
    session, me = work.session, work.actor.person_id
    session.execute(select(Person.id).where(Person.id == me).with_for_update())
    account = select(Account.person_id).where(Account.id == work.actor.account_id)
    return session.scalar(account) == me


def _lives_at(session: Session, person_id: int, household_id: int | None) -> None:
    session.execute(update(Person).where(Person.id == person_id).values(household_id=household_id))
    session.expire_all()


def tell_linked(work: Work, person_id: int, account_id: int) -> None:
    work.tell(person_id, AccountLinked(account_id), key=f"linked:{account_id}:{work.key}")


# -- taking one off again ---------------------------------------------------------------------------
def unlink_mark(account_id: int, told_id: int) -> str:
    """Shows that the chat ``told_id`` was told of ``account_id``: only there it can be undone, so a
    chat that came in wrongly cannot throw out the person's own."""
    return keys.current().mark(f"{account_id}-{told_id}", _UNLINK)[:_MARK]


@dataclass(frozen=True)
class UnlinkAccount(Command[str]):
    """That chat is not mine: it belongs to nobody we know from now on. Returns its channel.

    ``mark`` comes from the message that told of it.
    """

    may: ClassVar[May] = May(relations=("told",))
    account_id: int
    mark: str

    def relations(self, work: Work) -> tuple[str, ...]:
        said = f"{self.account_id}-{work.actor.account_id}"
        same = keys.current().marks(said, self.mark, _UNLINK, _MARK)
        return ("told",) if same and self.account_id != work.actor.account_id else ()

    def run(self, work: Work) -> str:
        session = work.session
        account = session.scalars(
            select(Account)
            .where(Account.id == self.account_id, Account.person_id == work.actor.person_id)
            .with_for_update()
        ).first()
        if account is None:
            raise NotFound("account")
        language = session.get_one(Person, account.person_id).language
        account.person_id = nobody_yet(work.session.connection(), work.now, language)
        session.flush()
        _end_talks(work, account.id)
        withdraw_from_account(work.connection, account.id, work.now, f"{work.key}:unlink")
        if account.channel == WEB:
            sessions.revoke_all(session, account.address, work.now)
        return account.channel


def _end_talks(work: Work, account_id: int) -> None:
    """Nothing that was begun there goes on there; who speaks with a person goes on here."""
    session, here = work.session, work.actor.account_id
    session.execute(
        update(TalkRow)
        .where(TalkRow.account_id == account_id)
        .values(flow=None, state=None, shown=None, screen_id=None, fresh=False)
    )
    session.execute(
        update(HandOver)
        .where(HandOver.taken_account_id == account_id, HandOver.state == "taken")
        .values(taken_account_id=here)
    )
    live = HandOver.state != "ended"
    asked = session.scalar(select(HandOver.id).where(HandOver.account_id == account_id, live))
    if asked is None:
        return
    busy = session.scalar(select(HandOver.id).where(HandOver.account_id == here, live))
    goes_on = {"account_id": here} if busy is None else {"state": "ended", "ended_at": work.now}
    session.execute(update(HandOver).where(HandOver.id == asked).values(**goes_on))
