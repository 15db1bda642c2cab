"""What people are told of their contract, as long as it is true when it is read."""

from __future__ import annotations

from bot.dialogue.book import Entry, says
from bot.dialogue.chat import Chat
from bot.dialogue.screen import Button, Screen
from handlers.doctors import texts
from handlers.doctors.words import day, of_team, today
from models.doctors.contracts import Signed
from models.doctors.messages import ContractExpired, ContractExpiring, ContractMoved
from models.doctors.queries import my_team

_RENEW = Button(texts.RENEW, "t.renew_now", style="main")
_NO_MORE = Button(texts.NO_MORE, "t.no_renewal")


def _still(chat: Chat, contract_id: int) -> Signed | None:
    """The contract it was about, if that is still the one they have."""
    contract = my_team(chat.work).contract
    return contract if contract is not None and contract.id == contract_id else None


@says(ContractExpiring)
def expiring(chat: Chat, message: ContractExpiring) -> Screen | None:
    contract = _still(chat, message.contract_id)
    if contract is None or contract.state != "expiring" or contract.hushed:
        return None
    days = (contract.ends_on - today(chat)).days
    line = texts.TOLD_EXPIRING(day=day(chat, contract.ends_on), days=days)
    later = Button(texts.LATER, "t.renew_later")
    return Screen((line if days else texts.TOLD_TODAY,), (_RENEW, later, _NO_MORE), keeps=True)


@says(ContractExpired)
def expired(chat: Chat, message: ContractExpired) -> Screen | None:
    contract = _still(chat, message.contract_id)
    if contract is None or contract.state != "expired":
        return None
    line = texts.TOLD_EXPIRED(day=day(chat, contract.ends_on))
    return Screen((line,), (_RENEW, _NO_MORE), keeps=True)


@says(ContractMoved)
def moved(chat: Chat, message: ContractMoved) -> Screen | None:
    contract = _still(chat, message.contract_id)
    if contract is None or not contract.stands or not contract.moved or not contract.home_team:
        return None
    return Screen(
        (of_team(texts.TOLD_MOVED, contract.home_team), texts.TOLD_MOVED_ASK),
        (
            Button(texts.CHANGE_TEAM, "t.change_team", style="main"),
            Button(texts.NOT_YET_TEAM, "t.stay_with_team"),
        ),
        keeps=True,
    )


ENTRIES: tuple[Entry, ...] = (expiring, expired, moved)
