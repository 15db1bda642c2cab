"""Talk B: a time with the doctor in six taps, for oneself or for somebody one may act for.

Who has a visit before them already is shown that one, and may move it or call it off instead: one
at a time is what anybody may have.
"""

from __future__ import annotations

from functools import partial

from bot.dialogue.asking import Choice
from bot.dialogue.book import Reply, flow
from bot.dialogue.chat import Chat
from bot.dialogue.say import Sayable
from handlers import when
from handlers.register.flows import not_kept
from handlers.visits import texts, times
from handlers.visits.asking import (
    FIND,
    Signing,
    Trouble,
    When,
    ask_along,
    ask_signing,
    ask_what,
    ask_when,
    ask_when_instead,
)
from handlers.visits.ending import booked, called_off, moved
from handlers.visits.words import full, is_late, late_words, leader
from models.bookings.commands import COUNTS, VISITS, Booked
from models.gate import Command
from models.register.commands import GiveConsent
from models.town.people import DoctorTeam
from models.visits.commands import BookDoctor, CallOffVisit, MoveVisit, Visited
from models.visits.finding import Visit, my_next_visit, my_visit

MOVE, OFF, OFF_LATE, LEAVE = "move", "off", "off_late", "leave"


def _ended(chat: Chat, result: Visited | Booked | int | bool) -> Reply:  # noqa: FBT001 - a command's result
    if isinstance(result, Visited):
        return booked(chat, result)
    if isinstance(result, Booked):
        return moved(chat, result)
    return not_kept() if isinstance(result, bool) else called_off(chat, result)


@flow("visit", say=texts.VISIT, then=_ended, purpose=VISITS)
def visit(
    chat: Chat,
) -> Command[Visited] | Command[Booked] | Command[int] | Command[bool] | None:
    chat.for_whom(VISITS, texts.FOR_WHOM)
    held = my_next_visit(chat.work)
    if held is not None:
        return _what_with(chat, held)
    signing = ask_signing(chat)
    if isinstance(signing, GiveConsent):
        return signing
    at = ask_when(chat, signing.team)
    trouble = ask_what(chat)
    along = "" if at.at_home else ask_along(chat)
    chat.confirm(
        _when_and_where(chat, at, signing.team), _what_else(chat, signing, trouble, along),
        yes=texts.YES,
    )  # fmt: skip
    return BookDoctor(
        at.session_id,
        trouble.note,
        trouble.health,
        company=along == FIND,
        package=signing.package,
        home=signing.home,
    )


def _when_and_where(chat: Chat, at: When, team: DoctorTeam) -> Sayable:
    sentence = texts.WHO_WHEN_HOME if at.at_home else texts.WHO_WHEN_WHERE
    return sentence(
        who=full(chat), time=when.at(at.begins_at), station=team.station, leader=team.leader
    )


def _what_else(chat: Chat, signing: Signing, trouble: Trouble, along: str) -> Sayable:
    said: Sayable = trouble.said
    if along:
        said = texts.WHAT_AND_ALONG(what=said, along=texts.ALONG[along])
    if signing.package:
        said = texts.SIGN_TOO(what=said, package=chat.town.package(signing.package).name)
    return said


# -- what there is already -----------------------------------------------------------------------------
def _what_with(chat: Chat, held: Visit) -> Command[Booked] | Command[int] | None:
    line = texts.HAVE_ONE(leader=leader(held), time=times.spoken(held.begins_at, chat.started_at))
    choices = (
        Choice(MOVE, texts.CHANGE_TIME),
        Choice(OFF_LATE if is_late(chat, held) else OFF, texts.NOT_GOING),
        Choice(LEAVE, texts.LEAVE_IT),
    )
    answer = chat.ask("held", (line, texts.WHAT_WITH_IT), choices=choices)
    if answer == MOVE:
        return _moved(chat, held)
    return CallOffVisit(held.booking_id) if answer == OFF else _called_off(chat, held, answer)


def _moved(chat: Chat, held: Visit) -> Command[Booked] | None:
    if held.team is None:
        return None
    at = ask_when_instead(chat, held.team, held.kind.id)
    chat.confirm(_when_and_where(chat, at, held.team), yes=texts.YES_MOVE)
    return MoveVisit(held.booking_id, at.session_id)


@flow("move_visit", say=texts.CHANGE_TIME, then=_ended, purpose=VISITS)
def move_visit(chat: Chat, booking_id: str) -> Command[Booked] | None:
    """Another time; what was said and who goes along stay as they are."""
    return _moved(chat, my_visit(chat.work, int(booking_id)))


@flow("call_off_visit", say=texts.NOT_GOING, then=_ended, purpose=VISITS)
def call_off_visit(chat: Chat, booking_id: str) -> Command[int] | None:
    """Asked once more: the place is somebody else's a moment later."""
    return _called_off(chat, my_visit(chat.work, int(booking_id)), OFF_LATE)


def _called_off(chat: Chat, held: Visit, answer: str) -> Command[int] | None:
    """Whoever is late is told so before the tap that does it."""
    if answer != OFF_LATE:
        return None
    line = texts.HAVE_ONE(leader=leader(held), time=times.spoken(held.begins_at, chat.started_at))
    sure = chat.ask(
        "sure", (line, late_words(chat, held) or texts.SURE), choices=partial(_sure, chat, held)
    )
    if sure == "no":
        return None
    return CallOffVisit(held.booking_id, COUNTS if sure == OFF_LATE else "")


def _sure(chat: Chat, held: Visit) -> list[Choice]:
    """What is late by the time it is tapped was said to be late."""
    yes = OFF_LATE if is_late(chat, held) else "yes"
    return [Choice(yes, texts.NOT_GOING), Choice("no", texts.STILL_GOING)]


ENTRIES = (visit, move_visit, call_off_visit)
