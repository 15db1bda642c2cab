"""What is said when a visit is booked, moved or called off: the result first, then who hears it."""

from __future__ import annotations

from bot.dialogue.book import Reply, tap_token
from bot.dialogue.chat import Chat
from bot.dialogue.say import Sayable
from bot.dialogue.screen import Button, Screen
from handlers.bookings.words import calendar_link
from handlers.visits import texts, times
from handlers.visits.words import HOME_BUTTON, reminded, them, they
from models.bookings.commands import Booked
from models.bookings.tables import LATE
from models.numbers import show
from models.visits.commands import Visited
from models.visits.finding import Visit, my_visit


def booked(chat: Chat, result: Visited) -> Reply:
    visit = my_visit(chat.work, result.booking_id)
    number, promised = show(result.number), result.promised_at
    line = texts.BOOKED(number=number)
    if promised is not None:
        when = times.promised(promised, chat.work.now)
        line = texts.BOOKED_COMPANY(number=number, when=when)
    return Screen((line, *_who_hears(chat, visit)), ways(chat, visit), keeps=True)


def moved(chat: Chat, result: Booked) -> Reply:
    visit = my_visit(chat.work, result.booking_id)
    time = times.spoken(visit.begins_at, chat.work.now)
    line = texts.MOVED(time=time, number=show(result.number))
    if visit.promised_at is not None:
        when = times.promised(visit.promised_at, chat.work.now)
        line = texts.MOVED_COMPANY(time=time, when=when)
    return Screen((line, *_who_hears(chat, visit)), ways(chat, visit), keeps=True)


def ways(chat: Chat, visit: Visit) -> tuple[Button, ...]:
    """What can be done with a visit that stands."""
    return (
        calendar_link(chat, visit.booking_id),
        Button(texts.CHANGE_TIME, tap_token("visit_move", visit.booking_id)),
        Button(texts.NOT_GOING, tap_token("visit_off", visit.booking_id)),
    )


def _who_hears(chat: Chat, visit: Visit) -> tuple[Sayable, ...]:
    """For another: that they are told, and reminded. For oneself: when one is reminded, and what
    to bring."""
    planned = reminded(chat.work, visit)
    first, second = (planned[0], planned[-1]) if planned else ("", "")
    if chat.whom:
        who, their = them(chat), they(chat)
        if len(planned) > 1:
            line = texts.I_TELL_AND_REMIND_TWICE(who=who, they=their, first=first, second=second)
        elif planned:
            line = texts.I_TELL_AND_REMIND(who=who, they=their, time=first)
        else:
            line = texts.I_TELL(who=who)
        return (line,)
    lines: tuple[Sayable, ...] = ()
    if planned:
        twice = texts.I_REMIND_TWICE(first=first, second=second)
        lines = (twice if len(planned) > 1 else texts.I_REMIND(time=first),)
    bring = visit.kind.bring
    return lines if bring is None else (*lines, texts.BRING(bring=bring))


def called_off(chat: Chat, booking_id: int) -> Reply:
    late = my_visit(chat.work, booking_id).attended == LATE
    line = texts.CALLED_OFF_LATE if late else texts.CALLED_OFF
    return Screen((line,), (HOME_BUTTON,), keeps=True)
