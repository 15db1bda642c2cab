"""One tap on a reminder: book it, it was done, later. For oneself or for whom one may act for."""

from __future__ import annotations

from bot.dialogue.book import Do, Entry, Reply, Start, tap
from bot.dialogue.chat import Chat
from bot.dialogue.screen import Button, Screen
from handlers.care import texts
from handlers.care.words import HOME, number
from models.care.queries import my_due
from models.care.saying import PURPOSE, AskMeLater, SayDone
from models.doctors.queries import my_team
from models.refusals import NotFound
from models.visits.finding import CLINIC

VISIT = "visit"
"""The flow of the doctors' visits: whoever wants one is asked there what more there is to ask."""


@tap("care_book", purpose=PURPOSE)
def book(chat: Chat, item_id: str) -> Reply:
    """A visit is booked like any other; what has times of its own is booked here."""
    try:
        due = my_due(chat.work, number(item_id))
    except NotFound:
        return Screen((texts.OVER,), (HOME,), keeps=True)
    if due.rule.book == CLINIC:
        return Start(VISIT, whom=chat.work.actor.person_id)
    if due.rule.book is not None:
        return Start("care_visit", (item_id,), whom=chat.work.actor.person_id)
    team = my_team(chat.work).team
    if team is None:
        return Screen((texts.NO_TEAM,), (Button(texts.PERSON, "g.person"), HOME))
    dial = Button(texts.CALL(phone=team.phone), url=f"tel:{team.phone}")
    return Screen((texts.RING_THEM(station=team.station),), (dial, HOME), keeps=True)


@tap("care_said", purpose=PURPOSE)
def said(chat: Chat, item_id: str) -> Reply:
    return Do(SayDone(number(item_id)), _noted)


def _noted(_chat: Chat, _item_id: int) -> Reply:
    return Screen((texts.NOTED,), (HOME,), keeps=True)


@tap("care_later", purpose=PURPOSE)
def later(chat: Chat, item_id: str) -> Reply:
    return Do(AskMeLater(number(item_id)), _later)


def _later(_chat: Chat, _item_id: int) -> Reply:
    return Screen((texts.ASK_AGAIN,), (HOME,), keeps=True)


ENTRIES: tuple[Entry, ...] = (book, said, later)
