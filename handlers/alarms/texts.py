"""The words of an alarm, read when they are sent: an alarm that is over is not shouted again."""

from __future__ import annotations

from bot.dialogue.book import Entry, refuses, says, tap_token
from bot.dialogue.chat import Chat
from bot.dialogue.say import Sayable, _, private
from bot.dialogue.screen import Button, Screen
from handlers.alarms.crying import (
    MISTAKE,
    WHO,
    alarm_screen,
    numbers,
)
from handlers.details import details_at
from handlers.duty.names import (
    door_of,
    full_name,
    person_name,
    phone_buttons,
    short,
    staff_name,
    waited,
)
from models.alarms.calling import alarm_for_staff, own_alarm, path_of_alarm, who_cries
from models.alarms.messages import (
    AlarmAcknowledged,
    AlarmEnded,
    AlarmMore,
    AlarmOver,
    AlarmPassedOn,
    AlarmRaised,
    AlarmTaken,
    AlarmTold,
)
from models.alarms.refusals import AlarmAnswered, AlarmIsOver
from models.alarms.tables import Alarm
from models.gate import ANYWHERE
from models.register.queries import my_phone_tail

GONE = _("这回已经过去了。")
I_SEE_TO_IT = _("我来管")
IT_IS_OVER = _("这回过去了")
PERSON = _("找人说话")


def _path(chat: Chat, alarm: Alarm) -> str:
    return path_of_alarm(chat.work, alarm.id) or ANYWHERE


# -- to the staff ----------------------------------------------------------------------------------
def alarm_for_staff_screen(chat: Chat, alarm_id: int) -> Screen | None:
    """Who, where, what was said, since when; None when it is over or not this reader's."""
    alarm = alarm_for_staff(chat.work, alarm_id)
    if alarm is None or alarm.ended_at is not None or alarm.state == "asking":
        return None
    person, home = who_cries(chat.work, alarm)
    group = chat.town.emergency.group(alarm.group)
    first = _("急：{group}。{who}，{ago}前")
    lines: list[Sayable] = [
        first(group=group.name, who=full_name(person), ago=waited(chat, alarm.raised_at)),
        door_of(chat, home, urgent=True),
        *_said(alarm),
    ]
    return Screen(
        tuple(lines),
        (*_first_button(chat, alarm), *phone_buttons(person), *numbers(chat, group)),
        urgent=True,
        keeps=True,
        details_at=details_at(chat, "alarm", alarm.id),
    )


def _first_button(chat: Chat, alarm: Alarm) -> tuple[Button, ...]:
    if alarm.state == "raised":
        return (Button(I_SEE_TO_IT, tap_token("ack", alarm.id), style="main"),)
    return (Button(IT_IS_OVER, tap_token("alarm_end", alarm.id)),)


def _said(alarm: Alarm) -> list[Sayable]:
    """At most one line: their words, and for whom."""
    words = private("words", f"“{short(alarm.words)}”") if alarm.words else ""
    who, _space, where = (alarm.for_whom or "").partition(" ")
    if who in WHO and where == "~home":
        return [_("{words}　{who}，就在他家")(words=words, who=WHO[who])]
    if who in WHO:
        return [
            _("{words}　{who} {where}")(
                words=words, who=WHO[who], where=private("door", short(where))
            )
        ]
    return [words] if words else []


@says(AlarmRaised)
def alarm_raised(chat: Chat, message: AlarmRaised) -> Screen | None:
    alarm = alarm_for_staff(chat.work, message.alarm_id)
    if alarm is None or alarm.state != "raised":
        return None
    screen = alarm_for_staff_screen(chat, message.alarm_id)
    if screen is None or not message.step:
        return screen
    return screen.below(_("还没有人接，往上找了。"))


@says(AlarmMore)
def alarm_more(chat: Chat, message: AlarmMore) -> Screen | None:
    """What was said since: words, for whom, where."""
    return alarm_for_staff_screen(chat, message.alarm_id)


