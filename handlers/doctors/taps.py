"""Who my doctors are, in one tap; and what is one tap on one's contract: renew, change over, undo."""

from __future__ import annotations

from bot.dialogue.book import Do, Entry, Reply, tap
from bot.dialogue.chat import Chat
from bot.dialogue.say import Text
from bot.dialogue.screen import Button, Screen
from handlers.doctors import texts
from handlers.doctors.words import HOME, day, dial, how_it_stands, of_team, take_back
from models.doctors.commands import ChangeTeam, LetContractLapse, RenewContract, UndoContract
from models.doctors.contracts import PURPOSE
from models.doctors.queries import MyTeam, contract_of, my_team

_TALK = Button(texts.PERSON, "g.person")


@tap("my_team", purpose=PURPOSE)
def show_my_team(chat: Chat) -> Reply:
    mine = my_team(chat.work)
    team = mine.team
    if team is None and not mine.home_known:
        return Screen((texts.HOME_NOT_KNOWN,), (Button(texts.TELL_HOME, "f.settle"), HOME))
    if team is None:
        return Screen((texts.NO_TEAM_HERE,), (_TALK, HOME))
    whose = texts.DOCTOR_IS if mine.contract is not None else texts.HERE_IS
    lines = [of_team(whose, team, hours=team.hours), how_it_stands(chat, mine)]
    contract = mine.contract
    if contract is not None and contract.stands and contract.moved and contract.home_team:
        lines.append(of_team(texts.MOVED_TO, contract.home_team))
    return Screen(tuple(lines), (*_ways(mine), dial(team), *_less(mine), HOME))


def _ways(mine: MyTeam) -> tuple[Button, ...]:
    """What this contract asks for next, the first of them standing out."""
    contract = mine.contract
    if contract is None:
        return (Button(texts.SIGN, "f.sign", style="main"),)
    if contract.stands and contract.moved:
        return (Button(texts.CHANGE_TEAM, "t.change_team", style="main"),)
    if contract.state == "valid":
        return ()
    if mine.home_team is None:
        return ()
    return (
        Button(texts.RENEW, "t.renew_now", style="main"),
        Button(texts.RENEW_OTHER, "f.renew"),
    )


def _less(mine: MyTeam) -> tuple[Button, ...]:
    if mine.contract is None or not mine.contract.stands:
        return ()
    change = (
        ()
        if mine.contract.moved
        else (Button(texts.CHANGE_PACKAGE, "f.change_package", style="small"),)
    )
    return (*change, Button(texts.END, "f.end_contract", style="small"))


# -- one tap ------------------------------------------------------------------------------------------
def said(chat: Chat, line: Text, contract_id: int, *more: Text) -> Screen:
    """What was made of it, with the way back. For whoever it was done for."""
    contract = contract_of(chat.work, chat.work.actor.person_id)
    if contract is None or contract.team is None:
        return Screen((texts.IS_ENDED,), (HOME,), keeps=True)
    sentence = of_team(line, contract.team, day=day(chat, contract.ends_on))
    return Screen((sentence, *more), (take_back(contract_id), HOME), keeps=True)


@tap("renew_now", purpose=PURPOSE)
def renew_now(chat: Chat) -> Reply:
    """As it was, by one tap."""
    return Do(RenewContract(), lambda chat, made: said(chat, texts.IS_RENEWED, made))


@tap("change_team", purpose=PURPOSE)
def change_team(chat: Chat) -> Reply:
    return Do(ChangeTeam(), lambda chat, made: said(chat, texts.TEAM_CHANGED, made))


@tap("contract_undo", purpose=PURPOSE)
def undo(chat: Chat, contract_id: str) -> Reply:
    number = int(contract_id) if contract_id.isdecimal() else 0
    return Do(UndoContract(number), _undone)


def _undone(chat: Chat, stands: int) -> Reply:
    contract = contract_of(chat.work, chat.work.actor.person_id) if stands else None
    if contract is None:
        return Screen((texts.BACK_TO_NONE,), (HOME,), keeps=True)
    return Screen((texts.BACK_AGAIN(day=day(chat, contract.ends_on)),), (HOME,), keeps=True)


@tap("renew_later", purpose=PURPOSE)
def renew_later(chat: Chat) -> Reply:
    contract = my_team(chat.work).contract
    if contract is None or not contract.stands:
        return Screen((texts.IT_IS_OVER,), (HOME,), keeps=True)
    return Screen((texts.MAY_RENEW_UNTIL(day=day(chat, contract.ends_on)),), (HOME,), keeps=True)


@tap("no_renewal", purpose=PURPOSE)
def no_renewal(chat: Chat) -> Reply:
    return Do(LetContractLapse(), _lapses)


def _lapses(chat: Chat, _contract_id: int) -> Reply:
    contract = my_team(chat.work).contract
    if contract is None or not contract.stands:
        return Screen((texts.IT_IS_OVER,), (HOME,), keeps=True)
    return Screen((texts.LET_IT_END(day=day(chat, contract.ends_on)),), (HOME,), keeps=True)


@tap("stay_with_team", purpose=PURPOSE)
def stay_with_team(_chat: Chat) -> Reply:
    return Screen((texts.KEEPS_OLD,), (HOME,), keeps=True)


ENTRIES: tuple[Entry, ...] = (
    show_my_team, renew_now, change_team, undo, renew_later, no_renewal, stay_with_team,
)  # fmt: skip
