"""Somebody has died or moved away: said by family or a worker, quietly, and taken back if wrong."""

from __future__ import annotations

from bot.dialogue.asking import Choice
from bot.dialogue.book import Do, Reply, Start, flow, says, tap, tap_token
from bot.dialogue.chat import Chat
from bot.dialogue.say import Sayable, _, private
from bot.dialogue.screen import Button, Screen
from handlers.data_buttons import REPORT_GONE
from handlers.duty.lists import BACK_TO_DESK
from handlers.menu import home
from handlers.privacy import texts
from models.gate import Command
from models.privacy.gone import Gone, ReportGone, UndoGone, child_alone, reportable
from models.privacy.messages import ChildAlone, GoneReported

HOME = Button(texts.HOME, "g.menu", style="small")


def _name(chat: Chat, person_id: int, unknown: Sayable = texts.SOMEBODY_HERE) -> Sayable:
    person = reportable(chat.work, person_id)
    return private("name", person.called or person.name, unknown) or unknown


@tap("report_gone")
def report_gone(chat: Chat, person_id: str) -> Reply:
    reportable(chat.work, int(person_id))
    return Start("gone", (person_id,))


def _reported(chat: Chat, gone: Gone) -> Reply:
    line = texts.DEAD_NOW if gone.how == "dead" else texts.MOVED_NOW
    undo = Button(texts.REPORTED_WRONGLY, tap_token("undo_gone", gone.person_id), style="small")
    return Screen((line,), (undo, HOME), keeps=True)


@flow("gone", say=REPORT_GONE, then=_reported)
def gone(chat: Chat, person_id: str) -> Command[Gone] | None:
    """What happened, and once more whether it is so: a slip must not make somebody unheard."""
    name = _name(chat, int(person_id))
    hows = (Choice("dead", texts.DIED), Choice("moved", texts.MOVED))
    how = chat.ask("how", texts.WHAT_HAPPENED(name=name), choices=hows)
    sure = (Choice("yes", texts.SO_IT_IS), Choice("no", texts.NOT_SO))
    lines = (texts.ALL_STOPS(name=name), texts.IS_IT_SO)
    if chat.ask("sure", lines, choices=sure) == "no":
        return None
    return ReportGone(int(person_id), "dead" if how == "dead" else "moved")


# -- it was wrong -------------------------------------------------------------------------------------
@tap("undo_gone")
def undo_gone(_chat: Chat, person_id: str) -> Reply:
    return Do(UndoGone(int(person_id)), _back)


def _back(chat: Chat, count: int) -> Reply:
    lines = (texts.REALLY_HERE(count=count), texts.NOT_BROUGHT_BACK)
    return (Screen(lines, keeps=True), home(chat))


def are_you_here(chat: Chat) -> Screen:
    """Somebody writes who was reported as gone: they know best."""
    here = Button(texts.I_AM_HERE, tap_token("undo_gone", chat.reader.person_id), style="main")
    person = Button(_("找人说话"), "g.person")
    return Screen((texts.HEARD_GONE, texts.ARE_YOU_HERE), (here, person))


# -- told to staff ------------------------------------------------------------------------------------
@says(GoneReported)
def gone_reported(chat: Chat, message: GoneReported) -> Screen | None:
    person = reportable(chat.work, message.person_id)
    if person.gone not in ("dead", "moved"):
        return None
    name = private("name", person.called or person.name, texts.SOMEBODY_HERE)
    line = texts.THEY_SAY if person.gone == "dead" else texts.THEY_SAY_MOVED
    undo = Button(texts.REPORTED_WRONGLY, tap_token("undo_gone", person.id))
    said = line(name=name or texts.SOMEBODY_HERE)
    return Screen((said, texts.STOPPED_ALL), (undo,), keeps=True)


@says(ChildAlone)
def child_is_alone(chat: Chat, message: ChildAlone) -> Screen | None:
    """The name stands here and nothing else: the record is opened with a reason."""
    child = child_alone(chat.work, message.child_id)
    if child is None:
        return None
    name = private("name", child.called or child.name, texts.A_CHILD) or texts.A_CHILD
    lines = (texts.CHILD_ALONE(name=name), texts.FIND_SOMEBODY)
    return Screen(lines, (BACK_TO_DESK,), keeps=True)


ENTRIES = (report_gone, gone, undo_gone, gone_reported, child_is_alone)