@says(AlarmTaken)
def alarm_taken(chat: Chat, message: AlarmTaken) -> Screen | None:
    alarm = alarm_for_staff(chat.work, message.alarm_id)
    if alarm is None or alarm.state != "acknowledged" or alarm.ended_at is not None:
        return None
    person, _home = who_cries(chat.work, alarm)
    name = staff_name(chat, alarm.acknowledged_by, _path(chat, alarm))
    return Screen(
        (_("{who}那边，{name}接了。您能过去就过去。")(who=person_name(person), name=name),),
        (Button(_("看看"), tap_token("alarm", alarm.id)),),
        urgent=True,
        keeps=True,
    )


@says(AlarmOver)
def alarm_over(chat: Chat, message: AlarmOver) -> Screen | None:
    alarm = alarm_for_staff(chat.work, message.alarm_id)
    if alarm is None or alarm.ended_at is None:
        return None
    person, _home = who_cries(chat.work, alarm)
    if alarm.state == "mistaken":
        return Screen((_("{who}那边没事，是点错了。")(who=person_name(person)),), keeps=True)
    return Screen((_("{who}说没事了。")(who=person_name(person)),), keeps=True)


# -- to the one who cried --------------------------------------------------------------------------
def _mistake(alarm: Alarm) -> Button:
    return Button(MISTAKE, tap_token("mistake", alarm.id))


@says(AlarmTold)
def alarm_told(chat: Chat, message: AlarmTold) -> Screen | None:
    """The minute is over and nobody tapped."""
    alarm = own_alarm(chat.work, message.alarm_id)
    if alarm is None or alarm.state != "raised":
        return None
    return alarm_screen(chat, alarm.id, chat.town.emergency.group(alarm.group))


@says(AlarmAcknowledged)
def alarm_acknowledged(chat: Chat, message: AlarmAcknowledged) -> Screen | None:
    alarm = own_alarm(chat.work, message.alarm_id)
    if alarm is None or alarm.state != "acknowledged" or alarm.ended_at is not None:
        return None
    name = staff_name(chat, alarm.acknowledged_by, _path(chat, alarm))
    has_phone = bool(my_phone_tail(chat.work))
    line = _("{name}正给您打电话，接一下。") if has_phone else _("{name}接着了。")
    return Screen(
        (line(name=name), _("您在这儿打字，那头也看得见。")),
        (_mistake(alarm),),
        urgent=True,
        keeps=True,
    )


@says(AlarmPassedOn)
def alarm_passed_on(chat: Chat, message: AlarmPassedOn) -> Screen | None:
    alarm = own_alarm(chat.work, message.alarm_id)
    if alarm is None or alarm.state != "raised":
        return None
    group = chat.town.emergency.group(alarm.group)
    return Screen(
        (_("还没有人接，我又往上多找了几个人。"), _("先打电话，别等我们。")),
        (*numbers(chat, group), _mistake(alarm)),
        urgent=True,
        keeps=True,
    )


@says(AlarmEnded)
def alarm_ended(chat: Chat, message: AlarmEnded) -> Screen | None:
    alarm = own_alarm(chat.work, message.alarm_id)
    if alarm is None or alarm.ended_at is None:
        return None
    name = staff_name(chat, alarm.acknowledged_by, _path(chat, alarm))
    return Screen(
        (_("{name}说这回过去了。不舒服、害怕，随时喊我。")(name=name),),
        (Button(PERSON, "g.person"),),
        keeps=True,
    )


# -- why not ---------------------------------------------------------------------------------------
@refuses(AlarmAnswered)
def alarm_answered(chat: Chat, refusal: AlarmAnswered) -> Sayable:
    if refusal.by_person == chat.reader.person_id:
        return _("这回已经是您在管。")
    path = path_of_alarm(chat.work, refusal.alarm_id) or ANYWHERE
    return _("{name}已经接了，谢谢您。")(name=staff_name(chat, refusal.by_person, path))


@refuses(AlarmIsOver)
def alarm_is_over(chat: Chat, refusal: AlarmIsOver) -> Sayable:
    return GONE


ENTRIES: tuple[Entry, ...] = (
    alarm_raised,
    alarm_more,
    alarm_taken,
    alarm_over,
    alarm_told,
    alarm_acknowledged,
    alarm_passed_on,
    alarm_ended,
    alarm_answered,
    alarm_is_over,
)
