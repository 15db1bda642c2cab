"""What coordinators do: they write notices, send them at all hours, stop, pause and correct some; a
colleague agrees or not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from models.audiences.expressions import (
    Aged,
    Everybody,
    Expression,
    Family,
    InBuildings,
    Without,
)
from models.notices.drafting import DropNotice, WriteNotice
from models.notices.rounds import HandOverDoors
from models.notices.sending import (
    AgreeToNotice,
    CorrectNotice,
    GoOnWithNotice,
    PauseNotice,
    SendNotice,
    StopNotice,
)
from tests.furniture import huadian
from tests.traffic.book import Sent
from tests.traffic.recording import Heard
from tests.traffic.rules import in_quiet_hours
from tests.traffic.script import Script


@dataclass(frozen=True, slots=True)
class Kind:
    """What the town says of it in words: whom it must reach, and what it is about."""

    id: str
    weight: int
    must_reach: bool = False
    topic: str = ""
    begins: bool = True


KINDS = (
    Kind("water", 5, must_reach=True),
    Kind("power", 3, must_reach=True),
    Kind("heating", 2, must_reach=True),
    Kind("event", 3, topic="events"),
    Kind("own", 4, topic="community", begins=False),
    Kind("cold_wave", 2, topic="weather"),
    Kind("free_clinic", 2, topic="health"),
)
OWN = KINDS[4]
DESK = ("coordinator", "admin")
CITY = "huadian"


# -- writing -------------------------------------------------------------------------------------------------
def writes(script: Script) -> None:
    """Anybody who may send, where they may."""
    desks = [
        one
        for one in script.book.roles
        if one.role in DESK and one.at(script.now) and _lived_in(script, one.place)
    ]
    wide = [one for one in desks if one.place == CITY]
    desk = script.rng.choice(wide if wide and script.chance(0.15) else desks)
    kind = script.rng.choices(KINDS, [one.weight for one in KINDS])[0]
    if desk in wide and script.chance(0.5):
        kind = OWN
    begins = (
        script.now + timedelta(minutes=script.rng.randrange(100, 2400)) if kind.begins else None
    )
    number = len(script.book.notices)
    written = WriteNotice(
        kind.id, desk.place, _whom(script, kind, desk.place), words_zh=f"第 {number} 条，说一声。",
        words_en=f"Number {number}.", begins_at=begins,
        ends_at=begins + timedelta(hours=4) if begins else None,
    )  # fmt: skip
    notice_id = script.does(desk.person, written)
    if notice_id is None:
        return
    until = begins or script.now + timedelta(hours=72)
    whom = written.audience
    estate = whom.estate if isinstance(whom, InBuildings) else ""
    buildings = (
        {(estate, one) for one in whom.buildings} if isinstance(whom, InBuildings) else set()
    )
    script.book.notices[notice_id] = Sent(
        notice_id, kind.id, desk.person, desk.place, kind.must_reach, kind.topic, until,
        begins=kind.begins, buildings=buildings,
    )  # fmt: skip


def _lived_in(script: Script, place: str) -> bool:
    here = f"{huadian().path(place)}/"
    return any(
        f"{huadian().path(grid)}/".startswith(here)
        for grid, _estate, _no in script.book.homes.values()
    )


def _whom(script: Script, kind: Kind, place: str) -> Expression:
    if kind.must_reach:
        estates = [one.id for one in huadian().estates if place == one.community]
        if estates and script.chance(0.3):
            return InBuildings(estates[0], tuple(range(1, 6)))
        return Everybody()
    if kind is OWN and place == CITY:
        return Everybody()
    return script.rng.choice(
        (Everybody(), Everybody(), Aged(60), Family(Aged(60)), Without(Aged(None, 40)))
    )


def is_counted(script: Script, heard: Heard) -> None:
    """The writer looks at it, and sends it or not."""
    notice = script.book.notices[heard.args["notice_id"]]
    if notice.state != "draft":
        return
    notice.state = "ready"
    if notice.must_reach:
        notice.doors = dict.fromkeys(_doors(script, notice), "")
    script.later(0, 10, partial(_sends, script, notice))


def _doors(script: Script, notice: Sent) -> list[int]:
    """Where somebody lives whom it is for, by the book."""
    found = []
    for home, (grid, estate, building) in script.book.homes.items():
        path = f"{huadian().path(grid)}/"
        here = path.startswith(f"{huadian().path(notice.place)}/")
        meant = not notice.buildings or (estate, building) in notice.buildings
        if here and meant and script.book.behind(home):
            found.append(home)
    return found


async def _sends(script: Script, notice: Sent) -> None:
    if script.book.people[notice.by].silent:
        return
    night = in_quiet_hours(script.now)
    loud = night and script.chance(0.4)
    command = SendNotice(notice.id, loud=loud, held=night and not loud and script.chance(0.5))
    state = script.does(notice.by, command)
    if state is None and script.chance(0.5):
        loud, command = True, SendNotice(notice.id, loud=True, again=True)
        state = script.does(notice.by, command)
    if state is None:
        notice.state = "refused"
        script.does(notice.by, DropNotice(notice.id))
        return
    notice.loud, notice.state = loud, "sent"
    notice.held_up = (night and not loud) or state != "set"
    notice.owed = {
        one.id
        for home in notice.doors
        for one in script.book.behind(home)
        if not one.minor and not one.silent and script.book.phones(one.id)
    }
    if state == "set":
        await _may_think_again(script, notice)


# -- thinking again ------------------------------------------------------------------------------------------
async def _may_think_again(script: Script, notice: Sent) -> None:
    if script.chance(0.08):
        # A moment after it was sent: its rows are made, and none has gone out.
        await script.town.core.clock.tick()
        _pauses(script, notice)
    elif script.chance(0.1):
        script.later(10, 300, partial(_pauses, script, notice))
    elif script.chance(0.06):
        script.later(10, 600, partial(_stops, script, notice))
    if script.chance(0.15):
        script.later(20, 900, partial(_corrects, script, notice))


def _pauses(script: Script, notice: Sent) -> None:
    if script.is_done(notice.by, PauseNotice(notice.id)):
        notice.state, notice.held_up = "paused", True
        after = _stops if script.chance(0.2) else _goes_on
        script.later(10, 900, partial(after, script, notice))


def _goes_on(script: Script, notice: Sent) -> None:
    if script.is_done(notice.by, GoOnWithNotice(notice.id)):
        notice.state = "sent"


def _stops(script: Script, notice: Sent) -> None:
    if script.is_done(notice.by, StopNotice(notice.id)):
        notice.state = "stopped"


def _corrects(script: Script, notice: Sent) -> None:
    """Other words; every second time another hour as well."""
    begins = None
    if notice.begins and script.chance(0.5):
        begins = script.now + timedelta(minutes=script.rng.randrange(60, 1500))
    words = f"第 {notice.id} 条，改了。"
    ends = begins + timedelta(hours=4) if begins else None
    command = CorrectNotice(notice.id, words, "Changed.", begins_at=begins, ends_at=ends)
    if script.is_done(notice.by, command) and begins is not None:
        notice.ends_use = begins


# -- colleagues ----------------------------------------------------------------------------------------------
def is_to_agree(script: Script, heard: Heard) -> None:
    if script.chance(0.5):
        script.later(5, 300, partial(_agrees, script, heard.address, heard.args["notice_id"]))


def _agrees(script: Script, address: str, notice_id: int) -> None:
    one, agreed = script.book.at(address), script.chance(0.75)
    if one is None or one.silent:
        return
    if script.is_done(one.id, AgreeToNotice(notice_id, agreed)) and not agreed:
        script.book.notices[notice_id].state = "refused"


def is_chased(script: Script, heard: Heard) -> None:
    """By a tap, or it is left to the clock."""
    notice = script.book.notices[heard.args["notice_id"]]
    if script.chance(0.5):
        script.later(1, 60, partial(_hands_over, script, notice))


def _hands_over(script: Script, notice: Sent) -> None:
    if not script.book.people[notice.by].silent:
        script.does(notice.by, HandOverDoors(notice.id))


REACTS = {"NoticeCounted": is_counted, "NoticeToAgree": is_to_agree, "NoticeChase": is_chased}
