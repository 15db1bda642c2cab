"""Speaking with a person: asking for one, and words that go from one to the other."""

from __future__ import annotations

from functools import partial

from bot.dialogue.book import Do, Quiet, Reply, tap_token
from bot.dialogue.chat import Chat
from bot.dialogue.say import Sayable, _
from bot.dialogue.screen import Button, Screen
from handlers import when
from handlers.alarms.crying import aside_in_alarm
from handlers.duty.names import called_here, staff_name
from models.duty.hand_overs import AskForPerson, SayInHandOver
from models.duty.people import duty_now
from models.duty.tables import HandOver
from models.duty.talking import Side, live_for_account, own_hand_over
from models.places import path_of_person

NO_NEED = _("不用了")
ENDED = _("说完了")
DIAL = _("打 {number}")
TYPE_IT = _("想说什么，直接打字，来的人看得见。")


def ask_for_person(chat: Chat) -> Reply:
    """「找人说话」, in every state, with or without consent."""
    return Do(AskForPerson(), then=asked_for_person)


def asked_for_person(chat: Chat, hand_over_id: int) -> Reply:
    """Who answers and how soon; at night that nobody is there."""
    found = own_hand_over(chat.work, hand_over_id)
    path = path_of_person(chat.work, chat.reader.person_id)
    if found is not None and found.state == "taken":
        name = staff_name(chat, found.taken_by, path)
        return Screen((_("{name}在听，您直接打字就行。")(name=name),), (end_button(found, ENDED),))
    end = (end_button(found, NO_NEED),) if found is not None else ()
    if not chat.work.calendar.duty_open(chat.work.now):
        return Screen(night_lines(chat), (*emergency_buttons(chat), *end), keeps=True)
    return Screen((*day_lines(chat, path), TYPE_IT), (*duty_phone(chat), *end), keeps=True)


def day_lines(chat: Chat, path: str) -> tuple[Sayable, ...]:
    minutes = chat.town.duty.answer_minutes
    at_desk = duty_now(chat.work, path)
    if at_desk:
        name = staff_name(chat, at_desk[0][0], path)
        return (_("{name}在班上，{minutes} 分钟里回您。")(name=name, minutes=minutes),)
    return (
        _("这会儿没人在班上，我给社区的人都捎了信。"),
        _("{minutes} 分钟没人回，我再往上找。")(minutes=minutes),
    )


def night_lines(chat: Chat) -> tuple[Sayable, ...]:
    """Nobody sits there now, and since when somebody will."""
    now = chat.work.now
    opens = when.by(chat.work.calendar.next_duty(now), now)
    return (
        _("值班的都下班了，{opens}才有人。")(opens=opens),
        _("您要说的先打在这儿，一上班头一个回您。"),
        _("要命的事别等，马上打电话。"),
    )


def emergency_buttons(chat: Chat) -> tuple[Button, ...]:
    numbers = [contact.phone for contact in chat.town.contacts if contact.kind == "emergency"][:3]
    return tuple(Button(DIAL(number=number), url=f"tel:{number}") for number in numbers)


def duty_phone(chat: Chat) -> tuple[Button, ...]:
    """The phone of the desk one belongs to."""
    path = path_of_person(chat.work, chat.reader.person_id)
    contact = chat.town.duty_contact(path.rpartition("/")[2] or chat.town.city.id)
    if contact is None:
        return ()
    return (Button(DIAL(number=contact.phone), url=f"tel:{contact.phone}"),)


def end_button(hand_over: HandOver, label: Sayable) -> Button:
    return Button(label, tap_token("end_talk", hand_over.id))


def aside_in_hand_over(chat: Chat, words: str) -> Reply | None:
    """Free words that answer no question go to the other side of a live hand-over, if there is
    one; a member of staff in several speaks in the one taken last. None: not in any.

    "Pressed by mistake" comes first: whoever answers an alarm speaks through a hand-over too."""
    mistaken = aside_in_alarm(chat, words)
    if mistaken is not None:
        return mistaken
    side = live_for_account(chat.work, chat.reader.account_id)
    if side is None:
        return None
    return Do(SayInHandOver(side.hand_over_id, words), then=partial(_said, side=side, words=words))


def _said(chat: Chat, _line_id: int, *, side: Side, words: str) -> Reply:
    if side.state == "waiting":
        # Nobody listens yet. If the words ask for help, it is one tap away, and not taken for said.
        kinds = chat.town.kinds_for_words(words)[:2]
        offers = tuple(Button(kind.title, tap_token("help_kind", kind.id)) for kind in kinds)
        lines: tuple[Sayable, ...] = (_("记下了，来的人一接就看得见。"),)
        if offers:
            lines = (*lines, _("要是这件事，点一下，我现在就找人去："))
        return Screen(lines, offers, keeps=True)
    if side.others:
        name = called_here(chat, side.other_id, _("那一位"), _("那一位"))
        return Screen((_("这句说给{name}了。")(name=name),))
    return Quiet()
