"""What those do who are asked: volunteers, the desk, whoever has a place offered. They act on what
reaches their phones, and on nothing else."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import Any

from models.alarms.commands import AcknowledgeAlarm, EndAlarm
from models.bookings.answering import TakeOffer
from models.duty.commands import CloseByDuty, MarkWithCompany
from models.gate import Command
from models.help.commands import AnswerClosing
from models.tasks.answering import AcceptOffer, DeclineOffer
from models.tasks.doing import FinishTask, GiveUpTask, NobodyOpens, StartOut
from tests.traffic.recording import Heard
from tests.traffic.script import Act, Script


def _later(script: Script, heard: Heard, least: float, most: float, command: Command[Any]) -> None:
    script.later(least, most, _by(script, heard, command))


def _by(script: Script, heard: Heard, command: Command[Any]) -> Act:
    """By whoever's phone it reached, if they are still there."""

    def act() -> None:
        one = script.book.at(heard.address)
        if one is not None and not one.silent:
            script.does(one.id, command)

    return act


def is_asked(script: Script, heard: Heard) -> None:
    offer = heard.args["offer_id"]
    if script.chance(0.55):
        arrive = script.now + timedelta(minutes=60)
        _later(script, heard, 2, 30, AcceptOffer(offer, arrive))
    elif script.chance(0.5):
        _later(script, heard, 2, 30, DeclineOffer(offer))


def has_it(script: Script, heard: Heard) -> None:
    offer = heard.args["offer_id"]
    if script.chance(0.08):
        _later(script, heard, 10, 60, GiveUpTask(offer))
        return
    _later(script, heard, 10, 30, StartOut(offer))
    if script.chance(0.06):
        _later(script, heard, 50, 70, NobodyOpens(offer))
    if script.chance(0.9):
        how = script.rng.choice(("done", "done", "done", "half", "needs_professional"))
        _later(script, heard, 80, 200, FinishTask(offer, how))


def is_asked_how_it_is(script: Script, heard: Heard) -> None:
    if script.chance(0.75):
        answer = script.rng.choice(("yes", "yes", "yes", "no", "later"))
        _later(script, heard, 5, 600, AnswerClosing(heard.args["case_id"], answer))


def is_needed(script: Script, heard: Heard) -> None:
    """The desk."""
    case = heard.args["case_id"]
    if script.chance(0.5):
        _later(script, heard, 10, 120, MarkWithCompany(case))
    _later(script, heard, 300, 3000, CloseByDuty(case, script.rng.choice(("solved", "no_answer"))))


def is_called(script: Script, heard: Heard) -> None:
    alarm = heard.args["alarm_id"]
    if script.chance(0.15):
        script.at_once(2, _by(script, heard, AcknowledgeAlarm(alarm)))
        script.at_once(30, _by(script, heard, EndAlarm(alarm)))


def has_a_place_offered(script: Script, heard: Heard) -> None:
    if script.chance(0.6):
        _later(script, heard, 10, 200, TakeOffer(heard.args["booking_id"]))


def looks(script: Script, heard: Heard) -> None:
    """Many look at their phones some time; who does not is looked after by the ladder."""
    if heard.call == "send" and script.chance(0.7):
        script.later(0, 10, partial(script.looks_at, heard.address))


REACTS = {
    "TaskOffered": is_asked,
    "TaskYours": has_it,
    "ClosingAsked": is_asked_how_it_is,
    "CaseNeedsYou": is_needed,
    "AlarmRaised": is_called,
    "PlaceOffered": has_a_place_offered,
    "HelperFound": looks,
    "PromiseMissed": looks,
    "SessionMoved": looks,
    "NoticeRound": looks,
}
