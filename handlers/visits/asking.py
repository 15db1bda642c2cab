"""The questions of talk B: when, what for, who goes along; and the contract that may be missing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial

from bot.dialogue.asking import Choice, Wrong
from bot.dialogue.chat import Chat
from bot.dialogue.say import Sayable, private
from handlers import when
from handlers.doctors import texts as doctors
from handlers.doctors.flows import ask_home, team_at
from handlers.family.names import SHE
from handlers.register.flows import YES_NO
from handlers.register.texts import READ_TO_ME
from handlers.visits import texts, times
from handlers.visits.words import as_choice, them, they
from models.behalf import may_act_for
from models.clocks import to_town
from models.doctors.contracts import PURPOSE as CONTRACT
from models.doctors.queries import my_team
from models.programmes.tables import Session
from models.register.commands import GiveConsent, SettleIn
from models.town.people import DoctorTeam
from models.visits.finding import (
    CLINIC,
    HEALTH,
    HOME,
    FreeTime,
    doctors_of,
    free_days,
    free_times,
    may_keep_health,
    of_several_half_days,
)
from models.visits.refusals import NoFreeTime, NotTheirsToSign

FIRST = 3
"""So many times are offered at once; the rest is behind [another day]."""
LONGEST = 200
"""Letters of what somebody writes: a sentence for the doctor, not a history."""
OTHER, AT_HOME = "other", "home"
ON_DAY = "on"
"""Before a day that was typed where a time was asked for."""
OWN, LATER = "own", "later"
FIND = "find"


# -- with whom ---------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Signing:
    """With whom, and what is signed first; ``package`` is "" where a contract stands."""

    team: DoctorTeam
    package: str = ""
    home: SettleIn | None = None


def ask_signing(chat: Chat) -> Signing | GiveConsent:
    """Nothing is asked of whom a contract stands for. Others sign in this same talk."""
    mine = my_team(chat.work)
    team = doctors_of(mine)
    if mine.contract is not None and mine.contract.stands and team is not None:
        return Signing(team)
    if chat.whom and not may_act_for(chat.work, CONTRACT):
        raise NotTheirsToSign
    home: SettleIn | None = None
    if not mine.home_known:
        asked = ask_home(chat)
        if isinstance(asked, GiveConsent):
            return asked
        home = asked
    team = mine.home_team or team_at(chat, home)
    package = chat.ask(
        "package",
        (texts.WANTS_CONTRACT, chat.town.purpose(CONTRACT).short, doctors.WHICH_PACKAGE),
        choices=partial(_packages, chat),
        what=doctors.PACKAGE,
    )
    return Signing(team, package, home)


def _packages(chat: Chat) -> list[Choice]:
    return [Choice(one.id, one.name) for one in chat.town.doctors.packages]


# -- when --------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class When:
    session_id: int
    begins_at: datetime
    at_home: bool


def ask_when(chat: Chat, team: DoctorTeam) -> When:
    """The earliest free times first; any other day, then its times; or the doctor comes home."""
    answer = chat.ask(
        "session", _which(chat, team), choices=partial(_first, chat, team), what=texts.TIME
    )
    at_home = answer == AT_HOME
    if at_home:
        free = partial(free_times, chat.work, HOME, team.id)
        answer = chat.ask("home_time", texts.WHEN_AT_HOME, choices=partial(_times, chat, free))
    else:
        answer = _on_another_day(chat, team, CLINIC, answer)
    return _when(chat, answer, at_home=at_home)


def ask_when_instead(chat: Chat, team: DoctorTeam, kind_id: str) -> When:
    """Another time of the same kind: who wanted the doctor at home still does."""
    at_home = chat.town.programme_kind(kind_id).where == "home"
    answer = chat.ask(
        "session",
        texts.WHEN_AT_HOME if at_home else _which(chat, team, kind_id),
        choices=partial(_instead, chat, team, kind_id),
        what=texts.TIME,
    )
    answer = _on_another_day(chat, team, kind_id, answer)
    return _when(chat, answer, at_home=at_home)


def _on_another_day(chat: Chat, team: DoctorTeam, kind_id: str, answer: str) -> str:
    """What was answered, if it is a time; else which day, unless that was typed, and when on it."""
    if answer == OTHER:
        day = chat.ask("day", texts.WHICH_DAY, choices=partial(_days, chat, team, kind_id))
    elif answer.startswith(ON_DAY):
        day = answer.removeprefix(ON_DAY)
    else:
        return answer
    on = date.fromisoformat(day)
    free = partial(free_times, chat.work, kind_id, team.id, day=on)
    question = texts.WHICH_TIME(day=times.day_label(on, chat.started_at))
    return chat.ask("time", question, choices=partial(_times_of_day, free))


def _when(chat: Chat, answer: str, *, at_home: bool) -> When:
    session = chat.work.session.get_one(Session, int(answer))
    return When(session.id, session.begins_at, at_home)


def _which(chat: Chat, team: DoctorTeam, kind_id: str = CLINIC) -> Sayable:
    shown = free_times(chat.work, kind_id, team.id, most=FIRST)
    free = texts.FREE[len(shown)]
    if not chat.whom:
        return texts.DOCTOR_OF_YOU(station=team.station, leader=team.leader, free=free)
    return texts.DOCTOR_OF(who=them(chat), station=team.station, leader=team.leader, free=free)


def _first(chat: Chat, team: DoctorTeam) -> list[Choice]:
    """NoFreeTime if the team has none at all."""
    choices = _soonest(chat, team, CLINIC)
    if free_times(chat.work, HOME, team.id, most=1):
        choices.append(Choice(AT_HOME, texts.AT_HOME, ("上门",)))
    if not choices:
        raise NoFreeTime(team.phone)
    return choices


def _instead(chat: Chat, team: DoctorTeam, kind_id: str) -> list[Choice]:
    choices = _soonest(chat, team, kind_id)
    if not choices:
        raise NoFreeTime(team.phone)
    return choices


def _soonest(chat: Chat, team: DoctorTeam, kind_id: str) -> list[Choice]:
    """The earliest of several half-days, and a way to the others, any of which may be typed."""
    free = free_times(chat.work, kind_id, team.id)
    shown = of_several_half_days(free, FIRST)
    meant = _meant(chat, free)
    at_once = len(meant) == 1 and meant[0] in shown
    said = (chat.typed,) if meant else ()
    choices = [as_choice(chat, one, said if at_once and one in meant else ()) for one in shown]
    if meant and not at_once:
        day = to_town(meant[0].begins_at).date()
        choices.append(Choice(f"{ON_DAY}{day.isoformat()}", texts.OTHER_DAY, said))
    elif len(free) > len(shown):
        choices.append(Choice(OTHER, texts.OTHER_DAY))
    return choices


def _meant(chat: Chat, free: Sequence[FreeTime]) -> list[FreeTime]:
    """The times of the day that was just typed; of its morning, if that was said and has any."""
    days = {to_town(one.begins_at).date() for one in free}
    typed = times.typed_day(chat.typed, days, chat.work.now)
    if typed is None:
        return []
    that_day = [one for one in free if to_town(one.begins_at).date() == typed.day]
    return [one for one in that_day if typed.means(one.begins_at)] or that_day


def _days(chat: Chat, team: DoctorTeam, kind_id: str) -> list[Choice]:
    now, days = chat.work.now, free_days(chat.work, kind_id, team.id)
    typed = times.typed_day(chat.typed, days, now)
    return [
        Choice(
            day.isoformat(),
            times.day_label(day, now),
            (chat.typed,) if typed is not None and day == typed.day else (),
        )
        for day in days
    ]


Free = Callable[[], list[FreeTime]]


def _times(chat: Chat, free: Free) -> list[Choice]:
    """Typed words that mean one time alone are that one."""
    found = free()
    meant = _meant(chat, found)
    said = (chat.typed,) if len(meant) == 1 else ()
    return [as_choice(chat, one, said if one in meant else ()) for one in found]


def _times_of_day(free: Free) -> list[Choice]:
    """The question says which day."""
    return [Choice(str(one.session_id), when.clock(one.begins_at)) for one in free()]


# -- what for ----------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Trouble:
    """``note`` is kept for the doctors; ``health`` answers whether it may be, if that was asked;
    ``said`` stands on the summary."""

    note: str
    health: str
    said: Sayable


def ask_what(chat: Chat) -> Trouble:
    """Nobody is asked whose words may not be kept: they say it in the doctor's room."""
    may = may_keep_health(chat.work)
    if may == "no":
        return Trouble("", "", texts.NOT_KEPT)
    choices = [
        *(Choice(one, label) for one, label in texts.TROUBLES.items()),
        Choice(OWN, texts.OWN),
        Choice(LATER, texts.LATER),
    ]
    what = chat.ask("what", texts.WHAT, choices=choices, what=texts.WHAT_SHORT)
    if what == LATER:
        return Trouble("", "", texts.LATER)
    note, said = f"~{what}", texts.TROUBLES.get(what)
    if said is None:
        note = chat.ask("what.own", texts.WRITE, parse=_short, what=texts.OWN_SHORT)
        return _kept(chat, may, note, private("words", note, texts.OWN_WORDS))
    return _kept(chat, may, note, said)


