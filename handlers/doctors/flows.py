"""Signing with the doctors of where one lives, renewing, another package, ending: a few taps each.

The team is never asked for. Whoever we know no address of says it here first, in the same talk.
"""

from __future__ import annotations

from datetime import date
from functools import partial

from bot.dialogue.asking import Choice
from bot.dialogue.book import Entry, Reply, flow
from bot.dialogue.chat import Chat
from bot.dialogue.say import Text
from bot.dialogue.screen import Screen
from handlers import reading
from handlers.doctors import texts
from handlers.doctors.taps import said
from handlers.doctors.words import HOME, day, of_team, take_back
from handlers.people.days import on_day
from handlers.register import texts as register
from handlers.register.address import ask_address
from handlers.register.flows import READ, YES_NO, called_name, consent_version, not_kept
from models.clocks import to_town
from models.doctors.commands import ChangePackage, EndContract, RenewContract, SignContract
from models.doctors.contracts import PURPOSE, Signed
from models.doctors.queries import my_team
from models.doctors.refusals import (
    AlreadySigned,
    HomeUnknown,
    NoContract,
    NoTeamHere,
    TooEarlyToRenew,
)
from models.doctors.terms import LAPSED, last_day
from models.gate import Command
from models.register.commands import GiveConsent, SettleIn
from models.town.people import DoctorTeam


# -- signing -----------------------------------------------------------------------------------------
def _signed(chat: Chat, contract_id: int) -> Reply:
    if not contract_id:  # the address may not be kept
        return not_kept()
    return said(chat, texts.IS_SIGNED, contract_id, texts.CARRY)


@flow("sign", say=texts.SIGN, then=_signed, purpose=PURPOSE)
def sign(chat: Chat) -> Command[int] | Command[bool]:
    """Two taps for whoever has a home we know of."""
    chat.for_whom(PURPOSE)
    mine = my_team(chat.work)
    if mine.contract is not None and mine.contract.state != LAPSED:
        raise AlreadySigned(mine.contract.ends_on)
    home: SettleIn | None = None
    if not mine.home_known:
        asked = ask_home(chat)
        if isinstance(asked, GiveConsent):
            return asked
        home = asked
    team = mine.home_team or team_at(chat, home)
    package = _ask_package(chat)
    first = to_town(chat.started_at).date()
    chat.confirm(
        of_team(texts.WITH_TEAM, team, team=team.name),
        _what(chat, package, first, _last(chat, first)),
        yes=texts.YES_SIGN,
    )
    return SignContract(package, home)


def ask_home(chat: Chat) -> SettleIn | GiveConsent:
    """Whoever signs for somebody else does not settle where that one lives."""
    if chat.whom:
        raise HomeUnknown
    version = consent_version(chat)
    if chat.reader.consent != version:
        answer = chat.ask("consent", texts.MAY_I_KEEP, choices=YES_NO, extra=(READ,))
        if answer == "no":
            return GiveConsent(version, agreed=False)
    at = ask_address(chat)
    phone = chat.ask(
        "phone",
        register.PHONE,
        parse=partial(reading.phone, sentence=register.NOT_A_PHONE),
        skip=register.NO_PHONE,
        keyboard="number",
    )
    called = chat.reader.called or chat.reader.name
    if not called:
        called = chat.ask("called", register.CALLED, parse=called_name)
    return SettleIn(version, at.estate_id, at.building, at.unit, at.door, phone, called)


def team_at(chat: Chat, home: SettleIn | None) -> DoctorTeam:
    grid = chat.town.grid_of(home.estate_id, home.building or None) if home is not None else None
    team = chat.town.doctor_team_of(grid) if grid is not None else None
    if team is None:
        raise NoTeamHere(grid or "")
    return team


def _ask_package(chat: Chat, default: str | None = None) -> str:
    return chat.ask(
        "package",
        (chat.town.purpose(PURPOSE).short, texts.WHICH_PACKAGE),
        choices=partial(_packages, chat),
        default=default,
        what=texts.PACKAGE,
    )


def _packages(chat: Chat, but: str = "") -> list[Choice]:
    return [Choice(one.id, one.name) for one in chat.town.doctors.packages if one.id != but]


def _last(chat: Chat, first: date) -> date:
    return last_day(first, chat.town.doctors.term_months)


def _what(chat: Chat, package: str, first: date, last: date) -> Text:
    now = to_town(chat.started_at).date()
    return texts.WHAT_AND_UNTIL(
        package=chat.town.package(package).name, first=on_day(first, now), last=on_day(last, now)
    )


# -- going on ----------------------------------------------------------------------------------------
def _renewed(chat: Chat, contract_id: int) -> Reply:
    return said(chat, texts.IS_RENEWED, contract_id)


@flow("renew", say=texts.RENEW, then=_renewed, purpose=PURPOSE)
def renew(chat: Chat) -> Command[int]:
    """What they have is on the summary; another package is one tap more."""
    chat.for_whom(PURPOSE)
    contract = _mine(chat)
    if contract.state == "valid":
        raise TooEarlyToRenew(contract.ends_on, chat.town.doctors.expiring_days)
    team = contract.home_team
    if team is None:
        raise HomeUnknown
    known = [one.id for one in chat.town.doctors.packages]
    package = _ask_package(chat, contract.package if contract.package in known else None)
    begins = to_town(chat.started_at).date()
    first = max(begins, date.fromordinal(contract.ends_on.toordinal() + 1))
    chat.confirm(
        of_team(texts.WITH_TEAM, team, team=team.name),
        _what(chat, package, first, _last(chat, first)),
        yes=texts.YES_RENEW,
    )
    return RenewContract(package)


def _changed(chat: Chat, contract_id: int) -> Reply:
    contract = _mine(chat)
    line = texts.IS_CHANGED(day=day(chat, contract.ends_on))
    return Screen((line,), (take_back(contract_id), HOME), keeps=True)


@flow("change_package", say=texts.CHANGE_PACKAGE, then=_changed, purpose=PURPOSE)
def change_package(chat: Chat) -> Command[int]:
    chat.for_whom(PURPOSE)
    contract = _mine(chat)
    if not contract.stands:
        raise NoContract
    package = chat.ask(
        "package", texts.WHICH_PACKAGE, choices=partial(_packages, chat, contract.package),
        what=texts.PACKAGE,
    )  # fmt: skip
    first = to_town(chat.started_at).date()
    chat.confirm(_what(chat, package, first, contract.ends_on), yes=texts.YES_CHANGE)
    return ChangePackage(package)


# -- no longer ---------------------------------------------------------------------------------------
def _ended(_chat: Chat, contract_id: int) -> Reply:
    return Screen((texts.IS_ENDED,), (take_back(contract_id), HOME), keeps=True)


@flow("end_contract", say=texts.END, then=_ended, purpose=PURPOSE)
def end_contract(chat: Chat) -> Command[int] | None:
    """Said first what will no longer work; nobody is asked why."""
    chat.for_whom(PURPOSE)
    contract = _mine(chat)
    choices = (Choice("yes", texts.END), Choice("no", texts.KEEP_IT))
    question = texts.SURE_TO_END(lost=chat.town.purpose(PURPOSE).lost)
    if chat.ask("sure", question, choices=choices) == "no":
        return None
    return EndContract("moved" if contract.moved else "ended")


def _mine(chat: Chat) -> Signed:
    contract = my_team(chat.work).contract
    if contract is None:
        raise NoContract
    return contract


ENTRIES: tuple[Entry, ...] = (sign, renew, change_package, end_contract)
