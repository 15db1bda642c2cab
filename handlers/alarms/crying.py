"""What the one in danger sees: what to do, the numbers, and who has been told, if it is so.

The trap is comfort: "help is coming" must not be said before somebody is in fact called, and at
night not as if somebody sat at the desk.
"""

from __future__ import annotations

from functools import partial

from bot.dialogue.asking import plain
from bot.dialogue.book import Do, Leave, Reply, tap_token
from bot.dialogue.chat import Chat
from bot.dialogue.say import Sayable, _
from bot.dialogue.screen import Button, Screen
from models.alarms.calling import my_alarm, own_alarm, path_of_alarm
from models.alarms.commands import PressedByMistake, RaiseAlarm
from models.alarms.tables import Alarm
from models.duty.people import called, duty_now, role_at
from models.gate import ANYWHERE
from models.town.desk import EmergencyGroup
from models.town.emergency import Cry, Exact

DIAL = _("打 {number}")
MISTAKE = _("点错了，没事")
NOW = _("现在就叫人")
SAFE = _("我没事")
FOR_WHOM = _("是谁有事？")
MYSELF = _("我自己")
FAMILY = _("家里人")
NEIGHBOUR = _("邻居")
WHO: dict[str, Sayable] = {"self": MYSELF, "family": FAMILY, "neighbour": NEIGHBOUR}
_MISTAKEN = {plain(word) for word in ("点错了，没事", "点错了", "按错了", "没事", "我没事", "没事了",
                                      "mistake", "pressed by mistake", "i am safe", "i'm fine")}  # fmt: skip


def emergency(chat: Chat, hit: Cry, words: str) -> Reply:
    """A phrase was found: in any state, before anything else, known person or not."""
    exact = isinstance(hit, Exact)
    then = partial(raised if exact else asked, group=hit.group)
    return Do(RaiseAlarm(hit.group.id, words, exact), then=then)


def raised(chat: Chat, alarm_id: int, *, group: EmergencyGroup) -> Reply:
    """The alarm is out: what to do, the numbers, who was told; then, for whom it is."""
    return (alarm_screen(chat, alarm_id, group), for_whom_screen(alarm_id))


def alarm_screen(chat: Chat, alarm_id: int, group: EmergencyGroup) -> Screen:
    alarm = own_alarm(chat.work, alarm_id)
    return Screen(
        (*group.guidance[:2], who_was_told(chat, alarm)),
        (*numbers(chat, group), mistake_button(alarm_id)),
        urgent=True,
        keeps=True,
    )


def for_whom_screen(alarm_id: int) -> Screen:
    choices = tuple(Button(say, tap_token("alarm_for", alarm_id, who)) for who, say in WHO.items())
    return Screen((FOR_WHOM,), (*choices, mistake_button(alarm_id)))


def asked(chat: Chat, alarm_id: int, *, group: EmergencyGroup) -> Reply:
    """Such words inside a longer text: the numbers, and a tap or a minute decides."""
    alarm = own_alarm(chat.work, alarm_id)
    if alarm is not None and alarm.state != "asking":
        return alarm_screen(chat, alarm_id, group)
    minute = _("要叫人就点[现在就叫人]。{seconds} 秒里没点，我替您叫。")
    return Screen(
        (*group.guidance[:1], minute(seconds=chat.town.duty.alarm_tap_seconds)),
        (
            *numbers(chat, group),
            Button(NOW, tap_token("call_now", alarm_id), style="danger"),
            Button(SAFE, tap_token("safe", alarm_id)),
        ),
        urgent=True,
        keeps=True,
    )


def numbers(chat: Chat, group: EmergencyGroup) -> tuple[Button, ...]:
    """Buttons that dial, the group's first number first."""
    phones = [chat.town.contact(contact).phone for contact in group.numbers]
    return tuple(Button(DIAL(number=phone), url=f"tel:{phone}", style="danger") for phone in phones)


def mistake_button(alarm_id: int) -> Button:
    return Button(MISTAKE, tap_token("mistake", alarm_id))


def who_was_told(chat: Chat, alarm: Alarm | None) -> Sayable:
    """Whom we have told, by the rows themselves; and honestly when that is nobody."""
    told = list(alarm.told) if alarm is not None else []
    path = (path_of_alarm(chat.work, alarm.id) if alarm is not None else None) or ANYWHERE
    roles = {person_id: role_at(chat.work, person_id, path) for person_id in told}
    workers = [called(chat.work, who) for who, role in roles.items() if role == "grid_worker"]
    at_desk = {person_id for person_id, _name in duty_now(chat.work, path)} & set(told)
    if not told:
        return _("这会儿没有人能替我去叫，千万先打电话。")
    if at_desk and workers:
        return _("我已经告诉社区值班和网格员{name}了。")(name=workers[0])
    if at_desk:
        return _("我已经告诉社区值班了。")
    if workers:
        return _("社区这会儿没人值班，我给值班的和网格员{name}都发了急信。")(name=workers[0])
    return _("社区这会儿没人值班，我给值班的都发了急信。")


def aside_in_alarm(chat: Chat, words: str) -> Reply | None:
    """Typed instead of tapped while one's own alarm is open: "pressed by mistake"."""
    if plain(words) not in _MISTAKEN:
        return None
    alarm = my_alarm(chat.work)
    return Do(PressedByMistake(alarm.id), then=over) if alarm is not None else None


def over(chat: Chat, _alarm_id: int) -> Reply:
    """Nobody is scolded."""
    calm = Screen((_("没事就好。点错了不要紧，真有事您再喊我。"),), keeps=True)
    return (calm, Leave("alarm_where"))
