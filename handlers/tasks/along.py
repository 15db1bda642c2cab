"""Going along to the doctor: the day, the hour, where one meets. Who it is comes with the task."""

from __future__ import annotations

from datetime import timedelta

from bot.dialogue.asking import Choice
from bot.dialogue.book import Entry, says, tap_token
from bot.dialogue.chat import Chat
from bot.dialogue.say import Sayable, _
from bot.dialogue.screen import Button, Screen
from handlers import when
from handlers.tasks.words import as_id, lasting
from models.refusals import NotFound
from models.tasks.queries import Task, my_offer
from models.visits.company import KIND
from models.visits.going import Trip, trip_of
from models.visits.messages import GoAlong

WHEN_TO_MEET = _("{day}，几点到家门口接？")
MEET = _("{where}。{when} 到家门口接。")
THERE = _("{hour} 到{station}，{lasting}。")
TO_DO = _("{when} 到家门口接，{hour} 到{station}")
SOON = _("提醒您：{when} 到家门口接人，{hour} 到{station}。")
MOVED = _("时间改了：{when} 到家门口接人，{hour} 到{station}。")
LOOK, CANNOT = _("看这件事"), _("去不成了")
APART = timedelta(minutes=10)


def trip(chat: Chat, task: Task) -> Trip | None:
    """The visit it is about; None for every other errand."""
    return trip_of(chat.work, task.case_id) if task.kind.id == KIND else None


def offer_lines(task: Task, going: Trip, where: Sayable) -> tuple[Sayable, Sayable]:
    """When and where one meets, and where to: so much may be read over a shoulder."""
    return (
        MEET(where=where, when=when.at(going.meet_at)),
        THERE(
            hour=when.clock(going.begins_at),
            station=going.station,
            lasting=lasting(task.kind.minutes),
        ),
    )


def to_do(task: Task, going: Trip) -> Sayable:
    return TO_DO(**_facts(task, going))


def _facts(task: Task, going: Trip) -> dict[str, Sayable]:
    meet_at = task.offer.arrive_at or going.meet_at
    return {
        "when": when.at(meet_at),
        "hour": when.clock(going.begins_at),
        "station": going.station,
    }


def times(chat: Chat, going: Trip) -> list[Choice]:
    """Three times at the door, the last one early enough; none that is over."""
    found = [going.meet_at - APART * back for back in (2, 1, 0)]
    return [Choice(as_id(at), when.clock(at)) for at in found if at > chat.started_at]


@says(GoAlong)
def go_along(chat: Chat, message: GoAlong) -> Screen | None:
    """To whoever still goes, while the visit stands."""
    try:
        task = my_offer(chat.work, message.offer_id)
    except NotFound:
        return None
    going = trip(chat, task)
    if going is None or task.offer.state != "accepted" or going.begins_at <= chat.work.now:
        return None
    line = (MOVED if message.why == "moved" else SOON)(**_facts(task, going))
    look = Button(LOOK, tap_token("task", task.offer.id))
    return Screen((line,), (look, Button(CANNOT, tap_token("giveup", task.offer.id))), keeps=True)


ENTRIES: tuple[Entry, ...] = (go_along,)
