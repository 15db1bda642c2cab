"""How teams, days and contracts are said."""

from __future__ import annotations

from datetime import date

from bot.dialogue.book import tap_token
from bot.dialogue.chat import Chat
from bot.dialogue.say import Sayable, Text
from bot.dialogue.screen import Button
from handlers.doctors import texts
from handlers.people.days import on_day
from models.clocks import to_town
from models.doctors.queries import MyTeam
from models.town.people import DoctorTeam

HOME = Button(texts.HOME, "g.menu", style="small")


def today(chat: Chat) -> date:
    return to_town(chat.work.now).date()


def day(chat: Chat, when: date) -> Sayable:
    """12月7日, with the year where it is another one."""
    return on_day(when, today(chat))


def of_team(line: Text, team: DoctorTeam, /, **more: Sayable) -> Text:
    """A sentence with the station and the leader in it: how people know their doctors."""
    return line(station=team.station, leader=team.leader, **more)


def dial(team: DoctorTeam) -> Button:
    """The station's phone, which is no secret."""
    return Button(texts.CALL(phone=team.phone), url=f"tel:{team.phone}")


def take_back(contract_id: int) -> Button:
    return Button(texts.TAKE_BACK, tap_token("contract_undo", contract_id), style="small")


def how_it_stands(chat: Chat, mine: MyTeam) -> Sayable:
    """One line: signed until when, or not."""
    contract = mine.contract
    if contract is None:
        return texts.NOT_SIGNED
    last = day(chat, contract.ends_on)
    if contract.state == "expired":
        return texts.IS_OVER(day=last)
    if contract.state == "valid":
        return texts.SIGNED_UNTIL(day=last)
    days = (contract.ends_on - today(chat)).days
    return texts.ENDS_SOON(day=last, days=days) if days else texts.ENDS_TODAY
