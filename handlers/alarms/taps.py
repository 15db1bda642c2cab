"""Single taps around an alarm, on both sides of it."""

from __future__ import annotations

from bot.dialogue.book import Do, Entry, Reply, Start, tap, tap_token
from bot.dialogue.chat import Chat
from bot.dialogue.say import _
from bot.dialogue.screen import Button, Screen
from handlers.alarms.crying import WHO, alarm_screen, for_whom_screen, mistake_button, over
from handlers.alarms.texts import GONE, alarm_for_staff_screen
from models.alarms.calling import own_alarm
from models.alarms.commands import (
    AcknowledgeAlarm,
    CallHelpersNow,
    EndAlarm,
    IAmSafe,
    PressedByMistake,
    SayForWhom,
)


@tap("call_now")
def call_now(chat: Chat, alarm_id: str) -> Reply:
    return Do(CallHelpersNow(int(alarm_id)), then=_called)


def _called(chat: Chat, alarm_id: int) -> Reply:
    alarm = own_alarm(chat.work, alarm_id)
    if alarm is None:
        return Screen((GONE,))
    group = chat.town.emergency.group(alarm.group)
    return (alarm_screen(chat, alarm_id, group), for_whom_screen(alarm_id))


@tap("safe")
def safe(chat: Chat, alarm_id: str) -> Reply:
    return Do(IAmSafe(int(alarm_id)), then=_safe)


def _safe(chat: Chat, _alarm_id: int) -> Reply:
    return Screen((_("那就好。真有事，随时喊我。"),), keeps=True)


@tap("mistake")
def mistake(chat: Chat, alarm_id: str) -> Reply:
    return Do(PressedByMistake(int(alarm_id)), then=over)


@tap("alarm_for")
def alarm_for(chat: Chat, alarm_id: str, who: str) -> Reply:
    """Said after the alarm. For somebody else the place has to be asked too."""
    if who not in WHO:
        raise ValueError(who)
    said = Do(SayForWhom(int(alarm_id), who), then=_noted if who == "self" else None)
    return said if who == "self" else (said, Start("alarm_where", (alarm_id, who)))


def _noted(chat: Chat, alarm_id: int) -> Reply:
    return Screen(
        (_("知道了。别挂电话，也别关这个页面。"),), (mistake_button(alarm_id),), keeps=True
    )


@tap("ack")
def acknowledge(chat: Chat, alarm_id: str) -> Reply:
    return Do(AcknowledgeAlarm(int(alarm_id)), then=_mine)


def _mine(chat: Chat, alarm_id: int) -> Reply:
    note = _("归您了。马上打电话；您在这儿打的字，他那头也看得见。")
    screen = alarm_for_staff_screen(chat, alarm_id)
    return screen.below(note) if screen is not None else Screen((note,))


@tap("alarm")
def alarm(chat: Chat, alarm_id: str) -> Reply:
    return alarm_for_staff_screen(chat, int(alarm_id)) or Screen((GONE,))


@tap("alarm_end")
def end(chat: Chat, alarm_id: str) -> Reply:
    return Do(EndAlarm(int(alarm_id)), then=_ended)


def _ended(chat: Chat, _alarm_id: int) -> Reply:
    return Screen((_("记下了，这回过去了。辛苦。"),), (Button(_("要我管的"), tap_token("desk")),))


ENTRIES: tuple[Entry, ...] = (call_now, safe, mistake, alarm_for, acknowledge, alarm, end)