def _short(words: str) -> str:
    line = " ".join(words.split())
    if len(line) > LONGEST:
        raise Wrong(texts.TOO_LONG)
    return line.lstrip("~")


def _kept(chat: Chat, may: str, note: str, said: Sayable) -> Trouble:
    if may == "yes":
        return Trouble(note, "", said)
    question = texts.MAY_BE_KEPT(what=chat.town.purpose(HEALTH).short)
    read = Choice(f"t.read_purpose.{HEALTH}", READ_TO_ME)
    health = chat.ask("health", question, choices=YES_NO, extra=(read,))
    if health == "no":
        return Trouble("", health, texts.NOT_KEPT)
    return Trouble(note, health, said)


# -- who goes along ----------------------------------------------------------------------------------
def ask_along(chat: Chat) -> str:
    """with, alone, find."""
    question, alone = texts.YOUR_COMPANY, texts.ALONE_YOU
    if chat.whom:
        question = texts.COMPANY(who=them(chat))
        alone = texts.ALONE_SHE if they(chat) == SHE else texts.ALONE_HE
    choices = (
        Choice("with", texts.SOMEBODY),
        Choice("alone", alone),
        Choice(FIND, texts.FIND),
    )
    return chat.ask("along", question, choices=choices, what=texts.COMPANY_SHORT)
